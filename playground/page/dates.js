// Dates and times as the person's own clock shows them.

import { store } from "./store.js";

const PARTS = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  day: { weekday: "short", year: "numeric", month: "short", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

// The workspace's own time, which may be ahead of the machine's.
export const now = () => Date.now() / 1000 + store.screen.clock.offset;

function shown(seconds, parts) {
  return new Intl.DateTimeFormat("en-US", { ...parts, timeZone: store.screen.tz }).format(new Date(seconds * 1000));
}

export const timeOf = (ts) => shown(Number(ts), PARTS.time);
export const shortTimeOf = (ts) => shown(Number(ts), { ...PARTS.date_short, ...PARTS.time });
export const longTimeOf = (ts) => shown(Number(ts), { ...PARTS.date_long, ...PARTS.time });

export const today = () => shown(now(), PARTS.day);

// What a field for a date and time takes.
export function wallTime() {
  const parts = { ...PARTS.date_num, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: store.screen.tz };
  return new Intl.DateTimeFormat("sv-SE", parts).format(now() * 1000).replace(" ", "T");
}

export function dayOf(ts) {
  const day = shown(Number(ts), PARTS.date_long);
  if (day === shown(now(), PARTS.date_long)) return "Today";
  return day === shown(now() - 86_400, PARTS.date_long) ? "Yesterday" : day;
}

export function formatted(seconds, format, fallback) {
  const unknown = [...format.matchAll(/\{(\w+)\}/g)].some(([, name]) => name !== "ago" && !PARTS[plainName(name)]);
  if (unknown) return fallback ?? shown(seconds, PARTS.date_long);
  return format.replaceAll(/\{(\w+)\}/g, (_, name) => (name === "ago" ? ago(seconds) : part(seconds, name)));
}

const plainName = (name) => name.replace(/_pretty$/, "");

function part(seconds, name) {
  const pretty = name.endsWith("_pretty") ? dayOf(seconds) : "";
  if (pretty === "Today" || pretty === "Yesterday") return pretty.toLowerCase();
  return shown(seconds, PARTS[plainName(name)]);
}

function ago(seconds) {
  const minutes = Math.round((seconds - now()) / 60);
  const [amount, unit] = Math.abs(minutes) < 60 ? [minutes, "minute"] : Math.abs(minutes) < 1440 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(amount), unit);
}
