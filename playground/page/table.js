// Tables: the first row says what stands below it.

import { el } from "./dom.js";
import { richText } from "./rich.js";

export function table(block) {
  const [head, ...rows] = block.rows.map((cells, at) => el("tr", {}, ...cells.map((cell, column) => cellOf(cell, at === 0, block.column_settings?.[column] ?? {}))));
  const drawn = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows));
  return el("div", { className: "table", tabIndex: 0, role: "group", aria: { label: "Table" } }, drawn); // wide ones are scrolled, by keys as well
}

function cellOf(cell, heads, { align = "left", is_wrapped: wraps = false }) {
  const node = el(heads ? "th" : "td", { className: `to-${align} ${wraps ? "wraps" : ""}` }, cell.type === "rich_text" ? richText(cell) : cell.text);
  if (heads) node.scope = "col";
  return node;
}
