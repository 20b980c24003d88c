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

// To make a formatter takes longer than to use it a hundred times.
const formatters = new Map();

function shown(seconds, parts) {
  const key = JSON.stringify([store.screen.tz, parts]);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat("en-US", { ...parts, timeZone: store.screen.tz }));
  return formatters.get(key).format(seconds * 1000);
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

const QUARTER = 900; // seconds: no zone's day begins within one
const days = new Map();

function longDay(seconds) {
  const key = `${store.screen.tz} ${Math.floor(seconds / QUARTER)}`;
  if (!days.has(key)) days.set(key, shown(seconds, PARTS.date_long));
  return days.get(key);
}

export function dayOf(ts) {
  const day = longDay(Number(ts));
  if (day === longDay(now())) return "Today";
  return day === longDay(now() - 86_400) ? "Yesterday" : day;
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
