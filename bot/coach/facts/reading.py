"""A sentence read as a row of units, each stretch of it as one; what two stretches claim together is looked at, too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.coach.facts.comparing import Comparison, compared, comparison
from bot.coach.facts.cutting import joined
from bot.coach.facts.forms import starts_with_verb
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.matching import Whole, misfits
from bot.coach.facts.numbers import worth
from bot.coach.facts.tokens import Part, Token

_MOST_WAYS = 12
_LONGEST_RUN = 7
_RELATIVES = frozenset({"who", "whose", "where", "thereby"})


@dataclass(frozen=True, slots=True)
class _Way:
    """One reading of a sentence's beginning: its last unit, the words told by it, and what is still owed."""

    last: Given | None = None
    said: tuple[Token, ...] = ()
    owed: frozenset[str] = frozenset()


def read_as(stretches: Sequence[Sequence[Token]], units: Sequence[Given], whole: Whole, lexicon: Lexicon) -> bool:
    """Whether the stretches can be read as units in some way in which nothing is wrong."""
    ways: list[list[_Way]] = [[_Way()]]
    for end in range(1, len(stretches) + 1):
        here: list[_Way] = []
        for start in range(max(0, end - _LONGEST_RUN), end):
            if ways[start] and len(here) < _MOST_WAYS:
                said = Row(joined(stretches[start:end]))
                here += _told(ways[start], said, units, whole, lexicon)
        ways.append(here[:_MOST_WAYS])
    return any(not way.owed for way in ways[-1])


def _told(before: Sequence[_Way], said: Row, units: Sequence[Given], whole: Whole, lexicon: Lexicon) -> Iterator[_Way]:
    keys = frozenset(token.key for token in said if token.counts)
    values = frozenset(worth(token.number) for token in said if token.number)
    for one in units:
        if not (one.needed <= keys <= one.reach) or (values and values.isdisjoint(one.values)):
            continue
        wrong = _owed(misfits(said, one, whole, lexicon), one)
        if wrong is None:
            continue
        for way in before:
            if not way.owed and not any(_crossing(way, said, one, lexicon)):
                yield _Way(one, said, wrong)
    told = comparison(said.bare)
    if told:
        yield from _beside(before, told, units, whole, lexicon)


def _owed(wrong: Iterator[str], one: Given) -> frozenset[str] | None:
    """What a comparison that follows may still make good; None where anything else is wrong."""
    owed: set[str] = set()
    for reason in wrong:
        if reason.removeprefix("left out: ") not in one.ends:
            return None
        owed.add(reason)
    return frozenset(owed)


def _beside(
    before: Sequence[_Way], told: Comparison, units: Sequence[Given], whole: Whole, lexicon: Lexicon
) -> Iterator[_Way]:
    """Take a stretch as a comparison of the reading before it with another one that is given."""
    words = frozenset(token.key for token in told.rest if token.part is Part.WORD)
    for way in before:
        for other in units:
            if (
                way.last is None
                or not words <= other.reach
                or any(compared(told, way.said, way.last, other, whole, lexicon))
            ):
                continue
            owed = way.owed if other is not way.last else way.owed - _ends(told)
            if not owed:
                yield _Way(way.last, way.said)


def _ends(told: Comparison) -> frozenset[str]:
    """The other end of a comparison is no longer left out where it comes now."""
    ends = {f"left out: {token.number.value:g}{token.number.unit}" for token in told.rest if token.number}
    return frozenset({*ends, "left out: vs", "left out: against"})


def _crossing(before: _Way, said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name what two stretches claim together that neither claims alone: the same doer, or one thing from the other."""
    last = before.last
    if last is None or last is one:
        return
    if said[0].text == ":" and last.unit.sentence != one.unit.sentence:
        yield "one from the other: :"
    words = [token for token in said if token.part is not Part.BREAK and token.text not in lexicon.joints]
    first = words[0].text if words else ""
    if first.endswith("ing") and first not in one.texts:
        yield f"one from the other: {first}"
    elif first in lexicon.pronouns or first in _RELATIVES:
        if not (_leans(first, one, lexicon) and last.unit.sentence in {one.unit.sentence, one.unit.sentence - 1}):
            yield f"what {first} stands for"
    elif (
        starts_with_verb(words, lexicon)
        and last.subject != one.subject
        and not starts_with_verb(before.said, lexicon)
        and not (one.deed and last.subject and last.subject <= FREE and not any(token.name for token in last.source))
    ):
        yield "who did it"


def _leans(first: str, one: Given, lexicon: Lexicon) -> bool:
    return one.leans or first in one.texts or (first == "which" and not one.texts.isdisjoint(lexicon.objects))
