// Faults to inject, and how the app is reached at the moment.

import { $, el } from "./dom.js";

const ON_CALLS = [
  ["latency", "Answer 2 seconds late"],
  ["ratelimited", "Too many requests (429)"],
  ["status", "Server error (500)"],
  ["error", "Refuse with internal_error"],
  ["reset", "Cut the connection before anything happens"],
  ["accept_then_abort", "Do it, then cut the connection"],
  ["hang", "Never answer"],
];
const ON_DELIVERIES = [
  ["drop_acknowledgement", "Lose the app's acknowledgement"],
  ["duplicate_delivery", "Deliver twice"],
  ["out_of_order", "Deliver after the one that follows"],
];
const AT_ONCE = [
  ["disconnect", "Ask the oldest socket to connect again"],
  ["cut", "Cut every socket"],
];
const METHODS = ["*", "chat.postMessage", "chat.update", "conversations.open", "users.info", "views.open", "views.publish", "views.update", "files.completeUploadExternal", "response_url", "upload"];
const LABELS = Object.fromEntries([...ON_CALLS, ...ON_DELIVERIES]);

export function startFaults() {
  const group = (label, choices) => {
    const node = el("optgroup", { label });
    node.append(...choices.map(([value, words]) => el("option", { value }, words)));
    return node;
  };
  $("fault").append(group("What the app asks for", ON_CALLS), group("What the app is sent", ON_DELIVERIES), group("At once", AT_ONCE));
  $("fault-method").append(...METHODS.map((value) => el("option", { value }, value === "*" ? "any call" : value)));
  $("fault").addEventListener("change", fit);
  $("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask({ kind: $("fault").value, method: $("fault-method").value, times: Number($("fault-times").value) });
  });
  $("fault-clear").addEventListener("click", () => ask({ kind: "clear" }));
  fit();
}

const among = (choices) => choices.some(([value]) => value === $("fault").value);

function fit() {
  $("fault-method").disabled = !among(ON_CALLS);
  $("fault-times").disabled = among(AT_ONCE);
}

async function ask(fault) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/inspector/fault", { method: "POST", headers, body: JSON.stringify(fault) }).catch(() => null);
  const problem = answer?.ok ? "" : ((await answer?.json().catch(() => null))?.error ?? "The playground is not running.");
  $("fault-said").textContent = problem;
}

export function drawWays({ sockets, request_url: address, faults }) {
  const plural = sockets === 1 ? "1 socket" : `${sockets} sockets`;
  $("ways").textContent = sockets ? `The app is connected by ${plural}.` : address ? `The app is reached by signed HTTP at ${address}.` : "No app is connected.";
  $("fault-waiting").replaceChildren(...faults.map(([kind, method, times]) => el("li", {}, waiting(kind, method, times))));
  $("fault-clear").hidden = !faults.length;
}

function waiting(kind, method, times) {
  const what = LABELS[kind] ?? kind;
  const next = times === 1 ? "next" : `next ${times}`;
  const whose = !method ? "payload" : method === "*" ? "call" : `call of ${method}`;
  return `${what}: the ${next} ${whose}${times === 1 || method.length > 1 ? "" : "s"}`;
}
