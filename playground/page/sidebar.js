// Where one can go, what is new there, and who one is.

import { $, aria, avatar, el, icon, keepingFocus } from "./dom.js";
import { popMenu } from "./popup.js";
import { DM, HOME, become, channelNames, go, store } from "./store.js";

export function startSidebar() {
  $("who").addEventListener("click", () => popMenu($("who"), "Act as", people()));
  $("reload").append(icon("reload"), "Reload");
  $("reload").addEventListener("click", () => location.reload());
}

export function drawSidebar() {
  const { screen } = store;
  $("workspace").textContent = store.workspace;
  const channels = channelNames().map((name) => entry(name, "#", name));
  keepingFocus($("channels"), () => $("channels").replaceChildren(...channels));
  keepingFocus($("apps"), () => $("apps").replaceChildren(entry(DM, avatar(screen.bot, true), screen.bot)));
  $("who").replaceChildren(avatar(store.person), el("span", {}, el("small", {}, "You are"), store.person), icon("caret"));
  aria($("who"), { label: `You are ${store.person}. Act as somebody else` });
}

function entry(name, mark, label) {
  const here = store.place === name || (name === DM && store.place === HOME);
  const unread = here ? 0 : unreadIn(name);
  const badge = unread ? el("span", { className: "badge", aria: { label: `${unread} unread` } }, String(unread)) : null;
  const visit = () => {
    go(name);
    $("words").focus();
  };
  const button = el("button", { type: "button", className: unread ? "unread" : "", data: { spot: name }, onclick: visit }, el("span", { className: "mark", aria: { hidden: true } }, mark), label, badge);
  if (here) aria(button, { current: "page" });
  return el("li", {}, button);
}

function people() {
  const several = new Set(store.screen.people.map(([workspace]) => workspace)).size > 1;
  const everybody = store.screen.people.map(([workspace, person]) => ({
    label: person,
    note: several ? workspace : "",
    checked: workspace === store.workspace && person === store.person,
    icon: avatar(person),
    act: () => become(workspace, person),
  }));
  return [...everybody, { label: "Open another tab", note: "To be somebody else there, side by side", icon: icon("plus"), act: beside }];
}

// Each tab is somebody by itself: the other one begins as the next person.
function beside() {
  const { people: all } = store.screen;
  const here = all.findIndex(([workspace, person]) => workspace === store.workspace && person === store.person);
  const next = all[(here + 1) % all.length];
  window.open(`#${[...next, DM].map(encodeURIComponent).join("/")}`, "_blank", "noopener");
}

// What was seen is remembered for this tab of the browser.

const seenKey = (name) => `seen ${store.workspace} ${store.person} ${name}`;
const messagesIn = (name) => store.screen.places.find((place) => place.name === name)?.messages ?? [];

function unreadIn(name) {
  const seen = sessionStorage.getItem(seenKey(name)) ?? "";
  return messagesIn(name).filter((one) => one.id > seen && one.author !== store.screen.me).length;
}

export function markSeen() {
  const last = messagesIn(store.place).at(-1)?.id;
  if (last && !document.hidden) sessionStorage.setItem(seenKey(store.place), last);
}
