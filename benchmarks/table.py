"""The table that is printed: ratios within one run, because no figure of one machine means anything on another."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from benchmarks.noop import Reference
from benchmarks.rounds import Measured, Outcome

Figure = Callable[[Measured], float]
WIDTH: Final = 52


class Row(NamedTuple):
    """A ratio: its median over the rounds, the lowest and the highest, and what is to be reached."""

    label: str
    ratios: Sequence[float]
    goal: str

    def __str__(self) -> str:
        """Give the row as a line."""
        low, high = min(self.ratios), max(self.ratios)
        return f"{self.label:<{WIDTH}} {statistics.median(self.ratios):5.2f}   {low:5.2f}-{high:<5.2f}  {self.goal}"


def table(outcome: Outcome) -> str:
    """The whole table, with a line of absolute medians below it."""
    head = f"{'ratio, within this run':<{WIDTH}} median  {'range':<11}  goal"
    return "\n".join((head, *map(str, _rows(outcome)), "", *_absolute(outcome)))


def _rows(outcome: Outcome) -> Iterator[Row]:
    for name, goals in ((Reference.BARE, ("at most 1.8", "at most 1.5")), (Reference.BARE_ASGI, ("", ""))):
        memory = outcome.memory["bot"] / outcome.memory[name]
        yield Row(f"/win, CPU a request at saturation / {name}", _ratios(outcome, name, _cpu), goals[0])
        yield Row(f"/win, requests a second saturated / {name}", _ratios(outcome, name, _throughput), "")
        yield Row(f"idle memory / {name}", [memory], goals[1])
    yield Row("/win, p50 at 50/s / default", _ratios(outcome, Reference.DEFAULT, _p50), "at most 0.25")
    yield Row("/win, p99 at 50/s / default", _ratios(outcome, Reference.DEFAULT, _p99), "")


def _ratios(outcome: Outcome, other: str, figure: Figure) -> list[float]:
    pairs = zip(outcome.rounds["bot"], outcome.rounds[other], strict=True)
    return [figure(ours) / figure(theirs) for ours, theirs in pairs]


def _absolute(outcome: Outcome) -> Iterator[str]:
    """What the ratios are made of, for whoever wants to know how busy the machine was."""
    for name, rounds in outcome.rounds.items():
        cpu, rate, p50, p99 = (statistics.median(map(figure, rounds)) for figure in (_cpu, _throughput, _p50, _p99))
        figures = f"{cpu * 1e6:6.0f} us CPU  {rate:6.0f}/s  p50 {p50 * 1e3:5.2f} ms  p99 {p99 * 1e3:5.2f} ms"
        yield f"{name:<9} {figures}  {outcome.memory[name]:5.1f} MiB"


def _cpu(measured: Measured) -> float:
    return measured.cpu


def _throughput(measured: Measured) -> float:
    return measured.throughput


def _p50(measured: Measured) -> float:
    return measured.p50


def _p99(measured: Measured) -> float:
    return measured.p99
