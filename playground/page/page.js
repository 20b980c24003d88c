"use strict";
// The screen of one person. Words from people and apps become text nodes, never HTML.

const $ = (id) => document.getElementById(id);
let screenNow = null;
let place = "dm";
let socket = null;
let shownModal = "";
let queue = Promise.resolve();

function el(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// What people do

function me() {
  const [workspace, person] = JSON.parse($("who").value || '["Acme","Ana"]');
  return { workspace, person };
}

function act(what) {
  queue = queue.then(async () => {
    try {
      const answer = await fetch("/page/act", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...me(), ...what }),
      });
      $("trouble").textContent = answer.ok ? "" : ((await answer.json().catch(() => ({}))).error ?? "That did not work.");
    } catch {
      $("trouble").textContent = "The playground is not running.";
    }
  });
  return queue;
}

function watch() {
  if (socket) socket.onclose = null;
  socket?.close();
  const address = new URL("/page/live", location.href);
  address.protocol = "ws:";
  address.search = new URLSearchParams(me());
  socket = new WebSocket(address);
  socket.onmessage = (message) => {
    screenNow = JSON.parse(message.data);
    draw();
  };
  socket.onclose = () => setTimeout(watch, 1000);
}

// Text

function marked(text) {
  const lines = text.split("\n").map((line) => {
    const quoted = line.match(/^(?:>|&gt;) ?(.*)$/);
    return quoted ? el("blockquote", {}, ...inline(quoted[1])) : el("div", {}, ...inline(line));
  });
  return el("div", { className: "words" }, ...lines);
}

const INLINE = /<([^<>]+)>|`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*|(?<!\w)_([^_\s](?:[^_]*[^_\s])?)_(?!\w)/g;

function inline(text) {
  const nodes = [];
  let last = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(plain(text.slice(last, found.index)));
    const [whole, reference, code, bold, italic] = found;
    if (reference) nodes.push(referred(reference));
    else if (code) nodes.push(el("code", {}, plain(code)));
    else nodes.push(el(bold ? "strong" : "em", {}, ...inline(bold ?? italic)));
    last = found.index + whole.length;
  }
  nodes.push(plain(text.slice(last)));
  return nodes;
}

function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function referred(reference) {
  const [target, label] = reference.split("|", 2);
  if (target.startsWith("!")) return el("strong", {}, `@${target.slice(1)}`);
  if (/^[@#]/.test(target)) return el("strong", {}, target[0] + (label ?? screenNow.names[target.slice(1)] ?? target.slice(1)));
  return link(target, plain(label ?? target));
}

function link(target, label) {
  if (!/^(https?:|mailto:)/.test(target)) return el("span", {}, label);
  return el("a", { href: plain(target), target: "_blank", rel: "noreferrer noopener" }, label);
}

function words(object, tag = "div") {
  return object.type === "mrkdwn" ? marked(object.text) : el(tag, { className: "words" }, object.text);
}

// Blocks

const BLOCKS = {
  section: (block, surface) =>
    el(
      "div",
      {},
      block.text ? words(block.text) : null,
      ...(block.fields ?? []).map((field) => words(field)),
      block.accessory ? element(block.accessory, block, surface, spoken(block)) : null,
    ),
  header: (block) => el("h3", {}, block.text.text),
  divider: () => el("hr"),
  context: (block) =>
    el("div", { className: "context" }, ...block.elements.map((item) => (item.type === "image" ? picture(item) : words(item)))),
  actions: (block, surface) => el("div", {}, ...block.elements.map((item) => element(item, block, surface, ""))),
  image: (block) => el("div", {}, block.title ? words(block.title) : null, picture(block)),
  markdown: (block) => el("div", { className: "words" }, block.text),
  rich_text: (block) => el("div", {}, ...block.elements.map(richPart)),
  input: (block, surface) =>
    el(
      "div",
      {},
      element(block.element, block, surface, block.label.text + (block.optional ? " (optional)" : "")),
      block.hint ? el("div", { className: "context" }, block.hint.text) : null,
    ),
};

function picture(item) {
  return el("span", {}, `[image: ${item.alt_text}]`); // no request leaves this machine
}

function spoken(block) {
  return block.text?.text ?? "";
}

function draws(block, surface) {
  const drawing = BLOCKS[block.type];
  const node = drawing ? drawing(block, surface) : el("div", {}, `[cannot draw: ${block.type}]`);
  node.classList.add("block");
  const wrong = surface.errors?.[block.block_id];
  if (wrong) node.append(el("p", { className: "wrong", role: "alert" }, wrong));
  return node;
}

const RICH = {
  rich_text_section: (part) => el("div", { className: "words" }, ...part.elements.map(richWord)),
  rich_text_preformatted: (part) => el("pre", {}, ...part.elements.map(richWord)),
  rich_text_quote: (part) => el("blockquote", { className: "words" }, ...part.elements.map(richWord)),
  rich_text_list: (part) =>
    el(part.style === "ordered" ? "ol" : "ul", {}, ...part.elements.map((item) => el("li", {}, ...item.elements.map(richWord)))),
};

function richPart(part) {
  return RICH[part.type] ? RICH[part.type](part) : el("div", {}, `[cannot draw: ${part.type}]`);
}

const WORDS = {
  text: (item) => item.text,
  link: (item) => link(item.url, item.text ?? item.url),
  emoji: (item) => `:${item.name}:`,
  user: (item) => `@${screenNow.names[item.user_id] ?? item.user_id}`,
  channel: (item) => `#${screenNow.names[item.channel_id] ?? item.channel_id}`,
  broadcast: (item) => `@${item.range}`,
  date: (item) => item.fallback ?? String(item.timestamp),
};

function richWord(item) {
  let node = WORDS[item.type] ? WORDS[item.type](item) : `[cannot draw: ${item.type}]`;
  for (const [style, tag] of [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["code", "code"]]) {
    if (item.style?.[style]) node = el(tag, {}, node);
  }
  return node;
}

// Elements

const TEXT_INPUTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };
const DATE_INPUTS = { datepicker: ["date", "selected_date"], timepicker: ["time", "selected_time"] };

function element(item, block, surface, label) {
  const held = surface.state?.[block.block_id]?.[item.action_id] ?? {};
  const id = JSON.stringify([surface.id, block.block_id, item.action_id]);
  const tells = block.type !== "input" || block.dispatch_action;
  const press = (answer) => tells && pressed(item, block, surface, answer);
  const name = label || item.placeholder?.text || item.action_id;
  if (item.type === "button") return button(item, press);
  if (item.type === "image") return picture(item);
  if (item.type in TEXT_INPUTS) return field(name, textInput(item, id, held, press));
  if (item.type in DATE_INPUTS) return field(name, dateInput(item, id, held, press));
  if (["static_select", "multi_static_select", "overflow"].includes(item.type)) return field(name, menu(item, id, held, press));
  if (["radio_buttons", "checkboxes"].includes(item.type)) return choices(item, id, held, press, name);
  return el("div", {}, `[cannot draw: ${item.type}]`);
}

function button(item, press) {
  const node = el("button", { type: "button", onclick: () => press(null) }, item.text.text);
  if (item.url) node.title = item.url;
  if (item.accessibility_label) node.ariaLabel = item.accessibility_label;
  return node;
}

function field(label, input) {
  return el("div", {}, el("label", { htmlFor: input.id }, label), input);
}

function known(input, answer) {
  input.answer = answer;
  input.dataset.field = input.id;
  return input;
}

function textInput(item, id, held, press) {
  const input = el(item.multiline ? "textarea" : "input", { id, value: held.value ?? "", placeholder: item.placeholder?.text ?? "" });
  if (!item.multiline) input.type = TEXT_INPUTS[item.type];
  if (item.max_length) input.maxLength = item.max_length;
  if (item.focus_on_load) input.autofocus = true;
  input.onchange = () => press(input.value);
  return known(input, () => input.value);
}

function dateInput(item, id, held, press) {
  const [type, key] = DATE_INPUTS[item.type];
  const input = el("input", { id, type, value: held[key] ?? "" });
  input.onchange = () => press(input.value || null);
  return known(input, () => input.value || null);
}

function offered(item) {
  return [...(item.options ?? []), ...(item.option_groups ?? []).flatMap((group) => group.options)];
}

function menu(item, id, held, press) {
  const several = item.type === "multi_static_select";
  const chosen = (several ? held.selected_options : [held.selected_option]) ?? [];
  const select = el("select", { id, multiple: several });
  if (!several) select.append(el("option", { value: "" }, item.placeholder?.text ?? "…"));
  for (const option of offered(item)) {
    const selected = chosen.some((one) => one?.value === option.value);
    select.append(el("option", { value: option.value, selected }, option.text.text));
  }
  const answer = () => (several ? [...select.selectedOptions].map((one) => one.value) : select.value || null);
  select.onchange = () => press(answer());
  return known(select, answer);
}

function choices(item, id, held, press, label) {
  const several = item.type === "checkboxes";
  const chosen = (several ? held.selected_options : [held.selected_option]) ?? [];
  const box = el("fieldset", { id }, el("legend", {}, label));
  for (const option of offered(item)) {
    const checked = chosen.some((one) => one?.value === option.value);
    const input = el("input", { type: several ? "checkbox" : "radio", name: id, value: option.value, checked });
    input.onchange = () => press(box.answer());
    box.append(el("label", {}, input, " ", plain(option.text.text)));
  }
  const picked = () => [...box.querySelectorAll("input:checked")].map((one) => one.value);
  return known(box, () => (several ? picked() : (picked()[0] ?? null)));
}

function entered(surface) {
  const values = {};
  for (const input of document.querySelectorAll("[data-field]")) {
    const [surfaceId, blockId, actionId] = JSON.parse(input.dataset.field);
    if (surfaceId === surface.id) (values[blockId] ??= {})[actionId] = input.answer();
  }
  return values;
}

async function pressed(item, block, surface, answer) {
  if (item.confirm && !(await confirmed(item.confirm))) return;
  act({ act: "press", surface: surface.id, block_id: block.block_id, action_id: item.action_id, answer, values: entered(surface) });
}

function confirmed(confirm) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { onclose: () => { dialog.remove(); resolve(dialog.returnValue === "yes"); } });
    const answer = (value) => () => dialog.close(value);
    dialog.append(
      el("h3", {}, confirm.title.text),
      words(confirm.text),
      el("button", { onclick: answer("no") }, confirm.deny.text),
      el("button", { onclick: answer("yes") }, confirm.confirm.text),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

// The screen

function draw() {
  drawWho();
  drawPlaces();
  drawLines();
  drawModal();
}

function drawWho() {
  const people = screenNow.people.map((pair) => JSON.stringify(pair));
  if ($("who").options.length === people.length) return;
  const before = $("who").value;
  $("who").replaceChildren(...screenNow.people.map(([w, p]) => el("option", { value: JSON.stringify([w, p]) }, `${p} (${w})`)));
  if (people.includes(before)) $("who").value = before;
}

function drawPlaces() {
  const channels = screenNow.places.map((one) => one.name).filter((name) => name !== "dm");
  const names = [["dm", screenNow.bot], ["home", `${screenNow.bot}: Home`], ...channels.map((name) => [name, `#${name}`])];
  const item = ([id, label]) => el("li", {}, el("button", { type: "button", ariaCurrent: String(id === place), onclick: () => go(id) }, label));
  $("places").replaceChildren(...names.map(item));
  $("title").textContent = names.find(([id]) => id === place)?.[1] ?? place;
  $("writing").hidden = place === "home";
}

function go(id) {
  place = id;
  if (id === "home" || id === "dm") act({ act: "home", tab: id === "home" ? "home" : "messages" });
  draw();
}

function drawLines() {
  const box = $("lines");
  const messages = screenNow.places.find((one) => one.name === place)?.messages ?? [];
  const wanted = place === "home" ? (screenNow.home ? [screenNow.home] : []) : messages;
  const kept = new Map([...box.children].map((node) => [node.dataset.key, node]));
  const key = (one) => JSON.stringify([one.id, one.hash, one.text, one.blocks, one.edited, one.errors]);
  const nodes = wanted.map((one) => {
    const node = kept.get(key(one)) ?? (place === "home" ? surfaceNode(one) : message(one));
    node.dataset.key = key(one);
    return node;
  });
  if (nodes.length === box.children.length && nodes.every((node, index) => node === box.children[index])) return;
  box.replaceChildren(...nodes);
  box.scrollTop = place === "home" ? 0 : box.scrollHeight;
}

function surfaceNode(view) {
  const trouble = view.errors?.[""];
  return el("article", {}, trouble ? el("p", { className: "wrong", role: "alert" }, trouble) : null, ...view.blocks.map((block) => draws(block, view)));
}

function message(one) {
  const remarks = [one.only_you ? "Only visible to you" : "", one.edited ? "edited" : ""].filter(Boolean).join(", ");
  const author = screenNow.names[one.author] ?? one.author;
  const content = one.blocks.length ? one.blocks.map((block) => draws(block, one)) : [marked(one.text)];
  return el("article", {}, el("header", {}, el("strong", {}, author), " ", el("small", {}, remarks)), ...content);
}

function drawModal() {
  const view = screenNow.modal;
  const key = view ? JSON.stringify([view.id, view.hash, view.errors]) : "";
  if (key === shownModal) return;
  const typed = view && shownModal.startsWith(`["${view.id}"`) ? entered(view) : {};
  shownModal = key;
  const dialog = $("modal");
  dialog.close();
  if (!view) return;
  dialog.replaceChildren(el("h2", { id: "modal-title" }, view.title.text), surfaceNode(view), ending(view));
  restore(view, typed);
  dialog.showModal();
}

function restore(view, typed) {
  for (const input of document.querySelectorAll("input[data-field], textarea[data-field]")) {
    const [surfaceId, blockId, actionId] = JSON.parse(input.dataset.field);
    const before = typed[blockId]?.[actionId];
    if (surfaceId === view.id && before) input.value = before;
  }
}

function ending(view) {
  const close = el("button", { type: "button", onclick: () => act({ act: "close" }) }, view.close?.text ?? "Cancel");
  const submit = () => act({ act: "submit", values: entered(view) });
  return el("div", {}, close, view.submit ? el("button", { type: "button", onclick: submit }, view.submit.text) : null);
}

$("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  act({ act: "close" });
});
$("who").addEventListener("change", watch);
$("reload").addEventListener("click", () => act({ act: "reload" }));
$("writing").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (text) act({ act: "write", text, place });
  $("words").value = "";
});
watch();
