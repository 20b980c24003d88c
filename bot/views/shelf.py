"""A person's own entries: the list, what a search found, and one entry with all that can be done with it."""

from collections.abc import Iterable, Iterator
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.days import day_of, saved_on
from bot.coach.evidence import Entry
from bot.coach.lookbacks import day
from bot.coach.questions import frame, kind_name, question
from bot.coach.shelf import Page
from bot.coach.understood import QUESTION
from bot.views import capture, credit, kit
from bot.views.kit import Block, Said

OPEN: Final = "shelf.open"
ALL: Final = "shelf.all"
NEWER: Final = "shelf.newer"
OLDER: Final = "shelf.older"
DELETE: Final = "shelf.delete"
SAVE_INSTEAD: Final = "shelf.save_instead"
GLANCE: Final = 280  # characters of an entry in a list


def listing(page: Page, command: str) -> Said:
    """One page of all entries, newest first."""
    if not page.total:
        sentence = f"You have no entries yet. Save the first:  {command} what happened"
        return {"text": sentence, "blocks": [kit.section(sentence)]}
    title = f"Your entries: {page.total}"
    blocks = [kit.section(f"*{title}*"), *_rows(page)]
    if page.last:
        blocks.append(_turning(page))
    return {"text": title, "blocks": blocks}


def listing_view(page: Page, command: str) -> Block:
    """The same in a form."""
    return kit.modal("shelf.listing", "My entries", listing(page, command)["blocks"])


def found(page: Page, words: str, spoken: str) -> Said:
    """What a search found, and the way out when it was meant as a win."""
    title = f"Found: {page.total}" if page.total else "Nothing found"
    asked = kit.line(kit.text(title, bold=True), kit.text(f"  for “{kit.cut(words, kit.NOTICE)}”"))
    blocks = [kit.rich(asked), *_rows(page)]
    if page.last:
        blocks.append(kit.context(f"These are the newest {len(page.entries)}. Add a word to narrow it down."))
    blocks.append(kit.actions(kit.button("Save this as a win instead", SAVE_INSTEAD, spoken)))
    return {"text": title, "blocks": blocks}


def _rows(page: Page) -> Iterator[Block]:
    for entry in page.entries:
        yield row(entry, page.zone)


def row(entry: Entry, zone: ZoneInfo) -> Block:
    """One entry in a list: its day, its kind, how it begins, whose words they are, and the button that opens it."""
    words = kit.verbatim(
        f"{_dated(entry, zone)} · {kind_name(entry.kind, entry.language)}{_launch(entry)}\n{kit.cut(entry.text, GLANCE)}"
    )
    whose = {"fields": [credit.marked(entry.author, frame(entry.language))]} if entry.author else {}
    return {"type": "section", "text": words, **whose, "accessory": kit.button("Open", OPEN, entry.id.hex)}


def _launch(entry: Entry) -> str:
    """The launch that it is about, where the words do not begin with it."""
    launch = str(entry.details.get("launch") or "")
    return f" · {kit.cut(launch, kit.NOTICE)}" if launch and not entry.text.startswith(launch) else ""


def _dated(entry: Entry, zone: ZoneInfo) -> str:
    """Its day; and the day on which it was saved, by which lists are ordered, where that is another one."""
    of, saved = day_of(entry, zone), saved_on(entry, zone)
    return day(of) if of == saved else f"{day(of)}, saved {day(saved)}"


def _turning(page: Page) -> Block:
    """The buttons to the pages beside this one; they carry a number and no id."""
    buttons = []
    if page.number > 0:
        buttons.append(kit.button("Newer", NEWER, f":{page.number - 1}"))
    if page.number < page.last:
        buttons.append(kit.button("Older", OLDER, f":{page.number + 1}"))
    return kit.actions(*buttons)


def entry_view(entry: Entry, zone: ZoneInfo, beside: Iterable[Block] = ()) -> Block:
    """One entry, whole, and what stands `beside` it."""
    blocks = [
        kit.context(f"{_dated(entry, zone)} · {kit.escape(kind_name(entry.kind, entry.language))}"),
        _words(entry),
        *_answers(entry),
        *_noted(entry),
        *beside,
        kit.actions(
            kit.button("Reframe my update", capture.REFRAME, entry.id.hex, style="primary"),
            kit.button("Edit", capture.EDIT, entry.id.hex),
            capture.kind_menu(entry),
            kit.button("Delete", DELETE, entry.id.hex, style="danger", confirm=_DELETE),
        ),
        _BACK,
    ]
    return kit.modal("shelf.entry", "Your entry", blocks)


_BACK: Final = kit.actions(kit.button("My entries", ALL))

_DELETE: Final = kit.sure(
    "Delete this entry?",
    "It goes for good, with its drafts. Messages and exports that I sent you stay in Slack.",
    "Delete",
)


def _words(entry: Entry) -> Block:
    told = frame(entry.language)
    metric = [kit.line(kit.text(capture.metric_line(entry.metric, told)))] if entry.metric else []
    return kit.rich(*credit.line_of(entry.author, entry.link, told), kit.quote(kit.cut(entry.text, 20_000)), *metric)


def _answers(entry: Entry) -> Iterator[Block]:
    for slot, said in entry.answers.items():
        asked = kit.line(kit.text(f"{question(slot, entry.language, entry.kind)}\n", italic=True))
        yield kit.rich(asked, kit.quote(said))


def _noted(entry: Entry) -> Iterator[Block]:
    """What else was noted about it."""
    lines = [
        kit.line(kit.text(f"{label}: ", italic=True), *_values(entry.details[name]))
        for name, label in _NOTED.items()
        if entry.details.get(name)
    ]
    if entry.link and not credit.to_a_message(entry.link):
        lines.append(kit.line(kit.text("Link: ", italic=True), kit.text(entry.link)))
    if lines:
        yield kit.rich(kit.bullets(lines))


_NOTED: Final = {
    QUESTION: "I asked",
    "launch": "Launch",
    "stakeholders": "Involved",
    "partner": "Worked with",
    "skill": "Skill",
    "lever": "Business lever",
    "origin": "Origin",
}


def _values(value: str | list[str]) -> list[Block]:
    if isinstance(value, str):
        return list(kit.with_names(value))
    apart = [[kit.person(one), kit.text(" ")] for one in value]
    return [piece for pieces in apart for piece in pieces]


def deleted_view(words: str) -> Block:
    """Said in place of the entry."""
    said = kit.section("*Deleted for good.* Your words:")
    return kit.modal("shelf.deleted", "Deleted", [said, kit.handed_back(words), _BACK])
