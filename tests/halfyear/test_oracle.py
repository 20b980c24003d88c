"""Scenarios worked out by hand from the specification, to check the oracle itself."""

from __future__ import annotations

import unittest
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from tests.halfyear import oracle as o

pytestmark = pytest.mark.no_cover  # the oracle is no part of the bot

NUDGE, REVIEW, SLOW, STOP = "nudge", "review", "slowing down", "stopping"


def at(text: str) -> datetime:
    """'03-06 14:00' is that moment of 2026 in UTC."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def person(zone: str = "UTC", weekday: int = 4, hour: int = 15, enrolled: str = "03-02 09:00") -> o.Member:
    return o.Member("a", zone, weekday, hour, at(enrolled))


def logged(*moments: str) -> list[o.Act]:
    return [o.Logged(at(moment), "a") for moment in moments]


def answered(*moments: str) -> list[o.Act]:
    return [o.AnsweredNudge(at(moment), "a") for moment in moments]


class Oracle(unittest.TestCase):
    def check(self, member: o.Member, acts: list[o.Act], until: str, *wanted: tuple[object, ...]) -> None:
        got = o.expected([member], acts, at("03-01 00:00"), at(until))
        full = [(at(str(w[0])), w[1], tuple(w[2:])) for w in wanted]
        assert full == [(e.at, e.kind, e.reviews) for e in got]

    def test_never_answers_berlin(self) -> None:
        # Friday 15:00 is 14:00Z in winter time and 13:00Z from 29 March. Three nudges (6, 13, 20 March), the note on the
        # fourth slot (27 March), then every second Friday: 10 April, 24 April, 8 May; the note on 22 May; nothing after.
        self.check(
            person("Europe/Berlin"), [], "08-31 00:00",
            ("03-06 14:00", NUDGE), ("03-13 14:00", NUDGE), ("03-20 14:00", NUDGE), ("03-27 14:00", SLOW),
            ("04-10 13:00", NUDGE), ("04-24 13:00", NUDGE), ("05-08 13:00", NUDGE), ("05-22 13:00", STOP),
        )  # fmt: skip

    def test_one_tap_resumes(self) -> None:
        # After the note of 27 March: Resumed on Monday 30 March, so the very next Friday, 3 April, is an ordinary slot.
        # After the run 3, 10, 17 April comes a second note on 24 April. An answer on 9 May (to the nudge of the 8th)
        # brings the week back: 15 May is silent (the answer is a log since 8 May), 22 May has a nudge.
        acts: list[o.Act] = [o.Resumed(at("03-30 10:00"), "a"), *answered("05-09 10:00")]
        self.check(
            person(), acts, "05-23 00:00",
            ("03-06 15:00", NUDGE), ("03-13 15:00", NUDGE), ("03-20 15:00", NUDGE), ("03-27 15:00", SLOW),
            ("04-03 15:00", NUDGE), ("04-10 15:00", NUDGE), ("04-17 15:00", NUDGE), ("04-24 15:00", SLOW),
            ("05-08 15:00", NUDGE), ("05-22 15:00", NUDGE),
        )  # fmt: skip

    def test_gap_in_berlin(self) -> None:
        # Sunday 02:00 in Berlin: 22 March 02:00+01 = 01:00Z. On 29 March 02:00 does not exist: the later instant is
        # 01:00Z (03:00 on the wall).
        # 5 April 02:00+02 = 00:00Z.
        self.check(
            person("Europe/Berlin", 6, 2, "03-16 09:00"), [], "04-06 00:00",
            ("03-22 01:00", NUDGE), ("03-29 01:00", NUDGE), ("04-05 00:00", NUDGE),
        )  # fmt: skip

    def test_gap_at_midnight_in_cairo(self) -> None:
        # Friday 24 April 2026: the clock goes from 00:00 (+02) to 01:00 (+03), at 22:00Z of the 23rd. The week before,
        # 00:00+02 = 22:00Z as well; the week after, 00:00+03 = 21:00Z.
        self.check(
            person("Africa/Cairo", 4, 0, "04-13 09:00"), [], "05-01 12:00",
            ("04-16 22:00", NUDGE), ("04-23 22:00", NUDGE), ("04-30 21:00", NUDGE),
        )  # fmt: skip

    def test_fold_in_auckland(self) -> None:
        # Sunday 5 April 2026: 03:00 NZDT (+13) becomes 02:00 NZST (+12), so 02:00 comes twice, at 13:00Z and 14:00Z of
        # the 4th: the first. The Sunday before 02:00+13 = 13:00Z, the one after 02:00+12 = 14:00Z.
        self.check(
            person("Pacific/Auckland", 6, 2, "03-24 09:00"), [], "04-12 00:00",
            ("03-28 13:00", NUDGE), ("04-04 13:00", NUDGE), ("04-11 14:00", NUDGE),
        )  # fmt: skip

    def test_odd_offsets(self) -> None:
        # Lord Howe is +11 until 5 April and +10:30 after it: 15:00 is 04:00Z, then 04:30Z. Kathmandu is +05:45: 09:15Z.
        self.check(
            person("Australia/Lord_Howe", enrolled="03-30 09:00"), [], "04-11 00:00",
            ("04-03 04:00", NUDGE), ("04-10 04:30", NUDGE),
        )  # fmt: skip
        self.check(person("Asia/Kathmandu"), [], "03-07 00:00", ("03-06 09:15", NUDGE))

    def test_silent_if_logged_since_the_previous_slot(self) -> None:
        # Logged on 4 March: 6 March is silent, and that log is before the slot of 6 March, so the 13th has a nudge.
        # Logged at the instant of the slot of the 20th: silent (assumption 3), and used up: the 27th has a nudge.
        self.check(
            person(),
            logged("03-04 10:00", "03-20 15:00"),
            "03-28 00:00",
            ("03-13 15:00", NUDGE),
            ("03-27 15:00", NUDGE),
        )

    def test_reviews_replace_nudges_and_leave_weekends(self) -> None:
        # Launch on 10 March: 30 days later is Thursday 9 April, 60 days later Saturday 9 May, so Monday 11 May. The
        # nudges of 10 April and 15 May are replaced. An answer now and then, so that no run reaches three.
        acts: list[o.Act] = [
            o.PlannedLaunch(at("03-03 10:00"), "a", "x", day("03-10")),
            *answered("03-14 10:00", "04-04 10:00", "04-18 10:00", "05-02 10:00"),
        ]
        # 6 nudge, 13 nudge (answered 14), 20 silent, 27 nudge, 3 April nudge (answered 4), 10 replaced, 17 nudge
        # (answered 18), 24 silent, 1 May nudge (answered 2), 8 silent, 15 replaced, 22 nudge.
        self.check(
            person(), acts, "05-23 00:00",
            ("03-06 15:00", NUDGE), ("03-13 15:00", NUDGE), ("03-27 15:00", NUDGE), ("04-03 15:00", NUDGE),
            ("04-09 15:00", REVIEW, ("x", 30)), ("04-17 15:00", NUDGE), ("05-01 15:00", NUDGE),
            ("05-11 15:00", REVIEW, ("x", 60)), ("05-22 15:00", NUDGE),
        )  # fmt: skip

    def test_review_later_in_the_week_silences_an_earlier_slot_and_two_share(self) -> None:
        # Tuesday 09:00 in New York (EDT from 8 March: 13:00Z; 3 March is EST: 14:00Z). Launch y on 8 February, recorded
        # late on 3 March: 30 days is Tuesday 10 March, 60 days is 9 April (20 + 31 + 9). Launch x on 10 March: 30 days is
        # 9 April. So one message for both on Thursday 9 April, and Tuesday 7 April would be silent. Enrolled on
        # 2 March, so 3 March is the first slot; 10 March is replaced; 3, 17 and 24 March are the run of three, so 31 March
        # has the note, and two weeks after it is 14 April (7 April is no slot of that rhythm in any case).
        acts: list[o.Act] = [
            o.PlannedLaunch(at("03-03 18:00"), "a", "y", day("02-08")),
            o.PlannedLaunch(at("03-03 18:05"), "a", "x", day("03-10")),
        ]
        self.check(
            person("America/New_York", 1, 9), acts, "04-15 00:00",
            ("03-03 14:00", NUDGE), ("03-10 13:00", REVIEW, ("y", 30)), ("03-17 13:00", NUDGE), ("03-24 13:00", NUDGE),
            ("03-31 13:00", SLOW), ("04-09 13:00", REVIEW, ("x", 30), ("y", 60)), ("04-14 13:00", NUDGE),
        )  # fmt: skip

    def test_review_ahead_in_the_week(self) -> None:
        # Slot Tuesday 09:00 UTC. 30 days after 10 March is Thursday 9 April: Tuesday 7 April is silent, though the review
        # is still ahead. Cancelled on Wednesday the 8th, it does not come, and nothing is made up. Next: 14 April.
        acts: list[o.Act] = [
            o.PlannedLaunch(at("03-31 18:00"), "a", "x", day("03-10")),
            o.CancelledReview(at("04-08 18:00"), "a", "x", 30),
        ]
        self.check(
            person("UTC", 1, 9, "03-30 12:00"), acts, "04-15 00:00", ("03-31 09:00", NUDGE), ("04-14 09:00", NUDGE)
        )
        self.check(
            person("UTC", 1, 9, "03-30 12:00"), acts[:1], "04-15 00:00",
            ("03-31 09:00", NUDGE), ("04-09 09:00", REVIEW, ("x", 30)), ("04-14 09:00", NUDGE),
        )  # fmt: skip

    def test_too_early_move_cancel_snooze(self) -> None:
        # Stopped, so that reviews alone come (assumption 21). x on 3 March: 30 days is Thursday 2 April; "too early" on
        # Saturday 4 April: 18 April is a Saturday, so Monday 20 April. Snoozed then until 29 April (Wednesday). Asked,
        # not answered; on 30 April the launch moves to 20 April: 30 days is Wednesday 20 May, 60 days is Friday 19 June.
        # The 60th day of the first date (2 May, so Monday 4 May) vanishes. z on 4 March is cancelled before 3 April.
        # w on 6 March: 30 days is Sunday 5 April, so Monday 6 April; its 60 (5 May) is cancelled.
        acts: list[o.Act] = [
            o.Stopped(at("03-02 10:00"), "a"),
            o.PlannedLaunch(at("03-02 11:00"), "a", "x", day("03-03")),
            o.PlannedLaunch(at("03-02 11:10"), "a", "z", day("03-04")),
            o.PlannedLaunch(at("03-02 11:20"), "a", "w", day("03-06")),
            o.CancelledLaunch(at("04-01 10:00"), "a", "z"),
            o.AnsweredReview(at("04-04 10:00"), "a", "x", 30, "too early"),
            o.CancelledReview(at("04-10 10:00"), "a", "w", 60),
            o.SnoozedReview(at("04-21 10:00"), "a", "x", 30, day("04-29")),
            o.MovedLaunch(at("04-30 10:00"), "a", "x", day("04-20")),
            o.AnsweredReview(at("05-21 10:00"), "a", "x", 30, "moved"),
            o.MovedLaunch(at("05-22 10:00"), "a", "x", day("04-21")),  # the 60 goes to Saturday 20 June: Monday 22
        ]
        self.check(
            person(), acts, "08-31 00:00",
            ("04-02 15:00", REVIEW, ("x", 30)), ("04-06 15:00", REVIEW, ("w", 30)), ("04-20 15:00", REVIEW, ("x", 30)),
            ("04-29 15:00", REVIEW, ("x", 30)), ("05-20 15:00", REVIEW, ("x", 30)), ("06-22 15:00", REVIEW, ("x", 60)),
        )  # fmt: skip

    def test_pause_snooze_stop(self) -> None:
        # Paused until Friday 20 March, exclusive: 13 March is silent, the 20th speaks. Snoozed on the 21st until the 28th:
        # the 27th is silent, 3 April speaks. That is the third unanswered nudge (6, 20, 3): the note on the 10th.
        # Stopped on the 11th: nothing on the 24th. Resumed on 1 May after the slot (16:00): 8 May is the next.
        acts: list[o.Act] = [
            o.Paused(at("03-09 10:00"), "a", day("03-20")),
            o.SnoozedNudge(at("03-21 10:00"), "a", at("03-28 10:00")),
            o.Stopped(at("04-11 10:00"), "a"),
            o.Resumed(at("05-01 17:00"), "a"),
        ]
        self.check(
            person(), acts, "05-09 00:00",
            ("03-06 15:00", NUDGE), ("03-20 15:00", NUDGE), ("04-03 15:00", NUDGE), ("04-10 15:00", SLOW),
            ("05-08 15:00", NUDGE),
        )  # fmt: skip

    def test_pause_holds_a_review(self) -> None:
        # 30 days after 3 March is Thursday 2 April; out of office until Saturday 4 April: Monday 6 April. The slot of
        # 3 April is inside the pause, that of the 10th is replaced by the review of the 6th.
        acts: list[o.Act] = [
            o.PlannedLaunch(at("03-23 10:00"), "a", "x", day("03-03")),
            o.Paused(at("03-30 10:00"), "a", day("04-04")),
        ]
        member = person(enrolled="03-23 09:00")
        self.check(
            member, acts, "04-18 00:00",
            ("03-27 15:00", NUDGE), ("04-06 15:00", REVIEW, ("x", 30)), ("04-17 15:00", NUDGE),
        )  # fmt: skip

    def test_moves_between_zones(self) -> None:
        # West: Auckland's Friday 6 March 15:00 (+13) is 02:00Z. At 10:00Z of that day the member moves to New York, where
        # Friday 15:00 (20:00Z) is still to come: the week has had its nudge. The next is 13 March 15:00 EDT = 19:00Z.
        # East: on Friday 20 March at 12:00Z (08:00 in New York, before the slot of 19:00Z) back to Auckland, where it is
        # Saturday 01:00 and Friday 15:00 was at 02:00Z, ten hours ago: the nudge is made up at once.
        # 27 March 15:00+13 = 02:00Z would be the fourth after three unanswered: the note.
        acts: list[o.Act] = [
            o.MovedZone(at("03-06 10:00"), "a", "America/New_York"),
            o.MovedZone(at("03-20 12:00"), "a", "Pacific/Auckland"),
        ]
        member = person("Pacific/Auckland")
        self.check(
            member, acts, "03-28 00:00",
            ("03-06 02:00", NUDGE), ("03-13 19:00", NUDGE), ("03-20 12:00", NUDGE), ("03-27 02:00", SLOW),
        )  # fmt: skip
        # A product that learns of the move to the east as it is about to send does so at 19:00Z: up to 20:00Z is right.
        # On 13 March the old zone's hour (02:00Z) came first: the window is the plain hour.
        latest = [moment for _, moment in o.windows([member], acts, at("03-01 00:00"), at("03-28 00:00"))]
        assert [at("03-06 03:00"), at("03-13 20:00"), at("03-20 20:00"), at("03-27 03:00")] == latest

    def test_a_jump_of_more_than_a_day(self) -> None:
        # Niue (-11) to Kiritimati (+14) is 25 hours. Friday 6 March 15:00 is 02:00Z of the 7th in Niue and was 01:00Z of
        # the 6th in Kiritimati. Moving at 01:30Z of the 7th: missed by 24 h 30 min, so the week goes without.
        # The next: Friday 13 March 15:00+14 = 01:00Z.
        acts: list[o.Act] = [o.MovedZone(at("03-07 01:30"), "a", "Pacific/Kiritimati")]
        self.check(person("Pacific/Niue"), acts, "03-14 00:00", ("03-13 01:00", NUDGE))

    def test_changed_hour(self) -> None:
        # Friday 6 March had its nudge; on Saturday the member chooses Sunday 10:00: 8 March is the same ISO week, so the
        # next is Sunday 15 March. On Wednesday the 18th they choose Tuesday 9:00, past already: 24 March.
        acts: list[o.Act] = [
            o.ChangedHour(at("03-07 10:00"), "a", 6, 10),
            o.ChangedHour(at("03-18 10:00"), "a", 1, 9),
        ]
        self.check(
            person(), acts, "03-25 00:00", ("03-06 15:00", NUDGE), ("03-15 10:00", NUDGE), ("03-24 09:00", NUDGE)
        )

    def test_left(self) -> None:
        acts: list[o.Act] = [
            o.PlannedLaunch(at("03-03 10:00"), "a", "x", day("03-10")),
            o.Left(at("03-08 10:00"), "a"),
            *logged("03-09 10:00"),
        ]
        self.check(person(), acts, "08-31 00:00", ("03-06 15:00", NUDGE))


class Generated(unittest.TestCase):
    def test_half_years(self) -> None:
        kinds: Counter[str] = Counter()
        done: Counter[str] = Counter()
        for seed in range(4):
            members, acts = o.generate(seed)
            assert (members, acts) == o.generate(seed)
            assert len({member.id for member in members}) == 50
            done.update(type(act).__name__ for act in acts)
            messages = o.expected(members, acts, o.START, o.END)
            assert messages == sorted(set(messages), key=lambda e: (e.at, e.member, e.kind, e.reviews))
            kinds.update(message.kind for message in messages)
            self.no_act_is_unclear(members, acts)
            self.slots_are_right(members, acts, messages)
        assert {NUDGE, REVIEW, SLOW, STOP} == set(kinds)
        assert {act.__name__ for act in get_args(o.Act)} == set(done)

    def no_act_is_unclear(self, members: list[o.Member], acts: list[o.Act]) -> None:
        windows = o.windows(members, acts, o.START, o.END)
        for act in acts:
            for message, latest in windows:
                if message.member == act.member and message.at <= act.at <= latest:
                    assert isinstance(act, o.MovedZone)  # a jumped slot is made up at the very move
                    assert message.at == act.at

    def slots_are_right(self, members: list[o.Member], acts: list[o.Act], messages: list[o.Expected]) -> None:
        """Independently of the engine: the wall hour, the weekday, and one nudge or note for each ISO week."""
        for member in members:
            mine = [act for act in acts if act.member == member.id]
            moves = [act for act in mine if isinstance(act, o.MovedZone)]
            changes = [act for act in mine if isinstance(act, o.ChangedHour)]
            weeks: set[tuple[int, int]] = set()
            for message in (message for message in messages if message.member == member.id):
                zone = next((act.zone for act in reversed(moves) if act.at <= message.at), member.zone)
                change = next((act for act in reversed(changes) if act.at <= message.at), member)
                local = message.at.astimezone(ZoneInfo(zone))
                if any(act.at == message.at for act in moves):
                    continue
                gap = (local - timedelta(hours=2)).utcoffset() != local.utcoffset()
                assert (local.hour, local.minute) == (change.hour, 0) or gap, (message, local)
                if message.kind == REVIEW:
                    assert local.weekday() < 5
                    continue
                assert change.weekday == local.weekday()
                assert local.isocalendar()[:2] not in weeks
                weeks.add(local.isocalendar()[:2])
