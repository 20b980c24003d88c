// Files that a person brings: to the field of a form, and to a message.

import { el, iconButton } from "./dom.js";
import { bring } from "./store.js";

const MOST = 10;
const LARGEST = 10_000_000; // bytes in a form; a message takes more

export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// One file as a line or a chip, to be taken off again.
export function broughtFile(file, remove) {
  const note = file.id ? sizeOf(file.size) : "coming…";
  return el("li", { className: "brought" }, el("span", {}, file.name, el("small", {}, ` ${note}`)), iconButton("close", `Remove ${file.name}`, remove));
}

// `change(files)` keeps what was brought, `tell()` gives it to the app if the app asked for it.
export function fileField(item, id, answer, change, tell) {
  const most = item.max_files ?? MOST;
  const kinds = (item.filetypes ?? []).map((kind) => kind.toLowerCase().replace(/^\./, ""));
  const input = el("input", { id, type: "file", multiple: most > 1, accept: kinds.map((kind) => `.${kind}`).join() });
  const list = el("ul", { className: "brought-files" });
  const said = el("p", { className: "wrong", role: "alert" });
  let files = answer ?? [];

  function keep(next) {
    files = next;
    change(files);
    draw();
    tell();
  }
  function draw() {
    list.replaceChildren(...files.map((file) => broughtFile(file, () => { said.textContent = ""; keep(files.filter((one) => one !== file)); })));
  }
  function refusal(file) {
    if (kinds.length && !kinds.includes(file.name.toLowerCase().split(".").pop())) return `${file.name} is none of: ${kinds.join(", ")}.`;
    return file.size > LARGEST ? `${file.name} is larger than ${sizeOf(LARGEST)}.` : "";
  }
  async function add(chosen) {
    const tooMany = files.length + chosen.length > most ? `No more than ${most} ${most === 1 ? "file" : "files"} can be chosen.` : "";
    said.textContent = tooMany || chosen.map(refusal).find(Boolean) || "";
    if (said.textContent) return;
    const brought = await Promise.all(chosen.map(bring));
    said.textContent = brought.find((one) => one.error)?.error ?? "";
    keep([...files, ...brought.filter((one) => one.id)]);
  }
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  draw();
  return { box: el("div", { className: "file-field" }, input, list, said), input };
}
