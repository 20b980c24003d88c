"""Slack's markup made plain: what a person reads on the screen, without codes, marks and struck words."""

import re
from dataclasses import dataclass
from typing import Final

from bot.coach.vocabulary import word_set

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    "|(?<=[ -~])[\u200c\u200d]|[\u200c\u200d](?=[ -~])"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?|[\x85\u2028\u2029\x0b\x0c]")
_EMOJI: Final = re.compile(
    "(?:[\u2600-\u26ff\u2700-\u2793\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff][\u200d\u20e3]*)+|(?<![\\w:])(?::[a-z][a-z0-9_+'-]*:|:[+-]1:)+(?!\\w)"
)
_BROADCAST: Final = re.compile(
    r"<!(?:channel|here|everyone|subteam\^[^>\s]*)[^>]{0,80}>|(?<!\w)@(?:channel|here|everyone)\b", re.IGNORECASE
)
_OTHER_COMMAND: Final = re.compile(r"<![^<>|]{0,80}(?:\|([^<>]{0,80}))?>|<!")
_PERSON: Final = re.compile(r"<@[A-Z0-9]{1,20}(?:\|([^>]{1,80}))?>")
_CHANNEL: Final = re.compile(r"<#[A-Z0-9]{1,20}(?:\|([^>]{0,80}))?>")
_LINK: Final = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|\s]{1,2000})(?:\|([^>]{1,300}))?>")
_STRUCK: Final = re.compile(r"(?<![\w~])~(?=\S)[^~\n]{1,500}(?<=\S)~(?![\w~])")
_MARKED: Final = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?![\w*_])")
_CODE: Final = re.compile(r"`{1,3}")
_QUERY: Final = re.compile(r"(https?://[^\s?#<>]{1,500})[?#][^\s<>]*")
_BULLET: Final = re.compile(r"(?m)^[ \t]*(?:&gt;|>|[-*•◦▪\u2013]|\d{1,2}[.)])[ \t]+")
_LINE_ENDS: Final = re.compile(r"[ \t]*\n\s*")
_SPACES: Final = re.compile(r"[ \t]{2,}")
_BEFORE_STOP: Final = re.compile(r"[ \t]+(?=[,;!?](?:\s|$))|[ \t]+(?=\.(?:\s|$))")
_LINE = 200
_THOUGHT = 4
_HINGES: Final = word_set("""
    the a an this that these our my see in on at of to for from with by and or is are der die das den dem im
    in auf zu von für und siehe mit le la les un une des du de dans sur et voir el los las una en con y ver
""")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What stands for a mentioned person and an unnamed channel in the plain text."""

    person: str = "[colleague]"
    channel: str = "[channel]"


def broadcasts(text: str) -> bool:
    """Whether a text would alert a whole channel or group if it were posted."""
    return "<!" in text or ("@" in text and bool(_BROADCAST.search(text)))


def readable(text: str, tokens: Tokens = Tokens()) -> str:
    """Give a text as a person reads it: no invisible characters, emoji, struck words or marks; links by their label."""
    if not (text.isprintable() and _is_western(text)):
        text = _SURROGATE.sub("\ufffd", text)
        text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    if "<" in text or "@" in text:
        text = _without_brackets(text, tokens)
    text = _without_marks(text)
    return _tidy(text)


def _is_western(text: str) -> bool:
    """Whether a text is ASCII or Latin-1 throughout: what is printable in it is visible, and no emoji."""
    return text.isascii() or len(text.encode("latin-1", "ignore")) == len(text)


def _without_brackets(text: str, tokens: Tokens) -> str:
    text = _BROADCAST.sub(" ", text)
    text = _PERSON.sub(lambda match: f"@{match[1]}" if match[1] else tokens.person, text)
    text = _CHANNEL.sub(lambda match: f"#{match[1]}" if match[1] else tokens.channel, text)
    text = _LINK.sub(_link, text)
    while "<!" in text:
        text = _OTHER_COMMAND.sub(lambda match: match[1] or " ", text)
    return text


def _link(match: re.Match[str]) -> str:
    label = match[2]
    if not label:
        return match[1].removeprefix("mailto:").removeprefix("tel:")
    before = match.string[: match.start()].rstrip()[-40:].split()
    follows = match.string[match.end() : match.end() + 1]
    trails = (
        follows in {"", "\n", ".", ","} and before and before[-1][-1].isalnum() and before[-1].lower() not in _HINGES
    )
    return f"({label})" if trails and " " not in label else label


def _without_marks(text: str) -> str:
    if "?" in text or "#" in text:
        text = _QUERY.sub(r"\1", text)
    if "~" in text:
        text = _STRUCK.sub(" ", text)
    if ":" in text or not _is_western(text):
        text = _EMOJI.sub(_pause, text)
    if "`" in text:
        text = _CODE.sub("", text)
    if "*" in text or "_" in text:
        text = _MARKED.sub(r"\2", text)
    return text


def _pause(match: re.Match[str]) -> str:
    """An emoji between two thoughts stands for a full stop; elsewhere it is only a gap."""
    line = match.string[max(0, match.start() - _LINE) : match.start()].rpartition("\n")[2]
    follows = match.string[match.end() : match.end() + 3].lstrip()
    thought = len(line.split())
    starts = follows[:1].isupper() and follows[1:2].islower() and thought > 1
    return "\n" if starts or (thought >= _THOUGHT and (follows[:1].isupper() or follows[:1].isdigit())) else " "


def _tidy(text: str) -> str:
    text = _BULLET.sub("", text)
    if "\n" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    if " ," in text or " ." in text or " !" in text or " ?" in text or " ;" in text:
        text = _BEFORE_STOP.sub("", text)
    return text.strip()
