// The screen of one person in a workspace.

import { drawAssistant } from "./assistant.js";
import { drawClock, startClock } from "./clock.js";
import { drawComposer, startComposer } from "./composer.js";
import { $ } from "./dom.js";
import { startInspector } from "./inspector.js";
import { startMessages } from "./messages.js";
import { drawModal, startModals } from "./modals.js";
import { drawPane } from "./panes.js";
import { closeOrphan } from "./popup.js";
import { drawSidebar, markSeen, startSidebar } from "./sidebar.js";
import { drawTour, startTour } from "./tour.js";
import { DM, HOME, channelNames, place, start, store } from "./store.js";

function draw() {
  const { app } = store.screen ?? {};
  if (!app) return;
  settle(app);
  markSeen();
  drawSidebar();
  drawClock();
  drawTour();
  drawPane();
  drawAssistant();
  drawComposer();
  drawModal();
  closeOrphan();
  $("opening").hidden = true;
  $("app").hidden = false;
  $("app").setAttribute("aria-busy", String(store.waiting > 0));
}

// A tab that the app does not have, or a channel that is gone, leads to the nearest one there is.
function settle(app) {
  if (store.place !== HOME && store.place !== DM && !place(store.place)) store.place = DM;
  if (store.place === HOME && !app.home_tab) store.place = DM;
  if (store.place === DM && !app.messages_tab) store.place = app.home_tab ? HOME : (channelNames()[0] ?? DM);
}

startSidebar();
startClock();
startComposer();
startModals();
startMessages($("lines"));
startInspector();
startTour();
document.addEventListener("visibilitychange", draw);
start(draw);
