"""Order: who did what to whom stays. Groups behind a preposition may move as wholes, everything else keeps its place."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from bot.coach.facts.forms import is_verb
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row, led_groups
from bot.coach.facts.lexicon import FALL, MOVE, RISE, Lexicon
from bot.coach.facts.tokens import Part, Token

_TIMELY = frozenset({"after", "before", "since", "until", "till", "within", "without", "against", "per", "during"})
_PLACED = frozenset({"over", "under"})
_FAR = 4
_NOWHERE, _OPENING = -1, -2


def order(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name the words that stand where they did not."""
    passive = not lexicon.auxiliaries.isdisjoint(said.texts)
    main = group = _NOWHERE
    for at, token in enumerate(said):
        if token.leads or token.text == "'s" or (token.number and token.number.about & _PLACED):
            group = _OPENING
        if not token.worded or token.key in FREE:
            continue
        places = one.laid.places(token.key)
        if not places:
            continue
        later = [place for place in places if place > main]
        if group == _OPENING:
            group = (later or places)[0]
        elif follows := [place for place in places if _follows(group, place, one)]:
            group = follows[0]
        elif later:
            main, group = later[0], _NOWHERE
        elif not (_done_to(token, one, lexicon, passive=passive) or _owned(at, places, said, one)):
            yield f"order: {token.text}"


def groups(said: Sequence[Token], one: Given) -> Iterator[str]:
    """Groups behind the same preposition keep their order: "better for buyers but worse for sellers"."""
    last: dict[str, int] = {}
    for at, token in enumerate(said[:-1]):
        if not token.leads:
            continue
        opens = next((other for other in said[at + 1 :] if other.counts), None)
        places = [
            place
            for place in (one.laid.places(opens.key) if opens else ())
            if opens and one.source[place].number == opens.number and one.laid.leads[place] == token.text
        ]
        if places and max(places) < last.get(token.text, _NOWHERE):
            yield f"order: {token.text}"
        last[token.text] = max([*places[:1], last.get(token.text, _NOWHERE)])


def pairs_of_groups(said: Sequence[Token], one: Given) -> Iterator[str]:
    """Where a preposition stands twice, each thing keeps the one that stands behind it: "SSO for Acme, logs for Bolt"."""
    had = one.laid.groups
    texts = [preposition for preposition, _, _ in had]
    if len(set(texts)) == len(texts):
        return
    told = {(head, before) for _, head, before in led_groups(said)}
    keys = {token.key for token in said}
    for preposition, head, before in had:
        if texts.count(preposition) > 1 and head in keys and before in keys and (head, before) not in told:
            yield f"order: {head}"


def _follows(group: int, place: int, one: Given) -> bool:
    """Whether a word continues a group: nothing that counts stands between, there as here."""
    return place > group >= 0 and not any(token.counts for token in one.source[group + 1 : place])


def _done_to(token: Token, one: Given, lexicon: Lexicon, *, passive: bool) -> bool:
    """Whether what its author did to a thing is told of the thing: "we cut it" as "it was cut", never the other way."""
    if {RISE, FALL} <= one.keys:
        return False
    turned = is_verb(token, lexicon) and (passive or token.key in {RISE, FALL, MOVE, "ship"})
    return turned and (not one.subject or bool(one.subject & FREE) or bool(one.deed))


def _owned(at: int, places: Sequence[int], said: Sequence[Token], one: Given) -> bool:
    """Whether a thing and what it belongs to changed places: "sign-off from Greta" is Greta's sign-off."""
    before = [token for token in said[:at] if token.worded]
    return (
        bool(before)
        and not said[at].text.endswith(("ing", "ed"))
        and any(_belongs(before[-1], one.source[place + 1 : place + _FAR]) for place in places)
    )


def _belongs(owner: Token, behind: Sequence[Token]) -> bool:
    for far, other in enumerate(behind):
        if other.key == owner.key:
            return any(step.text in {"from", "of"} for step in behind[:far])
        if other.counts:
            return False
    return False


def _owns(said: Sequence[Token], at: int, one: Given) -> bool:
    """Whether "Greta's sign-off" stands for "sign-off from Greta" or "of Greta"."""
    if [token.text for token in said[at + 1 : at + 2]] != ["'s"] or not said[at + 2 : at + 3]:
        return False
    for place, other in enumerate(one.source):
        same = zip(one.source[place:], said[at + 2 :], strict=False)
        far = sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1].key, same))
        if other.counts and far and _belongs(said[at], one.source[place + far : place + far + _FAR]):
            return True
    return False


def prepositions(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name the prepositions that changed, where they say who, from where, after what or for each."""
    lead = ""
    passive = not lexicon.auxiliaries.isdisjoint(said.texts)
    for at, token in enumerate(said):
        if token.leads or token.text == "'s":
            lead = token.text
        elif not lead and _owns(said, at, one):
            continue
        elif token.number:
            yield from _timed(token, lead, one)
            lead = "" if token.number.unit else lead
        elif token.worded and token.key not in FREE:
            had = [one.laid.leads[place] for place in one.laid.places(token.key)]
            told_by = lead == "by" and passive and token.key in one.subject
            if had and not told_by and (token.part is Part.WORD or lead in lexicon.bound or lexicon.strict):
                yield from _led(token, lead, had, lexicon)
            lead = "" if had else lead


def _timed(token: Token, lead: str, one: Given) -> Iterator[str]:
    """After stays after: what stands before a figure is as it was."""
    had = {one.laid.leads[at] for at in one.laid.places(token.key) if one.source[at].number == token.number}
    if had and lead not in had and ({lead, *had} & _TIMELY):
        yield f"not given: {lead} {token.text}" if lead else f"left out: {min(had)} {token.text}"


def _led(token: Token, lead: str, had: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    if lead == "'s":
        return
    if lead in lexicon.bound or (lead and lexicon.strict):
        if lead not in had:
            yield f"not given: {lead} {token.text}"
    elif not lead and all((word in lexicon.bound and word != "to") or (word and lexicon.strict) for word in had):
        yield f"left out: {had[0]} {token.text}"
