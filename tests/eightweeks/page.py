"""The eight weeks as a page: two people's diaries in Markdown."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from tests.eightweeks.diary import Diary, Happening, Read

HEAD: Final = """# Eight weeks with the coach

Two product managers, eight weeks each, on the clock of the playground: everything that they do, and every message that they
read, word for word and in order. The people, the product and the numbers are invented for this page; the messages are the bot's own.
`Words like these` are buttons and menus. What a locked phone shows is said where it differs from the message.

`.venv/bin/python -m tests.eightweeks` lives the weeks anew and writes this page; a test holds that it is what the script gives.
"""
ANA: Final = (
    "Ana notes what happens, plans two launches, of which one slips, and answers when she is asked. She is in New York."
)
BEN: Final = "Ben notes two things in his first week, and then leaves everything unanswered. He is in Berlin."
_FIRST: Final = date(2026, 2, 2)
_SILENT: Final = {
    "logged": "Nothing comes at three o'clock: there was a note or an answer since the Friday before.",
    "reviewed": "No question at three o'clock: a look back has come this week in its place.",
    "no slot": "Nothing comes: it is every second Friday now.",
}
_MENU: Final = re.compile(r"(`[^`]+ ▾`) \([^)]+\)")


def page(ana: Diary, ben: Diary) -> str:
    """The whole page."""
    return (
        "\n".join([HEAD, *_life("Ana, who answers", ANA, ana), *_life("Ben, who does not", BEN, ben)]).rstrip() + "\n"
    )


def _life(title: str, about: str, diary: Diary) -> Iterator[str]:
    yield f"## {title}\n\n{about}\n"
    week, shown = 0, set[str]()
    for happened in diary.happened:
        number = (happened.at.date() - _FIRST).days // 7 + 1
        if number != week:
            yield f"### Week {number}\n"
        week = number
        yield from _happening(happened, shown)


def _happening(happened: Happening, shown: set[str]) -> Iterator[str]:
    what = happened.did or _SILENT.get(happened.silence, "")
    yield f"**{happened.at:%A}, {happened.at.day} {happened.at:%B}.** {what}".rstrip() + "\n"
    for read in happened.read:
        yield from _read(read, shown)


def _read(read: Read, shown: set[str]) -> Iterator[str]:
    lines = [_once(line, shown) for line in read.lines]
    locked = [] if read.lock in {"", *_bare(read.lines[:1])} else [f"*On a locked phone:* {read.lock}"]
    yield _quoted([f"*{read.where}:*", *locked, "", *lines]) + "\n"


def _bare(lines: Sequence[str]) -> list[str]:
    return [line.replace("*", "") for line in lines]


def _once(line: str, shown: set[str]) -> str:
    """A menu says what it offers the first time."""
    menu = _MENU.search(line)
    if menu is None or menu[1] not in shown:
        shown |= {menu[1]} if menu else set()
        return line
    return line.replace(menu[0], menu[1])


def _quoted(lines: Sequence[str]) -> str:
    """A quotation, line by line; what is to be copied keeps its fences."""
    said, fenced = [], False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        fenced ^= line == "```"
        breaks = (
            bool(line and following) and not fenced and "```" not in {line, following} and not _quotes(line, following)
        )
        said.append(f"> {line}{chr(92) if breaks else ''}".rstrip())
        if _quotes(line, following):
            said.append(">")
    return "\n".join(said)


def _quotes(line: str, following: str) -> bool:
    """Whether a quotation of the person's words begins or ends between these lines."""
    return bool(line and following) and line.startswith("> ") != following.startswith("> ")
