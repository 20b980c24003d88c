// The workspace's clock: what time it is there, and the ways to move it forward.

import { longTimeOf, now, timeOf, today, wallTime } from "./dates.js";
import { $, el, icon } from "./dom.js";
import { expectArrivals } from "./messages.js";
import { act, say, store } from "./store.js";

const NEXT = "To the next message";
const JUMPS = [
  ["+1 hour", { forward: 3600 }],
  ["+1 day", { days: 1 }],
  ["To Friday 15:00", { weekday: 5, at: "15:00" }],
  [NEXT, { next: true }],
  ["+30 days", { days: 30 }],
  ["+60 days", { days: 60 }],
];
const ROOM = "(min-width: 721px) and (min-height: 600px)"; // enough to have the buttons open from the start

let offset = null;
let reader = ""; // whose zone the last words were for

export function startClock() {
  $("clock").open = matchMedia(ROOM).matches;
  $("clock-mark").append(icon("clock"));
  $("clock-caret").append(icon("caret"));
  $("clock-jumps").append(...JUMPS.map(([label, jump]) => el("button", { type: "button", onclick: () => go(jump), data: { jump: label } }, label)));
  $("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const to = $("clock-to").value;
    if (to) go({ to });
    else tell("Choose a day and an hour first.", true);
  });
  setInterval(() => store.screen && showTime(), 1000);
}

async function go(jump) {
  const pressed = document.activeElement;
  $("clock-fields").disabled = true;
  const done = await act({ act: "clock", ...jump });
  $("clock-fields").disabled = false;
  if (document.activeElement === document.body) pressed.focus();
  if (done) $("clock-to").value = "";
  else tell(store.trouble, true);
  if (!done) say(""); // said here, beside what was pressed
}

function tell(words, wrong = false) {
  $("clock-said").textContent = words;
  $("clock-said").classList.toggle("refusal", wrong);
}

export function drawClock() {
  const { clock, me } = store.screen;
  $("clock-jumps").querySelector(`[data-jump="${NEXT}"]`).hidden = !clock.knows_next;
  if (reader !== me) tell("It only goes forward.");
  reader = me;
  if (offset !== null && clock.offset > offset) {
    expectArrivals(now() - clock.offset + offset);
    tell(`It is now ${longTimeOf(now())}.`);
  }
  offset = clock.offset;
  $("clock").classList.toggle("moved", offset > 0);
  showTime();
}

function showTime() {
  const { clock, tz } = store.screen;
  write("clock-day", today());
  write("clock-hour", `${timeOf(now())} in ${tz.split("/").at(-1).replaceAll("_", " ")}`);
  write("clock-ahead", clock.ahead);
  $("clock-to").min = wallTime();
}

// Words that stay are left alone: whoever reads them aloud is not disturbed each second.
function write(id, words) {
  if ($(id).textContent !== words) $(id).textContent = words;
}
