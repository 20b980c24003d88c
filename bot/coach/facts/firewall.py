"""The fact firewall: whether a sentence claims nothing beyond what a person said. Code decides, not a prompt.

A sentence is cut at each joint where two claims may meet. Each stretch must then say the same as one unit of the person's
own text: every word, number and name of it is given there, nothing that binds the unit (doubt, a no, a goal, somebody's
name, "about", "only") is left out, and who did what to whom stays. What cannot be shown to be given is refused:
a refused sentence costs nothing, because the person's own words stand in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.coach.clauses import clauses, sentences
from bot.coach.facts.comparing import parted
from bot.coach.facts.cutting import pieces
from bot.coach.facts.given import Given, given
from bot.coach.facts.laid import Row
from bot.coach.facts.languages import lexicon_of
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.matching import Whole, misfits
from bot.coach.facts.quoting import misquotes, quotes
from bot.coach.facts.reading import read_as
from bot.coach.facts.retelling import at_the_time, retold
from bot.coach.facts.signs import strange
from bot.coach.facts.tokens import Token, tokens
from bot.coach.facts.units import units
from bot.coach.facts.vouched import Vouched
from bot.coach.languages import detect
from bot.coach.vocabulary import WORD
from bot.coach.withholding import without_instructions

_CLAIMING = frozenset({"outcome", "decision", "result", "results", "impact", "evidence"})
"""Headings that claim something of what stands behind them."""
_MOST_PIECES = 14
_MOST_REASONS = 6


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
    quotes: tuple[str, ...]


def check(source: str, stored: Sequence[str], sentence: str) -> Verdict:
    """Say whether a sentence claims nothing beyond an update and the person's stored evidence."""
    return judge(ground(source, tuple(stored)), sentence)


@lru_cache(maxsize=64)
def ground(source: str, stored: tuple[str, ...] = ()) -> Ground:
    """Read what was said, once for many sentences; words aimed at a machine are no facts."""
    low = source.lower()
    lexicon = lexicon_of(detect(low, WORD.findall(low)))
    texts = [without_instructions(text) for text in (source, *stored)]
    found = [
        unit for place, text in enumerate(texts) for unit in units(text, lexicon, lasting=place > 0, first=1000 * place)
    ]
    found += list(retold(found, lexicon))
    notes = (sentences(text)[:1] for text in texts[1:])
    verbatim = frozenset(map(_plain, (*clauses(texts[0]), *(first for note in notes for first in note))))
    quoted = tuple(quote for text in texts for quote in quotes(text))
    return Ground(lexicon, tuple(given(unit, lexicon) for unit in found), verbatim, quoted)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def judge(on: Ground, sentence: str) -> Verdict:
    """Say whether a sentence stands on this ground: the person's own clause does, word for word."""
    if _plain(sentence) in on.verbatim:
        return Verdict(supported=True)
    read = _without_label(tokens(sentence, on.lexicon), on.lexicon)
    if not any(token.counts for token in read):
        return Verdict(supported=False, reasons=("says nothing",))
    if wrong := (*strange(sentence, on.lexicon), *misquotes(sentence, on.quotes)):
        return Verdict(supported=False, reasons=wrong)
    stretches = at_the_time([part for piece in pieces(read, on.lexicon) for part in parted(piece)])
    if len(stretches) > _MOST_PIECES:
        return Verdict(supported=False, reasons=("too long",))
    whole = Whole.of(read)
    near = [one for one in on.units if one.needed <= whole.keys]
    if read_as(stretches, near, whole, on.lexicon):
        return Verdict(supported=True)
    return Verdict(supported=False, reasons=_reasons(stretches, on, whole))


def vouched(on: Ground, text: str) -> Vouched | Verdict:
    """A written sentence, if all that it says stands on this ground; otherwise why not."""
    said = sentences(text)
    if not said:
        return Verdict(supported=False, reasons=("says nothing",))
    verdicts = [judge(on, sentence) for sentence in said]
    if all(verdict.supported for verdict in verdicts):
        return Vouched(text)
    return Verdict(supported=False, reasons=tuple(reason for verdict in verdicts for reason in verdict.reasons))


def _without_label(read: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    """Leave a heading in front ("Outcome:") out, where it only names a kind of news."""
    for place, token in enumerate(read[:4]):
        if token.text == ":" and place and all(one.text in lexicon.news - _CLAIMING for one in read[:place]):
            return read[place + 1 :]
    return read


def _reasons(stretches: Sequence[Sequence[Token]], on: Ground, whole: Whole) -> tuple[str, ...]:
    """Say of each stretch what is wrong with it, held against the unit that is nearest to it."""
    if not on.units:
        return ("nothing was given",)
    out: dict[str, None] = {}
    for stretch in stretches:
        out |= dict.fromkeys(misfits(Row(stretch), _nearest(stretch, on.units), whole, on.lexicon))
        if len(out) >= _MOST_REASONS:
            break
    return tuple(out)[:_MOST_REASONS] or ("how its parts hang together",)


def _nearest(stretch: Sequence[Token], units: Sequence[Given]) -> Given:
    keys = frozenset(token.key for token in stretch if token.counts)
    return max(units, key=lambda one: 2 * len(keys & one.keys) - len(one.keys))
