"""How a review is answered: the same buttons in the message that asks and on the launch itself."""

import uuid
from typing import Final

from bot.coach.lookbacks import Outcome
from bot.views import kit
from bot.views.kit import Block

MOVED: Final = "review.moved"
SAME: Final = "review.same"
EARLY: Final = "review.early"
NO_DATA: Final = "review.no_data"
MORE: Final = "review.more"
WEEK: Final = "week"  # what the menu may carry beside the id
MOVE: Final = "move"
CANCEL: Final = "cancel"
OUTCOMES: Final = {MOVED: Outcome.MOVED, SAME: Outcome.SAME, NO_DATA: Outcome.NO_DATA}
LABELS: Final = {Outcome.MOVED: "It moved", Outcome.SAME: "It did not move", Outcome.NO_DATA: "No data"}


def buttons(review_id: uuid.UUID) -> Block:
    """What became of it, in one tap; and what else can be done with the question."""
    carried = review_id.hex
    more = {
        f"{carried}:{WEEK}": "Ask me in a week",
        f"{carried}:{MOVE}": "Move the launch",
        f"{carried}:{CANCEL}": "Cancel this review",
    }
    return kit.actions(
        kit.button(LABELS[Outcome.MOVED], MOVED, carried),
        kit.button(LABELS[Outcome.SAME], SAME, carried),
        kit.button("Too early", EARLY, carried),
        kit.button(LABELS[Outcome.NO_DATA], NO_DATA, carried),
        kit.menu("More", MORE, more, None),
    )
