"""A look at the lanes from outside: what waits, for how long, and what a page of metrics says of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from bot import metrics
from bot.delivery import lookout
from bot.delivery.endings import LANES, OTHERS, Endings
from bot.delivery.lookout import Due, Waiting
from bot.ledger.store import Ledger
from bot.metrics import Keeping
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON, at, delivery, stored

HOUR = timedelta(hours=1)
WELL = Keeping(False, {"no_room": 2, "unconfirmed": 0})
SECOND = timedelta(seconds=1)


@dataclass
class Idle:
    """An engine that has done a little and does nothing now."""

    outcomes: Endings = field(default_factory=Endings)
    refusals: Counter[str] = field(default_factory=lambda: Counter({"chat.postMessage": 2}))

    def tick_age(self) -> float:
        return 0.5


async def test_each_lane_in_which_something_waits_says_how_much_and_for_how_long(ledger: Ledger) -> None:
    await stored(
        ledger,
        delivery(ANA, due_at=NOON - 7 * SECOND), delivery(BEN), delivery(ANA, due_at=NOON + SECOND),
        delivery(ANA, state="doubt", due_at=NOON + HOUR), delivery(ANA, state="sent"), delivery(ANA, state="failed"),
        delivery(ELSEWHERE, state="doubt", due_at=NOON - HOUR),
    )  # fmt: skip

    assert await lookout.waiting(ledger, at(NOON)) == [
        Waiting(ANA.workspace, 2, 1, 7.0),
        Waiting(ELSEWHERE.workspace, 0, 1, 0.0),
    ]


async def test_what_stands_until_a_time_is_what_is_alive_then_or_under_way(ledger: Ledger) -> None:
    await stored(
        ledger,
        delivery(ANA, due_at=NOON + HOUR), delivery(BEN, kind="nudge", due_at=NOON, expires_at=NOON + 2 * HOUR),
        delivery(ANA, kind="late", due_at=NOON + 2 * HOUR), delivery(ANA, kind="stale", expires_at=NOON + HOUR),
        delivery(ELSEWHERE, kind="doubt", state="doubt", due_at=NOON + 3 * HOUR, expires_at=NOON),
        delivery(ANA, kind="over", state="sent"), delivery(ANA, kind="over", state="skipped"),
    )  # fmt: skip

    found = await lookout.standing(ledger, NOON + HOUR)

    assert sorted(found) == [
        Due(ANA.workspace, "draft", ANA.member),
        Due(BEN.workspace, "nudge", BEN.member),
        Due(ELSEWHERE.workspace, "doubt", ELSEWHERE.member),
    ]


def test_the_page_is_what_prometheus_reads() -> None:
    idle = Idle()
    for _ in range(3):
        idle.outcomes.note("T1", "draft", "sent")

    page = metrics.exposition([Waiting('T"1\\', 2, 1, 7.25)], WELL, idle)

    assert [line for line in page.splitlines() if not line.startswith("#")] == [
        'coach_due{workspace="T\\"1\\\\"} 2',
        'coach_in_doubt{workspace="T\\"1\\\\"} 1',
        'coach_lag_seconds{workspace="T\\"1\\\\"} 7.25',
        "coach_no_room 0",
        'coach_unwritten_total{outcome="no_room"} 2',
        'coach_unwritten_total{outcome="unconfirmed"} 0',
        'coach_deliveries_total{kind="draft",outcome="sent"} 3',
        'coach_lane_deliveries_total{workspace="T1",outcome="failed"} 0',
        'coach_lane_deliveries_total{workspace="T1",outcome="sent"} 3',
        'coach_rate_limited_total{method="chat.postMessage"} 2',
        "coach_tick_age_seconds 0.5",
    ]
    assert page.endswith("\n")
    assert page.count("# TYPE ") == 9


def test_a_process_without_an_engine_says_what_waits() -> None:
    assert "coach_deliveries_total" not in metrics.exposition([], WELL, None)


def test_ten_thousand_lanes_are_counted_and_told_in_bounds_and_no_message_is_left_out_p7() -> None:
    idle = Idle()
    workspaces = [f"T{number:05}" for number in range(10_000)]
    for _ in range(2):
        for workspace in workspaces:
            idle.outcomes.note(workspace, "nudge", "sent")
            idle.outcomes.note(workspace, "nudge", "later")
    idle.outcomes.note(workspaces[-1], "nudge", "failed")
    waiting = [Waiting(workspace, 3, 1, float(lag)) for lag, workspace in enumerate(workspaces)]

    page = metrics.exposition(waiting, WELL, idle).splitlines()

    sent = {line.partition("{")[2]: float(line.split()[-1]) for line in page if "coach_lane_deliveries_total{" in line}
    assert len(sent) == 2 * (LANES + 1)
    assert sum(sent.values()) == 20_001
    assert f'coach_lane_deliveries_total{{workspace="{OTHERS}",outcome="failed"}} 1' in page
    assert len([line for line in page if line.startswith("coach_lag_seconds{")]) == LANES + 1
    assert 'coach_lag_seconds{workspace="T09999"} 9999' in page
    assert f'coach_due{{workspace="{OTHERS}"}} {3 * (10_000 - LANES)}' in page
    assert f'coach_lag_seconds{{workspace="{OTHERS}"}} {9_999 - LANES}' in page
