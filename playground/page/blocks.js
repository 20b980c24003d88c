// Blocks, as messages, modals and the Home share them.

import { el, icon } from "./dom.js";
import { element } from "./elements.js";
import { slackPicture } from "./files.js";
import { richText } from "./rich.js";
import { table } from "./table.js";
import { fromMarkdown, labelOf, marked, words } from "./text.js";

const BLOCKS = {
  section,
  header: (block) => el("h3", { className: "headline" }, labelOf(block.text)),
  divider: () => el("hr"),
  context: (block) => el("div", { className: "context" }, ...block.elements.map(contextItem)),
  actions: (block, surface) => el("div", { className: "actions" }, ...block.elements.map((item) => element(item, block, surface, ""))),
  image: (block) => el("figure", {}, block.title ? el("figcaption", {}, labelOf(block.title)) : null, picture(block)),
  markdown: (block) => marked(fromMarkdown(block.text)),
  rich_text: richText,
  table,
  input,
};

export function drawBlock(block, surface) {
  const node = BLOCKS[block.type] ? BLOCKS[block.type](block, surface) : cannot(block);
  node.classList.add("block");
  const wrong = surface.errors?.[block.block_id];
  if (wrong) {
    node.classList.add("refused");
    node.append(el("p", { className: "wrong", id: wrongId(block, surface), role: "alert" }, wrong));
    for (const field of node.querySelectorAll("[data-field]")) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", wrongId(block, surface));
    }
  }
  return node;
}

const wrongId = (block, surface) => `wrong-${surface.id}-${block.block_id}`;

function cannot(block) {
  const hint = block.alt_text ?? block.title?.text ?? "";
  return el("p", { className: "cannot" }, `This page cannot draw a block of the type “${block.type}”${hint ? `: ${hint}` : "."}`);
}

function section(block, surface) {
  const body = el("div", { className: "section-body" }, block.text ? words(block.text) : null);
  if (block.fields) body.append(el("div", { className: "fields" }, ...block.fields.map((field) => words(field))));
  const beside = block.accessory && sideElement(block, surface);
  return el("div", { className: "section" }, body, beside ? el("div", { className: "accessory" }, beside) : null);
}

function sideElement(block, surface) {
  return block.accessory.type === "image" ? picture(block.accessory) : element(block.accessory, block, surface, block.text?.text ?? "");
}

// Other pictures live elsewhere, and no request leaves this machine: their words stand in.
function picture(item) {
  if (item.slack_file) return slackPicture(item.slack_file, item.alt_text);
  return el("span", { className: "picture", role: "img", aria: { label: item.alt_text } }, icon("image"), item.alt_text);
}

function contextItem(item) {
  return item.type === "image" ? picture(item) : words(item);
}

function input(block, surface) {
  return el(
    "div",
    { className: "asked" },
    element(block.element, block, surface, block.label.text, block.optional),
    block.hint ? el("p", { className: "hint" }, labelOf(block.hint)) : null,
  );
}
