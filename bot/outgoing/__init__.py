"""What the bot does and says on its own: who does each kind of job, and each kind of delivery in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.coach import (
    belongings,
    drafts,
    exports,
    forms,
    home,
    jobs,
    nudges,
    offers,
    presses,
    replies,
    reviews,
    sharing,
    sorting,
    zones,
)
from bot.coach.apart import Floor, OneThread
from bot.coach.pleasantries import Greeting
from bot.delivery.clients import ClientOf
from bot.delivery.duties import Planner
from bot.delivery.files import Files
from bot.delivery.lookout import Forecast
from bot.delivery.posts import AnyPost
from bot.delivery.whisper import Whisper
from bot.ledger.store import Ledger
from bot.outgoing import nudging, reviewing
from bot.outgoing.drafting import Drafting, DraftPost
from bot.outgoing.exporting import EraseCourier, ExportCourier
from bot.outgoing.failing import FailurePost
from bot.outgoing.helping import Helping
from bot.outgoing.nudging import AgainPost, AnswerPost, NudgePost
from bot.outgoing.offering import GreetingPost, OfferPost, WordlessPost
from bot.outgoing.reviewing import RefusedPost, ReviewPost, SharePost, ZoneCourier
from bot.outgoing.showing import HomeShowing
from bot.outgoing.sorter import Sorter
from bot.outgoing.unsent import UnsentPost
from bot.outgoing.whereabouts import Zones
from bot.outgoing.workshop import Maker

__all__ = ["FORECASTS", "PLANNERS", "WITH_A_MODEL", "makers", "posts"]

PLANNERS: Final[Sequence[Planner]] = (reviews.plan, nudges.plan, sharing.close)
"""Who turns what has become due into deliveries, at each tick."""

WITH_A_MODEL: Final[Sequence[Planner]] = (sorting.plan,)
"""Who makes jobs that only a model can do."""

FORECASTS: Final[Sequence[Forecast]] = (reviewing.forecast, nudging.forecast)
"""What each of them would have sent until a time, for `python -m bot due`."""


def makers(
    ledger: Ledger, client_of: ClientOf, win_command: str, helping: Helping, where: Zones
) -> Mapping[str, Maker]:
    """Who does each kind of job."""
    apart, floor = OneThread(), Floor()
    return {
        presses.JOB: Drafting(ledger, helping, apart, floor),
        sorting.JOB: Sorter(ledger, helping, apart, floor),
        home.JOB: HomeShowing(ledger, client_of, win_command, where),
    }


def posts(  # what each of them needs
    ledger: Ledger, client_of: ClientOf, where: Zones, whisper: Whisper, files: Files, clock: Callable[[], datetime]
) -> Mapping[str, AnyPost]:
    """Each kind of delivery: in words, or by a courier of its own."""
    return {
        drafts.KIND: DraftPost(ledger, client_of, whisper),
        forms.UNSENT: UnsentPost(ledger),
        offers.KIND: OfferPost(ledger),
        offers.WITH_FILE: OfferPost(ledger, with_file=True),
        offers.WORDLESS: WordlessPost(),
        **{greeted.value: GreetingPost(greeted) for greeted in Greeting},
        jobs.FAILURE: FailurePost(ledger),
        nudges.KIND: NudgePost(ledger, where, clock),
        nudges.AGAIN: AgainPost(ledger, where, clock),
        replies.SAVED: AnswerPost(ledger),
        replies.SAVED_WITH_FILE: AnswerPost(ledger, with_file=True),
        exports.KIND: ExportCourier(ledger, files, clock),
        belongings.ERASE: EraseCourier(ledger, files),
        reviews.KIND: ReviewPost(ledger, where, clock),
        sharing.KIND: SharePost(ledger),
        sharing.REFUSED: RefusedPost(ledger),
        zones.KIND: ZoneCourier(ledger, where, clock),
    }
