"""Whose words these are, and where they stand. Rich text: a name in it is a name, and alerts nobody."""

import re
from typing import Final

from bot.views import kit
from bot.views.kit import Block
from prompts.words import Frame

_MESSAGE: Final = re.compile(
    r"https://[a-zA-Z0-9.-]+\.slack\.com/archives/[A-Z0-9]+/p\d+(?:\?thread_ts=[\d.]+&cid=[A-Z0-9]+)?"
)
_PERSON: Final = re.compile(r"[UW][A-Z0-9]{2,30}")


def who(author: str) -> Block:
    """The author: a person by Slack's id, anything else by the name it has."""
    return {"type": "user", "user_id": author} if _PERSON.fullmatch(author) else kit.text(author)


def to_a_message(link: str | None) -> bool:
    """Whether a link leads to a message in Slack; anything else was noted by the person."""
    return bool(link and _MESSAGE.fullmatch(link))


def line_of(author: str | None, link: str | None, told: Frame, beside: str = "") -> list[Block]:
    """A line that names the author and leads to the message; none for the person's own words typed here."""
    named = [kit.text(told.words_of), who(author), *([kit.text(beside)] if beside else [])] if author else []
    led = [{"type": "link", "url": link, "text": told.message}] if to_a_message(link) else []
    pieces = [*named, *([kit.text("  ·  ")] if named and led else []), *led]
    return [kit.line(*pieces)] if pieces else []


def marked(author: str, told: Frame) -> Block:
    """The same in a small text of ours, where rich text cannot stand; only its reader sees it, and it alerts nobody."""
    name = f"<@{author}>" if _PERSON.fullmatch(author) else kit.escape(author)
    return {"type": "mrkdwn", "text": f"{told.words_of}{name}"}
