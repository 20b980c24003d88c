"""Launches: the form of a promise, when the coach comes back to it, the list, and one launch whole (L1, L2, L4)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from bot.coach.details import LEVERS, PEOPLE
from bot.coach.launches import Page, Planned
from bot.coach.lookbacks import SNOOZED, TOLD, TOO_EARLY, Outcome, day
from bot.coach.promises import Complaint, Promise
from bot.coach.reviews import MOVED_ON, Hour, Look
from bot.views import answering, kit, nudge, settings
from bot.views.kit import Block, Said

COMMAND: Final = "/launch"
FORM: Final = "launch.form"
SUBMIT: Final = "launch.filled"
OPEN: Final = "launch.open"
EDIT: Final = "launch.edit"
CANCEL: Final = "launch.cancel"
LIST: Final = "launch.list"
OLDER: Final = "launch.older"
NEWER: Final = "launch.newer"
NAME: Final = 150  # characters of a name
GLANCE: Final = 200  # characters of a promise in a list
QUOTED: Final = 1_500  # characters of one field of a promise, where all of it is shown
_LABELS: Final = {
    "problem": "Which problem does it solve?",
    "who": "Who has it?",
    "metric": "Which number should move?",
    "baseline": "Where does it stand now?",
    "target": "Where should it get to?",
}
_QUOTED: Final = {
    "problem": "Problem",
    "who": "Who has it",
    "metric": "Number",
    "baseline": "Before",
    "target": "Target",
}
_ENDED: Final = {
    **{outcome.value: TOLD[outcome].rstrip(".").lower() for outcome in Outcome},
    TOO_EARLY: "too early",
    SNOOZED: "put off",
    MOVED_ON: "moved with the launch",
}


def form(promise: Promise, carried: str = "") -> Block:
    """The form, as it stands. `carried` is the id of the launch, or empty for a new one."""
    picked = {"initial_date": promise.ships_on.isoformat()} if promise.ships_on else {}
    people = {"initial_users": list(promise.stakeholders[:PEOPLE])} if promise.stakeholders else {}
    levers = {lever: lever.capitalize() for lever in LEVERS}
    blocks = [
        kit.short_input("What do you launch?", "name", initial=promise.name[:NAME], most=NAME) | {"optional": False},
        kit.field("On which day?", "ships_on", kit.day_picker("day") | picked, optional=False),
        kit.long_input(
            _LABELS["problem"], "problem", initial=kit.cut(promise.problem or "", kit.SECTION), optional=True
        ),
        *(
            kit.short_input(_LABELS[name], name, initial=kit.cut(getattr(promise, name) or "", kit.SECTION))
            for name in ("who", "metric", "baseline", "target")
        ),
        kit.field("Which business lever does it pull?", "lever", kit.menu("Choose", "choice", levers, promise.lever)),
        kit.field("Who has a stake in it?", "stakeholders", kit.people_picker("people", PEOPLE) | people),
        kit.context("Only you see this. I quote it back to you, word for word, when I ask what became of it."),
    ]
    title = "Edit the launch" if carried else "Plan a launch"
    return kit.modal(SUBMIT, title, blocks, submit="Save", metadata=carried)


def read(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Promise:
    """What a person has put into the form."""
    held = {block: element for block, elements in values.items() for element in elements.values()}
    words = {name: held.get(name, {}).get("value") for name in _LABELS}
    chosen = held.get("ships_on", {}).get("selected_date")
    lever = (held.get("lever", {}).get("selected_option") or {}).get("value")
    people = tuple(held.get("stakeholders", {}).get("selected_users") or ())
    on = date.fromisoformat(chosen) if chosen else None
    return Promise(held.get("name", {}).get("value") or "", on, **words, lever=lever, stakeholders=people)


def complained(found: Mapping[str, Complaint], promise: Promise) -> dict[str, str]:
    """What is wrong, said at each field."""
    on = day(promise.ships_on) if promise.ships_on else ""
    sentences = {
        Complaint.NO_NAME: "Give it a name that you will know again in two months.",
        Complaint.NO_DAY: "Choose the day on which it ships. You can move it later.",
        Complaint.LONG_AGO: f"{on} is before the year 2000. Is the year right?",
        Complaint.FAR_AWAY: f"{on} is more than three years ahead. Is the year right?",
        Complaint.TOO_MANY: f"Choose at most {PEOPLE} people.",
    }
    return {field: sentences[complaint] for field, complaint in found.items()}


def recorded_view(planned: Planned, today: date, *, new: bool) -> Block:
    """Said in place of the form: what is kept, and when the coach comes back."""
    title = "Recorded" if new else "Changed"
    name = kit.text(kit.cut(planned.promise.name, NAME), bold=True)
    blocks = [kit.rich(kit.line(name, kit.text(f", on {_on(planned)}")))]
    if planned.late:
        blocks.append(kit.context("Recorded after its day, so I mark the promise as late. It still counts."))
    blocks.append(kit.section(coming_back(planned, today)))
    blocks.append(kit.actions(kit.button("Open", OPEN, planned.id.hex), kit.button("Change the hour", settings.OPEN)))
    if planned.weekly:
        blocks += nudge.introduced(planned.weekly)
    return kit.modal("launch.recorded", title, blocks)


def coming_back(planned: Planned, today: date) -> str:
    """When the coach asks, in a sentence."""
    waiting = [when(look, planned.hour, today) for look in planned.reviews if look.state == "waiting"]
    if not waiting:
        return "I do not come back to it."
    said = " and on ".join(dict.fromkeys(waiting))
    return f"I come back on {said}, your time, and ask what became of it."


def when(look: Look, hour: Hour, today: date) -> str:
    """When a review comes, such as "Mon 14 Dec at 15:00"; with the year when it is another one."""
    local = look.due_at.astimezone(hour.where)
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%a} {local.day} {local:%b}{year} at {local:%H:%M}"


def listing(page: Page) -> Said:
    """One page of launches, the latest day first."""
    if not page.total:
        sentence = "You have planned no launch yet. Say before it ships what it is to change; I come back and ask."
        return {"text": sentence, "blocks": [kit.section(sentence), kit.actions(_plan())]}
    title = f"Your launches: {page.total}"
    turning = [_turning(page)] if page.last else []
    return {"text": title, "blocks": [kit.section(f"*{title}*"), *_rows(page), *turning, kit.actions(_plan())]}


def listing_view(page: Page) -> Block:
    """The same in a form's place."""
    return kit.modal("launch.listing", "Your launches", listing(page)["blocks"])


def _plan() -> Block:
    return kit.button("Plan a launch", FORM)


def _rows(page: Page) -> Iterator[Block]:
    heading = ""
    for planned in page.launches:
        ahead = "Coming" if (planned.promise.ships_on or page.today) >= page.today else "Past"
        if heading != ahead:
            yield kit.context(f"*{ahead}*")
            heading = ahead
        yield row(planned, page.today)


def row(planned: Planned, today: date) -> Block:
    """A launch in a list: its name and day, what was promised, and its reviews."""
    marks = [mark for mark, so in (("cancelled", planned.cancelled), ("recorded late", planned.late)) if so]
    lines = [
        kit.cut(planned.promise.name, NAME),
        " · ".join([_on(planned), *marks]),
        *([kit.cut(in_short(planned.promise), GLANCE)] if in_short(planned.promise) else []),
        *(_review(look, planned.hour, today) for look in planned.reviews),
    ]
    text = kit.verbatim("\n".join(lines))
    return {"type": "section", "text": text, "accessory": kit.button("Open", OPEN, planned.id.hex)}


def in_short(promise: Promise) -> str:
    """What was promised, in one line of the person's own words."""
    if not (promise.metric or promise.baseline or promise.target):
        return promise.problem or ""
    baseline, target = promise.baseline, promise.target
    if baseline and target:
        ends = f"{baseline} → {target}"
    elif baseline:
        ends = f"{baseline} before, no target yet"
    else:
        ends = f"to {target}, from where is not noted yet" if target else "no target yet"
    return f"{promise.metric or 'Number'}: {ends}"


def _review(look: Look, hour: Hour, today: date) -> str:
    match look.state:
        case "waiting":
            return f"{look.day}-day review: {when(look, hour, today)}"
        case "asked":
            return f"{look.day}-day review: waits for your answer"
        case "cancelled":
            return f"{look.day}-day review: cancelled"
        case _:
            return f"{look.day}-day review: {_ENDED.get(look.answer or '', 'answered')}"


def _turning(page: Page) -> Block:
    buttons = []
    if page.number > 0:
        buttons.append(kit.button("Newer", NEWER, f":{page.number - 1}"))
    if page.number < page.last:
        buttons.append(kit.button("Older", OLDER, f":{page.number + 1}"))
    return kit.actions(*buttons)


def launch_view(planned: Planned, today: date) -> Block:
    """One launch, whole, with all that can be done with it."""
    promise = planned.promise
    marks = [mark for mark, so in (("cancelled", planned.cancelled), ("recorded after its day", planned.late)) if so]
    blocks = [
        kit.rich(kit.line(kit.text(kit.cut(promise.name, NAME), bold=True))),
        kit.context(", ".join([_on(planned), *marks])),
        *quoted(promise, QUOTED),
        *_further(promise),
        *_reviews(planned, today),
    ]
    if not planned.cancelled:
        cancel = kit.button("Cancel the launch", CANCEL, planned.id.hex, style="danger", confirm=_SURE)
        blocks.append(kit.actions(kit.button("Edit or move", EDIT, planned.id.hex), cancel))
    return kit.modal("launch.launch", "Your launch", blocks)


_SURE: Final = kit.sure("Cancel this launch?", "I will not ask what became of it. What you wrote stays.", "Cancel it")


def quoted(promise: Promise, most: int) -> list[Block]:
    """The promise in the person's own words, field by field."""
    said = {label: getattr(promise, name) for name, label in _QUOTED.items() if getattr(promise, name)}
    lines = [
        kit.line(kit.text(f"{label}: ", italic=True), kit.text(kit.cut(words, most))) for label, words in said.items()
    ]
    return [kit.rich(kit.bullets(lines))] if lines else []


def _further(promise: Promise) -> list[Block]:
    lever = [kit.line(kit.text("Business lever: ", italic=True), kit.text(promise.lever))] if promise.lever else []
    apart = [piece for one in promise.stakeholders for piece in (kit.person(one), kit.text(" "))]
    people = [kit.line(kit.text("Has a stake in it: ", italic=True), *apart)] if apart else []
    return [kit.rich(kit.bullets([*lever, *people]))] if lever or people else []


def _reviews(planned: Planned, today: date) -> Iterator[Block]:
    for look in planned.reviews:
        yield kit.section(f"*{_review(look, planned.hour, today)}*")
        if look.state == "asked":
            yield answering.buttons(look.id)


def cancelled(planned: Planned) -> Said:
    """Said where the button stood in a message."""
    sentence = "Cancelled. I will not ask what became of it."
    return {"text": sentence, "blocks": [kit.rich(kit.line(kit.text(f"{sentence}  {planned.promise.name}")))]}


def home(page: Page) -> list[Block]:
    """On Home: what ships next, what I come back to next, and the way to everything."""
    rows = [row(planned, page.today) for planned in page.launches]
    everything = [kit.button("All launches", LIST)] if page.total else []
    return [kit.section("*Launches and reviews*"), *rows, kit.actions(_plan(), *everything)]


def usage() -> Said:
    """How to use the command."""
    lines = (
        f"*{COMMAND}*  opens a form: what you launch, when, for whom, and which number should move.",
        f"*{COMMAND} name*  opens it with the name filled in.",
        f"*{COMMAND} list*  shows your launches with what you promised and what became of it.",
        "I come back after 30 and 60 days (*Settings* has others), at your hour, and quote your own words. Only you see them.",
    )
    return {"text": "\n".join(lines), "blocks": [kit.section("\n".join(lines))]}


def _on(planned: Planned) -> str:
    return day(planned.promise.ships_on) if planned.promise.ships_on else ""
