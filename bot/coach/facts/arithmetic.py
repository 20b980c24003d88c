"""Figures that follow from given ones: the difference, the relative change, the factor, the share."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.coach.facts.numbers import Number, Pair, pairs

_HALF: Final = 0.5
_TINY: Final = 1e-9
_LOOSE: Final = 0.02
_EXACT: Final = 0.011  # "doubled" and "halved" are said of what is so to within a hundredth


def follows(said: Number, given: Sequence[Number]) -> bool:
    """Whether a figure follows by arithmetic from a change or a share that is given; rounded as it is written."""
    if said.about - {"about"}:
        return False
    return any(rounds(said, value) for value in _derived(said, given))


def _derived(said: Number, given: Sequence[Number]) -> Iterator[float]:
    for pair in pairs(given):
        if said.role != "by" and said.role:
            continue
        yield from _of_change(said, pair)
    for one, two in pairwise(given):
        share = one.unit == two.unit == "" and two.role == "of" and 0 < one.value <= two.value
        if share and said.unit == "%" and said.role != "by":
            yield 100 * one.value / two.value


def _of_change(said: Number, pair: Pair) -> Iterator[float]:
    before, after = pair.before, pair.after
    if before.about or after.about:
        return
    change = after.value - before.value
    if said.unit == ("pp" if before.unit == "%" else before.unit) or (said.unit == "pp" and not before.unit):
        yield abs(change)
    if said.unit == "%" and before.value > 0:
        yield abs(change) / before.value * 100
    if said.unit == "x" and before.value > _TINY and after.value > _TINY:
        yield after.value / before.value
        yield before.value / after.value


def rounds(said: Number, value: float) -> bool:
    """Whether a value, rounded to as many digits as are written, is what is said; "about" allows a fiftieth."""
    if "about" in said.about and abs(said.value - value) <= _LOOSE * value:
        return True
    written = f"{said.value / said.scale:g}"
    value = value / said.scale
    if said.scale != 1:
        return abs(said.value / said.scale - value) <= _HALF * 10.0 ** -len(written.partition(".")[2])
    digits = len(written.partition(".")[2]) if "." in written else 0
    if said.unit == "x":
        return abs(said.value - value) <= _EXACT * said.value
    return abs(abs(said.value) - value) <= _HALF * 10.0**-digits + _TINY


def direction(given: Sequence[Number]) -> int:
    """1 where the changes that are given all rise, -1 where all fall, 0 where there is none or they differ."""
    signs = {(pair.after.value > pair.before.value) - (pair.after.value < pair.before.value) for pair in pairs(given)}
    return signs.pop() if len(signs) == 1 else 0
