// Menus with a search: of options, people, channels; one choice or several.

import { el, iconButton, icon } from "./dom.js";
import { listbox } from "./listbox.js";

// `choices`: { label, value, note, group, icon }. `chosen`: a list of values. `onchange` gets the new list.
export function combobox({ id, name, choices, chosen, several = false, most = Infinity, clearable = true, placeholder, onchange }) {
  let values = [...chosen];
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
      search();
    } else {
      list.close();
      change([choice.value]);
    }
  }

  function draw() {
    const one = choices.find((choice) => choice.value === values[0]);
    if (several) {
      chips.replaceChildren(...values.map(chip));
      input.placeholder = values.length ? "" : placeholder;
    } else input.value = one?.label ?? "";
    clear.hidden = several || !clearable || values.length === 0;
  }

  function chip(value) {
    const label = choices.find((choice) => choice.value === value)?.label ?? value;
    return el("span", { className: "chip" }, label, iconButton("close", `Remove ${label}`, () => change(values.filter((one) => one !== value))));
  }

  function search(all = false) {
    const typed = all ? "" : input.value.trim().toLowerCase();
    const found = choices.filter((choice) => choice.label.toLowerCase().includes(typed));
    const shown = found.map((choice) => ({ ...choice, chosen: values.includes(choice.value) }));
    list.show(shown, all ? shown.findIndex((choice) => choice.chosen) : 0);
  }

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => (list.isOpen() ? list.close() : search(true)));
  input.addEventListener("input", () => search());
  input.addEventListener("blur", () => { list.close(); draw(); if (several) input.value = ""; });
  input.addEventListener("keydown", (event) => {
    if (list.key(event)) return;
    if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) { event.preventDefault(); search(true); }
    else if (event.key === "Backspace" && several && !input.value && values.length) change(values.slice(0, -1));
  });
  box.addEventListener("click", (event) => event.target === box && (input.focus(), search(true)));
  draw();
  return { box, input };
}
