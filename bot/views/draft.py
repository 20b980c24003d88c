"""What can be done with a draft: use it, copy it, post it, hear it in another tone, say whether it is any good (R10)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.coach.drafts import Shown
from bot.coach.editor import Tone
from bot.coach.questions import frame
from bot.coach.reframing import Verdict
from bot.coach.requests import Purpose
from bot.coach.uses import REMARK, Rating, Used
from bot.views import capture, kit
from bot.views.asides import SAVE_DRAFTED
from bot.views.kit import Block, Said
from bot.views.when import on

ANSWER: Final = "reframe.answer"
PASTE: Final = "reframe.paste"
USE: Final = "draft.use"
PUT_BACK: Final = "draft.put_back"
COPY: Final = "draft.copy"
POST: Final = "draft.post"
TONE: Final = "draft.tone"
AS_UPDATE: Final = "draft.as_update"
SOURCES: Final = "draft.sources"
GOOD: Final = "draft.good"
NOT_GOOD: Final = "draft.not_good"
REMARKED: Final = "draft.remarked"
REQUEST: Final = Purpose.REQUEST.value  # stands among the tones
_TONES: Final = {Tone.MANAGER: "For my manager", Tone.TEAM: "For my team", Tone.RESUME: "Resume line"}
_BEGINNING: Final = 6_000  # characters of a draft beside its entry: the message that it came in has all of it


def below(shown: Shown) -> Iterator[Block]:
    """The rows of buttons below a draft."""
    if shown.reframed.verdict is Verdict.NOT_AN_UPDATE:
        yield kit.actions(*_another_text(shown), *_saving(shown))
        return
    if shown.used:
        yield kit.context(frame(shown.reframed.language).used)
    yield kit.actions(*_answering(shown), *_using(shown), *_taking(shown), *_saving(shown))
    yield kit.actions(_otherwise(shown), *_tracing(shown), *_rating(shown))


def below_in_form(shown: Shown) -> Block:
    """What can be done with it where it stands in a form; the rest is in the direct message."""
    if shown.reframed.verdict is Verdict.NOT_AN_UPDATE:
        return kit.actions(*_another_text(shown))
    return kit.actions(*_answering(shown), *_using(shown), *_taking(shown))


def _answering(shown: Shown) -> list[Block]:
    asks = bool(shown.reframed.questions)
    return [kit.button("Answer the questions", ANSWER, shown.id.hex, style="primary")] if asks else []


def _using(shown: Shown) -> list[Block]:
    """Beside an entry only: words that are none yet are saved first."""
    if not shown.kept:
        return []
    if shown.used:
        return [kit.button("Stop using it", PUT_BACK, shown.id.hex)]
    primary = {} if shown.reframed.questions else {"style": "primary"}
    return [kit.button("Use it", USE, shown.id.hex, **primary)]


def _taking(shown: Shown) -> list[Block]:
    return [kit.button("Copy", COPY, shown.id.hex), kit.button("Post", POST, shown.id.hex)]


def _saving(shown: Shown) -> list[Block]:
    """Words that were reframed and not saved can still be saved."""
    return [] if shown.kept else [kit.button("Save this as a win", SAVE_DRAFTED, shown.entry_id.hex)]


def _another_text(shown: Shown) -> list[Block]:
    """The next step where there was nothing to reframe."""
    if shown.kept and not shown.author:
        return [kit.button("Edit", capture.EDIT, shown.entry_id.hex, style="primary")]
    return [kit.button("Reframe an update", PASTE, style="primary")]


def _otherwise(shown: Shown) -> Block:
    """The same words for somebody else; of what was taken for a request, as an update."""
    if shown.reframed.verdict is Verdict.REQUEST:
        return kit.button("It is an update", AS_UPDATE, shown.id.hex)
    carried = shown.id.hex
    others = {f"{carried}:{tone}": label for tone, label in _TONES.items() if tone is not shown.reframed.tone}
    return kit.menu("Another tone", TONE, others | {f"{carried}:{REQUEST}": "As a feature request"}, None)


def chosen(choice: str) -> tuple[Tone, Purpose]:
    """What was chosen there. Raises `ValueError` for what no menu offers."""
    if choice == REQUEST:
        return Tone.MANAGER, Purpose.REQUEST
    return Tone(choice), Purpose.UPDATE


def _tracing(shown: Shown) -> list[Block]:
    """What is quoted whole needs no other source."""
    quoted = shown.reframed.verdict is Verdict.ALREADY_SENIOR
    return [] if quoted else [kit.button("Where is this from?", SOURCES, shown.id.hex)]


def _rating(shown: Shown) -> list[Block]:
    chosen = {GOOD: shown.rating == Rating.GOOD, NOT_GOOD: shown.rating == Rating.NOT_GOOD}
    labels = {GOOD: "Good", NOT_GOOD: "Not good"}
    return [kit.button(f"{labels[each]} ✓" if chosen[each] else labels[each], each, shown.id.hex) for each in labels]


def copy(shown: Shown) -> Said:
    """The draft as plain text."""
    return _as_text(shown.reframed.paste(), frame(shown.reframed.language).copied)


def copy_view(shown: Shown) -> Block:
    """The same, where the button stood in a form."""
    return kit.modal("draft.copied", "Your draft", copy(shown)["blocks"])


def _as_text(text: str, sentence: str) -> Said:
    return {"text": sentence, "blocks": [kit.context(sentence), kit.handed_back(text or "…")]}


def what_is_not_good(shown: Shown) -> Block:
    """The form for one more line, which may stay empty: the word itself is kept already."""
    fields = [
        kit.section("*Noted: not good.* Your word is kept with the draft."),
        kit.short_input("What should be different?", "remark", hint="One line, if you like", most=REMARK),
        kit.context("Whoever runs me can read it, like your entries. Close this form to leave it at that."),
    ]
    return kit.modal(REMARKED, "Not good", fields, submit="Add", metadata=shown.id.hex)


def remarked(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> str:
    """The line in a submitted form."""
    return "".join(fields["text"].get("value") or "" for fields in values.values() if "text" in fields)


def beside(used: Used | None, language: str) -> Iterator[Block]:
    """The draft that stands beside an entry, and how it goes away again."""
    if used is None:
        return
    told = frame(language)
    title = kit.line(kit.text(told.beside_since.format(date=on(used.since, language)), bold=True))
    yield kit.rich(title, kit.quote(kit.cut(used.text, _BEGINNING)))
    if used.outdated:
        yield kit.context(told.outdated)
    value = used.draft_id.hex
    yield kit.actions(kit.button("Copy", COPY, value), kit.button("Stop using it", PUT_BACK, value))
