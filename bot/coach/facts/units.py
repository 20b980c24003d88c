"""A text cut into units: the smallest stretches that claim something by themselves, with all that binds them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.coach.clauses import sentences
from bot.coach.facts.cutting import Clause, clauses, items
from bot.coach.facts.forms import is_verb, starts_with_verb, subject
from bot.coach.facts.lexicon import ME, NOT, ONLY, US, Lexicon
from bot.coach.facts.tokens import Part, Token, tokens

_MODAL = frozenset({NOT, "plan", "would", "should", "could", "maybe"})
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim: its tokens in order, what it takes over from before (`head`), and what stands behind it (`tail`).

    `label` stands over it ("Localization: …"). `head` are tokens that it leans on without repeating them: its subject, a
    doubt, a plan, a no. `topic` may be named with it: the heading above. `before` is the thought before it, for what "it" or
    nothing may stand for; `behind` the one after it that takes something back, in the keys of `tail`. `lasting` says that it comes from an earlier note, whose time stays with it.
    """

    tokens: tuple[Token, ...]
    label: tuple[Token, ...] = ()
    head: tuple[Token, ...] = ()
    topic: tuple[Token, ...] = ()
    before: tuple[Token, ...] = ()
    behind: tuple[Token, ...] = ()
    tail: frozenset[str] = frozenset()
    sentence: int = 0
    lasting: bool = False
    joint: str = ""


def units(text: str, lexicon: Lexicon, *, lasting: bool = False, first: int = 0) -> list[Unit]:
    """Cut a text into its units, and give runs of neighbours within a sentence as well."""
    found: list[Unit] = []
    topic: tuple[Token, ...] = ()
    for number, sentence in enumerate(sentences(text), first):
        read = tokens(sentence, lexicon)
        if found and _leans(read, lexicon):
            _take_back(found, read, lexicon)
        label, rest = _labelled(read, lexicon)
        before = found[-1].tokens if found else ()
        made = _of_sentence(clauses(rest, lexicon), lexicon)
        found += [
            replace(one, label=label, topic=topic, before=one.before or before, sentence=number, lasting=lasting)
            for one in made
        ]
        if number == first and not _has_verb(read, lexicon) and not any(_acts(token, lexicon) for token in read):
            topic = tuple(token for token in read if token.part is not Part.BREAK)
        elif label and not rest:
            topic = label
    return found


def _acts(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be a verb in its -s form: enough for a sentence to be no heading."""
    return token.text.endswith("s") and not lexicon.verbs.isdisjoint({token.text[:-1], token.text[:-2]})


def _labelled(read: Sequence[Token], lexicon: Lexicon) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Part a label from what it stands over ("Localization: …"); one that only names a kind of news is dropped."""
    for place, token in enumerate(read[:_LONGEST_LABEL]):
        if token.text == ":" and place and not _has_verb(read[:place], lexicon):
            label = tuple(one for one in read[:place] if one.part is not Part.BREAK)
            empty = all(one.text in lexicon.news or one.part is not Part.WORD for one in label) and not any(
                one.part is Part.PERIOD for one in label
            )
            return (() if empty else label), tuple(read[place + 1 :])
    return (), tuple(read)


def _has_verb(row: Sequence[Token], lexicon: Lexicon) -> bool:
    return any(is_verb(token, lexicon) for token in row)


def _of_sentence(cut: Sequence[Clause], lexicon: Lexicon) -> list[Unit]:
    """Give each clause what it leans on within its sentence, the runs of them, and the items of lists."""
    out: list[Unit] = []
    previous: tuple[Token, ...] = ()
    for clause in cut:
        head = _head(clause.tokens, previous, lexicon) if previous else ()
        before = previous
        out.append(Unit(tuple(clause.tokens), head=head, before=before, joint=clause.joint))
        previous = (*head, *clause.tokens)
    bound = [replace(one, tail=_taken(out[place + 1 :], lexicon)) for place, one in enumerate(out)]
    return [*bound, *_runs(bound), *(item for one in bound for item in _items(one, lexicon))]


def _head(row: Sequence[Token], previous: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    framed = tuple(token for token in previous if token.key in lexicon.frames)
    if not starts_with_verb(list(row), lexicon):
        return framed
    modal = tuple(token for token in previous if token.key in _MODAL)
    return tuple(dict.fromkeys((*subject(previous, lexicon), *framed, *modal)))


def _runs(single: Sequence[Unit]) -> list[Unit]:
    """Give the runs of neighbours as units of their own."""
    out: list[Unit] = []
    for start, opening in enumerate(single):
        joined = list(opening.tokens)
        for one in single[start + 1 :]:
            joined += [*_joint(one), *one.tokens]
            out.append(replace(opening, tokens=tuple(joined), tail=one.tail))
    return out


def _joint(one: Unit) -> list[Token]:
    return [Token(",", ",", Part.BREAK)] if one.joint in {"", "and", "but", ","} else []


def _items(one: Unit, lexicon: Lexicon) -> list[Unit]:
    return [replace(one, tokens=item) for item in items(one.tokens, lexicon)]


def _taken(later: Sequence[Unit], lexicon: Lexicon) -> frozenset[str]:
    if not later or not _leans(later[0].tokens, lexicon, later[0].joint):
        return frozenset()
    turn = later[0]
    if set(turn.joint.split()) & lexicon.turns and starts_with_verb(list(turn.tokens), lexicon):
        return frozenset(token.key for token in turn.tokens if token.part is Part.WORD)
    return _qualifying(turn.tokens, lexicon)


def _leans(read: Sequence[Token], lexicon: Lexicon, joint: str = "") -> bool:
    said = [token for token in read if token.part is not Part.BREAK]
    if not said:
        return False
    opens = {*joint.split(), said[0].text, *(token.text for token in said[1:2] if said[0].text in lexicon.joints)}
    return bool(opens & lexicon.opens) or not _has_verb(said, lexicon)


def _qualifying(read: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """What a sentence that takes something back must leave behind: its words, not only that there is a doubt."""
    if not any(token.key in lexicon.qualifies for token in read):
        return frozenset()
    marks = frozenset(token.key for token in read if token.key in lexicon.qualifies)
    if marks == {ONLY}:
        scope = frozenset(
            token.key for token in read if token.counts and token.key != ONLY and not is_verb(token, lexicon)
        )
        return scope or marks
    return marks


def _take_back(found: list[Unit], read: Sequence[Token], lexicon: Lexicon) -> None:
    """Let a sentence that leans back ("It is early data.") bind the units of the sentence before it."""
    keys = _qualifying(read, lexicon)
    if not keys:
        return
    last = found[-1].sentence
    for place, unit in enumerate(found):
        if unit.sentence == last:
            found[place] = replace(unit, tail=unit.tail | keys, behind=tuple(read))


__all__ = ["ME", "US", "Unit", "units"]
