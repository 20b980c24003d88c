"""The answer to somebody who says hello or thanks to the coach: kind, and with what one can do."""

from typing import Final

from bot.coach.pleasantries import Greeting
from bot.views import capture, draft, kit, shelf
from bot.views.kit import Said

_FIRST: Final = {Greeting.HELLO: "Hello.", Greeting.THANKS: "You are welcome."}


def returned(greeted: Greeting) -> Said:
    """Said in place of an offer to save it: there was nothing to save."""
    sentence = (
        f"{_FIRST[greeted]} Whenever you ship, decide or notice something, write it to me in one line. "
        "I keep it with its date when you say so."
    )
    buttons = (
        kit.button("Log a win", capture.FORM),
        kit.button("My entries", shelf.ALL),
        kit.button("Reframe an update", draft.PASTE),
    )
    return {"text": sentence, "blocks": [kit.section(sentence), kit.actions(*buttons)]}
