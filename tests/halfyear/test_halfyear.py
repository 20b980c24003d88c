"""Half a year of people who log, ignore, snooze, move, launch, slip, answer and leave: every message, and no other.

What should have been sent is worked out by `oracle`, which was written from the specification alone, before the coach was
run against it. `python -m tests.halfyear` shows the same as a table.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.coach import rhythm
from bot.coach.rhythm import Decision, Situation
from bot.ledger.store import Ledger
from tests.halfyear import oracle as o
from tests.halfyear.compare import Difference, differences
from tests.halfyear.living import life, lived
from tests.halfyear.people import pressable
from tests.halfyear.readings import TAKEN

ONE_OF_EACH = 10  # the generator's habits


async def compared(ledger: Ledger, seed: int, people: int) -> tuple[list[Difference], Counter[str]]:
    """What differs, and how many messages of each kind there were."""
    members, acts = o.generate(seed)
    some = members[:people]
    theirs = [act for act in pressable(members, acts) if act.member in {member.id for member in some}]
    got = await lived(ledger, some, theirs)
    wanted = o.windows(some, theirs, o.START, o.END, TAKEN)
    return differences(wanted, got), Counter(message.kind for message in got)


async def test_half_a_year_of_one_of_each_habit_is_as_the_specification_has_it_n_l(sqlite: Ledger) -> None:
    found, kinds = await compared(sqlite, seed=2, people=ONE_OF_EACH)

    assert list(map(str, found)) == []
    assert set(kinds) == {"nudge", "review", "slowing down", "stopping"}


@pytest.mark.halfyear
async def test_half_a_year_of_fifty_is_as_the_specification_has_it_n_l(sqlite: Ledger) -> None:
    await fifty_are_as_specified(sqlite, seed=2)


@pytest.mark.halfyear
@pytest.mark.postgres
async def test_half_a_year_of_fifty_others_is_so_on_postgresql_n_l(on_postgres: Ledger) -> None:
    await fifty_are_as_specified(on_postgres, seed=1)


async def fifty_are_as_specified(ledger: Ledger, seed: int) -> None:
    found, kinds = await compared(ledger, seed, people=50)

    assert list(map(str, found)) == []
    assert min(kinds.values()) >= 5  # each kind of message is really among them
    assert sum(kinds.values()) > 500


@pytest.mark.parametrize("broken", ["silence", "run"])
async def test_a_coach_that_forgets_a_rule_is_found_out(
    sqlite: Ledger, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def decide(now: Situation) -> Decision:
        if broken == "silence" and now.logged:
            return Decision.ASK
        return Decision.ASK if broken == "run" and now.unanswered >= rhythm.PATIENCE else rhythm.decide(now)

    monkeypatch.setattr("bot.coach.situations.decide", decide)
    members, acts = o.generate(0)
    one_answers_one_does_not = members[1:3]
    theirs = [act for act in pressable(members, acts) if act.member in {"m01", "m02"}]
    until = o.START + timedelta(days=60)

    got = await lived(sqlite, one_answers_one_does_not, theirs, until)

    assert differences(o.windows(one_answers_one_does_not, theirs, o.START, until, TAKEN), got)


async def test_a_machine_asleep_for_three_days_sends_no_stale_question_and_every_review_at_its_next_hour_n5_l2_l6(
    sqlite: Ledger,
) -> None:
    people = [o.Member(f"m{number:02}", zone, 4, 15, o.START) for number, zone in enumerate(o.ZONES[::3])]
    zones, thursday = {each.id: each.zone for each in people}, datetime(2026, 4, 9, 6, tzinfo=UTC)
    plans = [o.PlannedLaunch(o.START + o.HOUR, each.id, f"{each.id}-launch", date(2026, 3, 10)) for each in people]
    async with life(sqlite, o.START) as living:
        before = len(await living.through(people, plans, thursday - 2 * o.DAY))
        living.clock.now = thursday + 3 * o.DAY  # 30 days after the launch is Thursday; Friday's hour was missed

        await living.tick()

        assert living.got[before:] == []  # it is Sunday, and night for some
        await living.until(thursday + 5 * o.DAY)
        assert [message.kind for message in living.got[before:]] == ["review"] * len(people)
        assert {message.member for message in living.got[before:]} == {each.id for each in people}
        came = {message.at.astimezone(ZoneInfo(zones[message.member])) for message in living.got[before:]}
        assert {(at.weekday(), at.hour) for at in came} == {(0, 15)}  # Monday at three in the afternoon, where each is
