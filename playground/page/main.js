// The screen of one person in a workspace.

import { drawComposer, startComposer } from "./composer.js";
import { $ } from "./dom.js";
import { startMessages } from "./messages.js";
import { drawModal, startModals } from "./modals.js";
import { drawPane } from "./panes.js";
import { closeOrphan } from "./popup.js";
import { drawSidebar, markSeen, startSidebar } from "./sidebar.js";
import { DM, HOME, place, start, store } from "./store.js";

function draw() {
  const { app } = store.screen ?? {};
  if (!app) return;
  if (store.place === HOME && !app.home_tab) store.place = DM;
  if (store.place !== HOME && store.place !== DM && !place(store.place)) store.place = DM;
  markSeen();
  drawSidebar();
  drawPane();
  drawComposer();
  drawModal();
  closeOrphan();
  $("app").hidden = false;
  $("app").setAttribute("aria-busy", String(store.waiting > 0));
}

startSidebar();
startComposer();
startModals();
startMessages($("lines"));
document.addEventListener("visibilitychange", draw);
start(draw);
