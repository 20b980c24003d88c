"""Words: each one that a sentence has must be given, and none that binds may be left out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.coach.facts import timing
from bot.coach.facts.forms import Form, form, is_verb
from bot.coach.facts.given import FREE, Carried, Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import CHANGES, DIRECTIONS, FALL, MOVE, NOT, RISE, Lexicon
from bot.coach.facts.tokens import Part, Token

_RELATIVES = frozenset({"which", "that", "who", "thereby"})
_OBJECTS = frozenset({"me", "us"})
_STRESSED = frozenset({"moi"})
_TURNING = frozenset({"except", "without", "despite", "unlike", "until", "till"})
_HELD = _TURNING | {"too"}
_TIMES = frozenset({"before", "after", "since", "until", "earlier"})
_PLANNED = frozenset({"would", "goal", "plan"})
_TOPICAL = frozenset({"about", "over"})
_TINY = 0.01
_FACTORS = {"doubl": 2.0, "halv": 0.5, "tripl": 3.0}
_SO_FAR = frozenset({"up", "down", "cut"})
_DIRECTED = frozenset({RISE, FALL, MOVE, *_FACTORS})


def added(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name the words that the unit does not give."""
    strangers = [token for token in said if token.worded and token.key not in one.keys]
    unknown = [token for token in strangers if not _licensed(token, said, one, lexicon)]
    if unknown and not _carried(unknown, said, one, lexicon):
        yield from (f"not given: {token.text}" for token in unknown)
    bases = one.laid.texts_of_bases
    for token in said:
        base = lexicon.base.get(token.text, token.text)
        if base in lexicon.agentive and base not in bases and token.key not in one.texts and _acts(token, one):
            yield f"who did it: {token.text}"
        if token.text in _TIMES | _TURNING and token.text not in one.texts:
            yield f"not given: {token.text}"
        if token.text in _TOPICAL and token.text not in one.texts and not _before_a_time(token, said):
            yield f"not given: {token.text}"
        if token.text in lexicon.ties and token.text not in one.texts and token.part is not Part.BOUND:
            yield f"not given: {token.text}"
    yield from _thereby(said, one, lexicon)
    yield from _persons(said, one, lexicon)


def _before_a_time(token: Token, said: Sequence[Token]) -> bool:
    """Whether "over" only says how long: "over two weeks"."""
    at = next(at for at, other in enumerate(said) if other is token)
    after = next((other for other in said[at + 1 :] if other.counts), None)
    return token.text == "over" and after is not None and (after.part is not Part.WORD)


def _persons(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Who did it stays who did it: "me" is no "I", and where the order of words does not tell, neither may come or go."""
    told, had = ({token.text for token in row if token.key in FREE} - _STRESSED for row in (said, one.source))
    yield from (f"who did it: {text}" for text in sorted(told - had) if text in _OBJECTS)
    if lexicon.strict and told != had:
        yield "who did it"


def _thereby(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """What "which" or "that" did must be told of it: only what it was may be new."""
    for token, after in pairwise(said):
        if token is said[0] and one.leans:
            continue
        if (
            token.text in _RELATIVES
            and token.text not in one.texts
            and is_verb(after, lexicon)
            and after.text not in lexicon.auxiliaries
            and not _without_subject(after, one)
        ):
            yield f"not given: {token.text} {after.text}"


def _without_subject(verb: Token, one: Given) -> bool:
    """Whether a verb stands right behind a break, so that "that" may take the place of what is left out before it."""
    return any(first.part is Part.BREAK and then.text == verb.text for first, then in pairwise(one.unit.tokens))


def _acts(token: Token, one: Given) -> bool:
    """Whether a verb of doing is more than the direction that the figures show."""
    return not (token.key in DIRECTIONS and any(other.text == token.text for other in one.source))


def _licensed(token: Token, said: Sequence[Token], one: Given, lexicon: Lexicon) -> bool:
    if token.key in DIRECTIONS:
        return one.sign == (1 if token.key == RISE else -1)
    if token.key == MOVE:
        return bool(one.sign)
    if token.key in FREE:
        return not lexicon.strict and _told_by_its_author(token, said, one, lexicon)
    if token.text in {"next", "step", "steps"}:
        if token.text == "next" and _colours_a_goal(token, said, lexicon):
            return False
        return not one.keys.isdisjoint(_PLANNED) or (bool(one.deed) and one.unit.tokens[0].text.endswith("ing"))
    return token.key in _FACTORS and _factor(token.key, one) and _by_itself(token, said, one, lexicon)


def _colours_a_goal(token: Token, said: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether "next" says which goal it is: "the next goal" is not "the goal"."""
    at = next(at for at, other in enumerate(said) if other is token)
    after = next((other for other in said[at + 1 :] if other.counts), None)
    return after is not None and after.key in lexicon.frames


def _told_by_its_author(token: Token, said: Sequence[Token], one: Given, lexicon: Lexicon) -> bool:
    """A deed without a subject is its author's: "I" or "we" may stand before its verb, and nowhere else."""
    if not one.deed or token.text not in {"i", "we"}:
        return False
    place = next(at for at, other in enumerate(said) if other is token)
    verb = next(
        (
            other
            for other in said[place + 1 :]
            if other.part is Part.WORD and other.key != NOT and other.text not in lexicon.auxiliaries
        ),
        None,
    )
    return verb is not None and verb.key == one.deed


def _factor(key: str, one: Given) -> bool:
    return bool(one.laid.pairs) and all(
        pair.before.value
        and not (pair.before.about or pair.after.about)
        and abs(pair.after.value / pair.before.value - _FACTORS[key]) < _TINY
        for pair in one.laid.pairs
    )


def _by_itself(token: Token, said: Sequence[Token], one: Given, lexicon: Lexicon) -> bool:
    """Whether "doubled" tells of a thing that it did, and not of somebody who did it to a thing, nor of what is to come."""
    at = next(at for at, other in enumerate(said) if other is token)
    after = next((other for other in said[at + 1 :] if other.part is not Part.GLUE), None)
    moved = [other for other in one.source if other.key in CHANGES and is_verb(other, lexicon)]
    done = not moved or any(form(other, lexicon) is Form.DONE or other.text in _SO_FAR for other in moved)
    alone = after is None or after.part is not Part.WORD
    return done and alone and at > 0 and said[at - 1].worded


def _carried(unknown: Sequence[Token], said: Sequence[Token], one: Given, lexicon: Lexicon) -> bool:
    """Whether the words that are not the unit's own are one phrase in a row that it may be told with."""
    words = [token for token in said if token.counts]
    start, end = words.index(unknown[0]), words.index(unknown[-1]) + 1
    return any(_is_phrase(words, start, end, run, lexicon) for run in one.carried)


def _is_phrase(words: Sequence[Token], start: int, end: int, run: Carried, lexicon: Lexicon) -> bool:
    """Whether a stretch of words is a whole phrase, or the end of one, and stands where the phrase may stand."""
    span = [token.key for token in words[start:end]]
    if span != [token.key for token in run.words[-len(span) :]] or (
        (run.whole or run.leads) and len(span) != len(run.words)
    ):
        return False
    if run.after:
        return start > 0 and words[start - 1].key == run.after
    return not run.leads or not any(is_verb(token, lexicon) for token in words[:start])


def missing(said: Row, one: Given, everything: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    """Name the words of the unit that may not be left out, and are."""
    told = said.keys
    had: dict[str, int] = {}
    both = RISE in one.keys and FALL in one.keys
    directed = not both and not _DIRECTED.isdisjoint(told)
    label, head = len(one.unit.label), len(one.unit.label) + len(one.unit.head)
    for place, token in enumerate(one.source):
        if token.part is Part.NUMBER or not token.counts or token.key in FREE:
            continue
        had[token.key] = had.get(token.key, 0) + 1
        if had[token.key] <= told.count(token.key):
            continue
        if token.part is Part.PERIOD and timing.may_lack(place, one, lexicon):
            continue
        if place < head and (token.key in everything or (place >= label and _only_led(token, one, lexicon))):
            continue
        if token.key in CHANGES and (directed or (token.key == MOVE and one.sign and not both)):
            continue
        yield f"left out: {token.text}"


def qualifiers(said: Row, one: Given, everything: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    """Name what later words take back, an "about" and an "except" that are left out."""
    for key in sorted(one.unit.tail.difference(said.keys, everything)) if one.unit.tail else ():
        yield f"left out: {key}"
    for token in one.source:
        held = token.text in _HELD or (token.text in lexicon.about and not token.counts)
        if held and token.text not in said.texts:
            yield f"left out: {token.text}"


def _only_led(token: Token, one: Given, lexicon: Lexicon) -> bool:
    """A subject taken over from the clause before may be left out again where it is the author; nothing else may.

    Without it, somebody else's deed would read as theirs.
    """
    led = next((other for other in one.unit.head if other.counts), None)
    author = led is not None and led.text in {"i", "we"}
    return author and token.key not in lexicon.frames and token.key != NOT


def tenses(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Was stays was, is stays is; what is planned or under way is not told as done."""
    now, then = (not said.texts.isdisjoint(words) for words in (lexicon.present, lexicon.past))
    if now is not then:
        had_now, had_then = (not one.laid.texts.isdisjoint(words) for words in (lexicon.present, lexicon.past))
        if now and had_then and not had_now:
            yield "time: was, not is"
        if then and had_now and not had_then:
            yield "time: is, not was"
    yield from _forms(said, one, lexicon)


def _forms(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    for place, token in enumerate(said):
        if token.part is not Part.WORD or token.key in {MOVE, RISE, FALL} or not is_verb(token, lexicon):
            continue
        had = {form(other, lexicon) for other in one.laid.same(token.key)}
        told = form(token, lexicon)
        if not had or told in had or (told is Form.PLAIN and _named(said[:place]) and had == {Form.DONE}):
            continue
        if told is Form.UNDER_WAY and any(other.text in lexicon.past | lexicon.present for other in said[:place]):
            yield f"time: {token.text}"
        if Form.DONE in {told, *had} and not _passive(said[max(0, place - 2) : place], one, lexicon):
            yield f"time: {token.text}"


def _named(before: Sequence[Token]) -> bool:
    """Whether what was done is told as a thing: "when we launched" as "at the launch"."""
    return bool(before) and before[-1].text in {"the", "our", "my"}


def _passive(before: Sequence[Token], one: Given, lexicon: Lexicon) -> bool:
    """Whether "we onboard them" is told as "they are onboarded"."""
    return bool(one.subject & FREE) and any(token.text in lexicon.present for token in before)
