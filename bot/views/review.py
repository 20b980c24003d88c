"""Reviews: the promise quoted back, the form of the answer, and what we learned, for others (L2 to L5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.coach.evidence import Entry
from bot.coach.lookbacks import SLOTS, SNOOZED, TOLD, Finished, Lookback, Outcome, Report, day
from bot.coach.proposal import Metric
from bot.coach.questions import frame
from bot.coach.reviews import MOVED_ON
from bot.views import answering, capture, kit, launch
from bot.views.kit import Block, Said

SUBMIT: Final = "review.finished"
SHARE: Final = "review.share"
AT_ONCE: Final = 10  # reviews in one message; further ones stand in the list
ROOM: Final = 6_000  # characters of people's words in one message, shared by its reviews
FIELDS: Final = 6  # of a promise that are quoted
METRIC: Final = {"metric-name": "The number", "metric-before": "Before", "metric-after": "Now"}
_ASKED: Final = {
    "current": "Did it solve the problem, and how do you know?",
    "why": "Why, as far as you know?",
    "next_step": "What now?",
}


def invitation(lookbacks: Sequence[Lookback], today: date) -> Said:
    """The message: what was promised, in the person's own words, and what became of it; what is answered takes a line."""
    shown = lookbacks[:AT_ONCE]
    most = ROOM // (len(shown) * FIELDS)
    first = kit.escape(kit.cut(shown[0].promise.name, kit.NOTICE))
    more = f" and {len(lookbacks) - 1} more" if len(lookbacks) > 1 else ""
    asks = any(lookback.is_open for lookback in shown)
    promised = " You told me what this was to change. What became of it?" if asks else ""
    blocks = [kit.section(f"*Looking back.*{promised}")]
    for lookback in shown:
        blocks.extend(_question(lookback, most) if lookback.is_open else [_ended(lookback, today), *_after(lookback)])
    if len(lookbacks) > len(shown):
        rest = len(lookbacks) - len(shown)
        blocks.append(kit.context(f"And {rest} more: {launch.COMMAND} list has them, with the same buttons."))
    return {"text": f"What became of {first}{more}?", "blocks": blocks}


def _question(lookback: Lookback, most: int) -> list[Block]:
    promise = lookback.promise
    name = kit.text(kit.cut(promise.name, launch.NAME), bold=True)
    shipped = kit.text(f"  ·  launched on {_on(lookback)}  ·  {lookback.look.day}-day review")
    late = [kit.context("You recorded this promise after the launch.")] if lookback.late else []
    quoted = [*launch.quoted(promise, most), *_earlier(lookback, most)]
    return [kit.rich(kit.line(name, shipped)), *quoted, *late, answering.buttons(lookback.look.id)]


def _earlier(lookback: Lookback, most: int) -> list[Block]:
    """What was said of it before: nobody is asked as if they had not answered."""
    if lookback.earlier is None:
        return []
    days, outcome, after = lookback.earlier
    number = f" It stood at {kit.cut(after, most)}." if after else ""
    return [
        kit.rich(kit.line(kit.text(f"After {days} days you said: ", italic=True), kit.text(f"{TOLD[outcome]}{number}")))
    ]


def _ended(lookback: Lookback, today: date) -> Block:
    name = kit.text(kit.cut(lookback.promise.name, launch.NAME), bold=True)
    return kit.rich(kit.line(name, kit.text(f"  {ending(lookback, today)}")))


def ending(lookback: Lookback, today: date) -> str:
    """How a review ended, and what follows."""
    look, later = lookback.look, lookback.later
    again = launch.when(later, lookback.hour, today) if later and later.state == "waiting" else None
    if look.state == "cancelled":
        return "This review is cancelled. I do not ask again."
    if look.answer in set(Outcome):
        return f"Your answer: {TOLD[Outcome(look.answer)]}"
    if again is None:
        return "I have asked again since, or you have answered elsewhere."
    if look.answer == MOVED_ON:
        return f"You moved the launch: I ask again on {again}."
    return f"{'Not now' if look.answer == SNOOZED else 'Too early'}: I ask again on {again}."


def ended_view(lookback: Lookback, today: date) -> Block:
    """The same in a form's place."""
    return kit.modal("review.ended", "Review", [_ended(lookback, today), *_after(lookback)])


def _after(lookback: Lookback) -> list[Block]:
    answered = lookback.look.answer in set(Outcome)
    return [kit.actions(kit.button("Share what we learned", SHARE, lookback.look.id.hex))] if answered else []


def form(lookback: Lookback, outcome: Outcome) -> Block:
    """The form of the answer, with what is known filled in; only the answer itself must be there."""
    promise = lookback.promise
    options = {each.value: label for each, label in answering.LABELS.items()}
    known = (promise.metric, promise.baseline, None)
    blocks = [
        kit.rich(kit.line(kit.text(kit.cut(promise.name, launch.NAME), bold=True))),
        *launch.quoted(promise, launch.QUOTED),
        kit.field(
            "What became of it?", "outcome", kit.menu("Choose", "choice", options, outcome.value), optional=False
        ),
        kit.long_input(_ASKED["current"], "current", optional=True),
        *(
            kit.short_input(label, block_id, initial=kit.cut(part or "", kit.SECTION))
            for (block_id, label), part in zip(METRIC.items(), known, strict=True)
        ),
        *(kit.long_input(_ASKED[slot], slot, optional=True) for slot in SLOTS if slot != "current"),
        kit.long_input("What would you do differently?", "lesson", optional=True),
        kit.context("A result that missed its target is evidence too. Answer what you know; leave the rest."),
    ]
    return kit.modal(SUBMIT, "Looking back", blocks, submit="Save", metadata=lookback.look.id.hex)


def read(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Report:
    """What a person has put into the form. Raises `ValueError` for an answer that no form offers."""
    held = {block: element for block, elements in values.items() for element in elements.values()}
    said = {block: element.get("value") or "" for block, element in held.items()}
    outcome = (held.get("outcome", {}).get("selected_option") or {}).get("value") or Outcome.NO_DATA
    metric = Metric(*(said.get(block_id) or None for block_id in METRIC))
    return Report(Outcome(outcome), metric, {slot: said.get(slot, "") for slot in SLOTS}, said.get("lesson", ""))


def finished_view(finished: Finished) -> Block:
    """Said in place of the form: the entry, and what can be done with it."""
    answer = TOLD[Outcome(finished.lookback.look.answer or Outcome.NO_DATA)]
    if finished.entry is None:
        blocks = [kit.section(f"*Noted.* {answer} I do not ask about this review again.")]
        return kit.modal("review.noted", "Noted", [*blocks, *_after(finished.lookback)])
    added = ", with your answers" if finished.entry.answers else ""
    blocks = [kit.section(f"*Saved as evidence*, in your own words{added}."), *_entry(finished.entry)]
    return kit.modal("review.saved", "Saved", [*blocks, *_after(finished.lookback)])


def finished_before(finished: Finished, report: Report, today: date) -> Block:
    """The same, when it had been finished already: nothing was changed, and the words come back."""
    blocks = [kit.section("*Answered before.* I kept the first answer."), _ended(finished.lookback, today)]
    if finished.entry:
        blocks += _entry(finished.entry)
    words = "\n".join(said for said in (report.metric.after, *report.answers.values(), report.lesson) if said)
    if words:
        blocks += [kit.section("These were your words just now:"), kit.handed_back(words)]
    return kit.modal("review.before", "Answered before", blocks)


def _entry(entry: Entry) -> list[Block]:
    metric = [kit.line(kit.text(capture.metric_line(entry.metric, frame(entry.language))))] if entry.metric else []
    buttons = [
        kit.button("Reframe my update", capture.REFRAME, entry.id.hex, style="primary"),
        kit.button("Edit", capture.EDIT, entry.id.hex),
    ]
    return [kit.rich(kit.quote(kit.cut(entry.text, kit.SECTION)), *metric), kit.actions(*buttons)]


def _on(lookback: Lookback) -> str:
    return day(lookback.promise.ships_on) if lookback.promise.ships_on else ""
