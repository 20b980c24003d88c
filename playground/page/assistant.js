// What the app says while it thinks, and what it suggests to say.

import { $, el, keepingFocus } from "./dom.js";
import { act, place, store } from "./store.js";

export function drawAssistant() {
  const here = place(store.place);
  const thinking = (here?.thinking ?? []).map(({ words, loading }) => [`${store.screen.bot} ${words}`, ...loading.slice(0, 1)].join(" "));
  $("thinking").hidden = !thinking.length;
  $("thinking").textContent = thinking.join(" ");
  const offers = here?.prompts ?? [];
  $("prompts").hidden = !offers.length;
  keepingFocus($("prompts"), () => $("prompts").replaceChildren(...offers.flatMap(offered)));
}

function offered({ thread, title, prompts }) {
  const buttons = prompts.map((prompt) => {
    const say = () => act({ act: "write", text: prompt.message, place: store.place, thread: thread || undefined });
    return el("button", { type: "button", className: "button", title: prompt.message, onclick: say, data: { spot: `prompt ${thread} ${prompt.title}` } }, prompt.title);
  });
  return [...(title ? [el("b", {}, title)] : []), ...buttons];
}
