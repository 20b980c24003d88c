"""My data: what is kept and who can see it, the export, and deletion with what it will take."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.coach.belongings import Counts, Period
from bot.coach.consent import Consent, Model
from bot.coach.lookbacks import day
from bot.coach.profile import Preferences
from bot.views import kit, models, settings
from bot.views.kit import Block

MINE: Final = "mine"  # what these buttons carry: whose it is stands in the payload that Slack signed
OPEN: Final = "mydata.open"
EXPORT: Final = "mydata.export"
PERIOD: Final = "mydata.period"
CHOSEN: Final = "mydata.chosen"  # a period, to be looked at first
DELETE_PERIOD: Final = "mydata.delete_period"
ALL: Final = "mydata.all"
DELETE_ALL: Final = "mydata.delete_all"
FIRST: Final = "first"  # block ids of the fields
LAST: Final = "last"
WORD: Final = "word"
DELETE: Final = "delete"  # what is typed before everything goes
QUOTES: Final = " \"'.\u00ab\u00bb\u2018\u2019\u201c\u201d\u201e"  # a phone may add them
EXPORTED: Final = (
    "Everything I keep about you: Markdown to read, JSON for programs. The files are yours to keep. "
    "*Delete everything* under *My data* deletes them from Slack again."
)
_ONE_AND_MANY: Final = {
    "entries": ("entry, with its answers", "entries, with their answers"),
    "undecided": ("unsaved text", "unsaved texts"),
    "drafts": ("draft", "drafts"),
    "records": ("record of what I did or sent", "records of what I did or sent"),
    "settings": ("set of settings", "sets of settings"),
    "files": ("export", "exports"),
    "further": ("other record", "other records"),
}


def overview(
    counts: Counts,
    deeds: int,
    model: Model | None = None,
    consent: Consent = Consent(),  # noqa: B008  # frozen
) -> Block:
    """What is kept, where, who can see it, what goes to a model, and what can be done about it."""
    blocks = [kit.section("*What I keep about you*"), kit.rich(kit.bullets(_kept(counts, deeds)))]
    blocks += [kit.section(f"*Where*\n{_WHERE}"), kit.section(f"*Who can see it*\n{_WHO}")]
    if model:
        blocks.append(kit.section(f"*What goes to an AI model*\n{models.standing(model, consent)}"))
    blocks.append(
        kit.actions(
            kit.button("Export everything", EXPORT, MINE, style="primary"),
            kit.button("Delete a period", PERIOD, MINE),
            kit.button("Delete everything", ALL, MINE, style="danger"),
        )
    )
    return kit.modal("mydata.overview", "My data", blocks)


_WHERE: Final = "In my database, until you delete it. Messages and files that I sent you are in Slack."
_WHO: Final = (
    "I show it to nobody but you. Two things I cannot change: your employer can export Slack messages, ours too, and "
    "whoever runs me can read my database."
)


def _kept(counts: Counts, deeds: int) -> list[Block]:
    said = _listed(counts) or ["Nothing yet"]
    if counts.undecided:
        said.append("I forget unsaved texts a day after you wrote them")
    if deeds:
        said.append(
            f"{deeds} {'line' if deeds == 1 else 'lines'} about exports and deletions: when and how much, none of your words"
        )
    return [kit.line(kit.text(each)) for each in [*said, "Your Slack IDs, and which conversation is ours"]]


def _listed(counts: Counts) -> list[str]:
    numbers = counts.by_name()
    return [f"{numbers[name]} {names[numbers[name] != 1]}" for name, names in _ONE_AND_MANY.items() if numbers[name]]


def promised() -> Block:
    """The export is on its way."""
    sentence = "Everything I keep about you comes to our direct messages, in two kinds of file: Markdown and JSON."
    return kit.modal("mydata.promised", "On its way", [kit.section(sentence)])


def promised_before() -> Block:
    """The same, when it was asked for before."""
    sentence = "Your export is on its way to our direct messages, or already there."
    return kit.modal("mydata.promised", "On its way", [kit.section(sentence)])


def period_form(settled: Preferences) -> Block:
    """Which days are to go; nothing goes yet."""
    blocks = [
        kit.section("Choose the days. I count what would go, and ask again before I delete anything."),
        kit.field("First day", FIRST, kit.day_picker("date"), optional=False),
        kit.field("Last day", LAST, kit.day_picker("date"), optional=False),
        kit.context(
            f"Both days are included, from midnight to midnight ({settings.zone_said(settled)}), as in *My entries*."
        ),
    ]
    return kit.modal(CHOSEN, "Delete a period", blocks, submit="See what would go")


def chosen_period(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Period | None:
    """The days in the form; None while one is missing."""
    first, last = (_day(values.get(block, {}).get("date", {}).get("selected_date")) for block in (FIRST, LAST))
    return Period(first, last) if first and last else None


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None


def no_period() -> dict[str, str]:
    """A day is missing, said at the field."""
    return {LAST: "Please choose both days."}


def backwards() -> dict[str, str]:
    """The last day comes before the first."""
    return {LAST: "The last day comes before the first. Please choose a later one."}


def empty_period(period: Period) -> dict[str, str]:
    """There is nothing in it."""
    return {LAST: f"You have nothing {_days(period)}. Please choose other days."}


def sure_of_period(period: Period, counts: Counts) -> Block:
    """What will go, counted."""
    blocks = [
        kit.section(f"*What you have {_days(period)} goes for good:*"),
        kit.rich(kit.bullets(kit.line(kit.text(each)) for each in _listed(counts))),
        *_remarks(counts),
    ]
    carried = f"{period.first}{period.last}".replace("-", "")
    return kit.modal(DELETE_PERIOD, "Delete this period?", blocks, submit="Delete it", metadata=carried)


def _remarks(counts: Counts) -> list[Block]:
    files = "I also delete exports that may hold these words, even one still on its way. " if counts.files else ""
    stays = "Messages that I sent you stay in Slack, and I keep a line that says when and how much was deleted."
    return [kit.context(files + stays)]


def period_in(carried: str) -> Period | None:
    """The days that a form carries; None when it carries none."""
    first, last = (_day(f"{day[:4]}-{day[4:6]}-{day[6:]}") for day in (carried[:8], carried[8:]))
    return Period(first, last) if first and last and first <= last else None


def sure_of_all(counts: Counts) -> Block:
    """What will go, counted, and a word to type: this one cannot be pressed by mistake."""
    blocks = [
        kit.section("*This goes for good:*"),
        kit.rich(kit.bullets(kit.line(kit.text(each)) for each in _listed(counts))),
        *_remarks(counts),
        kit.context("I keep your Slack IDs as well. You can go on using me, starting from nothing."),
        kit.field(f"Type {DELETE} to go on", WORD, {"type": "plain_text_input", "action_id": "text"}, optional=False),
    ]
    return kit.modal(DELETE_ALL, "Delete everything?", blocks, submit="Delete everything")


def said_so(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bool:
    """Whether the word was typed; case, blanks and quotation marks do not matter."""
    typed = values.get(WORD, {}).get("text", {}).get("value")
    return isinstance(typed, str) and typed.strip(QUOTES).casefold() == DELETE


def not_said() -> dict[str, str]:
    """Another word was typed."""
    return {WORD: f"Nothing is deleted yet. Type {DELETE}, or press Close to keep everything."}


def nothing_there() -> Block:
    """There is nothing to delete."""
    sentence = "There is nothing of yours to delete."
    return kit.modal("mydata.nothing", "Nothing to delete", [kit.section(sentence)])


def deleted(counts: Counts) -> Block:
    """It is gone, and what that was."""
    if counts.nothing:
        return nothing_there()
    blocks = [
        kit.section("*Deleted for good:*"),
        kit.rich(kit.bullets(kit.line(kit.text(each)) for each in _listed(counts))),
    ]
    if counts.files:
        blocks.append(
            kit.context("I am deleting the exported files from Slack now, and will retry until they are gone.")
        )
    blocks.append(
        kit.context("Messages that I sent you stay in Slack. I keep a line with these numbers, none of your words.")
    )
    return kit.modal("mydata.deleted", "Deleted", blocks)


def _days(period: Period) -> str:
    if period.first == period.last:
        return f"from {day(period.first)}"
    return f"from {day(period.first)} to {day(period.last)}"
