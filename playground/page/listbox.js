// A list to choose from while the keys stay in a text field: of a menu, and of the commands.

import { aria, el } from "./dom.js";
import { closePopup, place, popupOf, showUnder } from "./popup.js";

let lists = 0;

// `choose(item)` gets what was picked; each item: { label, note, value, group, chosen, icon }.
export function listbox(field, label, choose) {
  const id = `list-${(lists += 1)}`;
  let items = [];
  let at = 0;

  function show(wanted, start = 0) {
    items = wanted;
    at = Math.max(0, Math.min(start, items.length - 1));
    if (!items.length) return popupOf(field) && closePopup();
    fill(rows());
    mark();
  }

  // Words where there is nothing to choose from.
  function say(words) {
    items = [];
    fill([el("div", { className: "menu-heading", id: `${id}-0`, role: "option", aria: { disabled: true } }, words)]);
    aria(field, { activedescendant: `${id}-0`, controls: id });
  }

  function fill(nodes) {
    if (popupOf(field)) {
      popupOf(field).replaceChildren(...nodes);
      place(field, popupOf(field));
      return;
    }
    const box = el("div", { className: "popup listbox", id, role: "listbox", aria: { label } }, ...nodes);
    showUnder(field, box, () => field.removeAttribute("aria-activedescendant"));
  }

  function rows() {
    let group = "";
    return items.flatMap((item, index) => {
      const heading = item.group && item.group !== group ? [el("div", { className: "menu-heading", role: "presentation" }, item.group)] : [];
      group = item.group ?? "";
      return [...heading, row(item, index)];
    });
  }

  function row(item, index) {
    const node = el("div", { className: "menu-item", id: `${id}-${index}`, role: "option", aria: { selected: Boolean(item.chosen) } });
    node.append(item.icon ?? "", el("span", {}, item.label, item.note ? el("small", {}, item.note) : ""));
    node.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the keys
    node.addEventListener("click", () => choose(items[index]));
    return node;
  }

  function mark() {
    const options = [...popupOf(field).querySelectorAll("[role=option]")];
    options.forEach((node, index) => node.classList.toggle("active", index === at));
    options[at]?.scrollIntoView({ block: "nearest" });
    aria(field, { activedescendant: `${id}-${at}`, controls: id });
  }

  // Tells whether the key was the list's.
  function key(event) {
    if (!popupOf(field)) return false;
    const chooses = event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && field.dataset.tab === "chooses");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!items.length) return true;
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      mark();
    } else if (chooses) items.length && choose(items[at]);
    else if (event.key === "Escape") closePopup();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { show, say, key, isOpen: () => Boolean(popupOf(field)), close: () => popupOf(field) && closePopup() };
}
