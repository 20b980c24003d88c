"""The weekly question: how it is asked, answered and put off; and how it stands, for Home."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bot.coach.asking import Asked
from bot.coach.evidence import Saved
from bot.coach.ideas import quoted
from bot.coach.nudges import Standing
from bot.coach.payback import Update
from bot.coach.profile import Preferences
from bot.coach.replies import Answered
from bot.coach.rhythm import FORTNIGHTLY, RESTING, STOPPED
from bot.coach.wonder import DATED, group_of
from bot.coach.wonder import MOVED as CAN_MOVE
from bot.views import capture, kit, settings
from bot.views.kit import Block, Said

MOVED: Final = "nudge.moved"
NOT_YET: Final = "nudge.not_yet"
ANSWER: Final = "nudge.answer"
SUBMIT: Final = "nudge.answered"
MENU: Final = "nudge.menu"
WORKDAY, NEXT_WEEK, PAUSE, AWAY, HOUR, STOP = "tomorrow", "next_week", "pause", "away", "hour", "stop"
PAUSED: Final = "nudge.paused"
UNDO: Final = "nudge.undo"
UPDATE: Final = "nudge.update"
RESUME: Final = "nudge.resume"
PAUSE_HERE: Final = "nudge.pause"
STOP_HERE: Final = "nudge.stop"
FIELD: Final = "answer"
UNTIL: Final = "until"
Values = Mapping[str, Mapping[str, Mapping[str, Any]]]
_PERSON: Final = re.compile(r"<@([UW][A-Z0-9]{2,30})>")
_LATER: Final = {
    WORKDAY: "Ask me next workday",
    NEXT_WEEK: "Not this week",
    PAUSE: "Pause until a day",
    AWAY: "I am out of office",
    HOUR: "Change the hour",
    STOP: "Stop these questions",
}


def asked(nudge: Asked) -> Said:
    """The question in the direct message, or the notice in its place."""
    if nudge.notice:
        return _notice(nudge)
    carried = nudge.id.hex
    taps = [kit.button("It moved", MOVED, carried), kit.button("Not yet", NOT_YET, carried)]
    buttons = [*(taps if group_of(nudge.template) in CAN_MOVE else []), kit.button("Answer", ANSWER, carried)]
    later = kit.menu("Not now", MENU, {f"{carried}:{choice}": label for choice, label in _LATER.items()}, None)
    return {
        "text": _plain(nudge.sentence),
        "blocks": [
            kit.rich(kit.line(*_pieces(nudge.sentence))),
            kit.actions(*buttons, later),
            kit.context("One line is enough. Write it here or in a thread, and I save it with your notes."),
            *([kit.context(_MOVE)] if group_of(nudge.template) in DATED else []),
        ],
    }


_MOVE: Final = "If the day has moved, open it with */launch list* and move it there: its reviews move along."


def _notice(nudge: Asked) -> Said:
    slows = nudge.notice == "slows"
    back = kit.button("Weekly again" if slows else "Ask me again", RESUME, style="primary")
    buttons = [back, kit.button("Stop these questions", STOP_HERE)] if slows else [back]
    return {"text": nudge.sentence, "blocks": [kit.section(nudge.sentence), kit.actions(*buttons)]}


def form(nudge: Asked) -> Block:
    """One field for the answer."""
    blocks = [
        kit.rich(kit.line(*_pieces(nudge.sentence))),
        kit.long_input("Your answer", FIELD),
    ]
    return kit.modal(SUBMIT, "This week's question", blocks, submit="Save", metadata=nudge.id.hex)


def written(values: Values) -> str:
    """What was written into it."""
    return values.get(FIELD, {}).get("text", {}).get("value") or ""


def no_words() -> dict[str, str]:
    """Said at the field when it was left empty."""
    return {FIELD: "One line is enough. Or close this, and nothing is kept."}


def saved(answered: Answered) -> Said:
    """What was saved, where, and how to take it back."""
    if answered.nudge is None or answered.slot is None:
        said = capture.said(Saved(answered.entry, before=False))
        return {"text": said["text"], "blocks": [*_of(answered), *said["blocks"], _payback()]}
    title = "Already saved" if answered.before else "Saved"
    words = kit.cut(answered.entry.answers[answered.slot], kit.SECTION)
    return {
        "text": f"{title}: {kit.escape(kit.cut(words, kit.NOTICE))}",
        "blocks": [
            *_of(answered),
            kit.rich(
                kit.line(kit.text(title, bold=True), kit.text("  ·  added to your note")),
                kit.quote(words),
                *_to_which(answered),
            ),
            kit.actions(
                kit.button("Edit", capture.EDIT, answered.entry.id.hex),
                kit.button("Undo", UNDO, answered.nudge.id.hex),
                kit.button("This week as an update", UPDATE),
            ),
        ],
    }


def _to_which(answered: Answered) -> list[Block]:
    """The note to which it was added, where the question above does not quote it."""
    note = answered.entry.text
    said = answered.nudge is not None and quoted(note) in answered.nudge.sentence
    return [] if said else [kit.line(kit.text(kit.cut(note, kit.NOTICE), italic=True))]


def saved_view(answered: Answered) -> Block:
    """The same, in the form's place."""
    return kit.modal("nudge.saved", "Saved", saved(answered)["blocks"])


def _of(answered: Answered) -> list[Block]:
    """The question that was answered."""
    pieces = _pieces(answered.nudge.sentence) if answered.nudge else []  # none when what it quoted was deleted
    if not pieces:
        return []
    return [kit.rich(kit.line(*(piece | _ITALIC if piece["type"] == "text" else piece for piece in pieces)))]


_ITALIC: Final = {"style": {"italic": True}}


def _payback() -> Block:
    return kit.actions(kit.button("This week as an update", UPDATE))


def taken_back(words: str) -> Said:
    """The answer is out of the note again."""
    sentence = "Undone. The answer is out of your note, and the note is as it was. These were your words:"
    return {"text": sentence, "blocks": [kit.section(sentence), kit.handed_back(words)]}


def taken_back_view(words: str) -> Block:
    """The same, where the button stood in a form."""
    return kit.modal("nudge.undone", "Undone", taken_back(words)["blocks"])


def asked_again(on: date) -> Said:
    """What stands in the question's place when it comes once more."""
    sentence = f"I ask you this once more on {on:%A}, at your hour."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def put_off(choice: str, standing: Standing | None = None) -> Said:
    """What stands in the question's place when it was let go."""
    following = f" The next question comes on {_day(standing.next_on)}." if standing and standing.next_on else ""
    sentences = {
        NEXT_WEEK: f"Not this week, then.{following}",
        STOP: "Stopped. I ask nothing more. Reviews of your launches still come; each has its own way out.",
    }
    sentence = sentences[choice]
    buttons = [kit.actions(kit.button("Ask me again", RESUME))] if standing and standing.every <= STOPPED else []
    return {"text": sentence, "blocks": [kit.section(sentence), *buttons]}


def answered_before() -> Said:
    """The question has its answer already."""
    sentence = "This one is answered already, so there is nothing to put off."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def pause_form(*, away: bool = False) -> Block:
    """The day on which the questions come back."""
    label = "My first day back" if away else "Ask me again from"
    blocks = [
        kit.field(label, UNTIL, kit.day_picker("day"), optional=False),
        kit.context(
            "Until then there is no question. Reviews of your launches wait for the first working day after it."
        ),
    ]
    title = "Out of office" if away else "Pause"
    return kit.modal(PAUSED, title, blocks, submit="Save")


def until(values: Values) -> date | None:
    """The day that was chosen; None for anything else."""
    try:
        return date.fromisoformat(values[UNTIL]["day"]["selected_date"] or "")
    except (KeyError, TypeError, ValueError):
        return None


def no_such_day() -> dict[str, str]:
    """Said at the field when the day is not after today, or too far away."""
    return {UNTIL: "Please choose a later day, within a year."}


def standing_view(standing: Standing) -> Block:
    """How it stands now, in a form's place."""
    return kit.modal("nudge.standing", "Weekly question", home(standing))


def standing_said(standing: Standing) -> Said:
    """The same, in a message's place."""
    return {"text": _how(standing), "blocks": home(standing)}


def home(standing: Standing) -> list[Block]:
    """How the weekly question stands, with the buttons that change it."""
    silent = standing.every <= STOPPED or standing.paused_until
    change = kit.button("Change the hour", settings.OPEN)
    wait = [kit.button("Pause", PAUSE_HERE), kit.button("Stop", STOP_HERE)]
    buttons = [kit.button("Ask me again", RESUME), change] if silent else [change, *wait]
    if standing.every == FORTNIGHTLY and not silent:
        buttons.insert(0, kit.button("Weekly again", RESUME))
    return [kit.section(_how(standing)), kit.actions(*buttons)]


def introduced(standing: Standing) -> list[Block]:
    """Beside something else that comes at the same hour: that a question will come as well, and how not to have it."""
    when = f"{settings.DAYS[standing.weekday]}s at {standing.hour:02d}:00"
    sentence = (
        f"Beside that I ask one question a week, on {when}, your time, if you have noted nothing since the last one."
    )
    return [kit.section(sentence), kit.actions(kit.button("No weekly question", STOP_HERE))]


def _how(standing: Standing) -> str:
    hour = settings.hour_said(Preferences(standing.zone, standing.weekday, standing.hour))
    if standing.every == STOPPED:
        return "*Weekly question:* stopped."
    if standing.every == RESTING:
        return "*Weekly question:* I stopped asking, since nobody answered."
    if standing.paused_until:
        return f"*Weekly question:* paused, back from {_day(standing.paused_until)}."
    often = "every second week" if standing.every == FORTNIGHTLY else "once a week"
    following = f" The next one: {_day(standing.next_on)}." if standing.next_on else ""
    return f"*Weekly question:* {often}, {hour}, and only when you have noted nothing since the last one.{following}"


def update(made: Update | None) -> Block:
    """The last days' captures, to be copied."""
    if made is None:
        blocks = [
            kit.section(
                "There is nothing from the last seven days yet. Answer a question or save a win, and it stands here."
            )
        ]
        return kit.modal("nudge.update", "This week", blocks)
    more = [kit.context(f"{made.left_out} older entries are left out.")] if made.left_out else []
    blocks = [
        kit.section("Your notes of the last seven days, in your own words. Copy what your manager should read."),
        kit.handed_back(made.text),
        *more,
    ]
    return kit.modal("nudge.update", "This week", blocks)


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _pieces(sentence: str) -> list[Block]:
    """The sentence as rich text, in which a person is a name and alerts nobody."""
    parts = _PERSON.split(sentence)
    return [kit.person(part) if number % 2 else kit.text(part) for number, part in enumerate(parts) if part]


def _plain(sentence: str) -> str:
    said = _PERSON.sub("your colleague", sentence)
    return kit.escape(said[:1].upper() + said[1:])
