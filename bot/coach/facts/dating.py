"""Dates and periods stay with their figure: "Jan 21%, Feb 20%" is never January's 20%."""

from collections.abc import Iterator, Sequence

from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.tokens import Part, Token

_Pair = tuple[str, str]


def dates(said: Sequence[Token], had: Sequence[Token], lexicon: Lexicon) -> Iterator[str]:
    """Name the figures that got another time than they have. Both rows come with their breaks."""
    if sum(token.part is Part.PERIOD for token in had) < len(_TWO):
        return
    given = _dated(had, lexicon)
    if len({period for period, _ in given}) < len(_TWO) or len({figure for _, figure in given}) < len(_TWO):
        return
    told = _dated(said, lexicon)
    figures = {_worth(token) for token in said if token.number}
    for period, figure in sorted(told):
        if (period, figure) not in given and any(one == period or other == figure for one, other in given):
            yield f"when: {period}"
    for figure in sorted({figure for _, figure in given} & figures - {figure for _, figure in told}):
        yield f"left out: when {figure}"


_TWO = ("one", "another")


def _dated(row: Sequence[Token], lexicon: Lexicon) -> set[_Pair]:
    """Pair each time with the figure beside it, the one before it first."""
    out: set[_Pair] = set()
    for place, token in enumerate(row):
        if token.part is not Part.PERIOD or _is_rate(row, place, lexicon):
            continue
        near = _beside(reversed(row[:place])) or _beside(iter(row[place + 1 :]))
        if near:
            out.add((token.key, near))
    return out


def _is_rate(row: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    before = row[place - 1] if place else None
    return before is not None and (before.text in lexicon.rates or before.number is not None)


def _beside(row: Iterator[Token]) -> str:
    for token in row:
        if token.part is Part.BREAK:
            return ""
        if token.counts:
            return _worth(token) or token.key
    return ""


def _worth(token: Token) -> str:
    return f"{token.number.value:g}{token.number.unit}" if token.number else ""
