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
    const box = el("div", { className: "popup listbox", id, role: "listbox", aria: { label } }, ...rows());
    if (popupOf(field)) {
      popupOf(field).replaceChildren(...box.childNodes);
      place(field, popupOf(field));
    } else showUnder(field, box, () => field.removeAttribute("aria-activedescendant"));
    mark();
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
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      mark();
    } else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && field.dataset.tab === "chooses")) choose(items[at]);
    else if (event.key === "Escape") closePopup();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { show, key, isOpen: () => Boolean(popupOf(field)), close: () => popupOf(field) && closePopup() };
}
