// Text objects and Slack's own markup (mrkdwn).

import { formatted } from "./dates.js";
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { nameOf } from "./store.js";

// The markdown block speaks common Markdown, unescaped; what of it the page knows is said in Slack's own.
export function fromMarkdown(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, "*$1*")
    .replace(/^#{1,6} +(.+)$/gm, "*$1*")
    .replace(/^[-*+] +/gm, "• ")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>");
}

export function marked(text) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```\n?/);
  return el("div", { className: "words" }, ...parts.flatMap((part, index) => (index % 2 ? [el("pre", {}, plain(part))] : lines(part))));
}

function lines(text) {
  if (!text) return [];
  const nodes = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const quoted = line.match(/^(?:>|&gt;) ?(.*)$/);
    const before = nodes.at(-1);
    if (quoted && before?.tagName === "BLOCKQUOTE") before.append(el("div", {}, ...inline(quoted[1])));
    else if (quoted) nodes.push(el("blockquote", {}, el("div", {}, ...inline(quoted[1]))));
    else nodes.push(el("div", { className: "line" }, ...inline(line)));
  }
  return nodes;
}

const INLINE =
  /<([^<>]+)>|`([^`]+)`|(?<!\w)\*([^*\s](?:[^*]*[^*\s])?)\*(?!\w)|(?<!\w)_([^_\s](?:[^_]*[^_\s])?)_(?!\w)|(?<!\w)~([^~\s](?:[^~]*[^~\s])?)~(?!\w)/g;

function inline(text) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(withEmoji(plain(text.slice(last, found.index))));
    const [whole, reference, code, bold, italic, struck] = found;
    if (reference) nodes.push(referred(reference));
    else if (code) nodes.push(el("code", {}, plain(code)));
    else nodes.push(el(bold ? "strong" : italic ? "em" : "s", {}, ...inline(bold ?? italic ?? struck)));
    last = found.index + whole.length;
  }
  nodes.push(withEmoji(plain(text.slice(last))));
  return nodes;
}

export function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function referred(reference) {
  const [target, label] = reference.split("|", 2);
  const [, seconds, format] = target.match(/^!date\^(\d+)\^([^^]+)/) ?? [];
  if (seconds) return el("time", {}, formatted(Number(seconds), plain(format), label && plain(label)));
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  if (/^[@#]/.test(target)) return mention(target[0] + (label ?? nameOf(target.slice(1))));
  return link(target, plain(label ?? target));
}

export function mention(name) {
  return el("span", { className: "mention" }, name);
}

export function link(target, label) {
  if (!/^(https?:|mailto:)/.test(target)) return el("span", {}, label);
  return el("a", { href: plain(target), target: "_blank", rel: "noreferrer noopener" }, label);
}

export function words(object, tag = "div") {
  return object.type === "mrkdwn" ? marked(object.text) : el(tag, { className: "words" }, withEmoji(object.text));
}

export const labelOf = (object) => withEmoji(object?.text ?? "");
