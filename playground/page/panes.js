// The main pane: a conversation, or the app with its Home and Messages.

import { drawBlock } from "./blocks.js";
import { $, aria, avatar, el, keepingFocus } from "./dom.js";
import { drawMessages } from "./messages.js";
import { DM, HOME, go, place, store } from "./store.js";

let shownHome = "";

export function drawPane() {
  const { screen } = store;
  const inApp = store.place === DM || store.place === HOME;
  const title = inApp ? screen.bot : store.place;
  document.title = `${inApp ? title : `#${title}`} · ${store.workspace}`;
  $("title").replaceChildren(inApp ? avatar(screen.bot, true) : el("span", { className: "mark" }, "#"), title);
  $("about").textContent = about(inApp);
  drawTabs(inApp);
  const returned = $("lines").hidden;
  $("lines").hidden = store.place === HOME;
  $("home").hidden = store.place !== HOME;
  if (store.place === HOME) drawHome();
  else drawMessages($("lines"), place(store.place), nothing(inApp), returned);
}

function about(inApp) {
  if (inApp) return "App";
  return place(store.place)?.with_bot ? `${store.screen.bot} is in this channel` : `${store.screen.bot} is not in this channel`;
}

function nothing(inApp) {
  return inApp ? `This is the very beginning of your messages with ${store.screen.bot}.` : `This is the very beginning of #${store.place}.`;
}

function drawTabs(inApp) {
  const { app } = store.screen;
  const tabs = [app.home_tab && [HOME, "Home"], app.messages_tab && [DM, "Messages"]].filter(Boolean);
  $("tabs").hidden = !inApp;
  keepingFocus($("tabs"), () => $("tabs").replaceChildren(...tabs.map(tab)));
}

function tab([name, label]) {
  const chosen = store.place === name;
  const move = (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    go(name === HOME ? DM : HOME);
    $("tabs").querySelector("[aria-selected=true]")?.focus();
  };
  const button = el("button", { type: "button", role: "tab", tabIndex: chosen ? 0 : -1, onclick: () => go(name), data: { spot: name }, on: { keydown: move } }, label);
  aria(button, { selected: chosen, controls: name === HOME ? "home" : "lines" });
  return button;
}

function drawHome() {
  const view = store.screen.home;
  const key = JSON.stringify([store.workspace, store.person, store.screen.clock.offset, view?.id, view?.hash, view?.errors]);
  if (key === shownHome) return;
  const box = $("home");
  const same = shownHome.startsWith(JSON.stringify([store.workspace, store.person]).slice(0, -1));
  const scrolled = same ? box.scrollTop : 0;
  shownHome = key;
  keepingFocus(box, () => box.replaceChildren(el("div", { className: "home-body" }, ...content(view))));
  box.scrollTop = scrolled;
}

function content(view) {
  if (!view) return [el("p", { className: "nothing" }, `${store.screen.bot} has not published a Home for you yet.`)];
  const trouble = view.errors?.[""];
  return [...(trouble ? [el("p", { className: "wrong banner", role: "alert" }, trouble)] : []), ...view.blocks.map((block) => drawBlock(block, view))];
}
