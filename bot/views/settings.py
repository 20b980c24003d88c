"""Settings: the hour of the week and the metrics, in one small form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.coach import reviews, slots
from bot.coach.consent import Consent, Help, Model
from bot.coach.profile import METRIC, METRICS, Preferences
from bot.views import kit, models
from bot.views.kit import Block

OPEN: Final = "settings.open"
SUBMIT: Final = "settings.saved"
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LABELS: Final = ("A metric that matters to you", "A second one", "A third one")
EXAMPLES: Final = ("For example: activation of new teams", "For example: tickets about billing", "Two are enough")
FIELD: Final = "metric-"  # block ids of the metrics
REVIEW_DAYS: Final = "review-days"
HELP: Final = "help"
_NO_DAY: Final = 0
LENGTH: Final = 10  # digits; a longer number is no day

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a submitted form says."""

    weekday: int
    hour: int
    metrics: tuple[str, ...]
    review_days: tuple[int, ...] | None = None
    help: Help | None = None


def form(settled: Preferences, model: Model | None = None, consent: Consent = Consent()) -> Block:  # noqa: B008  # frozen
    """The form, with what stands. The server that it names is carried along: that is what the person agrees to."""
    days = {str(number): day for number, day in enumerate(DAYS)}
    hours = {str(hour): f"{hour:02d}:00" for hour in range(24)}
    blocks = [
        _choice("Your day of the week", "weekday", days, str(settled.weekday)),
        _choice("Your hour", "hour", hours, str(settled.hour)),
        kit.context(_counted_in(settled)),
        kit.context(
            "At this hour I ask one question a week, and only when you have noted nothing since the last one. "
            "Pause or stop it whenever you like: from each question, and from Home."
        ),
        *(_metric(number, settled) for number in range(METRICS)),
        kit.context("Two or three are enough. Leave empty what you do not know yet."),
        kit.short_input("After a launch, come back on day", REVIEW_DAYS, initial=days_said(settled), most=40),
        kit.context("One to three numbers, such as 30, 60. They hold for launches that you plan from now on."),
        *(_help(model, consent) if model else ()),
    ]
    return kit.modal(SUBMIT, "Settings", blocks, submit="Save", metadata=model.mark if model else "")


def _help(model: Model, consent: Consent) -> list[Block]:
    """What the model may do, where the workspace leaves that to the person."""
    if not consent.workspace:
        return [kit.context(models.SWITCHED_OFF)]
    offered = {each.value: label for each, label in models.CHOICES.items()}
    return [_choice("Help from an AI model", HELP, offered, consent.help.value), kit.context(models.told(model))]


def _choice(label: str, name: str, options: Mapping[str, str], chosen: str) -> Block:
    return kit.field(label, name, kit.menu(label, "choice", options, chosen), optional=False)


def _metric(number: int, settled: Preferences) -> Block:
    named = settled.metrics[number] if number < len(settled.metrics) else ""
    return kit.short_input(
        LABELS[number], f"{FIELD}{number}", initial=kit.cut(named, METRIC), hint=EXAMPLES[number], most=METRIC
    )


def _counted_in(settled: Preferences) -> str:
    if slots.is_known(settled.zone):
        return f"In your time zone, {zone_said(settled)}, as in your Slack profile."
    return "In UTC: I do not know your time zone."


def zone_said(settled: Preferences) -> str:
    """The zone that a person's hours and weeks are counted in."""
    return kit.escape(settled.zone or "UTC") if slots.is_known(settled.zone) else "UTC"


def hour_said(settled: Preferences) -> str:
    """The hour of the week, with its zone."""
    return f"{DAYS[settled.weekday]}, {settled.hour:02d}:00 ({zone_said(settled)})"


def chosen(values: Values) -> Chosen:
    """What a submitted form says. Raises `KeyError` or `ValueError` for one that is not ours."""
    fields = [values.get(f"{FIELD}{number}", {}).get("text", {}).get("value") or "" for number in range(METRICS)]
    weekday, hour = (int(values[name]["choice"]["selected_option"]["value"]) for name in ("weekday", "hour"))
    days = _days(values.get(REVIEW_DAYS, {}).get("text", {}).get("value"))
    wanted = values.get(HELP, {}).get("choice", {}).get("selected_option")
    return Chosen(weekday, hour, tuple(fields), days, Help(wanted["value"]) if wanted else None)


def _days(said: str | None) -> tuple[int, ...] | None:
    """The days in what was typed, none where nothing was; what is no number is a day that cannot be."""
    parts = re.split(r"[\s,;]+", (said or "").strip(" \t,;"))
    return (
        tuple(int(part) if part.isdecimal() and len(part) < LENGTH else _NO_DAY for part in parts)
        if any(parts)
        else None
    )


def days_said(settled: Preferences) -> str:
    """The days after a launch on which the coach comes back."""
    return ", ".join(map(str, settled.review_days))


def complained(chosen: Chosen) -> dict[str, str]:
    """What is wrong, said at each field."""
    wrong = chosen.review_days is not None and not reviews.are_days(chosen.review_days)
    sentence = f"Write one to three numbers of days from 1 to {reviews.LONGEST}, such as 30, 60."
    return too_long(chosen.metrics) | ({REVIEW_DAYS: sentence} if wrong else {})


def too_long(metrics: tuple[str, ...]) -> dict[str, str]:
    """What to say at each field that holds more than a name."""
    sentence = f"Please use at most {METRIC} characters."
    return {f"{FIELD}{number}": sentence for number, metric in enumerate(metrics) if len(metric) > METRIC}


def settled_view(settled: Preferences, command: str) -> Block:
    """Said in place of the form: what is kept, and what follows."""
    blocks = [kit.section(f"*Saved.* Your hour is {hour_said(settled)}.")]
    if settled.metrics:
        blocks.append(metrics(settled))
    blocks += [
        kit.section(
            f"*Next step:* save one thing from this week. Type  `{kit.escape(command)} what happened`  anywhere."
        ),
        kit.context("My question comes at this hour, never twice a week. Home has Pause and Stop."),
    ]
    return kit.modal("settings.settled", "Settings", blocks)


def metrics(settled: Preferences) -> Block:
    """The metrics, in the person's own words."""
    named = [kit.line(kit.text(kit.cut(metric, METRIC))) for metric in settled.metrics]
    return kit.rich(kit.line(kit.text("Metrics that matter to you", bold=True)), kit.bullets(named))
