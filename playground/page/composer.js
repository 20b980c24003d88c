// The box to write in: messages with files, commands with their completion, and the app's shortcuts beside it.

import { drawAttached, hasFiles, isComing, startAttaching, takeFiles } from "./attaching.js";
import { $, icon } from "./dom.js";
import { listbox } from "./listbox.js";
import { popMenu } from "./popup.js";
import { DM, HOME, act, say, store } from "./store.js";

let commands = null;

export function startComposer() {
  const words = $("words");
  words.dataset.tab = "chooses";
  commands = listbox(words, "Commands", complete);
  words.addEventListener("input", () => { fit(); offer(); });
  words.addEventListener("blur", () => commands.close());
  words.addEventListener("keydown", (event) => {
    if (commands.key(event)) return;
    if (event.key === "Escape") aim(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  $("writing").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  startAttaching(drawComposer);
  $("aimless").append(icon("close"));
  $("aimless").addEventListener("click", () => aim(null));
  $("more").append(icon("plus"));
  $("send").append(icon("send"));
  $("more").addEventListener("click", () => popMenu($("more"), "Shortcuts", shortcuts()));
}

export function drawComposer() {
  const { bot } = store.screen;
  const closed = !canWrite();
  $("writing").hidden = store.place === HOME || closed;
  $("closed").hidden = !closed;
  $("closed").textContent = `Sending messages to ${bot} has been turned off.`;
  $("target").hidden = !store.target;
  $("target-words").textContent = store.target?.kind === "edit" ? "Changing your message" : "Replying in the thread";
  const whom = store.place === DM ? bot : `#${store.place}`;
  $("words").placeholder = `Message ${whom}`;
  $("words").setAttribute("aria-label", `Message ${whom}`);
  $("attach").hidden = store.target?.kind === "edit";
  drawAttached();
  drawSend();
  $("trouble").textContent = store.trouble;
}

function drawSend() {
  $("send").disabled = isComing() || !($("words").value.trim() || hasFiles());
}

export const canWrite = () => store.place !== DM || !store.screen.app.read_only;

// Sends the next words to a thread or into a message that is being changed, or just below (`null`).
export function aim(target) {
  if (target?.kind === "edit" || store.target?.kind === "edit") $("words").value = target?.text ?? "";
  store.target = target;
  fit();
  drawComposer();
  $("words").focus();
}

// A command is completed while its first word is being typed.
function offer() {
  const typed = $("words").value;
  const { app, bot, bot_id } = store.screen;
  const found = /^\/\S*$/.test(typed) ? app.commands.filter(({ command }) => command.startsWith(typed) && command !== typed) : [];
  commands.show(found.map(({ command, description, usage_hint }) => ({ label: `${command} ${usage_hint}`.trim(), note: [description, bot].filter(Boolean).join(" · "), value: command, group: `${bot} commands` })));
  drawSend();
}

function complete(choice) {
  $("words").value = `${choice.value} `;
  $("words").focus();
  commands.close();
}

function send() {
  const typed = $("words").value.trimEnd();
  const text = typed.startsWith(" /") ? typed : typed.trim(); // a blank before the slash makes it a message
  const { target } = store;
  const edits = target?.kind === "edit";
  if (edits ? !text.trim() : isComing() || !(text.trim() || hasFiles()) || !known(text)) return;
  if (edits) act({ act: "edit", surface: target.id, text });
  else act({ act: "write", text, place: store.place, thread: target?.id, files: takeFiles() });
  store.target = null;
  $("words").value = "";
  commands.close();
  fit();
  drawComposer();
}

function known(text) {
  const { app } = store.screen;
  if (text.startsWith("/") && hasFiles()) {
    say("A command takes no files. Take them off, or put a space before the slash.");
    return false;
  }
  const [command] = text.split(/\s/, 1);
  if (!text.startsWith("/") || app.all_commands || command === "/invite" || app.commands.some((one) => one.command === command)) return true;
  say(`${command} is not a valid command. To send it as a message, put a space before the slash.`);
  return false;
}

function fit() {
  const words = $("words");
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight, 200)}px`;
}

function shortcuts() {
  const { app, bot } = store.screen;
  const items = app.global_shortcuts.map(({ name, callback_id, description }) => ({
    label: name,
    note: description || bot,
    icon: icon("bolt"),
    act: () => act({ act: "shortcut", callback_id }),
  }));
  return items.length ? [{ heading: "Shortcuts" }, ...items] : [{ heading: `${bot} has no global shortcuts.` }];
}
