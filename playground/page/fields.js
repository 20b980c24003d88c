// Fields to write in: text, numbers, addresses, dates and times.

import { el } from "./dom.js";

export const TEXTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };
export const DATES = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
const WAIT = 400; // milliseconds without a key before a field tells what stands in it

// `change(answer)` keeps what was written, `tell()` gives it to the app if the app asked for it.
export function textField(item, id, answer, change, tell) {
  const input = el(item.multiline ? "textarea" : "input", { id, value: answer ?? "", placeholder: item.placeholder?.text ?? "" });
  if (item.multiline) input.rows = 4;
  else input.type = TEXTS[item.type];
  if (item.type === "number_input") input.inputMode = item.is_decimal_allowed ? "decimal" : "numeric";
  if (item.max_length) input.maxLength = item.max_length;
  listen(input, item, item.multiline, () => change(input.value), tell);
  return item.max_length ? counted(input, item.max_length) : { box: input, input };
}

// Keeps what is typed, and tells the app of it when the field asks for that.
export function listen(input, item, severalLines, keep, tell) {
  const when = item.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let waiting = 0;
  input.addEventListener("input", () => {
    keep();
    clearTimeout(waiting);
    if (when.includes("on_character_entered")) waiting = setTimeout(tell, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && !event.isComposing && (!severalLines || event.ctrlKey || event.metaKey);
    if (enter && when.includes("on_enter_pressed") && tell()) event.preventDefault(); // it does not submit as well
  });
}

function counted(input, most) {
  const left = el("span", { className: "left", aria: { hidden: true } });
  const count = () => {
    const room = most - input.value.length;
    left.textContent = room <= Math.min(100, most / 2) ? String(room) : "";
  };
  input.addEventListener("input", count);
  count();
  return { box: el("div", { className: "counted" }, input, left), input };
}

export function dateField(item, id, answer, change, tell) {
  const moment = item.type === "datetimepicker";
  const input = el("input", { id, type: DATES[item.type], value: (moment ? localTime(answer) : answer) ?? "" });
  let waiting = 0;
  input.addEventListener("change", () => {
    const given = moment ? Math.floor(new Date(input.value).getTime() / 1000) : input.value;
    change(input.value ? given : null);
    clearTimeout(waiting);
    waiting = setTimeout(tell, WAIT); // by keys a date changes with each digit
  });
  return { box: input, input };
}

function localTime(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
