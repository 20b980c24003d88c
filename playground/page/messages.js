// The lines of a conversation: who said what and when, replies under their message, and what can be done with one.

import { drawBlock } from "./blocks.js";
import { aim, canWrite } from "./composer.js";
import { confirmed } from "./confirm.js";
import { dayOf, longTimeOf, shortTimeOf, timeOf } from "./dates.js";
import { avatar, el, icon, iconButton, keepingFocus, spotIn } from "./dom.js";
import { emoji } from "./emoji.js";
import { fileCard } from "./files.js";
import { popMenu } from "./popup.js";
import { act, nameOf, store } from "./store.js";
import { marked, plain } from "./text.js";

const REACTIONS = ["+1", "tada", "white_check_mark", "eyes", "heart", "pray"];
const NEAR = 60; // pixels from the end that still count as the end
const ARRIVING = 10_000; // milliseconds after a jump of the clock in which lines are what it brought
const TOGETHER = 300; // seconds in which one author's lines stand under one name

let shownPlace = "";
let shownLast = "";
let atEnd = true;
let expected = { since: "", until: 0 };

export function startMessages(box) {
  const follow = () => atEnd && toEnd(box);
  let before = 0;
  box.addEventListener("scroll", () => {
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (near || box.scrollTop < before) atEnd = near; // only going up leaves the end: lines may grow below
    before = box.scrollTop;
  });
  box.addEventListener("grown", follow);
  addEventListener("resize", follow);
}

function toEnd(box) {
  box.scrollTop = box.scrollHeight;
}

export function drawMessages(box, place, nothing, returned) {
  const messages = place?.messages ?? [];
  const follows = returned || isNew(messages.at(-1));
  const kept = new Map([...box.children].map((node) => [node.dataset.key, node]));
  const nodes = lines(messages).map(([key, make]) => {
    const node = kept.get(key) ?? make();
    node.dataset.key = key;
    return node;
  });
  if (!nodes.length) nodes.push(el("p", { className: "nothing" }, nothing));
  const old = [...box.children];
  const same = nodes.length === old.length && nodes.every((node, index) => node === old[index]);
  const scrolled = box.scrollTop;
  if (!same) keepingFocus(box, () => exchange(box, old, nodes));
  if (!same && box.scrollTop !== scrolled) box.scrollTop = scrolled;
  atEnd ||= follows;
  if (atEnd && (follows || !same)) toEnd(box);
  showArrived(box, messages);
}

// Takes out and puts in what differs; to move a thousand lines that stay would lay all of them out anew.
function exchange(box, old, nodes) {
  let start = 0;
  while (start < old.length && old[start] === nodes[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, nodes.length) - start && old.at(-1 - end) === nodes.at(-1 - end)) end += 1;
  for (const node of old.slice(start, old.length - end)) node.remove();
  const fresh = document.createDocumentFragment();
  fresh.append(...nodes.slice(start, nodes.length - end));
  box.insertBefore(fresh, end ? old.at(-end) : null);
}

// After a jump of the clock: what it brings is shown, in a thread further up as well.
export function expectArrivals(since) {
  expected = { since: String(since), until: Date.now() + ARRIVING };
  atEnd = true;
}

function showArrived(box, messages) {
  if (Date.now() > expected.until) return;
  const arrived = messages.findLast((one) => one.id > expected.since && one.author !== store.screen.me);
  if (!arrived) return;
  expected.since = arrived.id;
  spotIn(box, arrived.id)?.scrollIntoView({ block: "nearest" });
}

// Whoever opens a conversation or writes in it sees its end.
function isNew(last) {
  const where = [store.workspace, store.person, store.place].join();
  const wrote = last?.author === store.screen.me && last.id !== shownLast;
  const opened = where !== shownPlace;
  [shownPlace, shownLast] = [where, last?.id ?? ""];
  return opened || wrote;
}

// Pairs of a key, which changes when the line does, and a function that draws it.
function lines(messages) {
  const ids = new Set(messages.map((one) => one.id));
  const roots = messages.filter((one) => !one.thread || !ids.has(one.thread));
  const answers = new Map();
  for (const one of messages) if (one.thread) answers.set(one.thread, [...(answers.get(one.thread) ?? []), one]);
  const pairs = [];
  let before = null;
  let today = "";
  for (const one of roots) {
    const day = dayOf(one.id);
    if (day !== today) {
      pairs.push([`day ${day}`, () => dayLine(day)]);
      before = null;
    }
    today = day;
    const replies = answers.get(one.id) ?? [];
    const follows = before !== null && continues(before, one);
    const key = JSON.stringify([store.workspace, store.person, store.screen.clock.offset, follows, ...[one, ...replies].map(({ state: _, ...shown }) => shown)]);
    pairs.push([key, () => withReplies(one, follows, replies)]);
    before = replies.length ? null : one;
  }
  return pairs;
}

function continues(before, one) {
  const soon = Number(one.id) - Number(before.id) < TOGETHER;
  return soon && before.author === one.author && before.name === one.name && !before.only_you && !one.only_you && !one.thread;
}

function dayLine(day) {
  return el("div", { className: "day", role: "separator" }, el("span", {}, day));
}

function withReplies(one, follows, replies) {
  const node = message(one, follows);
  if (!replies.length) return node;
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const thread = el("div", { className: "replies", role: "group", aria: { label: count } }, el("p", { className: "reply-count" }, icon("thread"), count));
  thread.append(...replies.map((reply) => message(reply, false)));
  return el("div", { className: "threaded" }, node, thread);
}

function message(one, follows) {
  const author = one.name ?? nameOf(one.author);
  const isApp = Boolean(one.name) || one.author === store.screen.bot_id;
  const time = el("time", { title: longTimeOf(one.id) }, whenOf(one));
  const head = el("header", {}, el("strong", {}, author), isApp ? el("span", { className: "tag" }, "App") : null, time);
  const side = follows ? time.cloneNode(true) : avatar(author, isApp);
  const body = el("div", { className: "body" }, follows ? null : head, ...content(one));
  if (one.edited) body.append(el("small", { className: "edited" }, "(edited)"));
  const remark = one.only_you ? el("p", { className: "remark" }, icon("eye"), "Only visible to you") : null;
  const late = one.thread && !remark ? el("p", { className: "remark" }, icon("thread"), "In a thread") : null;
  const node = el("article", { className: "message", tabIndex: 0, data: { spot: one.id }, aria: { label: `${author}, ${timeOf(one.id)}` } }, remark ?? (follows ? null : lateRemark(one, late)));
  if (one.only_you) node.classList.add("only-you");
  if (follows) node.classList.add("follows");
  node.append(el("div", { className: "side" }, side), body, tools(one, body));
  if (one.reactions.length) body.append(reactionRow(one));
  return node;
}

// A reply of another day stands under its message, far from the line that names the day.
const whenOf = (one) => (one.thread && dayOf(one.id) !== dayOf(one.thread) ? shortTimeOf(one.id) : timeOf(one.id));

const lateRemark = (one, remark) => (one.thread && !present(one.thread) ? remark : null);
const present = (ts) => store.screen.places.some((place) => place.messages.some((one) => one.id === ts));

function content(one) {
  const files = (one.files ?? []).map(fileCard);
  if (one.blocks.length) return [...one.blocks.map((block) => drawBlock(block, one)), ...files];
  return [...(one.text ? [marked(one.text)] : []), ...files];
}

const toggle = (one, name) => act({ act: "react", surface: one.id, name });

function reactionRow(one) {
  const chips = one.reactions.map(([name, users]) => {
    const who = users.map(nameOf).join(", ");
    const label = `${name.replaceAll("_", " ")}: ${users.length}, ${who}`;
    const chip = el("button", { type: "button", className: "reaction", title: who, onclick: () => toggle(one, name), data: { spot: `${one.id} ${name}` }, aria: { label, pressed: users.includes(store.screen.me) } });
    chip.append(emoji(name), " ", String(users.length));
    return chip;
  });
  return el("div", { className: "reactions", role: "group", aria: { label: "Reactions" } }, ...chips);
}

function tools(one, body) {
  const node = el("div", { className: "tools" });
  if (one.only_you) return node; // only for what everybody sees, as in Slack
  const reply = iconButton("thread", "Reply in thread", () => aim({ kind: "reply", id: one.thread ?? one.id }));
  const more = iconButton("dots", "More actions", () => popMenu(more, "More actions", items(one, body)));
  more.setAttribute("aria-haspopup", "menu");
  const react = iconButton("smile", "Add a reaction", () => popMenu(react, "Reactions", REACTIONS.map((name) => ({ label: emoji(name), note: name.replaceAll("_", " "), act: () => toggle(one, name) }))));
  react.setAttribute("aria-haspopup", "menu");
  node.append(react);
  if (canWrite()) node.append(reply);
  node.append(more);
  return node;
}

function items(one, body) {
  const { app, bot } = store.screen;
  const shortcuts = app.message_shortcuts.map(({ name, callback_id }) => ({
    label: name,
    note: bot,
    icon: icon("bolt"),
    act: () => act({ act: "message_shortcut", callback_id, surface: one.id }),
  }));
  if (!shortcuts.length) shortcuts.push({ heading: `${bot} has no message shortcuts.` });
  const copy = { label: "Copy text", act: () => navigator.clipboard.writeText(body.innerText) };
  return [...shortcuts, copy, ...(canWrite() && one.author === store.screen.me ? own(one) : [])];
}

function own(one) {
  return [
    { label: "Edit message", act: () => aim({ kind: "edit", id: one.id, text: plain(one.text) }) },
    { label: "Delete message…", act: () => remove(one) },
  ];
}

async function remove(one) {
  const text = (words) => ({ type: "plain_text", text: words });
  const asked = { title: text("Delete message"), text: text("It is gone for everybody."), confirm: text("Delete"), deny: text("Keep"), style: "danger" };
  if (await confirmed(asked)) act({ act: "delete", surface: one.id });
}
