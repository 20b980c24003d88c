"""The form of an entry: the fields that its kind asks for, what else can be noted, and what is said about it (C2, C7)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from bot.coach.details import CHOICES, PEOPLE, Complaint
from bot.coach.forms import FIELDS, Filled
from bot.coach.proposal import Kind, Metric, propose
from bot.coach.questions import kind_name, question
from bot.views import kit
from bot.views.kit import Block, Said

SUBMIT: Final = "form.filled"
KIND: Final = "form.kind"
MORE: Final = "form.more"
EXPAND: Final = "more"  # what its button carries
REOPEN: Final = "form.reopen"
LET_GO: Final = "form.let_go"
WORDS: Final = "part-"  # block ids: long words come in several parts
PROPOSE: Final = "propose"  # the choice that leaves the kind to the coach
METRIC: Final = {"metric-name": "Metric", "metric-before": "Before", "metric-after": "Now"}
_SLOTS: Final = frozenset(slot for slots in FIELDS.values() for slot in slots)
_WHAT_IT_IS: Final = {
    Kind.DECISION: "you chose, and gave something up for it",
    Kind.METRIC: "a number moved",
    Kind.TRUST: "somebody relied on you",
    Kind.PROBLEM: "you saw it before others did",
    Kind.OUTPUT: "something shipped, no change named yet",
}
_LABELS: Final = {
    "happened_on": "When did it happen?",
    "launch": "Which launch does it belong to?",
    "stakeholders": "Who was involved?",
    "partner": "Which team did you work with?",
    "skill": "Which skill does it show?",
    "lever": "Which business lever does it pull?",
    "origin": "Where did the idea come from?",
    "link": "A link to it",
}
_COMPLAINTS: Final = {
    Complaint.NOT_YET: "This day has not come yet. Choose today or an earlier day.",
    Complaint.LONG_AGO: "This is before the year 2000. Please check the year.",
    Complaint.NO_LINK: "Start the link with https:// so that it opens.",
    Complaint.TOO_MANY: f"Choose at most {PEOPLE} people, and name the others in your words.",
}


def blank() -> Block:
    """The form for a new entry."""
    return form(Filled(""), "")


def form(filled: Filled, carried: str, *, expanded: bool = False) -> Block:
    """The form as it stands, with every field that is filled or that its kind asks for.

    `carried` is the id of the entry, or empty for a new one.
    """
    language = propose(filled.text[: kit.SECTION]).language
    blocks = [*_words(filled.text, "Your words" if carried else "What happened?"), _kind(filled.kind)]
    if filled.kind is Kind.METRIC or expanded or _holds(filled.metric):
        blocks.extend(_metric(filled.metric))
    blocks.extend(_asked(filled, language))
    if expanded or filled.more:
        blocks.extend(_details(filled.more))
    else:
        blocks.append(kit.actions(kit.button("Add date, link, people and more", MORE, EXPAND)))
    title = "Edit" if carried else "Log a win"
    return kit.modal(SUBMIT, title, blocks, submit="Save", metadata=carried) | {"notify_on_close": True}


def _words(text: str, alone: str) -> Iterator[Block]:
    """The words. Slack takes 3,000 characters a field, so long words come in parts."""
    parts = [text[at : at + kit.SECTION] for at in range(0, len(text), kit.SECTION)] or [""]
    for n, part in enumerate(parts):
        label = f"Your words, part {n + 1}" if len(parts) > 1 else alone
        yield kit.long_input(label, f"{WORDS}{n}", initial=part, optional=n > 0)


def _kind(chosen: Kind | None) -> Block:
    options = {PROPOSE: "Suggest it for me"}
    options |= {kind.value: f"{kind_name(kind, 'en')}: {told}" for kind, told in _WHAT_IT_IS.items()}
    menu = kit.menu("Kind", KIND, options, chosen.value if chosen else PROPOSE)
    return kit.field("What is it evidence of?", "kind", menu) | {"dispatch_action": True}


def _asked(filled: Filled, language: str) -> Iterator[Block]:
    """What the receipt asked for, what its kind asks for, and every other answer that is there already."""
    asked = FIELDS[filled.kind] if filled.kind else ()
    if filled.follow_up and not (
        filled.follow_up in asked or filled.kind is Kind.METRIC
    ):  # of a metric, Before and Now stand there
        asked = (filled.follow_up, *asked)
    further = [slot for slot, said in filled.answers.items() if said and slot not in asked]
    for slot in (*asked, *further):
        label = kit.cut(question(slot, language, filled.kind), kit.NOTICE)
        yield kit.long_input(label, slot, initial=filled.answers.get(slot) or "", optional=True)


def _holds(metric: Metric | None) -> bool:
    return metric is not None and any((metric.name, metric.before, metric.after))


def _metric(metric: Metric | None) -> Iterator[Block]:
    parts = (metric.name, metric.before, metric.after) if metric else (None, None, None)
    for (block_id, label), part in zip(METRIC.items(), parts, strict=True):
        yield kit.short_input(label, block_id, initial=kit.cut(part or "", kit.SECTION))


def _details(more: Mapping[str, Any]) -> Iterator[Block]:
    yield kit.field(_LABELS["happened_on"], "happened_on", _with(kit.day_picker("day"), "initial_date", _iso(more)))
    yield kit.short_input(_LABELS["launch"], "launch", initial=more.get("launch") or "")
    people = _with(kit.people_picker("people", PEOPLE), "initial_users", (more.get("stakeholders") or [])[:PEOPLE])
    yield kit.field(_LABELS["stakeholders"], "stakeholders", people)
    for name, offered in CHOICES.items():
        options = {choice: choice[0].upper() + choice[1:] for choice in offered}
        yield kit.field(_LABELS[name], name, kit.menu("Choose", "choice", options, more.get(name)))
    yield kit.short_input(_LABELS["link"], "link", initial=more.get("link") or "")


def _iso(more: Mapping[str, Any]) -> str | None:
    day = more.get("happened_on")
    return day.isoformat() if day else None


def _with(element: Block, name: str, value: Any) -> Block:
    return element | ({name: value} if value else {})


def read(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Filled:
    """What a person has put into the form; the parts of long words are joined again."""
    held = {block: _held(element) for block, elements in values.items() for element in elements.values()}
    parts = sorted((int(block.removeprefix(WORDS)), said) for block, said in held.items() if block.startswith(WORDS))
    kind = held.get("kind")
    return Filled(
        text="".join(said or "" for _, said in parts),
        kind=Kind(kind) if kind in set(Kind) else None,
        answers={slot: held[slot] or "" for slot in held if slot in _SLOTS or slot in _further(held)},
        metric=Metric(*(held[block] for block in METRIC)) if METRIC.keys() <= held.keys() else None,
        more={name: _day(held[name]) if name == "happened_on" else held[name] for name in _LABELS if name in held},
    )


def is_expanded(values: Mapping[str, Any]) -> bool:
    """Whether the form showed all its fields."""
    return "link" in values


def _further(held: Mapping[str, Any]) -> set[str]:
    """Slots that only an answer to a question can have filled."""
    return {block for block in held if not block.startswith(WORDS) and block not in {"kind", *METRIC, *_LABELS}}


_HELD: Final = ("value", "selected_date", "selected_users")


def _held(element: Mapping[str, Any]) -> Any:
    option = element.get("selected_option")
    return option["value"] if option else next((element[key] for key in _HELD if element.get(key)), None)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def complained(found: Mapping[str, Complaint]) -> dict[str, str]:
    """What is wrong, said at each field."""
    return {field: _COMPLAINTS[complaint] for field, complaint in found.items()}


def unsent(filled: Filled, carried: str) -> Said:
    """Asked in the direct message about a form that was closed before it was sent."""
    sentence = "You closed a form before saving it. I keep what you typed for a day."
    words = [kit.rich(kit.quote(kit.cut(filled.text, kit.SECTION)))] if filled.text else []
    buttons = [
        kit.button("Open it again", REOPEN, carried, style="primary"),
        kit.button("Discard", LET_GO, carried),
    ]
    return {"text": sentence, "blocks": [kit.section(sentence), *words, kit.actions(*buttons)]}


def let_go() -> Said:
    """Said in place of the question."""
    sentence = "Discarded. What you typed in the form is gone."
    return {"text": sentence, "blocks": [kit.section(sentence)]}
