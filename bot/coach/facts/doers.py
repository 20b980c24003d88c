"""Who did it, to whom, and whose it is: another word or order must not give a deed or a thing to somebody else."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from bot.coach.facts.forms import Form, form, is_verb, opens_a_deed
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row, preposition
from bot.coach.facts.lexicon import CHANGES, Lexicon
from bot.coach.facts.tokens import Part, Token

_THIRD = frozenset(
    {"here", "these", "they", "them", "their", "theirs", "those", "he", "she", "him", "his", "her", "hers"}
)
_THIRD_OR_WHO = _THIRD | {"who", "which"}
_FIRST = frozenset({"i", "we", "me", "us", "mine", "ours"})
_STAND_INS = frozenset({"they", "it", "this", "that", "those", "these", "which"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


def doers(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name the words that give a deed or a thing to somebody else, or to nobody."""
    if lexicon.strict:
        return
    yield from _others(said, one)
    yield from _done_to(said, one, lexicon)
    yield from _owners(said, one)
    yield from _whose_deed(said, one, lexicon)
    yield from _persons(said, one)
    yield from _led(said, one, lexicon)
    yield from _stood_in(said, one, lexicon)


def _others(said: Row, one: Given) -> Iterator[str]:
    """What is theirs is not told as if it were anybody's."""
    if one.texts.isdisjoint(_THIRD) or not said.texts.isdisjoint(_THIRD_OR_WHO):
        return
    had = [token.text for token in one.source if token.text in _THIRD]
    kept = one.keys | FREE | CHANGES
    stands = any(token.counts and token.key not in kept for token in said)
    if had and not stands:
        yield f"left out: {had[0]}"


def _done_to(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Who asked was not asked, and who was offered did not offer."""
    for at, token in enumerate(said):
        if token.text not in one.texts or form(token, lexicon) is not Form.DONE:
            continue  # nobody did it there
        if not is_verb(token, lexicon) or token.text in lexicon.auxiliaries:
            continue
        had = {_suffers(one.source, place) for place, other in enumerate(one.source) if other.text == token.text}
        told = _suffers(said, at)
        if had == {True} and not told and one.subject & _people(said):
            yield f"who did it: {token.text}"
        nothing = one.unit.tokens[0].key in {"not", "noth", "nothing", "none"}
        if had == {False} and told and not nothing and (_led_by(said, at) or not (one.subject & FREE or one.deed)):
            yield f"who did it: {token.text}"


def _people(said: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.key for token in said)


def _suffers(row: Sequence[Token], at: int) -> bool:
    return any(token.text in _BE for token in row[max(0, at - 3) : at])


def _led_by(row: Sequence[Token], at: int) -> bool:
    return any(token.key in FREE for token in row[:at])


def _owners(said: Sequence[Token], one: Given) -> Iterator[str]:
    """A question for Legal is not Legal's, nor a plan mine: only what is from somebody or of somebody is theirs."""
    had = {token.key for token, after in pairwise(one.source) if after.text == "'s"}
    had |= {after.key for token, after in pairwise(one.source) if token.text in {"from", "of"}}
    if any(token.text == "my" for token in said) and "my" not in one.texts:
        yield "whose: my"
    yield from (
        f"whose: {token.text}"
        for token, after in pairwise(said)
        if after.text == "'s" and token.key not in had and token.part is Part.WORD
    )


def _whose_deed(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """A deed without a subject that may be somebody else's is told without one, too."""
    first = one.unit.tokens[0]
    if one.deed or one.unit.head or one.unit.label or one.unit.mine or not opens_a_deed(first, lexicon):
        return
    led = next((token for token in said if token.counts), None)
    if led is None or led.key != first.key:
        yield f"who did it: {first.text}"


def _persons(said: Row, one: Given) -> Iterator[str]:
    """Whom it was done to, and a second doer, stay."""
    if one.texts.isdisjoint(_FIRST):
        return
    for at, token in enumerate(one.source):
        second = token.text in {"i", "we", "mine", "ours"} and at and not one.subject & FREE and not one.leans
        if (token.text in {"me", "us", "mine", "ours"} or second) and token.text not in said.texts:
            yield f"left out: {token.text}"


def _led(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """For whom or where something was done is not who did it: "for Norvik we built it" is no "Norvik built it"."""
    opening = list(takewhile(lambda token: not is_verb(token, lexicon), said))
    for at, token in enumerate(opening):
        if token.part is not Part.WORD or token.key in FREE or preposition(opening, at):
            continue
        places = one.laid.places(token.key)
        if places and all(one.laid.leads[place] for place in places):
            yield f"who did it: {token.text}"
        return


def _stood_in(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """What its author did, or was told, is not told of "they" or "it"; of a thing only that it was done."""
    if not (one.subject & FREE or one.deed):
        return
    had, texts = ([token.text for token in row] for row in (one.source, said))
    for at, token in enumerate(said):
        if token.text not in _STAND_INS or had.count(token.text) >= texts.count(token.text):
            continue
        behind = takewhile(lambda other: not _opens_a_phrase(other, lexicon), said[at + 1 :])
        end = at + 1 + sum(1 for _ in behind)
        deed = said[end : end + 1] and is_verb(said[end], lexicon)
        if deed and (_passive(one.source, lexicon) or not _passive(said[at : end + 1], lexicon)):
            yield f"who did it: {token.text}"


def _opens_a_phrase(token: Token, lexicon: Lexicon) -> bool:
    return token.counts and token.text not in lexicon.auxiliaries and token.key not in {"not", "notyet"}


def _passive(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether something was done to what a row tells of."""
    return any(
        form(token, lexicon) is Form.DONE
        and is_verb(token, lexicon)
        and token.text not in lexicon.auxiliaries
        and _suffers(row, at)
        for at, token in enumerate(row)
    )
