// Files in messages: what they are, the first lines of text, the pictures that live here, and a way to keep them.

import { el, icon } from "./dom.js";
import { store } from "./store.js";
import { sizeOf } from "./upload.js";

const TEXT = /\.(txt|md|csv|tsv|json|log|py|js|html|xml|ya?ml|ics)$/i;
const PICTURE = /\.(png|jpe?g|gif|webp)$/i;
const LARGEST_PREVIEW = 200_000;
const LINES = 12;

export function fileCard(file) {
  if (!file.url) return el("p", { className: "cannot" }, "This file was deleted.");
  const kind = file.name.includes(".") ? file.name.split(".").pop().toUpperCase() : "File";
  const about = el("span", { className: "file-words" }, el("strong", {}, file.title || file.name), el("small", {}, `${file.name} · ${sizeOf(file.size)}`));
  const get = el("a", { className: "iconic quiet", href: file.url, download: file.name, title: "Download", aria: { label: `Download ${file.name}` } }, icon("download"));
  const head = el("div", { className: "file-head" }, el("span", { className: "file-kind", aria: { hidden: true } }, kind.slice(0, 4)), about, get);
  return el("div", { className: "file", role: "group", aria: { label: `File ${file.name}` } }, head, preview(file));
}

const isHere = (file) => new URL(file.url, location.href).origin === location.origin;

function preview(file) {
  if (!isHere(file)) return el("p", { className: "cannot" }, "This page cannot show a file that lives elsewhere.");
  if (PICTURE.test(file.name)) return el("img", { src: file.url, alt: file.alt || file.title || file.name, on: { load: (event) => grown(event.target) } });
  if (!TEXT.test(file.name) || file.size > LARGEST_PREVIEW) return null;
  const box = el("pre", { className: "file-text" }, "…");
  read(file, box);
  return box;
}

// A picture in a block that lies in Slack itself: its id stands in its address as well.
export function slackPicture({ id, url = "" }, alt) {
  const found = id ?? url.match(/[/-](F0\w+)/)?.[1];
  const who = new URLSearchParams({ workspace: store.workspace, person: store.person });
  return el("img", { className: "drawn", src: `/page/file/${found}?${who}`, alt, on: { load: (event) => grown(event.target) } });
}

// What comes later moves the lines above it: whoever reads at the end stays there.
const grown = (node) => node.dispatchEvent(new Event("grown", { bubbles: true }));

async function read(file, box) {
  const answer = await fetch(file.url).catch(() => null);
  if (!answer?.ok) {
    box.textContent = "This page cannot show the file: it could not be read.";
    return;
  }
  const lines = (await answer.text()).split("\n");
  box.textContent = lines.slice(0, LINES).join("\n");
  grown(box);
  if (lines.length > LINES) box.append(el("span", { className: "more" }, `\n… ${lines.length - LINES} more lines`));
}
