// Menus with a search: of options, people, channels; one choice or several.

import { el, iconButton, icon } from "./dom.js";
import { listbox } from "./listbox.js";

const PAUSE = 200; // milliseconds without a key before what was typed is looked up elsewhere

// `choices`: { label, value, note, group, icon }. `chosen`: a list of values. `onchange` gets the new list.
// With `look(typed)` the choices come from elsewhere: { found, said }.
export function combobox({ id, name, choices, chosen, several = false, most = Infinity, clearable = true, placeholder, onchange, look = null }) {
  let values = [...chosen];
  let waiting = 0;
  let asked = 0;
  const labels = new Map(choices.map(({ value, label }) => [value, label]));
  const input = el("input", { id, autocomplete: "off", role: "combobox", placeholder, aria: { expanded: false, autocomplete: "list", haspopup: "listbox" } });
  const chips = el("span", { className: "chips" });
  const clear = iconButton("close", `Clear ${name}`, () => change([]));
  const box = el("div", { className: "combobox" }, chips, input, clear, icon("caret"));
  const list = listbox(input, name, pick);

  function change(next) {
    values = next;
    draw();
    onchange(values);
  }

  function pick(choice) {
    if (several) {
      const without = values.filter((value) => value !== choice.value);
      if (without.length === values.length && values.length >= most) return;
      change(without.length === values.length ? [...values, choice.value] : without);
      input.value = "";
      if (look) list.close();
      else search();
    } else {
      list.close();
      change([choice.value]);
    }
  }

  function draw() {
    if (several) {
      chips.replaceChildren(...values.map(chip));
      input.placeholder = values.length ? "" : placeholder;
    } else input.value = labels.get(values[0]) ?? "";
    clear.hidden = several || !clearable || values.length === 0;
  }

  function chip(value) {
    const label = labels.get(value) ?? value;
    return el("span", { className: "chip" }, label, iconButton("close", `Remove ${label}`, () => change(values.filter((one) => one !== value))));
  }

  function search(all = false) {
    if (look) return lookSoon(all ? "" : input.value.trim());
    const typed = all ? "" : input.value.trim().toLowerCase();
    const found = choices.filter((choice) => choice.label.toLowerCase().includes(typed));
    const shown = marked(found);
    list.show(shown, all ? shown.findIndex((choice) => choice.chosen) : 0);
  }

  const marked = (found) => found.map((choice) => ({ ...choice, chosen: values.includes(choice.value) }));

  function lookSoon(typed) {
    asked += 1;
    clearTimeout(waiting);
    waiting = setTimeout(() => lookFor(typed, asked), typed ? PAUSE : 0);
  }

  async function lookFor(typed, number) {
    if (!list.isOpen()) list.say("Looking…");
    const { found, said } = await look(typed);
    if (number !== asked) return; // somebody typed on, or went away
    for (const { value, label } of found) labels.set(value, label);
    if (found.length) list.show(marked(found));
    else list.say(said);
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => (list.isOpen() ? list.close() : search(true)));
  input.addEventListener("input", () => search());
  input.addEventListener("blur", () => { asked += 1; clearTimeout(waiting); list.close(); draw(); if (several) input.value = ""; });
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || list.key(event)) return;
    if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) { event.preventDefault(); search(true); }
    else if (event.key === "Backspace" && several && !input.value && values.length) change(values.slice(0, -1));
  });
  box.addEventListener("click", (event) => event.target === box && (input.focus(), search(true)));
  draw();
  return { box, input };
}
