"""What people read when something did not work: a clear sentence, the next step, and their words back."""

from typing import Final

from bot.views import kit
from bot.views.kit import Block, Said


def gone(words: str) -> Said:
    """The entry was taken back."""
    return _said(
        "That entry is gone.",
        "It was undone, deleted, or not saved within a day, so there is nothing to do here.",
        words,
    )


def not_saved(words: str) -> Said:
    """Nothing was stored."""
    return _said("Not saved.", "I could not reach my database just now. Please send it again in a minute.", words)


def not_done() -> Said:
    """Nothing was changed, and there are no words to hand back."""
    return _said("Not done.", "I could not reach my database just now. Please try again in a minute.")


def no_room(words: str) -> Said:
    """Nothing was stored or changed, and trying again does not help yet."""
    title, again = ("Not saved.", "send it again") if words else ("Not done.", "try again")
    return _said(
        title, f"I have no room left to keep anything. Please tell whoever runs me, and {again} after that.", words
    )


def perhaps_done() -> Said:
    """It may have been done, and doing it again would do more."""
    return _said("Perhaps done.", "I could not confirm it yet. Please look at your entries before you try again.")


def unconfirmed(words: str) -> Said:
    """It may have been stored."""
    sentence = "I could not confirm it yet. Please send it again; I will not save it twice."
    return _said("Perhaps saved.", sentence, words)


def unwell(words: str) -> Said:
    """Something that we did not foresee."""
    return _said(
        "That did not work.", "The fault is mine. Please try again; if it happens twice, tell whoever runs me.", words
    )


def not_opened() -> Said:
    """The form did not come up."""
    return _said("The form did not open.", "Slack was too slow just now. Please try once more.")


def unknown(words: str) -> Said:
    """A button, form or command of another release."""
    return _said(
        "I do not know this one.", "It is from another version of me. Please start again on my Home tab.", words
    )


def unknown_command(name: str, known: str, words: str) -> Said:
    """A command that this release does not have."""
    return _said(f"I do not have {name} yet.", f"{known} help shows what I can do.", words)


def came_to_nothing(kind: str) -> Said:
    """A job of this kind was promised, and there will be no result."""
    return _said(*_CAME_TO_NOTHING[kind])


_CAME_TO_NOTHING: Final = {
    "reframe": (
        "I could not make your draft.",
        "The fault is mine, and your words are safe. Please ask for the draft once more.",
    ),
    "export": (
        "I could not send you your export.",
        "Slack refused the files. Your entries are safe. Please tell whoever runs me, and export again after that.",
    ),
}


def view(said: Said) -> Block:
    """The same, in place of a form."""
    return kit.modal("trouble", "Not done", said["blocks"])


def _said(title: str, sentence: str, words: str = "") -> Said:
    blocks = [kit.section(f"*{title}* {sentence}")]
    if words:
        blocks.append(kit.section("Your words:"))
        blocks.append(kit.handed_back(words))
    return {"text": f"{title} {sentence}", "blocks": blocks}
