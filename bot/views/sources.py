"""Where each claim of a draft comes from: its mark, its source and the words that it stands on."""

from collections.abc import Iterator
from typing import Final

from bot.coach.origins import Origin, Place, Trace, Traced
from bot.coach.questions import question
from bot.views import kit, shelf
from bot.views.kit import Block
from bot.views.when import on
from prompts.words import words

BLOCKS: Final = 99  # of the hundred that Slack takes in a form: the last says how many claims are left
ROOM: Final = 600  # characters of a claim or a quote
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def mark(number: int) -> str:
    """The small number behind a claim."""
    return str(number).translate(_RAISED)


def view(trace: Trace) -> Block:
    """The claims in the order of their marks, each with its source."""
    told = words(trace.shown.reframed.language).sources
    blocks = [kit.context(told["intro"])]
    for number, traced in enumerate(trace.claims, 1):
        shown = list(_claim(number, traced, trace))
        if len(blocks) + len(shown) > BLOCKS:
            blocks.append(kit.context(told["more"].format(count=len(trace.claims) - number + 1)))
            break
        blocks.extend(shown)
    return kit.modal("draft.traced", "Where is this from?", blocks)


def _claim(number: int, traced: Traced, trace: Trace) -> Iterator[Block]:
    said = kit.line(kit.text(f"{number}  ", bold=True), kit.text(kit.cut(traced.claim.led(), ROOM)))
    verbatim = not traced.claim.rests_on
    if verbatim:
        (origin,) = traced.origins
        yield kit.rich(said, *([] if origin.entry_id else [kit.line(kit.text(_named(origin, trace), italic=True))]))
        yield from _opened(origin, trace)
        return
    yield kit.rich(said)
    for origin in traced.origins:
        named = kit.text(
            f"{words(trace.shown.reframed.language).sources['rests_on']}: {_where(origin, trace)}", italic=True
        )
        yield kit.rich(kit.line(named), kit.quote(kit.cut(origin.text, ROOM)))
        yield from _opened(origin, trace)


def _opened(origin: Origin, trace: Trace) -> list[Block]:
    """The way to an earlier entry."""
    if origin.entry_id is None:
        return []
    button = kit.button("Open", shelf.OPEN, origin.entry_id.hex)
    return [{"type": "section", "text": kit.verbatim(_named(origin, trace)), "accessory": button}]


def _named(origin: Origin, trace: Trace) -> str:
    return f"{_where(origin, trace)}, {words(trace.shown.reframed.language).sources['verbatim']}"


def _where(origin: Origin, trace: Trace) -> str:
    reframed = trace.shown.reframed
    told = words(reframed.language).sources
    match origin.place:
        case Place.ANSWER:
            return told["answer"].format(question=origin.asked or _asked(origin.slot or "", trace))
        case Place.ENTRY if origin.on:
            return told["entry"].format(date=on(origin.on, reframed.language))
        case Place.UPDATE:
            return f"{told['update']} ({on(trace.on, reframed.language)})"
    return told["gone"]


def _asked(slot: str, trace: Trace) -> str:
    """The question of a slot; a slot that this release does not know keeps its name."""
    try:
        return question(slot, trace.shown.reframed.language, trace.shown.reframed.kind)
    except KeyError:
        return slot
