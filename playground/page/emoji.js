// The emoji whose names apps use most. Any other name stays a name between colons.

const NAMES = {
  "+1": "👍", "-1": "👎", alarm_clock: "⏰", arrow_right: "➡️", bar_chart: "📊", bell: "🔔", blue_heart: "💙", blush: "😊", book: "📖",
  bookmark: "🔖", books: "📚", brain: "🧠", bulb: "💡", calendar: "📅", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", clap: "👏", clipboard: "📋", clock3: "🕒", coffee: "☕", compass: "🧭",
  construction: "🚧", dart: "🎯", dizzy: "💫", email: "📧", exclamation: "❗", eyes: "👀", file_folder: "📁", fire: "🔥", gear: "⚙️",
  gift: "🎁", hammer_and_wrench: "🛠️", handshake: "🤝", heart: "❤️", heavy_check_mark: "✔️", hourglass: "⌛", information_source: "ℹ️",
  key: "🔑", large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡", link: "🔗", lock: "🔒", mag: "🔍",
  mega: "📣", memo: "📝", moneybag: "💰", muscle: "💪", no_entry: "⛔", package: "📦", page_facing_up: "📄", paperclip: "📎",
  partying_face: "🥳", pencil: "📝", pencil2: "✏️", point_right: "👉", pray: "🙏", pushpin: "📌", question: "❓", raised_hands: "🙌",
  recycle: "♻️", red_circle: "🔴", repeat: "🔁", rocket: "🚀", ruler: "📏", seedling: "🌱", shield: "🛡️", slightly_smiling_face: "🙂",
  smile: "😄", sparkles: "✨", speech_balloon: "💬", spiral_calendar_pad: "🗓️", star: "⭐", star2: "🌟", sunny: "☀️", tada: "🎉",
  telescope: "🔭", thinking_face: "🤔", thumbsup: "👍", trophy: "🏆", warning: "⚠️", wave: "👋", white_check_mark: "✅",
  wrench: "🔧", x: "❌", zap: "⚡",
};

export function emoji(name, unicode = "") {
  if (/^[0-9a-f-]+$/i.test(unicode)) return String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
  return NAMES[name] ?? `:${name}:`;
}

export const withEmoji = (text) => text.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name) => NAMES[name] ?? whole);
