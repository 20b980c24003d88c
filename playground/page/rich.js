// Rich text: the blocks that people type, and those of careful apps.

import { formatted } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { nameOf } from "./store.js";
import { link, mention } from "./text.js";

export function richText(block) {
  return el("div", { className: "rich" }, ...block.elements.map(part));
}

const PARTS = {
  rich_text_section: (one) => el("div", { className: "words" }, ...one.elements.map(word)),
  rich_text_preformatted: (one) => el("pre", {}, ...one.elements.map(word)),
  rich_text_quote: (one) => el("blockquote", { className: "words" }, ...one.elements.map(word)),
  rich_text_list: list,
};

function part(one) {
  return PARTS[one.type] ? PARTS[one.type](one) : el("p", { className: "cannot" }, `This page cannot draw “${one.type}”.`);
}

function list(one) {
  const node = el(one.style === "ordered" ? "ol" : "ul", { className: `indent-${one.indent ?? 0}` });
  if (one.style === "ordered" && one.offset) node.start = one.offset + 1;
  node.append(...one.elements.map((item) => el("li", { className: "words" }, ...item.elements.map(word))));
  return node;
}

const WORDS = {
  text: (item) => item.text,
  link: (item) => link(item.url, item.text ?? item.url),
  emoji: (item) => emoji(item.name, item.unicode),
  user: (item) => mention(`@${nameOf(item.user_id)}`),
  channel: (item) => mention(`#${nameOf(item.channel_id)}`),
  broadcast: (item) => mention(`@${item.range}`),
  date: (item) => el("time", {}, formatted(item.timestamp, item.format, item.fallback)),
};
const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

export function word(item) {
  let node = WORDS[item.type] ? WORDS[item.type](item) : `This page cannot draw “${item.type}”.`;
  for (const [style, tag] of Object.entries(STYLES)) if (item.style?.[style]) node = el(tag, {}, node);
  return node;
}
