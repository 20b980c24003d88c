"""What people are told of a model: where their words go, when, and how to change it (R9)."""

from collections.abc import Mapping
from typing import Final

from bot.coach.consent import Consent, Help, Model, may_go
from bot.views import kit

NAME: Final = 60  # characters of a model's or a server's name that are shown
CHOICES: Final[Mapping[Help, str]] = {
    Help.RULES: "None: I work by rules alone",
    Help.REFRAME: "Only what I press Reframe on",
    Help.ALWAYS: "Also to sort what I save",
}
SWITCHED_OFF: Final = "AI models are switched off for this workspace: nothing you write goes to one."
_MASKED: Final = "Passwords and contact details are masked first."
_RECALLED: Final = ", with an earlier entry of yours if it tells what came of them"


def told(model: Model) -> str:
    """Where words would go, and when, for whoever is about to choose."""
    return (
        f"The model is {named(model)}. When you press *Reframe*, your words go there{_RECALLED}; with the "
        f"last choice also each time you save something, to sort it. {_MASKED} What the model says is checked "
        "against your words before you see it."
    )


def standing(model: Model, consent: Consent) -> str:
    """What goes to the model as things stand."""
    if not consent.workspace:
        return SWITCHED_OFF
    if consent.help is Help.RULES:
        return "Nothing: you chose rules alone. *Settings* on Home changes it."
    where = f"{_name(model.where)} (the model {_name(model.name)})"
    saved = " or save something" if may_go(consent, model.where, pressed=False) else ""
    return f"When you press *Reframe*{saved}, your words go to {where}{_RECALLED}. {_MASKED} *Settings* on Home changes it."


def named(model: Model) -> str:
    """The model and its server, in the middle of a sentence."""
    return f"{_name(model.name)} at {_name(model.where)}"


def _name(said: str) -> str:
    """A name as our admin wrote it, on one line and without marks."""
    return (
        f"`{kit.escape(kit.cut(''.join(letter for letter in said if letter.isprintable() and letter != '`'), NAME))}`"
    )
