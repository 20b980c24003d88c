// The files that go along with the next message.

import { $, icon } from "./dom.js";
import { bring, store } from "./store.js";
import { broughtFile } from "./upload.js";

let files = [];
let shown = "[]";
let redraw = () => {};

const owner = () => [store.workspace, store.person].join("/");
const mine = () => files.filter((file) => file.owner === owner());

export function startAttaching(draw) {
  redraw = draw;
  $("attach").append(icon("clip"));
  $("attach").addEventListener("click", () => $("attach-files").click());
  $("attach-files").addEventListener("change", () => {
    add([...$("attach-files").files]);
    $("attach-files").value = "";
  });
  $("words").addEventListener("paste", (event) => take(event, event.clipboardData));
  $("writing").addEventListener("dragover", (event) => event.preventDefault());
  $("writing").addEventListener("drop", (event) => take(event, event.dataTransfer));
}

function take(event, data) {
  if (!data.files.length) return;
  event.preventDefault();
  add([...data.files]);
}

function add(chosen) {
  for (const one of chosen) bringOne(one);
  redraw();
  $("words").focus();
}

async function bringOne(chosen) {
  const file = { name: chosen.name, owner: owner() };
  files.push(file);
  const { id, name, size, error } = await bring(chosen);
  if (error) {
    files = files.filter((one) => one !== file);
    store.trouble = error;
  } else Object.assign(file, { id, name, size });
  redraw();
}

export function drawAttached() {
  files = mine();
  const key = JSON.stringify(files);
  if (key === shown) return;
  shown = key;
  $("attached").hidden = files.length === 0;
  $("attached").replaceChildren(...files.map((file) => broughtFile(file, () => { files = files.filter((one) => one !== file); redraw(); })));
}

export const isComing = () => mine().some((file) => !file.id);
export const hasFiles = () => mine().length > 0;

export function takeFiles() {
  const ids = mine().map((file) => file.id);
  files = [];
  return ids;
}
