// What a person can act on inside a block.

import { combobox } from "./combobox.js";
import { confirmed } from "./confirm.js";
import { avatar, el, iconButton } from "./dom.js";
import { answerOf, entered, offered, remember, token } from "./drafts.js";
import { richField } from "./editor.js";
import { choiceOf, isExternal, lookerFor, packed, unpacked } from "./external.js";
import { DATES, TEXTS, dateField, textField } from "./fields.js";
import { popMenu } from "./popup.js";
import { act, store } from "./store.js";
import { labelOf, words } from "./text.js";
import { fileField } from "./upload.js";

const MENUS = {
  static_select: optionChoices,
  multi_static_select: optionChoices,
  users_select: people,
  multi_users_select: people,
  channels_select: channels,
  multi_channels_select: channels,
  conversations_select: channels,
  multi_conversations_select: channels,
};

export function element(item, block, surface, label, optional = false) {
  const spot = { item, block, surface, label: label || item.placeholder?.text || "", optional };
  if (item.type === "button") return button(spot);
  if (item.type === "overflow") return overflow(spot);
  if (item.type in TEXTS) return field(spot, textField(item, idOf(spot), answer(spot), keeps(spot), () => tell(spot, answer(spot))));
  if (item.type in DATES) return field(spot, dateField(item, idOf(spot), answer(spot), keeps(spot), () => tell(spot, answer(spot))));
  if (item.type === "file_input") return field(spot, fileField(item, idOf(spot), answer(spot), keeps(spot), () => tell(spot, answer(spot))));
  if (item.type === "rich_text_input") return field(spot, richField(item, idOf(spot), answer(spot), keeps(spot), () => tell(spot, answer(spot))));
  if (item.type in MENUS || isExternal(item)) return field(spot, menu(spot));
  if (item.type === "radio_buttons" || item.type === "checkboxes") return choices(spot);
  return el("p", { className: "cannot" }, `This page cannot draw an element of the type “${item.type}”.`);
}

const idOf = ({ surface, block, item }) => `field-${surface.id}-${block.block_id}-${item.action_id}`;
const answer = ({ surface, block, item }) => answerOf(surface, block, item);
const keeps = ({ surface, block, item }) => (value) => remember(surface, block, item, value);

// Inside an input block a field tells the app only when the block asks for it.
function tell(spot, value) {
  const tells = spot.block.type !== "input" || Boolean(spot.block.dispatch_action);
  if (tells) press(spot, value);
  return tells;
}

async function press({ item, block, surface }, value = null) {
  if (item.confirm && !(await confirmed(item.confirm))) return;
  act({ act: "press", surface: surface.id, block_id: block.block_id, action_id: item.action_id, answer: value, values: entered(surface) });
}

function button(spot) {
  const { item } = spot;
  const link = /^https?:/.test(item.url ?? "");
  const node = el(link ? "a" : "button", { className: `button ${item.style ?? ""}`, onclick: () => press(spot) }, labelOf(item.text));
  if (link) Object.assign(node, { href: item.url, target: "_blank", rel: "noreferrer noopener" });
  else node.type = "button";
  if (item.accessibility_label) node.setAttribute("aria-label", item.accessibility_label);
  node.dataset.spot = idOf(spot);
  return node;
}

function overflow(spot) {
  const items = spot.item.options.map((option) => ({
    label: labelOf(option.text),
    note: labelOf(option.description),
    href: option.url,
    act: () => press(spot, token(option, spot.item)),
  }));
  const node = iconButton("dots", "More", () => popMenu(node, spot.label || "More", items), "button");
  node.dataset.spot = idOf(spot);
  node.setAttribute("aria-haspopup", "menu");
  return node;
}

function field(spot, { box, input }) {
  input.dataset.field = input.dataset.spot = idOf(spot);
  if (spot.item.focus_on_load) input.dataset.first = "true";
  if (spot.block.type !== "input") {
    input.setAttribute("aria-label", spot.label || spot.item.type);
    return el("div", { className: "control" }, box);
  }
  const label = el("label", { id: `label-${input.id}`, htmlFor: input.id, onclick: () => input.focus() }, labelOf(spot.block.label), optionalMark(spot));
  if (input.contentEditable === "true") input.setAttribute("aria-labelledby", label.id); // what is no form field has no label of its own
  return el("div", { className: "control" }, label, box);
}

const optionalMark = ({ optional }) => (optional ? el("span", { className: "optional" }, " (optional)") : null);

function menu(spot) {
  const { item } = spot;
  const several = item.type.startsWith("multi_");
  const held = answer(spot);
  const elsewhere = isExternal(item);
  const onchange = (values) => {
    const answers = elsewhere ? values.map(unpacked) : values;
    const value = several ? answers : (answers[0] ?? null);
    keeps(spot)(value);
    tell(spot, value);
  };
  const most = item.max_selected_items ?? Infinity;
  const placeholder = item.placeholder?.text ?? (item.type.includes("users") ? "Search people" : isExternal(item) ? "Search" : several ? "Select options" : "Select an option");
  const chosen = several ? (held ?? []) : held ? [held] : [];
  const all = { id: idOf(spot), name: spot.label || placeholder, several, most, clearable: spot.optional, placeholder, onchange };
  if (!elsewhere) return combobox({ ...all, choices: MENUS[item.type](item), chosen });
  return combobox({ ...all, choices: chosen.map((option) => choiceOf(option)), chosen: chosen.map(packed), look: lookerFor(spot) });
}

function optionChoices(item) {
  const one = (group) => (option) => ({ label: labelOf(option.text), note: labelOf(option.description), value: token(option, item), group });
  const grouped = (item.option_groups ?? []).flatMap((group) => group.options.map(one(labelOf(group.label))));
  return [...(item.options ?? []).map(one("")), ...grouped];
}

function people() {
  return store.screen.members.map(({ id, name }) => ({ label: name, value: id, icon: avatar(name) }));
}

function channels() {
  return store.screen.places.filter((place) => place.name !== "dm").map(({ id, name }) => ({ label: `#${name}`, value: id }));
}

function choices(spot) {
  const { item } = spot;
  const several = item.type === "checkboxes";
  const held = answer(spot) ?? [];
  const asks = spot.block.type === "input";
  const legend = el("legend", { className: asks ? "" : "unseen" }, asks ? labelOf(spot.block.label) : spot.label, optionalMark(spot));
  const box = el("fieldset", { id: idOf(spot) }, legend);
  box.dataset.field = idOf(spot);
  const picked = () => [...box.querySelectorAll("input:checked")].map((one) => one.value);
  offered(item).forEach((option, index) => {
    const value = token(option, item);
    const checked = several ? held.includes(value) : held === value;
    const input = el("input", { type: several ? "checkbox" : "radio", name: box.id, id: `${box.id}-${index}`, value, checked });
    input.dataset.spot = input.id;
    input.addEventListener("change", () => {
      const now = several ? picked() : (picked()[0] ?? null);
      keeps(spot)(now);
      tell(spot, now);
    });
    const note = option.description ? words(option.description, "small") : null;
    box.append(el("div", { className: "choice" }, input, el("label", { htmlFor: input.id }, words(option.text, "span"), note)));
  });
  return box;
}
