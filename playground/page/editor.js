// A field for text with formats: bold, italic, struck, code, lists, quotes and links.

import { aria, el, icon } from "./dom.js";
import { listen } from "./fields.js";
import { CARET, nodesOf, valueOf } from "./richvalue.js";

const LINE = 1.47; // of the size of the letters
const ADDRESS = /^(?:https?:\/\/[^\s/]|mailto:\S)\S*$/;
const command = (name, value) => document.execCommand(name, false, value);
const block = (tag) => (editor) => command("formatBlock", around(editor, tag) ? "div" : tag);

// Each: its name, what stands on its button, what it does, and whether it is so at the caret.
const TOOLS = [
  ["Bold", "B", () => command("bold"), () => document.queryCommandState("bold")],
  ["Italic", "I", () => command("italic"), () => document.queryCommandState("italic")],
  ["Strikethrough", "S", () => command("strikeThrough"), () => document.queryCommandState("strikeThrough")],
  ["Ordered list", "1.", () => command("insertOrderedList"), () => document.queryCommandState("insertOrderedList")],
  ["Bulleted list", "•", () => command("insertUnorderedList"), () => document.queryCommandState("insertUnorderedList")],
  ["Quote", "❝", block("blockquote"), (editor) => around(editor, "blockquote")],
  ["Code", "<>", toggleCode, (editor) => around(editor, "code")],
  ["Code block", "{}", block("pre"), (editor) => around(editor, "pre")],
];
const KEYS = { X: "Strikethrough", 7: "Ordered list", 8: "Bulleted list", 9: "Quote" }; // with Ctrl or Cmd, and Shift

// `change(value)` keeps what was written, `tell()` gives it to the app if the app asked for it.
export function richField(item, id, answer, change, tell) {
  const hint = item.placeholder?.text ?? "";
  const input = el("div", { id, className: "editor", contentEditable: "true", tabIndex: 0, role: "textbox", aria: { multiline: true, placeholder: hint }, data: { placeholder: hint } }, ...nodesOf(answer));
  input.style.minHeight = `${(item.min_lines ?? 3) * LINE}em`;
  if (item.max_lines) input.style.maxHeight = `${item.max_lines * LINE}em`;
  const buttons = TOOLS.map((tool) => toolButton(input, tool, changed));
  const link = linkTool(input, changed);
  const box = el("div", { className: "rich-field" }, el("div", { className: "rich-tools", role: "toolbar", aria: { label: "Formats" } }, ...buttons, link.button), link.row, input);

  function changed() {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function follow() {
    TOOLS.forEach(([, , , isSo], index) => aria(buttons[index], { pressed: Boolean(holds(input) && isSo(input)) }));
    input.dataset.empty = String(!valueOf(input) && !input.querySelector("li, pre, blockquote"));
  }

  listen(input, item, true, () => change(valueOf(input)), tell);
  for (const event of ["input", "keyup", "pointerup", "focus"]) input.addEventListener(event, follow);
  input.addEventListener("focus", () => { command("styleWithCSS", false); command("defaultParagraphSeparator", "div"); });
  input.addEventListener("paste", (event) => { event.preventDefault(); command("insertText", event.clipboardData.getData("text/plain")); });
  input.addEventListener("drop", (event) => event.preventDefault()); // what is dropped brings formats that Slack does not have
  input.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && event.shiftKey && KEYS[event.code.replace(/^(?:Key|Digit)/, "")];
    if (!name) return;
    event.preventDefault();
    buttons[TOOLS.findIndex(([one]) => one === name)].click();
  });
  follow();
  return { box, input };
}

function toolButton(editor, [name, sign, act], changed) {
  const run = () => {
    editor.focus();
    act(editor);
    changed();
  };
  return el("button", { type: "button", className: "tool", title: name, onclick: run, aria: { label: name, pressed: false }, on: { pointerdown: stay } }, sign);
}

const stay = (event) => event.preventDefault(); // the editor keeps the keys and what is selected in it

const holds = (editor) => getSelection().rangeCount > 0 && editor.contains(getSelection().anchorNode);

function around(editor, tag) {
  const at = getSelection().anchorNode;
  const found = (at instanceof Element ? at : at?.parentElement)?.closest(tag);
  return found && editor.contains(found) ? found : null;
}

function toggleCode(editor) {
  const selection = getSelection();
  const range = selection.getRangeAt(0);
  const code = around(editor, "code");
  if (code && !range.collapsed) code.replaceWith(...code.childNodes);
  else if (code) {
    code.after(CARET);
    selection.collapse(code.nextSibling, 1);
  } else {
    const made = el("code", {}, range.toString() || CARET);
    const selected = !range.collapsed;
    range.deleteContents();
    range.insertNode(made);
    if (selected) selection.selectAllChildren(made);
    else selection.collapse(made.firstChild, 1);
  }
}

function linkTool(editor, changed) {
  let range = null;
  const address = el("input", { type: "url", autocomplete: "off", placeholder: "https://", aria: { label: "Address of the link" } });
  const add = el("button", { type: "button", className: "button", onclick: insert }, "Add link");
  const row = el("div", { className: "rich-link", hidden: true }, address, add);
  const button = el("button", { type: "button", className: "tool", title: "Link", aria: { label: "Link" }, on: { pointerdown: stay }, onclick: open }, icon("link"));

  function open() {
    if (!holds(editor)) editor.focus();
    range = getSelection().getRangeAt(0).cloneRange();
    row.hidden = false;
    address.focus();
  }
  function close() {
    row.hidden = true;
    address.value = "";
    editor.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  function insert() {
    const target = address.value.trim();
    aria(address, { invalid: !ADDRESS.test(target) });
    if (!ADDRESS.test(target)) return address.focus();
    close();
    if (!range.collapsed) command("createLink", target);
    else {
      const made = el("a", { href: target }, target);
      range.insertNode(made);
      made.after(CARET);
      getSelection().collapse(made.nextSibling, 1);
    }
    changed();
  }
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") insert();
    else close();
  });
  return { button, row };
}
