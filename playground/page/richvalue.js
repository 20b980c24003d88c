// What stands in an editor as a rich_text object, and a rich_text object as what stands in an editor.

import { el } from "./dom.js";
import { word } from "./rich.js";

const KINDS = { PRE: "rich_text_preformatted", BLOCKQUOTE: "rich_text_quote" };
const BLOCKS = new Set(["DIV", "P", "UL", "OL", "LI", ...Object.keys(KINDS)]);
const STYLES = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike", CODE: "code", U: "underline" };
const SECTION = "rich_text_section";
export const CARET = "\u200b"; // gives the caret a place where nothing stands yet

// Gives null where there is nothing to read.
export function valueOf(editor) {
  const elements = merged(linesOf(editor, { type: SECTION }, -1)).filter((part) => part.elements.length);
  const says = elements.flatMap((part) => part.elements.flatMap((one) => one.elements ?? [one])).some((one) => one.type !== "text" || one.text.trim());
  return says ? { type: "rich_text", elements } : null;
}

function linesOf(container, kind, depth) {
  const lines = [];
  let line = null;
  const here = () => (line ??= lines[lines.push({ kind, items: [] }) - 1]);
  for (const child of container.childNodes) {
    if (BLOCKS.has(child.nodeName)) {
      line = null;
      lines.push(...linesOf(child, ...inside(child, kind, depth)));
    } else if (child.nodeName === "BR") {
      here();
      line = null;
    } else here().items.push(...inlineOf(child, {}));
  }
  return lines;
}

function inside(node, kind, depth) {
  if (KINDS[node.nodeName]) return [{ type: KINDS[node.nodeName] }, depth];
  if (node.nodeName === "UL") return [{ type: "rich_text_list", style: "bullet", indent: depth + 1 }, depth + 1];
  if (node.nodeName === "OL") return [{ type: "rich_text_list", style: "ordered", indent: depth + 1 }, depth + 1];
  return [kind, depth];
}

function inlineOf(node, style) {
  const styled = Object.keys(style).length ? { style } : {};
  if (node.nodeName === "BR") return [{ type: "text", text: "\n", ...styled }];
  if (!(node instanceof HTMLElement)) {
    const text = node.data.replaceAll(CARET, "").replaceAll("\u00a0", " ");
    return text ? [{ type: "text", text, ...styled }] : [];
  }
  if (node.dataset.item) return [JSON.parse(node.dataset.item)];
  if (node.nodeName === "A") {
    const words = joined([...node.childNodes].flatMap((child) => inlineOf(child, style)));
    return words.map((one) => ({ ...one, type: "link", url: node.getAttribute("href") })); // one for each style in it
  }
  const own = STYLES[node.nodeName] ? { ...style, [STYLES[node.nodeName]]: true } : style;
  return [...node.childNodes].flatMap((child) => inlineOf(child, own));
}

// Lines of one kind make one part; those of a list are its items.
function merged(lines) {
  const parts = [];
  for (const { kind, items } of lines) {
    const last = parts.at(-1);
    const same = last && last.type === kind.type && last.style === kind.style && last.indent === kind.indent;
    if (kind.style) {
      if (!items.length) continue;
      const item = { type: SECTION, elements: joined(items) };
      if (same) last.elements.push(item);
      else parts.push({ ...kind, elements: [item] });
    } else if (same) last.elements = joined([...last.elements, { type: "text", text: "\n" }, ...items]);
    else parts.push({ ...kind, elements: joined(items) });
  }
  return parts.map((part) => (part.style ? part : { ...part, elements: withoutEnd(part.elements) }));
}

function joined(items) {
  const all = [];
  for (const item of items) {
    const last = all.at(-1);
    if (item.type === "text" && last?.type === "text" && JSON.stringify(last.style) === JSON.stringify(item.style)) all[all.length - 1] = { ...last, text: last.text + item.text };
    else all.push(item);
  }
  return all;
}

function withoutEnd(items) {
  const last = items.at(-1);
  if (last?.type !== "text") return items;
  const text = last.text.trimEnd();
  return text ? [...items.slice(0, -1), { ...last, text }] : withoutEnd(items.slice(0, -1));
}

export function nodesOf(value) {
  return (value?.elements ?? []).map(nodeOf);
}

function nodeOf(part) {
  const tag = Object.keys(KINDS).find((one) => KINDS[one] === part.type);
  if (part.type !== "rich_text_list") return el(tag ?? "div", {}, ...part.elements.map(inEditor));
  const list = (depth) => el(part.style === "ordered" ? "ol" : "ul", {}, ...(depth ? [list(depth - 1)] : part.elements.map((item) => el("li", {}, ...item.elements.map(inEditor)))));
  return list(part.indent ?? 0);
}

// Mentions, dates and emoji stay whole.
function inEditor(item) {
  if (item.type === "text" || item.type === "link") return word(item);
  return el("span", { contentEditable: "false", data: { item: JSON.stringify(item) } }, word(item));
}
