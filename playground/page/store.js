// What the page knows, and its two ways to the playground: the live screen and the acts.

import { forgetAll, keepOnly } from "./drafts.js";

export const HOME = "@home";
export const DM = "dm";

export const store = {
  screen: null,
  workspace: "Acme",
  person: "Ana",
  place: DM,
  trouble: "",
  target: null, // what the next words go to: { kind: "reply" or "edit", id, text }
  waiting: 0,
};

const GONE = "The playground is not running. Trying again…";
const AGAIN = "Starting over…";
let away = GONE; // what is said while nobody answers
let socket = null;
let run = "";
let queue = Promise.resolve();
let redraw = () => {};

export function start(draw) {
  redraw = draw;
  readAddress();
  addEventListener("hashchange", () => {
    const before = [store.workspace, store.person].join();
    readAddress();
    if ([store.workspace, store.person].join() !== before) become(store.workspace, store.person);
    else redraw();
  });
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type === "reload") act({ act: "reload" }); // what only they saw is gone, as in Slack
  watch();
}

function readAddress() {
  const [workspace, person, place] = location.hash.slice(1).split("/").map(decodeURIComponent);
  if (workspace && person) Object.assign(store, { workspace, person });
  if (place) store.place = place;
}

function writeAddress() {
  const parts = [store.workspace, store.person, store.place];
  history.replaceState(null, "", `#${parts.map(encodeURIComponent).join("/")}`);
}

export function become(workspace, person) {
  Object.assign(store, { workspace, person, screen: null, trouble: "", target: null });
  forgetAll();
  writeAddress();
  watch();
}

export function go(place) {
  Object.assign(store, { place, trouble: "", target: null });
  writeAddress();
  visitApp();
  redraw();
}

function visitApp() {
  if (store.place === HOME || store.place === DM) act({ act: "home", tab: store.place === HOME ? "home" : "messages" });
}

export function act(what) {
  const asked = { workspace: store.workspace, person: store.person, ...what };
  store.waiting += 1;
  queue = queue.then(() => troubleOf(asked)).then((trouble) => {
    store.waiting -= 1;
    say(trouble);
    return !trouble;
  });
  return queue;
}

const troubleOf = async (asked) => (await post("/page/act", asked)).error ?? "";

// Asked beside the acts, which wait for each other: a slow app holds nothing else up.
export const lookUp = (what) => post("/page/options", { workspace: store.workspace, person: store.person, ...what });

// Brings a file into the workspace: { id, name, size }, or an error.
export function bring(file) {
  const who = new URLSearchParams({ workspace: store.workspace, person: store.person, name: file.name });
  return send(`/page/upload?${who}`, "application/octet-stream", file);
}

const post = (address, asked) => send(address, "application/json", JSON.stringify(asked));

async function send(address, type, body) {
  try {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body });
    const said = await answer.json().catch(() => ({}));
    return answer.ok ? said : { error: said.error ?? "That did not work." };
  } catch {
    return { error: GONE };
  }
}

export function say(trouble) {
  store.trouble = trouble;
  if (store.screen) redraw();
}

function watch() {
  if (socket) socket.onclose = null;
  socket?.close();
  const address = new URL("/page/live", location.href);
  address.protocol = "ws:";
  address.search = new URLSearchParams({ workspace: store.workspace, person: store.person });
  socket = new WebSocket(address);
  socket.onmessage = (message) => receive(JSON.parse(message.data));
  socket.onclose = () => {
    say(away);
    setTimeout(watch, 1000);
  };
}

// The playground goes away for a moment and comes back empty: nothing is wrong.
export async function startOver() {
  if (!(await act({ act: "reset" }))) return;
  away = AGAIN;
  say(away);
}

// Somebody began again with an empty workspace: what this tab remembers was of the other one.
function begin() {
  sessionStorage.clear();
  location.reload();
}

function receive(screen) {
  const first = store.screen === null;
  if (run && screen.run !== run) return begin();
  run = screen.run;
  store.screen = screen;
  if (store.trouble === GONE) store.trouble = "";
  const messages = screen.places.flatMap((place) => place.messages);
  keepOnly([...messages, ...screen.modals, screen.home].filter(Boolean).map((surface) => surface.id));
  if (first) visitApp();
  redraw();
}

export const nameOf = (id) => store.screen.names[id] ?? id;
export const topModal = () => store.screen.modals.at(-1) ?? null;
export const channelNames = () => store.screen.places.map(({ name }) => name).filter((name) => name !== DM);
export const place = (name) => store.screen.places.find((one) => one.name === name);
