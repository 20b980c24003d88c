"""Slack's text: escaping, and what a person reads of `mrkdwn` and rich text."""

import re
from collections.abc import Callable, Mapping

from playground.shapes import Payload

_REFERENCE = re.compile(r"<([^<>]+)>")


def escaped(text: str) -> str:
    """Escape what a person typed, as Slack does before it hands it to an app."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Undo the escaping, for the screen."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def readable(text: str, names: Mapping[str, str]) -> str:
    """Give `mrkdwn` as a person reads it: names for ids, labels for links."""
    return unescaped(_REFERENCE.sub(lambda m: _reference(m.group(1), names), text))


def _reference(inside: str, names: Mapping[str, str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("!"):
        return f"@{target[1:]}"
    if target[0] in "@#":
        return target[0] + (label or names.get(target[1:], target[1:]))
    return label or target


def text_object(value: Payload, names: Mapping[str, str]) -> str:
    """Give a text object as a person reads it."""
    text = str(value["text"])
    return readable(text, names) if value["type"] == "mrkdwn" else text


def rich(block: Payload, names: Mapping[str, str]) -> str:
    """Give a rich text block as a person reads it."""
    return "\n".join(_part(part, names) for part in block["elements"])


def _part(part: Payload, names: Mapping[str, str]) -> str:
    if part["type"] == "rich_text_list":
        ordered = part["style"] == "ordered"
        lines = (_line(item, names) for item in part["elements"])
        return "\n".join(f"{n}. {line}" if ordered else f"• {line}" for n, line in enumerate(lines, 1))
    line = _line(part, names)
    return "\n".join(f"> {row}" for row in line.split("\n")) if part["type"] == "rich_text_quote" else line


def _line(part: Payload, names: Mapping[str, str]) -> str:
    return "".join(_INLINE[element["type"]](element, names) for element in part["elements"])


_INLINE: dict[str, Callable[[Payload, Mapping[str, str]], str]] = {
    "text": lambda e, _: str(e["text"]),
    "link": lambda e, _: str(e.get("text") or e["url"]),
    "emoji": lambda e, _: f":{e['name']}:",
    "user": lambda e, names: f"@{names.get(e['user_id'], e['user_id'])}",
    "channel": lambda e, names: f"#{names.get(e['channel_id'], e['channel_id'])}",
    "broadcast": lambda e, _: f"@{e['range']}",
    "date": lambda e, _: str(e.get("fallback") or e["timestamp"]),
}
