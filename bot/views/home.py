"""Home: what this is, how the last weeks look, what is thin and the next step, and the way to everything else."""

from collections.abc import Iterator
from typing import Final

from bot.coach import slots
from bot.coach.glance import WEEKS, Glance, Week
from bot.coach.home import Seen
from bot.coach.profile import Preferences
from bot.coach.proposal import Kind
from bot.coach.questions import kind_name
from bot.views import capture, draft, kit, launch, mydata, nudge, reframe, settings, shelf
from bot.views.kit import Block

WIDTH: Final = 12  # blocks in the longest bar, so that a line stays whole on a telephone
OUTCOME, OUTPUT = "█", "░"
LANGUAGE: Final = "en"
NEXT_STEP: Final = {
    Kind.DECISION: "note one thing that you recommended, and what you chose not to do for it.",
    Kind.METRIC: "take one thing that you shipped, and note its number before and now.",
    Kind.TRUST: "note what somebody let you do or said about your work, in their words.",
    Kind.PROBLEM: "note something that you noticed before anybody asked you to look.",
}


def home(seen: Seen, command: str) -> Block:
    """A person's Home."""
    return kit.home(
        [
            *([] if seen.preferences.settled else _welcome()),
            kit.header(f"Your last {WEEKS} weeks"),
            kit.actions(
                kit.button("Log a win", capture.FORM, style="primary"),
                kit.button("My entries", shelf.ALL),
                kit.button("Reframe an update", draft.PASTE),
                kit.button("Reframe a feature request", reframe.REQUEST),
                *([_settings()] if seen.preferences.settled else []),
                kit.button("This week as an update", nudge.UPDATE),
                kit.button("My data", mydata.OPEN),
            ),
            *_evidence(seen, command),
            *(launch.home(seen.launches) if seen.launches else []),
            *_metrics(seen.preferences),
            *nudge.home(seen.standing),
            *_newest(seen),
            kit.context(_small_print(seen.preferences)),
        ]
    )


def _welcome() -> list[Block]:
    return [
        kit.header("Hello. I help you show what you changed."),
        kit.section(
            "Say in one line what you shipped, decided or noticed. I keep it with its date, ask for the one thing that is "
            "missing, and sort your own words into a draft when somebody asks what changed."
        ),
        kit.section(
            "*Who can see what:* I show your entries to nobody but you. Two things I cannot change: your employer can "
            "export Slack messages, and whoever runs me can read my database."
        ),
        kit.section(
            "*Set up in one minute:* the numbers that matter to you, and when I may ask. Everything works without it."
        ),
        kit.actions(_settings()),
    ]


def _settings() -> Block:
    """The one way to the form, under one name: where Home greets, or else in the row of buttons."""
    return kit.button("Settings", settings.OPEN)


def _evidence(seen: Seen, command: str) -> list[Block]:
    if not seen.newest:
        return [
            kit.section(
                "Nothing here yet. Each entry shows up by week and by kind: a decision, a number "
                "that moved, somebody's trust, a problem that you found first."
            ),
            kit.section(
                f"*Next step:* press *Log a win*, or type  `{kit.escape(command)} what happened`  in any conversation."
            ),
        ]
    if not seen.glance.total:
        return [
            kit.section(f"Nothing from the last {WEEKS} weeks. Older entries are under *My entries*."),
            kit.section("*Next step:* what did you decide, notice or move this week? One line is enough."),
        ]
    return [*_pictures(seen.glance), kit.section(_shares(seen.glance)), kit.section(_thinnest(seen.glance))]


def _pictures(glance: Glance) -> list[Block]:
    """The entries by week and by kind, in letters: each line says its numbers before it draws them."""
    weekly = _entries_a_block(max(week.outcome + week.output for week in glance.weeks))
    of_a_kind = _entries_a_block(max(glance.of(kind) for kind in Kind))
    by_week = _over("By week", f"   {OUTCOME} outcome   {OUTPUT} output{_scale(weekly)}")
    by_kind = _over("By kind", _scale(of_a_kind))
    return [kit.rich(by_week, kit.table(_weeks(glance, weekly)), by_kind, kit.table(_kinds(glance, of_a_kind)))]


def _over(title: str, legend: str) -> Block:
    return kit.line(kit.text(title, bold=True), *([kit.text(legend)] if legend else []))


def _scale(per: int) -> str:
    return f"   one block is {per} entries" if per > 1 else ""


def _weeks(glance: Glance, per: int) -> Iterator[str]:
    yield "           outcome  output"
    for ago, week in enumerate(glance.weeks):
        name = _name(week) if ago else "This week"
        bar = OUTCOME * _blocks(week.outcome, per) + OUTPUT * _blocks(week.output, per)
        yield f"{name:<9}  {week.outcome:>7}  {week.output:>6}  {bar}".rstrip()


def _name(week: Week) -> str:
    return f"{week.monday.day.day} {week.monday.day:%b}"


def _kinds(glance: Glance, per: int) -> Iterator[str]:
    for kind in Kind:
        many = glance.of(kind)
        bar = (OUTPUT if kind is Kind.OUTPUT else OUTCOME) * _blocks(many, per)
        yield f"{kind_name(kind, LANGUAGE):<15}  {many:>5}  {bar}".rstrip()


def _entries_a_block(most: int) -> int:
    """How many entries one block stands for, so that the longest bar fits."""
    return max(1, -(-most // WIDTH))


def _blocks(many: int, per: int) -> int:
    """As many blocks as show it; whatever is there shows."""
    return -(-many // per)


def _shares(glance: Glance) -> str:
    output = glance.output_share
    outcome = f"{_many(glance.outcome, 'is', 'are')} a decision, a number, somebody's trust or a problem found"
    shipped = f"{_many(glance.output, 'says', 'say')} what shipped, and not yet what changed"
    said = "; ".join(part for part, many in ((outcome, glance.outcome), (shipped, glance.output)) if many)
    return f"*Outcome {100 - output}%, output {output}%.* Of {_many(glance.total, 'entry', 'entries')}, {said}."


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _thinnest(glance: Glance) -> str:
    kind = glance.thinnest
    return f"*Least evidence: {kind_name(kind, LANGUAGE).lower()} ({glance.of(kind)}).*\n*Next step:* {NEXT_STEP[kind]}"


def _metrics(settled: Preferences) -> list[Block]:
    if settled.metrics:
        return [settings.metrics(settled)]
    return [kit.context("You have not named a metric yet. *Settings* has room for three.")] if settled.settled else []


def _newest(seen: Seen) -> list[Block]:
    zone = slots.zone(seen.preferences.zone)
    rows = [shelf.row(entry, zone) for entry in seen.newest]
    return [kit.section("*Newest*"), *rows] if rows else []


def _small_print(settled: Preferences) -> str:
    if slots.is_known(settled.zone):
        counted = f"Weeks begin on Monday, in {settings.zone_said(settled)} time, as in your Slack profile."
    else:
        counted = "Weeks begin on Monday, in UTC: I do not know your time zone."
    return counted
