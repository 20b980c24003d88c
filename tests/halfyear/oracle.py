"""An oracle for half a year of nudges and reviews, written from the specification alone.

Given what people do, `expected` says which messages the coach should have sent on its own, to whom and when.
It models the rules N1, N2, N4, N5, L1 to L4 and L6 of the product page and was written without sight of the code.

The picture: each member has one *tick* a day, at their nudge hour on the local clock. On a tick of Monday to Friday the
reviews that are due go out, in one message. A tick on the member's own weekday is the *slot* of that ISO week, and the
slot is either used (a nudge, or a note about slowing down or stopping) or silent. Acts happen between the ticks.

Where the specification leaves room, ASSUMPTIONS says which reading was taken; several readings are switches in `Reading`,
and READINGS holds each alternative alone, so that a difference can be told apart from a defect.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, Union
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ASSUMPTIONS: list[str] = [
    (
        "1 (N1) Wall times that do not exist (spring) are taken at the later instant, wall times that exist twice (autumn) at "
        "the first; the local date that names the ISO week is the date of the slot on the member's calendar."
    ),
    "2 (N1) The first slot is the first one strictly after enrolment; enrolling is not itself a log, nor is a launch.",
    (
        "3 (N1, N2) An act at the very instant of a slot comes before the slot; acts inside the hour after it (while messages "
        "are spread) come after it. The generator makes no acts there, because a product may look again as it sends."
    ),
    (
        "4 (N1) A new zone counts from the moment of the move. A product that re-reads the zone only as it is about to send "
        "learns of a move to the east late: windows() gives the last acceptable moment, an hour after the same wall time in "
        "the zone of the last message (or of enrolment)."
    ),
    (
        "5 (N1, N5) A move to the east may jump over a tick. Jumped by at most a day, it is made up at the moment of the move "
        "(`at` is then the move, for a nudge and for a review); jumped by more, the nudge is dropped and the review waits for "
        "the next tick."
    ),
    "6 (N1) One slot for each ISO week, used or silent: after it, neither a move nor a new weekday gives that week another.",
    "7 (N1) Choosing a weekday or hour that has passed already this week starts next week: nothing is made up.",
    "8 (N2) 'The previous slot' is the member's last slot, silent ones included (pause, snooze, stop, review).",
    (
        "9 (N2, N4) In the fortnightly rhythm the weeks between are no slots, so 'since the previous slot' looks back two weeks "
        "[switch fortnight_looks_back_two_weeks]."
    ),
    (
        "10 (N2, L3) A review answered 'moved' or 'did not move' becomes evidence and so counts as logged; 'too early' and "
        "'no data' do not [switch review_is_a_log]."
    ),
    (
        "11 (N2) A review replaces the nudge of the ISO week (local date) in which its message comes, before or after the slot, "
        "as things stand at the slot: one cancelled afterwards brings no nudge back; one that appears afterwards still comes."
    ),
    "12 (N2) A silent slot is not made up, and a note (slowing down, stopping) waits for the next slot in the rhythm.",
    "13 (N2) The acts know no commitments, so 'a promised date' is only a launch's review here.",
    (
        "14 (N4) Only answering ends a run of unanswered nudges (or Resumed): logging by itself [switch logging_ends_run], "
        "snoozing [switch snooze_ends_run], pausing and silent slots neither end nor lengthen it; reviews and notes are not "
        "nudges and do not count."
    ),
    (
        "15 (N4, N5) After three unanswered nudges the next slot that would have had a nudge has the note 'slowing down' in its "
        "place (never both); then nudges come every second week, counted from the week of the note."
    ),
    (
        "16 (N4) 'Then stops': after three unanswered fortnightly nudges [switch fortnightly_nudges], the next fortnightly slot "
        "has the note 'stopping' [switch says_it_stops] and nothing follows. 'Says so once': each note is sent once per run."
    ),
    (
        "17 (N4) Resumed lifts everything (stop, pause, snooze, fortnightly, the run) from the next slot on. Answering the "
        "newest nudge brings back the weekly rhythm, also after the coach stopped by itself, but not after the person's Stopped; "
        "Paused does not lift Stopped. Logging alone lifts nothing."
    ),
    (
        "18 (N4, N5) Snoozing a nudge means silence: slots before `until` are silent, the first one at or after it is ordinary; "
        "the same nudge does not come a second time [switch snooze_brings_back: it comes again at `until`]."
    ),
    "19 (N4) A pause covers local dates before `until`; a newer pause replaces an older one.",
    (
        "20 (N4, L6) A pause (out of office) holds reviews back, too: they come at the first weekday's nudge hour at or after "
        "its end [switch pause_holds_reviews]. In the fortnightly rhythm the pause leaves the weeks as they were."
    ),
    (
        "21 (N4, L2) Stopped (by the person or by the coach) is about nudges; reviews, which the person asked for with each "
        "launch and can cancel, go on [switch stop_holds_reviews]."
    ),
    (
        "22 (L2) Due days are counted on the calendar from the launch date; the weekend is Saturday and Sunday everywhere; the "
        "zone and hour are those in force on the day of sending. 30 and 60 days; 180 is off."
    ),
    (
        "23 (L1, L2, L6) A review whose day has passed when it is recorded, moved or released comes at the next nudge hour of a "
        "Monday to Friday, together with whatever else is due then. Reviews are never too late (N5 is about nudges)."
    ),
    (
        "24 (L4) 'Too early' asks again 14 days after the local date of the answer, with weekends moved to Monday "
        "[switch too_early_from_answer: else 14 days after the day it was asked]; as often as it is answered so."
    ),
    "25 (L4) Snoozing a review asks again on `until` at the nudge hour. A review that is not answered is not asked again.",
    (
        "26 (L4) Moving the launch moves every review without a final answer, including those asked, snoozed or 'too early'. "
        "One that was asked before is asked again only if its new day is after the day of the move; else it stays as it was."
    ),
    "27 (L4) Cancelled reviews stay cancelled when the launch moves; a cancelled launch stays cancelled. 'No data' is final.",
    "28 (L2, N1) Review messages have no weekly limit: several in a week are right when they fall on several days.",
    "29 (P2) After Left nothing is sent, ever; acts after it are ignored.",
    (
        "30 (N4, after the first run) A snooze of one day may mean that the same question comes once more on the next working "
        "day at the member's hour, unless it was answered or everything was stopped or paused [switch workday_comes_again]: "
        "it was asked for, so it is no slot and counts in no run; on the day of a slot it is the slot's question."
    ),
]

REVIEW_DAYS = (30, 60)
ROW = 3  # N4: unanswered nudges in a row
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


# ---------------------------------------------------------------------------------------------- people and what they do


@dataclass(frozen=True)
class Member:
    """Somebody who used the coach and saw the hour at `enrolled_at` (UTC). Monday is weekday 0."""

    id: str
    zone: str
    weekday: int
    hour: int
    enrolled_at: datetime


@dataclass(frozen=True)
class _Act:
    at: datetime
    member: str


@dataclass(frozen=True)
class Logged(_Act):
    """Stored a piece of evidence, not as the answer to a nudge."""


@dataclass(frozen=True)
class AnsweredNudge(_Act):
    """Answered the newest nudge: counts as logged and as answered."""


@dataclass(frozen=True)
class SnoozedNudge(_Act):
    """No nudges before `until`."""

    until: datetime


@dataclass(frozen=True)
class Paused(_Act):
    """Paused, or out of office, until that local date (exclusive: on that date they are back)."""

    until: date


@dataclass(frozen=True)
class Stopped(_Act):
    """Pressed stop."""


@dataclass(frozen=True)
class Resumed(_Act):
    """Pressed resume."""


@dataclass(frozen=True)
class MovedZone(_Act):
    """Slack knows a new time zone."""

    zone: str


@dataclass(frozen=True)
class ChangedHour(_Act):
    """Chose another weekday and hour."""

    weekday: int
    hour: int


@dataclass(frozen=True)
class PlannedLaunch(_Act):
    """Recorded a launch with its date (which may have passed: recorded late)."""

    launch: str
    on: date


@dataclass(frozen=True)
class MovedLaunch(_Act):
    """Gave the launch another date."""

    launch: str
    on: date


@dataclass(frozen=True)
class CancelledLaunch(_Act):
    """Cancelled the launch, and with it its reviews."""

    launch: str


Answer = Literal["moved", "did not move", "too early", "no data"]


@dataclass(frozen=True)
class AnsweredReview(_Act):
    """Answered the review of that day (30 or 60)."""

    launch: str
    day: int
    answer: Answer


@dataclass(frozen=True)
class SnoozedReview(_Act):
    """Asked to be asked again on that local date."""

    launch: str
    day: int
    until: date


@dataclass(frozen=True)
class CancelledReview(_Act):
    """Cancelled this review alone."""

    launch: str
    day: int


@dataclass(frozen=True)
class Left(_Act):
    """Deleted everything, or the account was deactivated."""


Act = Union[
    Logged, AnsweredNudge, SnoozedNudge, Paused, Stopped, Resumed, MovedZone, ChangedHour, PlannedLaunch, MovedLaunch,
    CancelledLaunch, AnsweredReview, SnoozedReview, CancelledReview, Left,
]  # fmt: skip
Kind = Literal["nudge", "review", "slowing down", "stopping"]


@dataclass(frozen=True)
class Expected:
    """A message the coach should send by itself, at `at` (the slot's instant, UTC) or inside the hour that follows."""

    member: str
    at: datetime
    kind: Kind
    reviews: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Reading:
    """Switches for the places where the specification leaves room; the numbers are those of ASSUMPTIONS."""

    fortnight_looks_back_two_weeks: bool = True  # 9
    review_is_a_log: bool = True  # 10
    logging_ends_run: bool = False  # 14
    snooze_ends_run: bool = False  # 14
    fortnightly_nudges: int = ROW  # 16
    says_it_stops: bool = True  # 16
    snooze_brings_back: bool = False  # 18
    workday_comes_again: bool = False  # 30
    pause_holds_reviews: bool = True  # 20
    stop_holds_reviews: bool = False  # 21
    too_early_from_answer: bool = True  # 24


DEFAULT = Reading()
READINGS: dict[str, Reading] = {
    "the default": DEFAULT,
    "a fortnight looks back one week": replace(DEFAULT, fortnight_looks_back_two_weeks=False),
    "a review's answer is no log": replace(DEFAULT, review_is_a_log=False),
    "logging ends the run": replace(DEFAULT, logging_ends_run=True),
    "a snooze ends the run": replace(DEFAULT, snooze_ends_run=True),
    "one fortnightly nudge": replace(DEFAULT, fortnightly_nudges=1),
    "two fortnightly nudges": replace(DEFAULT, fortnightly_nudges=2),
    "stops without a word": replace(DEFAULT, says_it_stops=False),
    "a snoozed nudge comes back": replace(DEFAULT, snooze_brings_back=True),
    "reviews come in a pause": replace(DEFAULT, pause_holds_reviews=False),
    "stop holds reviews": replace(DEFAULT, stop_holds_reviews=True),
    "too early counts from the asking": replace(DEFAULT, too_early_from_answer=False),
    "the next workday brings it again": replace(DEFAULT, workday_comes_again=True),
}


# -------------------------------------------------------------------------------------------------------- the questions


def expected(
    members: Sequence[Member], acts: Sequence[Act], start: datetime, end: datetime, reading: Reading = DEFAULT
) -> list[Expected]:
    """The messages with start <= at < end, sorted by instant, member and kind."""
    return [message for message, _ in windows(members, acts, start, end, reading)]


def windows(
    members: Sequence[Member], acts: Sequence[Act], start: datetime, end: datetime, reading: Reading = DEFAULT
) -> list[tuple[Expected, datetime]]:
    """The same messages, each with the last moment at which sending it is still right (assumption 4)."""
    lives = {member.id: _Life(member, reading) for member in members}
    for act in sorted(acts, key=lambda act: act.at):
        if act.at < end:
            lives[act.member].live_until(act.at)
            lives[act.member].do(act)
    found: list[tuple[Expected, datetime]] = []
    for life in lives.values():
        life.live_until(end)
        found += [sent for sent in life.sent if start <= sent[0].at < end]
    return sorted(found, key=lambda sent: (sent[0].at, sent[0].member, sent[0].kind, sent[0].reviews))


# ------------------------------------------------------------------------------------------------------------ the model


def instant(day: date, hour: int, zone: str) -> datetime:
    """That wall time in UTC. fold=0 is the later instant in a gap and the first of the two in a fold (PEP 495)."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def monday(day: date) -> date:
    """The Monday that names the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


@dataclass
class _Review:
    launch: str
    day: int
    due: date | None  # None: asked, and waiting for an answer
    asked: date | None = None  # the local date on which it was last asked


@dataclass
class _Life:
    """One member's state. Live until an instant (ticks before it happen), then do the act of that instant."""

    member: Member
    reading: Reading = DEFAULT
    sent: list[tuple[Expected, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zone, self.weekday, self.hour = self.member.zone, self.member.weekday, self.member.hour
        self.zone_of_last_message = self.zone
        self.now = self.member.enrolled_at + timedelta(microseconds=1)  # 2: strictly after enrolment
        self.gone = False
        # nudges
        self.weeks_done: set[date] = set()  # Mondays of the ISO weeks whose slot has been
        self.last_slot: datetime | None = None
        self.last_log: datetime | None = None
        self.stopped = False  # by the person
        self.gave_up = False  # by the coach, N4
        self.pause_until = date.min
        self.snooze_until: datetime | None = None
        self.comes_back: datetime | None = None  # only with snooze_brings_back
        self.again: date | None = None  # only with workday_comes_again
        self.unanswered = 0  # the run
        self.nudge_open = False  # is the newest nudge without an answer?
        self.fortnightly = False
        self.rhythm_week: date | None = None  # week of the last slot of the fortnightly rhythm
        # reviews
        self.launches: dict[str, date] = {}
        self.reviews: dict[tuple[str, int], _Review] = {}  # those without a final answer
        self.review_weeks: set[date] = set()  # Mondays of the ISO weeks in which a review message came

    # ---- time

    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def tick_at(self, day: date) -> datetime:
        return instant(day, self.hour, self.zone)

    def live_until(self, moment: datetime) -> None:
        """Let the ticks in [now, moment) happen."""
        if moment <= self.now:
            return
        for day in self._days_with_tick(self.now, moment):
            self._bring_back(before=self.tick_at(day))
            self._tick(day, self.tick_at(day))
        self._bring_back(before=moment)
        self.now = moment

    def _days_with_tick(self, first: datetime, last: datetime) -> Iterator[date]:
        day = first.astimezone(ZoneInfo(self.zone)).date() - DAY
        while self.tick_at(day) < last:
            if self.tick_at(day) >= first:
                yield day
            day += DAY

    def _tick(self, day: date, at: datetime) -> None:
        if self.gone:
            return
        self._send_reviews(day, at)
        if self.again == day:
            self._ask_again(day, at)
        if day.weekday() == self.weekday:
            self._slot(day, at)

    # ---- reviews

    def _reviews_due(self, day: date) -> list[_Review]:
        """L2: what is to be asked on that local date, if it is a date on which anything is asked."""
        held = (self.reading.pause_holds_reviews and day < self.pause_until) or (
            self.reading.stop_holds_reviews and (self.stopped or self.gave_up)
        )
        if day.weekday() >= 5 or held:
            return []
        return [review for review in self.reviews.values() if review.due is not None and review.due <= day]

    def _send_reviews(self, day: date, at: datetime) -> None:
        due = self._reviews_due(day)
        if due:
            self._send(at, day, "review", tuple(sorted((review.launch, review.day) for review in due)))
            self.review_weeks.add(monday(day))
        for review in due:
            review.due, review.asked = None, day

    def _review_this_week(self, day: date) -> bool:
        """N2: did a review come in the ISO week of `day`, or will one, as things stand?"""
        rest_of_week = [monday(day) + n * DAY for n in range(day.weekday() + 1, 5)]
        return monday(day) in self.review_weeks or any(self._reviews_due(later) for later in rest_of_week)

    # ---- nudges

    def _slot(self, day: date, at: datetime) -> None:
        week = monday(day)
        if week in self.weeks_done:  # 6
            return
        self.weeks_done.add(week)
        previous = self.last_slot
        week_between = self.fortnightly and self.rhythm_week is not None and week - self.rhythm_week < 2 * WEEK
        if not (week_between and self.reading.fortnight_looks_back_two_weeks):
            self.last_slot = at
        if week_between:
            return
        self.rhythm_week = week
        silent = (
            self.stopped
            or self.gave_up
            or day < self.pause_until
            or (self.snooze_until is not None and at < self.snooze_until)
            or (self.last_log is not None and (previous is None or self.last_log > previous))
            or self._review_this_week(day)
        )
        if silent:
            return
        if self.fortnightly and self.unanswered >= self.reading.fortnightly_nudges:
            self.gave_up = True
            if self.reading.says_it_stops:
                self._send(at, day, "stopping")
        elif not self.fortnightly and self.unanswered >= ROW:
            self.fortnightly, self.unanswered = True, 0
            self._send(at, day, "slowing down")
        else:
            self.unanswered += 1
            self.nudge_open = True
            self._send(at, day, "nudge")

    def _bring_back(self, before: datetime) -> None:
        """Only with snooze_brings_back: the snoozed nudge comes again, and is its week's."""
        at = self.comes_back
        if at is not None and at < before and not self.gone:
            self.comes_back = None
            self.nudge_open = True
            day = at.astimezone(ZoneInfo(self.zone)).date()
            self.weeks_done.add(monday(day))
            self._send(at, day, "nudge")

    def _ask_again(self, day: date, at: datetime) -> None:
        """Only with workday_comes_again: on the day of the slot it is the slot's question."""
        self.again = None
        if day.weekday() == self.weekday and monday(day) not in self.weeks_done:
            self.weeks_done.add(monday(day))
            self.last_slot, self.rhythm_week = at, monday(day)
        if not self.stopped and day >= self.pause_until:
            self._send(at, day, "nudge")

    def _send(self, at: datetime, day: date, kind: Kind, reviews: tuple[tuple[str, int], ...] = ()) -> None:
        as_believed = instant(day, self.hour, self.zone_of_last_message)
        late = self.zone_of_last_message != self.zone and as_believed > at
        self.sent.append((Expected(self.member.id, at, kind, reviews), (as_believed if late else at) + HOUR))
        self.zone_of_last_message = self.zone

    # ---- acts

    def do(self, act: Act) -> None:
        """Apply the act; `live_until(act.at)` comes first."""
        if self.gone:
            return
        match act:
            case Logged():
                self._log(act.at)
                if self.reading.logging_ends_run:
                    self._back_to_weekly()
            case AnsweredNudge():
                self.again = None
                self._log(act.at)
                self._back_to_weekly()
            case SnoozedNudge() if self.reading.workday_comes_again and act.until - act.at == DAY:
                self.again = self.today() + DAY
                while self.again.weekday() >= 5:
                    self.again += DAY
                self.nudge_open = False
            case SnoozedNudge():
                self.snooze_until = act.until
                self.nudge_open = False
                if self.reading.snooze_brings_back:
                    self.comes_back = act.until
                if self.reading.snooze_ends_run:
                    self.unanswered = 0
            case Paused():
                self.pause_until = act.until
                self.comes_back = None
            case Stopped():
                self.stopped = True
                self.comes_back = None
            case Resumed():
                self.stopped, self.pause_until, self.snooze_until, self.comes_back = False, date.min, None, None
                self._back_to_weekly()
            case MovedZone():
                self._move(act.zone, act.at)
            case ChangedHour():
                self.weekday, self.hour = act.weekday, act.hour
            case PlannedLaunch():
                self.launches[act.launch] = act.on
                for days in REVIEW_DAYS:
                    self.reviews[act.launch, days] = _Review(act.launch, days, act.on + days * DAY)
            case MovedLaunch():
                self._move_launch(act)
            case CancelledLaunch():
                self.launches.pop(act.launch, None)
                for days in REVIEW_DAYS:
                    self.reviews.pop((act.launch, days), None)
            case AnsweredReview():
                self._answer_review(act)
            case SnoozedReview():
                if review := self.reviews.get((act.launch, act.day)):
                    review.due = act.until
            case CancelledReview():
                self.reviews.pop((act.launch, act.day), None)
            case Left():
                self.gone = True

    def _log(self, at: datetime) -> None:
        self.last_log = at
        self.comes_back = None

    def _back_to_weekly(self) -> None:
        self.unanswered, self.fortnightly, self.gave_up, self.nudge_open = 0, False, False, False

    def _move(self, zone: str, at: datetime) -> None:
        """Assumption 5: dates whose tick was ahead in the old zone and is past in the new one are made up now."""
        first_open = self.today() - DAY
        while self.tick_at(first_open) < at:
            first_open += DAY
        self.zone = zone
        day = first_open
        while self.tick_at(day) < at:
            if at - self.tick_at(day) <= DAY:
                self._tick(day, at)
            day += DAY

    def _move_launch(self, act: MovedLaunch) -> None:
        if self.launches.get(act.launch, act.on) == act.on:  # unknown, cancelled, or no change
            return
        self.launches[act.launch] = act.on
        for days in REVIEW_DAYS:
            if review := self.reviews.get((act.launch, days)):
                due = act.on + days * DAY
                if review.asked is None or due > self.today():
                    review.due = due

    def _answer_review(self, act: AnsweredReview) -> None:
        review = self.reviews.get((act.launch, act.day))
        if review is None:
            return
        if act.answer == "too early":
            from_day = self.today() if self.reading.too_early_from_answer else (review.asked or self.today())
            review.due = from_day + 2 * WEEK
            return
        del self.reviews[act.launch, act.day]
        if act.answer != "no data" and self.reading.review_is_a_log:
            self._log(act.at)
            if self.reading.logging_ends_run:
                self._back_to_weekly()


# -------------------------------------------------------------------------------------------------------- the generator

START = datetime(2026, 3, 2, tzinfo=UTC)
END = datetime(2026, 8, 31, tzinfo=UTC)
ZONES = (
    "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Auckland", "Africa/Cairo", "UTC", "America/St_Johns", "America/Los_Angeles", "Asia/Tokyo", "Australia/Adelaide",
)  # fmt: skip
# Some slots lie on daylight-saving changes: Sunday 02:00 (Berlin, New York, Auckland), Friday 00:00 (Cairo).
HOURS = ((4, 15), (4, 15), (4, 15), (4, 9), (0, 9), (1, 11), (2, 16), (3, 8), (6, 2), (4, 0), (5, 10), (0, 23))


@dataclass(frozen=True)
class _Habit:
    """Chances: per day (log, pause, stop, change, move, leave), or per message (answer, snooze, review)."""

    log: float = 0.0
    answer: float = 0.0
    snooze: float = 0.0
    review: float = 0.7
    launches: int = 0
    slip: float = 0.006
    pause: float = 0.002
    stop: float = 0.0
    resume: float = 0.05
    change: float = 0.002
    move: float = 0.0
    leave: float = 0.0


HABITS: tuple[_Habit, ...] = (
    _Habit(log=0.16, answer=0.5, launches=2),  # keen
    _Habit(log=0.04, answer=0.7, launches=3, slip=0.02),  # answers, and launches slip
    _Habit(resume=0.0, pause=0.0, change=0.0),  # ghost: the whole of N4
    _Habit(answer=0.25, resume=0.1),  # fades, and comes back by a tap
    _Habit(log=0.03, answer=0.4, launches=1, move=0.025),  # traveller
    _Habit(log=0.02, answer=0.5, snooze=0.35, launches=1, change=0.008),  # snoozer
    _Habit(log=0.03, answer=0.6, launches=2, pause=0.015, resume=0.02),  # often away
    _Habit(log=0.05, answer=0.5, launches=2, stop=0.012, resume=0.04),  # stops and starts
    _Habit(log=0.05, answer=0.5, launches=2, leave=0.008),  # leaves
    _Habit(launches=4, review=0.9, slip=0.01, answer=0.1, resume=0.02, move=0.006),  # reviews only
)


def generate(seed: int) -> tuple[list[Member], list[Act]]:
    """Fifty members and what they do from START to END. The same seed gives the same half year."""
    members: list[Member] = []
    acts: list[Act] = []
    for number in range(50):
        rng = random.Random(f"{seed}/{number}")
        weekday, hour = rng.choice(HOURS)
        enrolled = START + timedelta(minutes=rng.randrange(8 * 24 * 60 if number % 5 else 100 * 24 * 60))
        member = Member(f"m{number:02}", ZONES[(number + seed) % len(ZONES)], weekday, hour, enrolled)
        members.append(member)
        acts += _half_a_year(member, HABITS[number % len(HABITS)], rng)
    return members, sorted(acts, key=lambda act: (act.at, act.member))


def unclear(life: _Life, at: datetime, hour_zone: tuple[int, str] | None = None) -> bool:
    """Is `at` so near a tick that a right product may see the act before or after it (assumptions 3 and 4)?"""
    hour, zone = hour_zone or (life.hour, life.zone)
    margin = timedelta(minutes=5)
    if life.sent and life.sent[-1][0].at <= at <= life.sent[-1][1] + margin:
        return True
    middle = at.astimezone(ZoneInfo(zone)).date()
    for day in (middle + n * DAY for n in (-2, -1, 0, 1, 2)):
        begin = instant(day, hour, zone)
        last = max(begin, instant(day, hour, life.zone_of_last_message) if zone == life.zone else begin) + HOUR
        if begin - margin <= at <= last + margin:
            return True
    return False


def _half_a_year(member: Member, habit: _Habit, rng: random.Random) -> list[Act]:
    """Walk through the days, look at the messages of the day before, and react or not."""
    life = _Life(member)
    done: list[Act] = []
    planned: list[Act] = _launches(member, habit, rng)
    seen = 0
    day_start = member.enrolled_at.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    while day_start < END and not life.gone:
        life.live_until(day_start)
        for message, latest in life.sent[seen:]:
            reaction_at = max(latest, day_start) + timedelta(minutes=rng.randrange(10, 4 * 24 * 60))
            planned += _reactions(member, habit, rng, message, reaction_at)
        seen = len(life.sent)
        planned += _of_the_day(member, habit, rng, life, day_start)
        planned.sort(key=lambda act: act.at)
        while planned and planned[0].at < day_start + DAY:
            act = planned.pop(0)
            if act.at >= END or life.gone:
                continue
            life.live_until(act.at)
            if _makes_sense(life, act):
                life.do(act)
                done.append(act)
            elif isinstance(act, PlannedLaunch):  # too near a tick: an hour later, so that no launch is lost
                planned.append(replace(act, at=act.at + HOUR))
                planned.sort(key=lambda act: act.at)
        day_start += DAY
    return done


def _launches(member: Member, habit: _Habit, rng: random.Random) -> list[Act]:
    found: list[Act] = []
    for number in range(habit.launches):
        at = member.enrolled_at + timedelta(minutes=rng.randrange(24 * 60, 90 * 24 * 60))
        on = at.date() + rng.randrange(-20, 41) * DAY  # before today: recorded late
        found.append(PlannedLaunch(at, member.id, f"{member.id}-launch{number}", on))
    if habit.launches >= 3:  # two launches of one day, and one 30 days before: their reviews share messages
        first = found[0]
        assert isinstance(first, PlannedLaunch)
        found[1] = replace(first, at=first.at + timedelta(minutes=3), launch=f"{member.id}-launch1")
        found[2] = replace(
            first, at=first.at + timedelta(minutes=6), launch=f"{member.id}-launch2", on=first.on + 30 * DAY
        )
    return found


def _reactions(member: Member, habit: _Habit, rng: random.Random, message: Expected, at: datetime) -> list[Act]:
    if message.kind == "nudge":
        chance = rng.random()
        if chance < habit.answer:
            return [AnsweredNudge(at, member.id)]
        if chance < habit.answer + habit.snooze:
            return [SnoozedNudge(at, member.id, at + timedelta(hours=rng.choice((24, 72, 24 * 7, 24 * 10, 24 * 15))))]
        return []
    found: list[Act] = []
    for number, (launch, day) in enumerate(message.reviews):
        then = at + timedelta(minutes=7 * number)
        if rng.random() >= habit.review:
            continue
        chance = rng.random()
        if chance < 0.7:
            answers: tuple[Answer, ...] = ("moved", "did not move", "too early", "too early", "no data")
            found.append(AnsweredReview(then, member.id, launch, day, rng.choice(answers)))
        elif chance < 0.85:
            found.append(SnoozedReview(then, member.id, launch, day, then.date() + rng.randrange(3, 12) * DAY))
        elif chance < 0.95:
            found.append(CancelledReview(then, member.id, launch, day))
    return found


def _of_the_day(member: Member, habit: _Habit, rng: random.Random, life: _Life, day_start: datetime) -> list[Act]:
    def moment() -> datetime:
        return day_start + timedelta(minutes=rng.randrange(24 * 60))

    found: list[Act] = []
    if rng.random() < habit.log:
        found.append(Logged(moment(), member.id))
    if rng.random() < habit.pause:
        found.append(Paused(moment(), member.id, day_start.date() + rng.randrange(3, 30) * DAY))
    if rng.random() < habit.stop:
        found.append(Stopped(moment(), member.id))
    if rng.random() < habit.resume:
        found.append(Resumed(moment(), member.id))
    if rng.random() < habit.change:
        found.append(ChangedHour(moment(), member.id, *rng.choice(HOURS)))
    slot_day = day_start.weekday() == life.weekday  # moves near the slot are the interesting ones
    if rng.random() < habit.move * (4 if slot_day else 0.5):
        found.append(MovedZone(moment(), member.id, rng.choice(ZONES)))
    if rng.random() < habit.leave:
        found.append(Left(moment(), member.id))
    for launch, on in life.launches.items():
        if rng.random() < habit.slip:
            new_day = max(on, day_start.date()) + rng.randrange(3, 25) * DAY
            found.append(MovedLaunch(moment(), member.id, launch, new_day))
        elif rng.random() < 0.001:
            found.append(CancelledLaunch(moment(), member.id, launch))
        elif rng.random() < 0.001:
            found.append(CancelledReview(moment(), member.id, launch, rng.choice(REVIEW_DAYS)))
    return found


def _makes_sense(life: _Life, act: Act) -> bool:
    """Could a person do this now, and is it clear on which side of every tick it falls?"""
    if unclear(life, act.at):
        return False
    away = life.stopped or life.gave_up or life.today() < life.pause_until
    match act:
        case AnsweredNudge() | SnoozedNudge():
            return life.nudge_open and not away
        case Paused():
            return not away and act.until > life.today()
        case Stopped():
            return not away
        case Resumed():
            return away or life.fortnightly
        case MovedZone():
            settled = life.zone_of_last_message == life.zone  # one move at a time
            return settled and act.zone != life.zone and not unclear(life, act.at, (life.hour, act.zone))
        case ChangedHour():
            new = (act.weekday, act.hour) != (life.weekday, life.hour)
            return new and not unclear(life, act.at, (act.hour, life.zone))
        case MovedLaunch() | CancelledLaunch():
            return any(launch == act.launch for launch, _ in life.reviews)
        case CancelledReview():
            return (act.launch, act.day) in life.reviews
        case AnsweredReview() | SnoozedReview():
            review = life.reviews.get((act.launch, act.day))
            return review is not None and review.due is None
    return True
