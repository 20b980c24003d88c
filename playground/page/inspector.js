// The inspector: each payload to and from the app, how long its answer took, and what was refused and why.

import { $, aria, el, icon } from "./dom.js";
import { drawWays, startFaults } from "./faults.js";

const MOST = 300; // lines on the screen
const SLOW = 1000; // milliseconds: a third of what Slack waits
const KINDS = { api: "Web API", response_url: "response URL", upload: "upload", download: "download", slash_commands: "command", interactive: "interaction", events_api: "event", broken: "broken rule" };
const FILTERS = [["all", "Everything"], ["out", "To the app"], ["in", "From the app"], ["wrong", "Refused or failed"]];

// Real time: what protects the protocol does not follow the workspace's clock.
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

let socket = null;
let filter = "all";
let hidden = 0; // lines up to this number were put away

export function startInspector() {
  $("inspect").append(icon("pulse"), "Inspector");
  $("inspect").addEventListener("click", () => open($("inspector").hidden));
  $("inspector-close").append(icon("close"));
  $("inspector-close").addEventListener("click", () => { open(false); $("inspect").focus(); });
  $("inspector-filter").append(...FILTERS.map(([value, label]) => el("option", { value }, label)));
  $("inspector-filter").addEventListener("change", () => { filter = $("inspector-filter").value; sift(); });
  $("inspector-clear").addEventListener("click", putAway);
  startFaults();
  if (sessionStorage.getItem("inspector")) open(true);
}

function open(wanted) {
  $("inspector").hidden = !wanted;
  $("app").classList.toggle("inspecting", wanted);
  aria($("inspect"), { expanded: wanted });
  if (wanted) sessionStorage.setItem("inspector", "open");
  else sessionStorage.removeItem("inspector");
  if (wanted) watch();
  else leave();
}

function leave() {
  if (socket) socket.onclose = null;
  socket?.close();
  socket = null;
}

function watch() {
  leave();
  $("wire").replaceChildren();
  const address = new URL("/inspector/live", location.href);
  address.protocol = "ws:";
  socket = new WebSocket(address);
  socket.onmessage = (message) => receive(JSON.parse(message.data));
  socket.onclose = () => setTimeout(watch, 1000);
}

function receive({ lines, ways }) {
  drawWays(ways);
  const box = $("wire");
  const end = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  for (const line of lines) put(box, line);
  while (box.children.length > MOST) box.firstElementChild.remove();
  $("wire-nothing").hidden = [...box.children].some((row) => !row.hidden);
  if (end) box.scrollTop = box.scrollHeight;
}

function put(box, line) {
  const before = [...box.children].find((row) => row.dataset.key === line.key);
  const row = before ?? el("li", { data: { key: line.key, after: line.after } });
  Object.assign(row.dataset, { way: line.to_app ? "out" : "in", wrong: String(isWrong(line)), kind: line.kind });
  row.hidden = !wanted(row);
  if (before) row.querySelector(".wire-line").replaceWith(summary(line));
  else {
    row.append(summary(line));
    box.append(row);
  }
}

const isWrong = (line) => line.kind === "broken" || Boolean(line.error) || line.status >= 400 || Boolean(line.fault);

function wanted(row) {
  if (Number(row.dataset.after) <= hidden) return false;
  return filter === "all" || row.dataset.way === filter || (filter === "wrong" && row.dataset.wrong === "true");
}

function sift() {
  for (const row of $("wire").children) row.hidden = !wanted(row);
  $("wire-nothing").hidden = [...$("wire").children].some((row) => !row.hidden);
}

function putAway() {
  hidden = Math.max(hidden, ...[...$("wire").children].map((row) => Number(row.dataset.after)));
  sift();
}

// One line: which way, what, how it went. A broken rule has no payload of its own.
function summary(line) {
  const way = line.kind === "broken" ? "!" : line.to_app ? "→" : "←";
  const said = line.kind === "broken" ? "Broken rule" : line.to_app ? "To the app" : "From the app";
  const words = [
    el("span", { className: "way", title: said }, el("span", { aria: { hidden: true } }, way), el("span", { className: "unseen" }, said)),
    el("span", { className: "wire-name" }, line.name, el("small", {}, [KINDS[line.kind] ?? line.kind, line.workspace].filter(Boolean).join(" · "))),
    el("span", { className: "wire-end" }, outcome(line), el("small", {}, line.at ? CLOCK.format(line.at * 1000) : "")),
  ];
  const why = line.why.map((reason) => el("span", { className: "why" }, reason));
  if (line.kind === "broken") return el("div", { className: "wire-line" }, ...words, ...why);
  const open = (event) => toggle(line, event.currentTarget);
  return el("button", { type: "button", className: "wire-line", onclick: open, aria: { expanded: false } }, ...words, ...why);
}

function outcome(line) {
  if (line.kind === "broken") return el("b", { className: "bad" }, line.error);
  const again = line.attempts > 1 ? ` ×${line.attempts}` : "";
  if (line.fault) return el("b", { className: "bad" }, `fault: ${line.fault}${again}`);
  if (line.error) return el("b", { className: "bad" }, `${line.error}${again}`);
  if (line.status >= 400) return el("b", { className: "bad" }, String(line.status));
  if (line.took === null) return el("b", { className: "slow" }, "no answer yet");
  return el("b", { className: line.took > SLOW ? "slow" : "good" }, `${line.took < 10 ? line.took : Math.round(line.took)} ms${again}`);
}

async function toggle(line, button) {
  const row = button.closest("li");
  const shown = row.querySelector(".wire-whole");
  aria(button, { expanded: !shown });
  if (shown) return shown.remove();
  const answer = await fetch(`/inspector/payload/${line.key}`).catch(() => null);
  if (!answer?.ok) return row.append(el("p", { className: "wire-whole cannot-show" }, "This payload is no longer in the record."));
  const whole = await answer.json();
  row.querySelector(".wire-whole")?.remove();
  row.append(el("div", { className: "wire-whole" }, ...parts(line, whole)));
}

function parts(line, whole) {
  const [sent, back] = line.to_app ? ["What the app got", "What the app answered"] : ["What the app sent", "What it got back"];
  const tools = el("p", { className: "wire-tools" }, copyButton("Copy all as JSON", whole));
  if (line.to_app) tools.append(el("button", { type: "button", className: "button", onclick: () => again(line) }, "Deliver again"));
  return [part(sent, whole.payload), part(back, whole.response), tools];
}

function part(title, value) {
  const head = el("p", { className: "wire-part" }, el("b", {}, title), copyButton("Copy", value, `Copy: ${title}`));
  return el("div", {}, head, el("pre", { tabIndex: 0 }, value === null ? "Nothing but the answer itself." : JSON.stringify(value, null, 2)));
}

function copyButton(label, value, name = label) {
  const button = el("button", { type: "button", className: "button", aria: { label: name } }, label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(JSON.stringify(value, null, 2));
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  return button;
}

const again = (line) => fetch(`/inspector/again/${line.key}`, { method: "POST" });
