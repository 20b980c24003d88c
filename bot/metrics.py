"""What there is to measure, as Prometheus reads it. Ids of workspaces and no names: whoever scrapes is not a member.

Written by hand: a counter and a gauge are a line each, and the client library would bring a registry of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from bot.delivery.endings import LANES, OTHERS, Endings
from bot.delivery.lookout import Waiting


class Counts(Protocol):
    """What an engine has counted since its process started."""

    @property
    def outcomes(self) -> Endings:
        """How attempts ended."""

    @property
    def refusals(self) -> Mapping[str, int]:
        """How often Slack has asked for silence, by method."""

    def tick_age(self) -> float:
        """Seconds since the clock last went through its round."""


class Keeping(NamedTuple):
    """Whether the ledger's disk is full, and what was not stored, or perhaps not, by why."""

    full: bool
    unwritten: Mapping[str, int]


class Metric(NamedTuple):
    """One metric with its samples, by their labels."""

    name: str
    kind: str
    meaning: str
    samples: Iterable[tuple[Mapping[str, str], float]]


def exposition(lanes: Iterable[Waiting], keeping: Keeping, engine: Counts | None) -> str:
    """The whole page."""
    metrics = [*_of_lanes(list(lanes)), *_of_keeping(keeping), *(_of_engine(engine) if engine else ())]
    return "".join(line for metric in metrics for line in _lines(metric))


def _of_lanes(waiting: list[Waiting]) -> Iterator[Metric]:
    lanes = _bounded(waiting)
    by = [({"workspace": lane.workspace}, lane) for lane in lanes]
    yield Metric("coach_due", "gauge", "Messages that are due.", [(at, lane.due) for at, lane in by])
    yield Metric(
        "coach_in_doubt", "gauge", "Messages that may have been sent.", [(at, lane.in_doubt) for at, lane in by]
    )
    yield Metric("coach_lag_seconds", "gauge", "How long the first has been due.", [(at, lane.lag) for at, lane in by])


def _of_keeping(keeping: Keeping) -> Iterator[Metric]:
    unwritten = [({"outcome": outcome}, n) for outcome, n in sorted(keeping.unwritten.items())]
    room = "1 since a write of this process found no room on the disk, until there is some."
    yield Metric("coach_no_room", "gauge", room, [({}, keeping.full)])
    yield Metric("coach_unwritten_total", "counter", "Writes refused, or not confirmed in time.", unwritten)


def _bounded(lanes: list[Waiting]) -> list[Waiting]:
    """Those that lag behind most by themselves, and all others as one."""
    first = sorted(lanes, key=lambda lane: (-lane.lag, -lane.in_doubt, lane.workspace))
    own, rest = first[:LANES], first[LANES:]
    if not rest:
        return lanes
    due, in_doubt = sum(lane.due for lane in rest), sum(lane.in_doubt for lane in rest)
    return [*own, Waiting(OTHERS, due, in_doubt, max(lane.lag for lane in rest))]


def _of_engine(engine: Counts) -> Iterator[Metric]:
    ended = [({"kind": kind, "outcome": outcome}, n) for (kind, outcome), n in sorted(engine.outcomes.kinds.items())]
    lanes = [
        ({"workspace": lane, "outcome": outcome}, n) for (lane, outcome), n in sorted(engine.outcomes.lanes.items())
    ]
    refused = [({"method": method}, n) for method, n in sorted(engine.refusals.items())]
    yield Metric("coach_deliveries_total", "counter", "How attempts ended, since this process started.", ended)
    yield Metric(
        "coach_lane_deliveries_total", "counter", "Messages sent and failed, since this process started.", lanes
    )
    yield Metric("coach_rate_limited_total", "counter", "Slack's answers 429, since this process started.", refused)
    yield Metric(
        "coach_tick_age_seconds", "gauge", "Since the clock last went through its round.", [({}, engine.tick_age())]
    )


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.meaning}\n# TYPE {metric.name} {metric.kind}\n"
    for labels, value in metric.samples:
        said = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        yield f"{metric.name}{{{said}}} {value:g}\n" if said else f"{metric.name} {value:g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
