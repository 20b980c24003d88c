// The guided tour: a few steps, each done by the person or for them; and the way back to an empty workspace.

import { confirmed } from "./confirm.js";
import { $, el, icon, iconButton, keepingFocus } from "./dom.js";
import { act, DM, go, startOver, store } from "./store.js";
import { marked } from "./text.js";

let busy = false;
let shown = "";
let moved = false; // the keys go where the tour went, once that is drawn

export function startTour() {
  $("tour-start").append(icon("flag"), "Take the tour");
  $("tour-start").addEventListener("click", () => enter(0));
  $("restart").append(icon("restart"), "Start over");
  $("restart").addEventListener("click", restart);
}

export function drawTour() {
  const { tour, can_reset: canReset } = store.screen;
  $("tour-start").hidden = !tour || tour.at !== null;
  $("restart").hidden = !canReset;
  const fresh = Boolean(tour) && tour.at === null && isNew() && !sessionStorage.getItem("no tour");
  const key = JSON.stringify([tour?.at, tour?.done, fresh, busy, store.place]);
  if (key === shown) return;
  shown = key;
  $("tour").hidden = !fresh && (tour?.at ?? null) === null;
  const content = fresh ? invitation(tour) : tour?.at === null || !tour ? [] : step(tour);
  keepingFocus($("tour"), () => $("tour").replaceChildren(...content));
  if (moved) ($("tour").querySelector(".tour-tools button") ?? $("tour-start")).focus();
  moved = false;
}

const isNew = () => store.screen.places.every((place) => !place.messages.length);

function invitation(tour) {
  const refuse = () => {
    sessionStorage.setItem("no tour", "yes");
    drawTour();
  };
  return [
    el("h2", { id: "tour-title" }, "New here?"),
    el("p", {}, `Take the tour: ${tour.steps.length} steps, two minutes. Its entries say “example”, and Start over takes them away again.`),
    el("div", { className: "tour-tools" }, button("Start", () => enter(0), "primary"), button("Not now", refuse)),
  ];
}

function step(tour) {
  const { title, words, label, place } = tour.steps[tour.at];
  const last = tour.at + 1 === tour.steps.length;
  const forward = button(last ? "Finish" : "Next", () => enter(tour.at + 1), tour.done ? "primary" : "");
  const doing = button(busy ? "One moment…" : label, () => perform(place), tour.done ? "" : "primary");
  doing.disabled = busy;
  return [
    el("p", { className: "tour-count" }, `Step ${tour.at + 1} of ${tour.steps.length}`, iconButton("close", "Leave the tour", () => enter(-1))),
    el("h2", { id: "tour-title" }, title),
    marked(words),
    el("div", { className: "tour-tools" }, doing, forward, el("span", { role: "status", className: "tour-done" }, tour.done ? "Done" : "")),
  ];
}

function button(label, onclick, style = "") {
  return el("button", { type: "button", className: `button ${style}`, onclick, data: { spot: `tour ${label}` } }, label);
}

function enter(at) {
  const next = store.screen.tour.steps[at];
  if (next && next.place !== store.place) go(next.place);
  moved = true;
  act({ act: "tour", to: next ? at : -1 });
}

async function perform(place) {
  if (place !== store.place) go(place);
  busy = true;
  drawTour();
  await act({ act: "tour_step" });
  busy = false;
  drawTour();
}

async function restart() {
  const text = (words) => ({ type: "plain_text", text: words });
  const asked = { title: text("Start over?"), text: text("All messages, all entries and the clock of this playground are thrown away."), confirm: text("Start over"), deny: text("Keep everything"), style: "danger" };
  if (!(await confirmed(asked))) return;
  go(DM); // nobody has a Home before the app has begun again
  startOver();
}
