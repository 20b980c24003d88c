"""The fact firewall: whether a sentence claims nothing beyond what a person said. Code decides, not a prompt.

A sentence is cut at each joint where two claims may meet. Each stretch must then say the same as one unit of the person's
own text: every word, number and name of it is given there, nothing that binds the unit (doubt, a no, a goal, somebody's
name, "about", "only") is left out, and who did what to whom stays. What cannot be shown to be given is refused:
a refused sentence costs nothing, because the person's own words stand in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.coach.clauses import clauses
from bot.coach.facts.languages import lexicon_of
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.matching import Given, given, misfits
from bot.coach.facts.tokens import Part, Token, tokens
from bot.coach.facts.units import pieces, starts_with_verb, units
from bot.coach.languages import detect
from bot.coach.vocabulary import WORD
from bot.coach.withholding import without_instructions

_MOST_PIECES = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown; if not, by which rules it was stopped and at which words."""

    supported: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What sentences may stand on: a person's words, ready to be compared with."""

    lexicon: Lexicon
    units: tuple[Given, ...]
    verbatim: frozenset[str]


def check(source: str, stored: Sequence[str], sentence: str) -> Verdict:
    """Say whether a sentence claims nothing beyond an update and the person's stored evidence."""
    return judge(ground(source, tuple(stored)), sentence)


@lru_cache(maxsize=64)
def ground(source: str, stored: tuple[str, ...] = ()) -> Ground:
    """Read what was said, once for many sentences."""
    low = source.lower()
    lexicon = lexicon_of(detect(low, WORD.findall(low)))
    texts = [without_instructions(text) for text in (source, *stored)]
    found = [
        unit for place, text in enumerate(texts) for unit in units(text, lexicon, lasting=place > 0, first=1000 * place)
    ]
    verbatim = frozenset(_plain(clause) for text in texts for clause in clauses(text))
    return Ground(lexicon, tuple(given(unit, lexicon) for unit in found), verbatim)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def judge(on: Ground, sentence: str) -> Verdict:
    """Say whether a sentence stands on this ground: the person's own clause does, word for word."""
    if _plain(sentence) in on.verbatim:
        return Verdict(supported=True)
    read = _without_label(tokens(sentence, on.lexicon), on.lexicon)
    if not any(token.counts for token in read):
        return Verdict(supported=False, reasons=("says nothing",))
    stretches = pieces(read, on.lexicon)
    if len(stretches) > _MOST_PIECES:
        return Verdict(supported=False, reasons=("too long",))
    reasons = _best(stretches, on, frozenset(token.key for token in read))
    return Verdict(supported=not reasons, reasons=tuple(reasons))


def _without_label(read: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    """Leave a heading in front ("Outcome:") out."""
    for place, token in enumerate(read[:4]):
        if token.text == ":" and place and all(one.text in lexicon.labels for one in read[:place]):
            return read[place + 1 :]
    return read


@dataclass(frozen=True, slots=True)
class _Reading:
    reasons: tuple[str, ...]
    last: Given | None = None
    opened: tuple[Token, ...] = ()


def _best(stretches: Sequence[Sequence[Token]], on: Ground, everything: frozenset[str]) -> list[str]:
    """Find the way to cut the sentence in which the fewest things are wrong; none is what passes."""
    ways: list[list[_Reading]] = [[_Reading(())]]
    for end in range(1, len(stretches) + 1):
        here: list[_Reading] = []
        for start in range(end):
            said = [token for stretch in stretches[start:end] for token in stretch]
            fits = _fits(said, on, everything)
            here += [_joined(before, said, fit, on.lexicon) for before in ways[start] for fit in fits]
        here.sort(key=lambda way: len(way.reasons))
        ways.append(here[:12])
    return list(ways[-1][0].reasons)


def _fits(said: Sequence[Token], on: Ground, everything: frozenset[str]) -> list[_Reading]:
    tried = [_Reading(tuple(misfits(said, one, everything, on.lexicon)), one) for one in on.units]
    tried.sort(key=lambda way: len(way.reasons))
    good = [way for way in tried if not way.reasons]
    return good[:6] or tried[:1] or [_Reading(("nothing was given",))]


def _joined(before: _Reading, said: Sequence[Token], fit: _Reading, lexicon: Lexicon) -> _Reading:
    wrong = [*before.reasons, *fit.reasons]
    if before.last and fit.last:
        wrong += _crossing(before, said, fit.last, lexicon)
    return _Reading(tuple(wrong), fit.last, tuple(said))


def _crossing(before: _Reading, said: Sequence[Token], one: Given, lexicon: Lexicon) -> list[str]:
    """What two stretches claim together that neither claims alone: the same doer, and one thing from the other."""
    last = before.last
    assert last  # noqa: S101 - for the type checker
    if last is one:
        return []
    words = [token for token in said if token.part is not Part.BREAK and token.text not in lexicon.joints]
    first = words[0].text if words else ""
    near = last.unit.sentence == one.unit.sentence or last.unit.sentence + 1 == one.unit.sentence
    if first.endswith("ing") and first not in {token.text for token in one.source}:
        return [f"one from the other: {first}"]
    if first in lexicon.pronouns or first in {"who", "whose", "where", "thereby"}:
        leans = any(token.text in lexicon.pronouns or token.text == first for token in one.unit.tokens[:2])
        return [] if leans and near else [f"what {first} stands for"]
    if (
        starts_with_verb(words, lexicon)
        and last.subject != one.subject
        and not starts_with_verb(before.opened, lexicon)
    ):
        return ["who did it"]
    return []
