"""A unit made ready to be held against many sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.coach.facts import arithmetic
from bot.coach.facts.forms import is_verb, names_a_doer, opens_a_deed, starts_with_verb, subject
from bot.coach.facts.laid import FREE, Laid
from bot.coach.facts.lexicon import FALL, ME, MOVE, NOT, RISE, US, Lexicon
from bot.coach.facts.numbers import Number, worth
from bot.coach.facts.tokens import Part, Token
from bot.coach.facts.units import Unit

_LICENSED = frozenset({ME, US, RISE, FALL, MOVE, "doubl", "halv", "tripl", "plan", "step", "#"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A phrase that a unit may be told with: the heading above, what takes it back, or what "it" stands for.

    A heading is named as a `whole`. One that `leads` stands in for the subject; one with `after` for an object, behind that word.
    """

    words: tuple[Token, ...]
    leads: bool = False
    whole: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A unit with what is asked of it again and again.

    `source` is all that it says, its label and head first. `carried` are phrases that it may be told with though it does
    not repeat them. `deed` is its first word where it tells
    somebody's own deed without a subject. `reach` are all keys that a stretch may have, `needed` those that it must
    have: cheap to look at first. `ends` may wait for a comparison that follows. `laid` is how its source lies.
    """

    unit: Unit
    source: tuple[Token, ...]
    keys: frozenset[str]
    texts: frozenset[str]
    numbers: tuple[Number, ...]
    sign: int
    ranges: bool
    subject: frozenset[str]
    carried: tuple[Carried, ...]
    deed: str
    leans: bool
    reach: frozenset[str]
    needed: frozenset[str]
    ends: frozenset[str]
    values: frozenset[tuple[float, str]]
    laid: Laid


def given(unit: Unit, lexicon: Lexicon) -> Given:
    """Make a unit ready."""
    source = tuple(token for token in (*unit.label, *unit.head, *unit.tokens) if token.part is not Part.BREAK)
    numbers = tuple(token.number for token in source if token.number)
    keys = frozenset(token.key for token in source if token.counts)
    texts = frozenset(token.text for token in source) | frozenset(unit.joint.split())
    ranges = _ranges(source, lexicon)
    deed, leans = _deed(unit, lexicon), _leans(unit, lexicon)
    carried = _carried(unit, lexicon, leans=leans, deed=bool(deed))
    return Given(
        unit=unit,
        source=source,
        keys=keys,
        texts=texts,
        numbers=numbers,
        sign=0 if ranges else _sign(keys, numbers),
        ranges=ranges,
        subject=frozenset(token.key for token in subject(source, lexicon) if token.counts),
        carried=carried,
        deed=deed,
        leans=leans,
        reach=keys | _LICENSED | {token.key for run in carried for token in run.words},
        needed=_needed(unit),
        ends=frozenset({f"{one.value:g}{one.unit}" for one in numbers if one.role == "vs"} | {"vs"}),
        values=frozenset(map(worth, numbers)),
        laid=Laid(source, numbers, lexicon),
    )


def _needed(unit: Unit) -> frozenset[str]:
    words = frozenset(token.key for token in unit.tokens if token.part is Part.WORD)
    return words - FREE - {RISE, FALL, MOVE, "vs"}


_CHANGING = frozenset(
    {
        RISE,
        FALL,
        MOVE,
        "improv",
        "improve",
        "worsen",
        "bring",
        "get",
        "drive",
        "push",
        "pull",
        "doubl",
        "halv",
        "tripl",
        "sav",
        "save",
    }
)


def _ranges(source: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether "from 5 to 10" is a range: something takes or costs so much, nothing changed."""
    verbs = {token.key for token in source if is_verb(token, lexicon)}
    plain = (
        bool(verbs)
        and not any(token.text == "arrowed" for token in source)
        and all(token.number is None or token.number.role in {"from", "to"} for token in source)
    )
    return plain and verbs.isdisjoint(_CHANGING) and any(token.number for token in source)


def _sign(keys: frozenset[str], numbers: Sequence[Number]) -> int:
    if not keys.isdisjoint({"rank", "position", "place"}):
        return 0
    told = (RISE in keys) - (FALL in keys)
    counted = arithmetic.direction(numbers)
    return told if not counted else counted if not told or told == counted else 0


def _deed(unit: Unit, lexicon: Lexicon) -> str:
    """The verb that opens a unit without a subject, where nobody but its author can be meant."""
    open_ = [
        token
        for token in unit.tokens
        if token.part not in {Part.FILLER, Part.BREAK} and token.text not in {"have", "not", "also"}
    ]
    if (
        not open_
        or unit.head
        or unit.label
        or not unit.mine
        or not opens_a_deed(open_[0], lexicon)
        or names_a_doer(open_, lexicon)
        or _somebody(unit.before, lexicon)
    ):
        return ""
    return open_[0].key


def _somebody(before: Sequence[Token], lexicon: Lexicon) -> bool:
    led = [token for token in subject(list(before), lexicon) if token.part is not Part.FILLER]
    return any(token.name or token.text in {"he", "she", "they"} for token in led)


def _leans(unit: Unit, lexicon: Lexicon) -> bool:
    """Whether the unit's subject is "it", "they" or left out."""
    said = [
        token
        for token in (*unit.head, *unit.tokens)
        if token.counts or token.part in {Part.GLUE, Part.LOOSE, Part.BOUND}
    ]
    said = [token for token in said if token.text not in lexicon.joints]
    if not said or unit.label:
        return False
    first = said[0]
    left_out = first.key == NOT or first.text in lexicon.auxiliaries or starts_with_verb(list(unit.tokens), lexicon)
    return first.text in lexicon.pronouns or left_out


def _carried(unit: Unit, lexicon: Lexicon, *, leans: bool, deed: bool) -> tuple[Carried, ...]:
    runs = (
        [Carried(tuple(token for token in unit.topic if token.counts), whole=True)]
        if unit.topic and not unit.lasting
        else []
    )
    if not any(token.number for token in unit.behind):
        runs += [Carried(phrase) for phrase in _phrases(unit.behind, lexicon, also=lexicon.qualifies)]
        runs += [Carried((token,)) for token in unit.behind if token.key in lexicon.qualifies - lexicon.scoped]
    several = any(token.text in {"they", "them", "those", "these"} for token in unit.tokens)
    standing = _stood_for(unit.before, lexicon, several=several)
    if leans and not deed and standing:
        runs.append(Carried(standing, leads=True))
    for place, token in enumerate(unit.tokens[1:], 1):
        if token.text in lexicon.objects and standing:
            runs.append(
                Carried(standing, after=next((one.key for one in reversed(unit.tokens[:place]) if one.counts), ""))
            )
    return tuple(runs)


def _stood_for(before: Sequence[Token], lexicon: Lexicon, *, several: bool) -> tuple[Token, ...]:
    """What "it" may stand for: the only thing that the thought before names, and "they" for the only several things."""
    every = [run for run in _phrases(before, lexicon) if _many(run) == several]
    also = lexicon.frames & {token.key for token in before if not _colours(token, lexicon)}
    named = [run for run in _phrases(before, lexicon, also=also) if _many(run) == several]
    return every[0] if len(every) == len(named) == 1 and not any(token.name for token in before) else ()


def _many(run: Sequence[Token]) -> bool:
    return run[-1].text.endswith("s") and not run[-1].text.endswith(("ss", "us", "is"))


def _colours(token: Token, lexicon: Lexicon) -> bool:
    return token.text in lexicon.auxiliaries or token.text not in {
        "plan",
        "goal",
        "target",
        "claim",
        "estimate",
        "forecast",
    }


def _phrases(row: Sequence[Token], lexicon: Lexicon, also: frozenset[str] = frozenset()) -> list[tuple[Token, ...]]:
    """The noun phrases of a thought: words in a row, without verb, figure, time or name."""
    out: list[list[Token]] = [[]]
    for token in row:
        word = (
            token.part is Part.WORD
            and not is_verb(token, lexicon)
            and token.key not in lexicon.scoped
            and token.key not in FREE
        )
        if (word and token.key not in lexicon.frames and not token.name) or token.key in also:
            out[-1].append(token)
        elif token.part is not Part.GLUE or token.text in lexicon.auxiliaries:
            out.append([])
    return [tuple(part) for part in out if part]


__all__ = ["FREE", "Carried", "Given", "given"]
