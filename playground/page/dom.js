// Makes elements. Words from people and apps become text nodes, never HTML.

const SPECIAL = new Set(["aria", "data", "role", "on"]);

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) if (!SPECIAL.has(name)) node[name] = value;
  if (properties.role) node.setAttribute("role", properties.role);
  aria(node, properties.aria ?? {});
  Object.assign(node.dataset, properties.data ?? {});
  for (const [event, listener] of Object.entries(properties.on ?? {})) node.addEventListener(event, listener);
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function aria(node, names) {
  for (const [name, value] of Object.entries(names)) node.setAttribute(`aria-${name}`, String(value));
}

export const $ = (id) => document.getElementById(id);

const SHAPES = {
  bolt: "M11 1 4 11.5h4.5L8 19l8-11h-5z",
  caret: "M5 8l5 5 5-5",
  clip: "M14 7l-6 6a2 2 0 0 1-3-3l7-7a3 3 0 0 1 5 5l-8 8a5 5 0 0 1-7-7l6-6",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l3 2",
  close: "M5 5l10 10M15 5 5 15",
  dots: "M4 10h.01M10 10h.01M16 10h.01",
  download: "M10 3v9m-4-4 4 4 4-4M4 16h12",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zm8-2a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  flag: "M5 18V3h10l-2 4 2 4H5",
  file: "M5 2h7l4 4v12H5zM12 2v4h4",
  image: "M3 4h14v12H3zM3 14l4-4 3 3 3-4 4 5",
  plus: "M10 4v12M4 10h12",
  link: "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2",
  pulse: "M2 10h4l2-6 4 12 2-6h4",
  reload: "M16 10a6 6 0 1 1-2-4.5M16 3v4h-4",
  restart: "M4 10a6 6 0 1 0 2-4.5M4 3v4h4",
  send: "M3 3l15 7-15 7 2-7zM5 10h7",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7 8h.01M13 8h.01M7 12q3 3 6 0",
  thread: "M3 4h14v9H9l-4 4v-4H3z",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, className = "quiet") {
  return el("button", { type: "button", className: `iconic ${className}`, title: label, onclick, aria: { label } }, icon(name));
}

// Draws a part anew and gives the keys back to whatever had them, known by its `data-spot`.
export function keepingFocus(box, draw) {
  const spot = box.contains(document.activeElement) ? document.activeElement.dataset.spot : "";
  draw();
  if (spot) spotIn(box, spot)?.focus({ preventScroll: true });
}

export const spotIn = (box, spot) => [...box.querySelectorAll("[data-spot]")].find((node) => node.dataset.spot === spot);

export function avatar(name, isApp = false) {
  const letters = name.split(/\s+/).map((word) => word[0] ?? "").join("").slice(0, 2).toUpperCase();
  const shade = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return el("span", { className: `avatar ${isApp ? "app" : `shade-${shade}`}`, aria: { hidden: true } }, letters);
}
