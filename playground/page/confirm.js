// The question before an act that asks for one.

import { el } from "./dom.js";
import { labelOf, words } from "./text.js";

export function confirmed(asked) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { className: "modal small", aria: { labelledby: "confirm-title" } });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    const choice = (text, value, style) => el("button", { type: "button", className: `button ${style}`, onclick: () => dialog.close(value) }, labelOf(text));
    dialog.append(
      el("header", {}, el("h2", { id: "confirm-title" }, labelOf(asked.title))),
      el("div", { className: "modal-body" }, words(asked.text)),
      el("footer", {}, choice(asked.deny, "no", ""), choice(asked.confirm, "yes", asked.style ?? "primary")),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
