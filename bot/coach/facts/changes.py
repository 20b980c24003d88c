"""Small changes that change a claim: a plan told as done, one as many, paid as pays, a word for another of its family."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.coach.facts.forms import Form, form, is_verb
from bot.coach.facts.given import FREE, Given
from bot.coach.facts.laid import Row
from bot.coach.facts.lexicon import CHANGES, Lexicon
from bot.coach.facts.tokens import Part, Token

_MODALS = frozenset({"will", "should", "would", "could", "can", "may", "might", "must", "shall", "'ll"})
_SAME_FORMS = frozenset({"cut", "put", "set", "hit", "let", "read", "cost", "shut", "split", "quit", "spread", "beat"})
_BETWEEN = frozenset({"not", "also", "still", "a", "the", "be", "have", "all", "i", "we", "it", "they", "he", "she"})
_HARMLESS = frozenset(
    {"now", "currently", "though", "although", "however", "but", "while", "whereas", "note", "please"}
)
_OWNERS = frozenset({"its", "their", "his", "her", "then", "here", "these", "those", "own", "also", "too"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_LEANING = frozenset({"its", "their", "these", "those"})
_OPENERS = frozenset({"and", "or", "then", "plus", "please", ":"})
_FIGURED = frozenset({"from", "to", "by", "was", "at"})


def changes(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Name the words whose small change makes another claim of a unit."""
    yield from _fillers(said, one)
    if lexicon.strict:
        return
    yield from _unreal(said, one, lexicon)
    yield from _strung(said, one, lexicon)
    yield from _having(said, one, lexicon)
    yield from _families(said, one, lexicon)
    yield from _several(said, one, lexicon)
    yield from _goals_of_to(said, one, lexicon)
    yield from _present(said, one, lexicon)
    yield from _placed(said, one)


def _fillers(said: Sequence[Token], one: Given) -> Iterator[str]:
    """A word that says how sure, whose or in which order may be left out, never put in."""
    for token in said:
        sure = token.part is Part.FILLER and token.text not in _HARMLESS
        if (
            (sure or token.text in _OWNERS)
            and token.text not in one.texts
            and not (one.leans and token.text in _LEANING)
        ):
            yield f"not given: {token.text}"


def _unreal(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """What somebody is to do ("to cut", "should cut", "Cut it, please") is never told as done."""
    source = (*one.unit.label, Token(":", ":", Part.BREAK), *one.unit.head, *one.unit.tokens)
    places = [at for at, token in enumerate(source) if token.part is Part.WORD and is_verb(token, lexicon)]
    open_, done = set[str](), set[str]()
    first = {one.unit.tokens[0].key}
    for at in places:
        (open_ if _to_be_done(source, at, lexicon, mine=one.unit.mine) else done).add(source[at].key)
    still = open_ - done
    if not still:
        return
    for at, token in enumerate(said):
        aim = token.key in still or (token.key in CHANGES and still & CHANGES)
        parted = (
            at
            and said[at - 1].text == ","
            and (not any(other.text == "," for other in source) or _under_to(source, token))
        )
        if aim and parted:
            yield f"not done: {token.text}"
        named = at and said[at - 1].text in {"a", "an", "the", "our"} and token.key in first
        if token.part is Part.WORD and aim and not named and not _to_be_done(said, at, lexicon):
            yield f"not done: {token.text}"


def _strung(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Two deeds that "to" or "stopped" governs stay strung by "and": after a comma the second would stand alone."""
    if "," not in said.texts:
        return
    strung = {after.key for token, after in pairwise(one.unit.tokens) if token.text == "and"}
    for token, after in pairwise(said):
        open_ = after.text.endswith("ing") or (is_verb(after, lexicon) and form(after, lexicon) is Form.PLAIN)
        if token.text == "," and after.key in strung and open_ and after.text not in _SAME_FORMS:
            yield f"not done: {after.text}"


def _under_to(source: Sequence[Token], verb: Token) -> bool:
    """Whether "to" stands right before a verb."""
    return any(one.text == "to" and after.key == verb.key for one, after in pairwise(source))


def _to_be_done(row: Sequence[Token], at: int, lexicon: Lexicon, *, mine: bool = True) -> bool:
    before = at - 1
    while before >= 0 and (row[before].text in _BETWEEN or row[before].text.endswith("ly")):
        before -= 1
    lead = row[before].text if before >= 0 else ""
    if lead == "to" or lead in _MODALS:
        return True
    start = at
    while start and row[start - 1].part is Part.FILLER and row[start - 1].text not in _OPENERS:
        start -= 1
    opens = start == 0 or row[start - 1].part is Part.BREAK or row[start - 1].text in _OPENERS
    if any(token.text in lexicon.auxiliaries for token in row[at + 1 : at + 2]):
        return False
    plain = row[at].text in lexicon.verbs and form(row[at], lexicon) is Form.PLAIN
    return opens and plain and not (mine and row[at].text in _SAME_FORMS)


def _having(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """What somebody had, paid or cost is not what they have, pay or costs."""
    texts = said.texts
    perfect = _PERFECT if one.unit.tokens[0].key in {"not", "notyet"} else frozenset[str]()
    perfect = _HAS if _lists(said, one, lexicon) else perfect
    for text in sorted((texts & _HELPING) - one.texts - perfect):
        yield f"time: {text}"
    if "being" in one.texts and "being" not in texts:
        yield "time: being"
    yield from _going_on(said, one)
    if one.texts & _BEFORE and not texts & _BEFORE:
        yield from (f"time: {token.text}" for token in said if token.text.endswith("ing") or _third(token, one))
    for then, now in _HAD_AND_HAS:
        if then & one.texts and not now & one.texts and now & texts and not then & texts:
            yield f"time: {min(now & texts)}"
    for token in said:
        if token.part is not Part.WORD or (token.key, token.text) in one.laid.spelled:
            continue
        had = one.laid.same(token.key)
        done = any(other.text.endswith("ed") or other.text in _PAST for other in had)
        third = any(other.text == token.text + "s" for other in had) and token.text in _SAME_FORMS
        if (token.text.endswith("s") and done and token.key not in CHANGES) or third:
            yield f"time: {token.text}"


def _lists(said: Row, one: Given, lexicon: Lexicon) -> bool:
    """Whether "has" only says what stands under a label: "the sale had 2,100 orders" of "The sale: 2.1k orders"."""
    label = {token.key for token in one.unit.label if token.counts}
    at = next((at for at, token in enumerate(said) if token.text in _HAS), len(said))
    return (
        bool(label)
        and not any(is_verb(token, lexicon) for token in one.source)
        and one.keys.isdisjoint(lexicon.frames)
        and one.texts.isdisjoint({"next", "soon", "expected", "planned", "forecast"})
        and any(token.number and not token.number.role for token in said[at + 1 : at + 2])
        and {token.key for token in said[:at] if token.counts} == label
    )


def _going_on(said: Sequence[Token], one: Given) -> Iterator[str]:
    """What somebody does is not what they were doing."""
    for at, token in enumerate(said):
        going = token.text.endswith("ing") and any(other.text in _BE for other in said[max(0, at - 2) : at])
        had = one.laid.same(token.key) if going else []
        if had and not any(other.text.endswith("ing") for other in had):
            yield f"time: {token.text}"


_HAS = frozenset({"has", "have", "had"})
_PERFECT = frozenset({"has", "have", "been"})
_HELPING = frozenset({"did", "does", "do", "has", "have", "had", "been", "being"})
_HAD_AND_HAS = tuple(
    (frozenset(then), frozenset(now)) for then, now in ((["had"], ["have", "has"]), (["have", "has"], ["had"]))
)
_BEFORE = frozenset({"was", "were", "did", "had"})


def _third(token: Token, one: Given) -> bool:
    """Whether a verb that was told as going on is told as what is."""
    return token.part is Part.WORD and any(
        other.text.endswith("ing") and not token.text.endswith(("ing", "ed")) for other in one.laid.same(token.key)
    )


_PAST = frozenset(
    {
        "paid",
        "said",
        "told",
        "made",
        "kept",
        "held",
        "lost",
        "won",
        "ran",
        "saw",
        "took",
        "gave",
        "wrote",
        "got",
        "sold",
    }
)


def _families(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Words of rising and falling stand for each other only where figures show it: who declined an offer did not cut it."""
    if one.sign and any(number.role in _FIGURED or number.unit for number in one.numbers):
        return
    bases = {lexicon.base.get(token.text, lexicon.stem(token.text)) for token in one.source}
    for token in said:
        if token.key in CHANGES and lexicon.base.get(token.text, lexicon.stem(token.text)) not in bases:
            yield f"not given: {token.text}"


def _several(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """One customer is not customers."""
    for token in said:
        if token.part is not Part.WORD or not token.text.endswith("s") or is_verb(token, lexicon):
            continue
        had = {other.text for other in one.laid.same(token.key)}
        if had and token.text not in had and had <= {token.text[:-1], token.text[:-2]}:
            yield f"one as many: {token.text}"


def _goals_of_to(said: Row, one: Given, lexicon: Lexicon) -> Iterator[str]:
    """Whom somebody talked to stays behind "to"."""
    if "to" not in said.texts and "to" not in one.texts:
        return
    told, had = _behind_to(said, lexicon), _behind_to(one.source, lexicon)
    keys = {token.key for token in said}
    yield from (f"not given: to {key}" for key in sorted(told - had) if key in one.keys)
    yield from (f"left out: to {key}" for key in sorted(had - told) if key in keys)


def _behind_to(row: Sequence[Token], lexicon: Lexicon) -> set[str]:
    out = set()
    for at, token in enumerate(row[:-1]):
        if token.text == "to":
            after = next((one for one in row[at + 1 :] if one.counts), None)
            if after and after.part is Part.WORD and not is_verb(after, lexicon) and after.key not in FREE:
                out.add(after.key)
    return out


_PLACES = ({"in", "on", "at", "during"}, {"among", "between", "across"})


def _present(said: Sequence[Token], one: Given, lexicon: Lexicon) -> Iterator[str]:
    """What rises, will rise or is rising did not rise."""
    had = [token for token in one.source if token.key in CHANGES and is_verb(token, lexicon)]
    if not had or any(form(token, lexicon) is Form.DONE or token.text in _SAME_FORMS | _PARTICLES for token in had):
        return
    texts = {token.text for token in had}
    yield from (f"time: {token.text}" for token in said if token.key in CHANGES and token.text not in texts)


_PARTICLES = frozenset({"up", "down", "lower", "lowered", "higher"})


def _placed(said: Row, one: Given) -> Iterator[str]:
    """In, on and at may stand for each other; for, within, over and under may not."""
    had = one.laid.covered
    for key, prepositions in said.covered.items():
        there = had.get(key, set())
        for told in prepositions:
            near = next((group for group in _PLACES if told in group), {told})
            if there and not near & there:
                yield f"not given: {told} {key}"
