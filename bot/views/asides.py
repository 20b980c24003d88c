"""What was said elsewhere: a direct message to the coach, or any message that was handed over by its menu."""

from collections.abc import Mapping
from typing import Any, Final

from bot.coach.evidence import Entry
from bot.coach.questions import question
from bot.views import kit
from bot.views.capture import PART
from bot.views.credit import who
from bot.views.kit import Block, Said

SAVE_MESSAGE: Final = "save_as_evidence"  # the two entries of a message's menu; they stand in the manifest as well
REFRAME_MESSAGE: Final = "reframe_update"
SAVE: Final = "asides.save"
REFRAME: Final = "asides.reframe"
BOTH: Final = "asides.both"
LET_GO: Final = "asides.let_go"
SAVE_DRAFTED: Final = "asides.save_drafted"
ASK_TO_SAVE: Final = "asides.ask_to_save"
ASK_TO_REFRAME: Final = "asides.ask_to_reframe"
PART_TO_SAVE: Final = "asides.part_to_save"
PART_TO_REFRAME: Final = "asides.part_to_reframe"
FIRST_WORDS: Final = 300  # characters of a message in an offer


def offer(entry: Entry) -> Said:
    """What can be done with words that were written to the coach."""
    asked = "What should I do with this?"
    value = entry.id.hex
    return {
        "text": kit.escape(f"What should I do with “{kit.cut(entry.text, kit.NOTICE)}”?"),
        "blocks": [
            kit.rich(kit.line(kit.text(asked, bold=True)), kit.quote(kit.cut(entry.text, FIRST_WORDS))),
            kit.actions(
                kit.button("Save", SAVE, value, style="primary"),
                kit.button("Reframe", REFRAME, value),
                kit.button("Both", BOTH, value),
                kit.button("Discard", LET_GO, value),
            ),
            kit.context(
                "*Save* makes it an entry. *Reframe* sends you a draft and saves nothing. I forget unsaved words after a day."
            ),
        ],
    }


def beside_a_file(shown: Mapping[str, Any]) -> None:
    """Add to what is shown about a message with something attached what is kept of it, and what is not."""
    shown["blocks"].append(kit.context("I keep the words only. What is attached stays in Slack."))


def coming() -> Block:
    """Said beside the offer when a draft was asked for."""
    return kit.whispered("The draft comes next. To keep these words, press *Save*.")


def let_go() -> Said:
    """Nothing is kept."""
    sentence = "Discarded. I kept nothing; your message stays in Slack."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def wordless() -> Said:
    """There was a file, a picture, or nothing."""
    sentence = "I can only read words, and this message has none. Write me one line about it."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def our_own() -> Said:
    """The message is one of the coach's."""
    sentence = "I wrote this message, so it cannot be your evidence. Tell me in your own words what happened."
    return {"text": sentence, "blocks": [kit.section(sentence)]}


def refusal(said: Said) -> Block:
    """One of these two as a form."""
    return kit.modal("asides.refused", "Nothing saved", said["blocks"])


def part(entry: Entry, *, to_reframe: bool = False) -> Block:
    """The form that asks for the person's own part in somebody else's words; closed, it leaves nothing behind.

    Of an entry, it changes that part and asks what else is missing; the words stay as they were written.
    """
    callback, title, submit = (
        (PART_TO_REFRAME, "Reframe my update", "Reframe") if to_reframe else (PART_TO_SAVE, _saving(entry), "Save")
    )
    remark = (
        "The quoted words stay as they were written."
        if entry.kept
        else "The quoted words stay credited. If you close this form, I keep nothing."
    )
    known = entry.answers.get(PART, "")[: kit.SECTION]
    asked = kit.long_input("What was your part?", PART, initial=known)
    blocks = [_quoted(entry), asked, *_missing(entry), kit.context(remark)]
    return kit.modal(callback, title, blocks, submit=submit, metadata=entry.id.hex) | {"notify_on_close": True}


def part_by_button(entry: Entry, *, to_reframe: bool) -> Said:
    """The way to the same form, where Slack did not open it."""
    sentence = "Slack was too slow to open the form. Nothing is lost: press *Add my part* to open it."
    button = kit.button("Add my part", ASK_TO_REFRAME if to_reframe else ASK_TO_SAVE, entry.id.hex, style="primary")
    return {"text": sentence, "blocks": [kit.section(sentence), _quoted(entry), kit.actions(button)]}


def answered(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """The answers in a submitted form, by slot; the part is always among them."""
    return {PART: "", **{slot: fields.get("text", {}).get("value") or "" for slot, fields in values.items()}}


def no_part() -> dict[str, str]:
    """Said at the field when it was left empty."""
    return {PART: "One line is enough: what did you do, decide or notice?"}


def _saving(entry: Entry) -> str:
    return "Edit" if entry.kept else "Save as evidence"


def _missing(entry: Entry) -> list[Block]:
    slot = entry.follow_up if entry.kept else None
    if slot is None or slot == PART:
        return []
    return [kit.long_input(question(slot, entry.language, entry.kind), slot, optional=True)]


def _quoted(entry: Entry) -> Block:
    wrote = [who(entry.author), kit.text(" wrote")] if entry.author else [kit.text("You wrote")]
    return kit.rich(kit.line(*wrote), kit.quote(kit.cut(entry.text, kit.SECTION)))
