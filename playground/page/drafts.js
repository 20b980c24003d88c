// What a person has entered and not yet sent, by surface and field. It outlives every redraw.

const drafts = new Map();

const fieldKey = (block, item) => JSON.stringify([block.block_id, item.action_id, item.type]);

export function remember(surface, block, item, answer) {
  if (!drafts.has(surface.id)) drafts.set(surface.id, new Map());
  drafts.get(surface.id).set(fieldKey(block, item), answer);
}

export function answerOf(surface, block, item) {
  const own = drafts.get(surface.id);
  const key = fieldKey(block, item);
  return own?.has(key) ? own.get(key) : kept(item, surface.state?.[block.block_id]?.[item.action_id]);
}

export function entered(surface) {
  const values = {};
  for (const block of surface.blocks) {
    for (const item of [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])]) {
      const own = item && drafts.get(surface.id);
      if (own?.has(fieldKey(block, item))) (values[block.block_id] ??= {})[item.action_id] = own.get(fieldKey(block, item));
    }
  }
  return values;
}

export function keepOnly(ids) {
  for (const id of [...drafts.keys()]) if (!ids.includes(id)) drafts.delete(id);
}

export const forgetAll = () => drafts.clear();

export function offered(item) {
  return [...(item.options ?? []), ...(item.option_groups ?? []).flatMap((group) => group.options)];
}

// The playground takes an option by its label first, then by its value: send whichever names it alone.
export function token(option, item) {
  return offered(item).some((one) => one.text.text === option.value) ? option.text.text : option.value;
}

function kept(item, held = {}) {
  const [first] = Object.keys(held).filter((key) => key !== "type");
  const value = held[first];
  const one = (each) => (each?.text && !item.type.endsWith("external_select") ? token(each, item) : each);
  return Array.isArray(value) ? value.map(one) : (one(value) ?? null);
}
