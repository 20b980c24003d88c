"""Units told in another way that claims no more: "in the two weeks since" with what it is since, "Norvik" for "one customer (Norvik)"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.coach.facts.forms import is_verb, opens_a_deed
from bot.coach.facts.lexicon import ME, US, Lexicon
from bot.coach.facts.tokens import Part, Token
from bot.coach.facts.turning import turned
from bot.coach.facts.units import Unit

_OPEN_ENDS = frozenset({"since", "after"})
_PARTITIVE = 3


def retold(found: Sequence[Unit], lexicon: Lexicon) -> Iterator[Unit]:
    """Give further ways to tell some units; none where the order of words does not tell who did what."""
    if lexicon.strict:
        return
    for place, one in enumerate(found):
        yield from _dated_by(one, found[:place], lexicon)
        yield from _named(one)
        yield from _lasting(one)
        yield from _counted(one, lexicon)
        yield from _labelled(one, lexicon)
        yield from _reasoned(one)
        yield from turned(one, lexicon)
        yield from _told_me(one)
        yield from _idea_of(one, lexicon)


def _dated_by(one: Unit, earlier: Sequence[Unit], lexicon: Lexicon) -> Iterator[Unit]:
    """Complete "in the two weeks since" by the deed of the sentence before, where that is a single deed of its author."""
    row = _without_breaks_behind(one.tokens)
    before = [unit for unit in earlier if unit.sentence == one.sentence - 1]
    if not row or row[-1].text not in _OPEN_ENDS or len(before) != 1 or before[0].label:
        return
    deed = [token for token in before[0].tokens if token.part is not Part.FILLER]
    led = next((token for token in deed if token.counts), None)
    if led and (led.key in {ME, US} or (before[0].mine and opens_a_deed(led, lexicon))):
        yield replace(one, tokens=(*row, *(() if led.key in {ME, US} else (Token("we", US, Part.WORD),)), *deed))


def _without_breaks_behind(row: Sequence[Token]) -> tuple[Token, ...]:
    kept = list(row)
    while kept and kept[-1].part is Part.BREAK:
        kept.pop()
    return tuple(kept)


def _named(one: Unit) -> Iterator[Unit]:
    """Tell "one customer (Norvik) complained" of Norvik."""
    row = one.tokens
    for at, token in enumerate(row):
        if not (token.text == "a" or _is_one(token)):
            continue
        stop = next((place for place in range(at + 1, len(row)) if row[place].part is not Part.WORD), len(row))
        end = stop + 1
        while end < len(row) and row[end].name:
            end += 1
        closed = end >= len(row) or row[end].part is Part.BREAK
        if at + 1 < stop < len(row) and row[stop].part is Part.BREAK and end > stop + 1 and closed:
            yield replace(one, tokens=(*row[:at], *row[stop + 1 : end], *row[end + 1 :]))


def _is_one(token: Token) -> bool:
    """Whether a token counts a single thing, and says no more of it: "only one" must stay."""
    return token.number is not None and token.number.value == 1 and not (token.number.unit or token.number.about)


def _lasting(one: Unit) -> Iterator[Unit]:
    """Tell "47 min of degraded checkout" as "checkout was degraded for 47 min"."""
    row = one.tokens[1:] if one.tokens[:1] and one.tokens[0].part is Part.BREAK else one.tokens
    if len(row) < len("abcd") or not (row[0].number and row[0].number.unit == "s" and row[1].text == "of"):
        return
    state, thing = row[2], row[3]
    if (
        state.text.endswith("ed")
        and state.part is Part.WORD
        and thing.part is Part.WORD
        and not (row[4:5] and row[4].part is Part.WORD)
    ):
        links = Token("was", "was", Part.GLUE), Token("for", "for", Part.LOOSE)
        yield replace(one, tokens=(thing, links[0], state, links[1], row[0], *row[4:]))


def _counted(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Complete a bare figure by what the same verb counted in the clause before: "A slipped 9 days, B slipped 3"."""
    row, before = one.tokens, one.before
    if len(row) < _PARTITIVE or not row[-1].number or row[-1].number.unit or len(before) < _PARTITIVE:
        return
    noun, figure, verb = before[-1], before[-2], before[-3]
    same = verb.key == row[-2].key and is_verb(verb, lexicon)
    if same and figure.number and not figure.number.unit and noun.worded:
        yield replace(one, tokens=(*row, noun))


def _labelled(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Tell "reason given: no EU hosting" as "no EU hosting as the reason given"."""
    plain = all(token.part in {Part.WORD, Part.GLUE} and not token.name for token in one.label)
    short = not any(is_verb(token, lexicon) or token.part is Part.BREAK for token in one.tokens)
    if one.label and plain and short:
        yield replace(one, tokens=(*one.tokens, Token("as", "as", Part.BOUND), *one.label), label=())


def _reasoned(one: Unit) -> Iterator[Unit]:
    """Tell "reason given: no EU hosting" as "no EU hosting as the reason given", though "given" may be a verb."""
    row = one.tokens
    colon = next((at for at, token in enumerate(row) if token.text == ":"), 0)
    rest = row[colon + 1 :]
    if one.label or [token.text for token in row[:colon] if token.part is not Part.BREAK] != ["reason", "given"]:
        return
    if rest and not any(token.part is Part.BREAK for token in rest):
        yield replace(one, tokens=(*rest, Token("as", "as", Part.BOUND), *row[:2]))


def _told_me(one: Unit) -> Iterator[Unit]:
    """Tell "they told me that …" as "I was told that …": who told it is named in neither, and it stays what was told."""
    row = one.tokens
    if [token.text for token in row[:3]] == ["they", "told", "me"] and any(token.text == "that" for token in row[3:]):
        yield replace(one, tokens=(Token("i", ME, Part.WORD), Token("was", "was", Part.GLUE), row[1], *row[3:]))


def _idea_of(one: Unit, lexicon: Lexicon) -> Iterator[Unit]:
    """Tell "Kwame has an idea about caching that might help" as "Kwame's idea about caching might help"."""
    row = one.tokens
    named = bool(row) and row[0].part is Part.WORD and row[0].text not in lexicon.pronouns | {"one"}
    if not named or [token.text for token in row[1:3]] not in (["has", "a"], ["has", "an"]):
        return
    that = next((at for at, token in enumerate(row) if token.text == "that"), len(row))
    plain = not any(is_verb(token, lexicon) or token.number or token.part is Part.BREAK for token in row[3:that])
    if plain and [token.text for token in row[that + 1 : that + 2]] in (["might"], ["may"], ["could"]):
        yield replace(one, tokens=(row[0], Token("'s", "'s", Part.GLUE), *row[3:that], *row[that + 1 :]))


def at_the_time(stretches: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Read "2.9 s in week 2, when caching shipped" as what it says: "caching shipped in week 2"."""
    out = [list(stretch) for stretch in stretches]
    for (before, here), place in zip(pairwise(stretches), range(1, len(stretches)), strict=True):
        if here[0].text != "when" or any(token.part is Part.PERIOD for token in here):
            continue
        at = next((at for at, token in enumerate(before) if token.part is Part.PERIOD), 0)
        if at and before[at - 1].text in {"in", "on", "during"}:
            out[place] = [*here[1:], *before[at - 1 :]]
    return out
