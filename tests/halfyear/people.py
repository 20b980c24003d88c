"""What the fifty do, done with the functions that the handlers call, from the buttons of the messages that they have."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach import erasure, evidence, launches, lookbacks, nudges, profile, replies
from bot.coach.lookbacks import Outcome, Report
from bot.coach.promises import Promise
from bot.ledger.scope import Owner
from bot.ledger.store import Ledger
from bot.views import answering, nudge
from tests.halfyear import oracle as o
from tests.halfyear.slack import OURS, Said, Slack

LONG_BEFORE: Final = timedelta(days=30)  # everybody has used the coach before they choose their hour
OUTCOMES: Final = {"moved": Outcome.MOVED, "did not move": Outcome.SAME, "no data": Outcome.NO_DATA}
NOTES: Final = (
    "Shipped the second step of onboarding, week {}",
    "Decided to drop the importer and keep {} days for search",
    "Activation went from 31% to {}%",
    "Support told me that {} teams could not find the invoice",
)


def pressable(members: Sequence[o.Member], acts: Sequence[o.Act]) -> list[o.Act]:
    """The same half year with the buttons that there are: "Ask me next workday", "Not this week", and a review in a week."""
    zones = {member.id: member.zone for member in members}
    found: list[o.Act] = []
    for act in acts:
        if isinstance(act, o.MovedZone):
            zones[act.member] = act.zone
        found.append(_pressed(act, zones[act.member]))
    return found


def _pressed(act: o.Act, zone: str) -> o.Act:
    today = act.at.astimezone(ZoneInfo(zone)).date()
    match act:
        case o.SnoozedNudge() if act.until - act.at > o.DAY:
            return replace(act, until=o.instant(o.monday(today) + o.WEEK, 0, zone))
        case o.SnoozedReview():
            return replace(act, until=today + o.WEEK)
    return act


@dataclass
class Person:
    """One of the fifty, with what they have in hand: their launches, and the message that asked them last."""

    who: o.Member
    ledger: Ledger
    slack: Slack
    launches: dict[str, uuid.UUID] = field(default_factory=dict)
    names: dict[uuid.UUID, str] = field(default_factory=dict)
    question: Said | None = None
    done: int = 0

    @property
    def owner(self) -> Owner:
        return Owner(OURS, self.who.id)

    async def enrol(self) -> None:
        """Save something, and a month later see the hour and choose it; Home has read the zone by then."""
        now = self.who.enrolled_at
        self.slack.zones[self.who.id] = self.who.zone
        await self._log(now - LONG_BEFORE)
        await profile.note_zone(self.ledger, self.owner, self.who.zone, now)
        await self._settle(self.who.weekday, self.who.hour, now)

    async def do(self, act: o.Act) -> None:
        """Do it as a person would, and have Home shown anew after it, which reads the zone when a day has passed."""
        self.done += 1
        match act:
            case o.Logged():
                await self._log(act.at)
                return
            case o.MovedZone():
                self.slack.zones[self.who.id] = act.zone
                return
            case o.Left():
                await self._leave(act.at)
                return
            case o.AnsweredNudge() | o.SnoozedNudge():
                await self._react(act)
            case o.Paused():
                await nudges.pause(self.ledger, self.owner, act.until, now=act.at)
            case o.Stopped():
                await nudges.stop(self.ledger, self.owner, now=act.at)
            case o.Resumed():
                await nudges.resume(self.ledger, self.owner, now=act.at)
            case o.ChangedHour():
                await self._settle(act.weekday, act.hour, act.at)
            case o.PlannedLaunch() | o.MovedLaunch() | o.CancelledLaunch():
                await self._launch(act)
            case _:
                await self._review(act)
        await self._look_at_home(act.at)

    async def _look_at_home(self, now: datetime) -> None:
        if await profile.zone_wanted(self.ledger, self.owner, now):
            await profile.note_zone(self.ledger, self.owner, self.slack.zones[self.who.id], now)

    async def _log(self, now: datetime) -> None:
        words = NOTES[self.done % len(NOTES)].format(self.done)
        await evidence.capture(self.ledger, self.owner, words, key=uuid.uuid4().hex, now=now)

    async def _settle(self, weekday: int, hour: int, now: datetime) -> None:
        await profile.settle(self.ledger, self.owner, weekday=weekday, hour=hour, metrics=["activation"], now=now)

    async def _leave(self, now: datetime) -> None:
        """Every other one deletes everything; the others are deactivated in Slack."""
        if int(self.who.id[1:]) % 20 < 10:
            await erasure.delete_all(self.ledger, self.owner, key=uuid.uuid4().hex, now=now)
        else:
            self.slack.deactivated.add(self.who.id)

    async def _react(self, act: o.AnsweredNudge | o.SnoozedNudge) -> None:
        asked = self.question
        assert asked, f"{act} answers nothing"
        nudge_id = uuid.UUID(asked.carried(nudge.ANSWER)[0])
        if isinstance(act, o.SnoozedNudge):
            await self._snooze(nudge_id, act)
        elif asked.carried(nudge.MOVED):
            await replies.tap(self.ledger, self.owner, nudge_id, moved=self.done % 2 == 0, now=act.at)
        elif self.done % 2:
            words = f"It was 12% before, {self.done} teams"
            await replies.answer(self.ledger, self.owner, nudge_id, words, key=uuid.uuid4().hex, now=act.at)
        else:
            said = {"key": uuid.uuid4().hex, "channel": asked.channel, "thread": asked.ts, "now": act.at}
            assert await replies.heard(self.ledger, self.owner, f"Sales stopped asking, {self.done} times", **said)  # type: ignore[arg-type]

    async def _snooze(self, nudge_id: uuid.UUID, act: o.SnoozedNudge) -> None:
        """By what the menu offers: "Ask me next workday", or "Not this week"."""
        if act.until - act.at == o.DAY:
            await replies.until_next_workday(self.ledger, self.owner, nudge_id, now=act.at)
        else:
            await replies.until_next_week(self.ledger, self.owner, nudge_id, now=act.at)

    async def _launch(self, act: o.PlannedLaunch | o.MovedLaunch | o.CancelledLaunch) -> None:
        if isinstance(act, o.CancelledLaunch):
            await launches.cancel(self.ledger, self.owner, self.launches[act.launch])
            return
        promise = Promise(act.launch, act.on, "New teams give up", "new teams", "activation", "31%", "40%")
        if isinstance(act, o.MovedLaunch):
            await launches.revise(self.ledger, self.owner, self.launches[act.launch], promise, now=act.at)
            return
        planned = await launches.record(self.ledger, self.owner, promise, key=uuid.uuid4().hex, now=act.at)
        self.launches[act.launch], self.names[planned.id] = planned.id, act.launch

    async def _review(self, act: o.AnsweredReview | o.SnoozedReview | o.CancelledReview) -> None:
        planned = await launches.find(self.ledger, self.owner, self.launches[act.launch])
        (review,) = (look.id for look in planned.reviews if look.day == act.day)
        match act:
            case o.CancelledReview():
                await lookbacks.cancel(self.ledger, self.owner, review)
            case o.SnoozedReview():
                await lookbacks.put_off(self.ledger, self.owner, review, lookbacks.SNOOZED, now=act.at)
            case o.AnsweredReview(answer="too early"):
                await lookbacks.put_off(self.ledger, self.owner, review, lookbacks.TOO_EARLY, now=act.at)
            case o.AnsweredReview():
                report = Report(OUTCOMES[act.answer])
                await lookbacks.finish(self.ledger, self.owner, review, report, now=act.at)

    async def read(self, said: Said) -> o.Expected | None:
        """Say what a message is by what can be pressed in it. None for what only answers: a receipt."""
        if said.carried(answering.EARLY):
            looks = [
                await lookbacks.find(self.ledger, self.owner, uuid.UUID(each)) for each in said.carried(answering.EARLY)
            ]
            asked = sorted((self.names[look.launch_id], look.look.day) for look in looks)
            return o.Expected(self.who.id, said.at, "review", tuple(asked))
        if said.carried(nudge.ANSWER):
            self.question = said
            return o.Expected(self.who.id, said.at, "nudge")
        if said.carried(nudge.RESUME) == [""]:
            slows = "Weekly again" in str(said.blocks)
            return o.Expected(self.who.id, said.at, "slowing down" if slows else "stopping")
        return None
