// Menus whose options the app looks up while one types. A choice is known by its whole option.

import { lookUp } from "./store.js";
import { labelOf } from "./text.js";

export const isExternal = (item) => item.type.endsWith("external_select");
export const packed = (option) => JSON.stringify(option);
export const unpacked = (value) => JSON.parse(value);

export function choiceOf(option, group = "") {
  return { label: labelOf(option.text), note: labelOf(option.description), value: packed(option), group };
}

// Gives what asks the app: { found: choices, said: why there are none }.
export function lookerFor({ item, block, surface }) {
  return async (query) => {
    const { options = [], option_groups: groups = [], error } = await lookUp({ surface: surface.id, block_id: block.block_id, action_id: item.action_id, query });
    const grouped = groups.flatMap((group) => group.options.map((option) => choiceOf(option, labelOf(group.label))));
    return { found: [...options.map((option) => choiceOf(option)), ...grouped], said: error ?? "Nothing found." };
  };
}
