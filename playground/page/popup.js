// Menus that open under what was pressed: on top of everything, and with the arrow keys.

import { aria, el } from "./dom.js";

let open = null;

// Each item: { label, note, href, checked, act } or { heading }.
export function popMenu(anchor, label, items) {
  const wasOpen = open?.anchor === anchor;
  closePopup();
  if (wasOpen) return;
  const menu = el("div", { className: "popup menu", role: "menu", aria: { label } }, ...items.map(menuItem));
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
  showUnder(anchor, menu);
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("[role^=menuitem]"))?.focus();
}

function menuItem(item) {
  if (item.heading) return el("div", { className: "menu-heading", role: "presentation" }, item.heading);
  const onclick = () => {
    const { anchor } = open;
    closePopup();
    anchor.focus();
    item.act();
  };
  const checks = "checked" in item;
  const link = /^https?:/.test(item.href ?? "");
  const node = el(link ? "a" : "button", { className: "menu-item", role: checks ? "menuitemradio" : "menuitem", tabIndex: -1, onclick });
  if (link) Object.assign(node, { href: item.href, target: "_blank", rel: "noreferrer noopener" });
  else node.type = "button";
  if (checks) aria(node, { checked: Boolean(item.checked) });
  node.append(item.icon ?? "", el("span", {}, item.label, item.note ? el("small", {}, item.note) : ""));
  return node;
}

function moveFocus(event, menu) {
  const items = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    const { anchor } = open;
    closePopup();
    anchor.focus();
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
  } else if (to !== undefined) {
    items.at(to % items.length).focus();
    event.preventDefault();
  }
}

// Shows a node under its anchor, or above where there is no room below.
export function showUnder(anchor, node, onclose = () => {}) {
  closePopup();
  node.popover = "manual";
  (anchor.closest("dialog") ?? document.body).append(node); // what is outside an open dialog cannot be pressed
  node.showPopover();
  open = { anchor, node, onclose };
  place(anchor, node);
  aria(anchor, { expanded: true });
}

export function place(anchor, node) {
  const at = (anchor.closest(".combobox") ?? anchor).getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = below < Math.min(node.scrollHeight, 220) && above > below;
  node.style.maxHeight = `${Math.min(360, up ? above : below)}px`;
  node.style.minWidth = `${Math.min(at.width, 480)}px`;
  node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - node.offsetWidth - 8))}px`;
  node.style.top = up ? `${at.top - node.offsetHeight - 4}px` : `${at.bottom + 4}px`;
}

export function closePopup() {
  if (!open) return;
  const { anchor, node, onclose } = open;
  open = null;
  node.remove();
  aria(anchor, { expanded: false });
  onclose();
}

// A redraw may take away what a menu hangs on.
export const closeOrphan = () => open && !open.anchor.isConnected && closePopup();

export const popupOf = (anchor) => (open?.anchor === anchor ? open.node : null);

addEventListener("pointerdown", (event) => {
  if (open && !open.node.contains(event.target) && !open.anchor.contains(event.target)) closePopup();
});
addEventListener("resize", closePopup);
addEventListener("scroll", (event) => open && !open.node.contains(event.target) && closePopup(), true);
