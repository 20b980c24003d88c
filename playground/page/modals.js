// The stack of modals: the one on top, and how many lie below.

import { drawBlock } from "./blocks.js";
import { $, avatar, el, iconButton, spotIn } from "./dom.js";
import { entered } from "./drafts.js";
import { closePopup } from "./popup.js";
import { act, store, topModal } from "./store.js";
import { labelOf } from "./text.js";

const FIRST = ["[data-first]", ".modal-body :is(input, textarea, .editor):not([hidden] *)", "footer button"]; // what gets the focus

let shown = "";
let leaving = ""; // the view that was asked to close: two keys in a row close one modal

export function drawModal() {
  const view = topModal();
  const key = view ? JSON.stringify([store.person, view.id, view.hash, view.errors]) : "";
  if (key === shown) return;
  const same = view && shown.startsWith(JSON.stringify([store.person, view.id]).slice(0, -1));
  shown = key;
  const dialog = $("modal");
  if (!view) {
    closePopup();
    dialog.close();
    return;
  }
  fill(dialog, view, same);
}

function fill(dialog, view, same) {
  const focused = same && dialog.contains(document.activeElement) ? document.activeElement : null;
  const keep = { spot: focused?.dataset.spot, from: focused?.selectionStart, to: focused?.selectionEnd };
  const scrolled = same ? (dialog.querySelector(".modal-body")?.scrollTop ?? 0) : 0;
  closePopup();
  dialog.dataset.depth = store.screen.modals.length;
  dialog.replaceChildren(...contents(view));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".modal-body").scrollTop = scrolled;
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const [first] = FIRST.flatMap((selector) => [...dialog.querySelectorAll(selector)]);
  const target = keep.spot ? spotIn(dialog, keep.spot) : null;
  (wrong ?? target ?? first)?.focus();
  if (target && !wrong && typeof keep.from === "number") target.setSelectionRange?.(keep.from, keep.to);
}

function contents(view) {
  const bot = store.screen.bot;
  const depth = store.screen.modals.length;
  const body = el("div", { className: "modal-body" }, ...view.blocks.map((block) => drawBlock(block, view)));
  const trouble = view.errors?.[""];
  if (trouble) body.prepend(el("p", { className: "wrong banner", role: "alert" }, trouble));
  return [
    el(
      "header",
      {},
      avatar(bot, true),
      el("h2", { id: "modal-title" }, labelOf(view.title)),
      depth > 1 ? el("small", { className: "depth" }, `${depth} of 3 open`) : null,
      iconButton("close", depth > 1 ? "Close all" : "Close", () => leave(depth > 1 ? "close_all" : "close")),
    ),
    body,
    ending(view),
  ];
}

function ending(view) {
  const depth = store.screen.modals.length;
  const fallback = depth > 1 ? "Back" : view.submit ? "Cancel" : "Close";
  const close = el("button", { type: "button", className: "button", onclick: () => leave() }, labelOf(view.close) || fallback);
  close.dataset.spot = "close";
  if (!view.submit) return el("footer", {}, close);
  const submit = el("button", { type: "button", className: "button primary" }, labelOf(view.submit));
  submit.dataset.spot = "submit";
  submit.addEventListener("click", () => send(view, submit));
  return el("footer", {}, close, submit);
}

function leave(how = "close") {
  const view = topModal();
  if (!view || view.id === leaving) return;
  leaving = view.id;
  act({ act: how, values: entered(view) });
}

async function send(view, button) {
  if (button.disabled) return;
  button.disabled = true;
  await act({ act: "submit", values: entered(view) });
  button.disabled = false;
}

export function startModals() {
  $("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  $("modal").addEventListener("close", () => leave()); // a browser closes at the second Escape, whatever it is told
  $("modal").addEventListener("keydown", (event) => {
    const plainInput = event.target.tagName === "INPUT" && !["checkbox", "radio"].includes(event.target.type) && event.target.getAttribute("role") !== "combobox";
    const enter = event.key === "Enter" && !event.isComposing && (plainInput || event.ctrlKey || event.metaKey);
    if (!enter || event.defaultPrevented) return;
    event.preventDefault();
    $("modal").querySelector("[data-spot=submit]")?.click();
  });
}
