"""What a `rich_text` block may carry ("Rich text block")."""

import re
from typing import Any

from playground import limits
from playground.checks import (
    Check,
    Inspection,
    Shape,
    between,
    boolean,
    kinds,
    one_of,
    pattern,
    several,
    string,
    unique_block_id,
    url,
)
from playground.shapes import Payload

_MANY = 1_000
_style = Shape(optional=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))


def _verbatim(value: Any, path: str, seen: Inspection) -> None:
    if not isinstance(value, str) or not value:
        seen.refuse(path, "must be more than 0 characters")
    else:
        seen.characters += len(value)


def _alert(value: Any, path: str, seen: Inspection) -> None:
    one_of("here", "channel", "everyone")(value, path, seen)
    seen.broadcasts.append(f"<!{value}>")


def _element(kind: str, **required: Check) -> Shape:
    return Shape({"type": one_of(kind), **required}, {"style": _style})


_link = Shape(
    {"type": one_of("link"), "url": url(limits.BUTTON_URL)},
    {"text": _verbatim, "unsafe": boolean, "style": _style},
)
_emoji = Shape({"type": one_of("emoji"), "name": string(100)}, {"unicode": string(100), "style": _style})
_TOKEN = re.compile(r"\{([^{}]*)\}")
_TOKENS = {"day_divider_pretty", "date_num", "date_slash", "date", "date_pretty", "time", "time_secs", "ago"} | {
    f"date_{length}{pretty}" for length in ("short", "long", "long_full") for pretty in ("", "_pretty")
}


def _format(value: Any, path: str, seen: Inspection) -> None:
    """Accept a template with at least one of Slack's tokens, and no other braces ("Date element")."""
    string(200)(value, path, seen)
    tokens = _TOKEN.findall(value) if isinstance(value, str) else []
    if not tokens or not set(tokens) <= _TOKENS or "{" in _TOKEN.sub("", value) or "}" in _TOKEN.sub("", value):
        seen.refuse(path, "must be a template of date tokens")


_date = Shape(
    {"type": one_of("date"), "timestamp": between(0, 10**11), "format": _format},
    {"url": url(limits.BUTTON_URL), "fallback": string(200), "style": _style},
)
_inline = kinds(
    {
        "text": _element("text", text=_verbatim),
        "link": _link,
        "emoji": _emoji,
        "date": _date,
        "user": _element("user", user_id=pattern(r"[UW][A-Z0-9]+", "a user id")),
        "channel": _element("channel", channel_id=pattern(r"[CGD][A-Z0-9]+", "a channel id")),
        "broadcast": _element("broadcast", range=_alert),
    },
)
_words_and_links = kinds({"text": _element("text", text=_verbatim), "link": _link})
_section = Shape({"type": one_of("rich_text_section"), "elements": several(_inline, _MANY)})
_list = Shape(
    {
        "type": one_of("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": several(kinds({"rich_text_section": _section}), _MANY),
    },
    {"indent": between(0, 8), "offset": between(0, 10_000), "border": between(0, 1)},
)
_code = Shape(
    {"type": one_of("rich_text_preformatted"), "elements": several(_words_and_links, _MANY)},
    {"border": between(0, 1), "language": string(100)},
)
_quote = Shape(
    {"type": one_of("rich_text_quote"), "elements": several(_inline, _MANY)},
    {"border": between(0, 1)},
)

RICH_TEXT = Shape(
    {
        "type": one_of("rich_text"),
        "elements": several(
            kinds(
                {
                    "rich_text_section": _section,
                    "rich_text_list": _list,
                    "rich_text_preformatted": _code,
                    "rich_text_quote": _quote,
                },
            ),
            _MANY,
        ),
    },
    {"block_id": unique_block_id},
)


def problems_of(value: Any) -> list[str]:
    """Tell what is wrong with a rich text object, in Slack's words."""
    seen = Inspection("value")
    kinds({"rich_text": RICH_TEXT})(value, "", seen)
    return seen.problems


def of_words(text: str) -> Payload | None:
    """Give the rich text that Slack makes of what a person types."""
    if not text:
        return None
    words: Payload = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [words]}
