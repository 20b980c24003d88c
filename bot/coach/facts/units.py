"""A text cut into units: the smallest stretches that claim something by themselves, with all that binds them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.coach.clauses import sentences
from bot.coach.facts.cutting import Clause, clauses, items
from bot.coach.facts.forms import is_verb, starts_with_verb, subject
from bot.coach.facts.governing import free, governs
from bot.coach.facts.headings import Standing, is_a_fact
from bot.coach.facts.lexicon import ME, NOT, ONLY, US, Lexicon, word_set
from bot.coach.facts.tokens import Part, Token, tokens

_MODAL = frozenset({NOT, "plan", "would", "should", "could", "maybe"})
_TRIALS = frozenset({"pilot", "test", "trial", "demo"})
_COME_BY = word_set("""
    adjusted annualised annualized asked averaged based compared controlled converted corrected counted discounted excluded
    extrapolated filtered going grouped judged limited measured normalised normalized projected restricted rounded sampled scaled seen
    segmented taken viewed weighted
""")
_LONGEST_LABEL = 12
_TURNED = frozenset({"or", "then", "atleast", "at", "overall"})


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
    mine: bool = True


def units(text: str, lexicon: Lexicon, *, lasting: bool = False, first: int = 0) -> list[Unit]:
    """Cut a text into its units, and give runs of neighbours within a sentence as well."""
    found: list[Unit] = []
    standing = Standing(lexicon, lasting=lasting)
    for number, sentence in enumerate(sentences(text), first):
        if not is_a_fact(sentence):
            standing.mine = False
            continue
        read = tokens(sentence, lexicon)
        if found and _leans(read, lexicon):
            _take_back(found, read, lexicon)
        label, rest = _labelled(read, lexicon)
        label = standing.over_it(label, rest, whole=len(rest) == len(read))
        if any(token.key == NOT for token in label):
            continue
        before = found[-1].tokens if found else ()
        made = _of_sentence(clauses(rest, lexicon), lexicon)
        shared = Unit((), label, topic=standing.topic, sentence=number, lasting=lasting, mine=standing.mine)
        found += [_in_place(one, shared, before, standing.noted) for one in made]
        standing.went_by(read, made[-1].tokens if made else rest)
        verbless = not _has_verb([one for one in read if one.text not in _TRIALS], lexicon) and not any(
            _acts(token, lexicon) for token in read
        )
        if number == first and verbless:
            standing.headed(read)
        elif label and not rest:
            standing.topic = label
    return found


def _in_place(one: Unit, shared: Unit, before: tuple[Token, ...], noted: frozenset[str]) -> Unit:
    """Put a unit where its sentence stands."""
    return replace(
        shared,
        tokens=one.tokens,
        head=one.head,
        behind=one.behind,
        joint=one.joint,
        before=one.before or before,
        tail=one.tail | noted,
    )


def _acts(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word may be a verb in its -s form: enough for a sentence to be no heading."""
    return token.text.endswith("s") and not lexicon.verbs.isdisjoint({token.text[:-1], token.text[:-2]})


def _labelled(read: Sequence[Token], lexicon: Lexicon) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Part a label from what it stands over ("Localization: …"); one that only names a kind of news is dropped."""
    for place, token in enumerate(read[:_LONGEST_LABEL]):
        if (
            token.text == ":"
            and place
            and (place == len(read) - 1 or not _has_verb(read[:place], lexicon) or _warns(read[:place], lexicon))
        ):
            label = tuple(one for one in read[:place] if one.part is not Part.BREAK)
            empty = all(one.text in lexicon.news or one.part is not Part.WORD for one in label) and not any(
                one.part in {Part.PERIOD, Part.NUMBER} for one in label
            )
            return (() if empty else label), tuple(read[place + 1 :])
    return (), tuple(read)


def _warns(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether what stands before a colon says something of what follows: "Draft, numbers are made up: …"."""
    return any(token.text in lexicon.present for token in row)


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
    over = _measured(cut)
    bound = [
        replace(one, tail=_taken(out[place + 1 :], lexicon) | (over if place else frozenset()))
        for place, one in enumerate(out)
    ]
    stands = free(cut, lexicon)
    runs = [run for one, run in _runs(bound) if stands[one]]
    bound = [one for place, one in enumerate(bound) if stands[place]]
    return [
        *bound,
        *runs,
        *(item for one in bound if lexicon.strict or not governs(one.tokens, lexicon) for item in _items(one, lexicon)),
    ]


def _measured(cut: Sequence[Clause]) -> frozenset[str]:
    """What says how everything behind it was come by ("Measured on Safari, …", "Seasonally adjusted, …")."""
    first = cut[0].tokens if len(cut) > 1 else ()
    led = first[1:] if first and first[0].text.endswith("ly") else first
    return frozenset(token.key for token in first if token.counts) if led and led[0].text in _COME_BY else frozenset()


def _head(row: Sequence[Token], previous: tuple[Token, ...], lexicon: Lexicon) -> tuple[Token, ...]:
    framed = tuple(token for token in previous if token.key in lexicon.frames)
    if not starts_with_verb(list(row), lexicon):
        return framed
    modal = tuple(token for token in previous if token.key in _MODAL)
    return tuple(dict.fromkeys((*subject(previous, lexicon), *framed, *modal)))


def _runs(single: Sequence[Unit]) -> list[tuple[int, Unit]]:
    """Give the runs of neighbours as units of their own, with the place of the first."""
    out: list[tuple[int, Unit]] = []
    for start, opening in enumerate(single):
        joined = list(opening.tokens)
        for one in single[start + 1 :]:
            joined += [*_joint(one), *one.tokens]
            out.append((start, replace(opening, tokens=tuple(joined), tail=one.tail)))
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
    if any(token.key == NOT for token in said) and any(token.text in lexicon.objects for token in said[1:]):
        return True
    opens = {*joint.split(), said[0].text, *(token.text for token in said[1:2] if said[0].text in lexicon.joints)}
    return bool(opens & lexicon.opens) or not _has_verb(said, lexicon)


def _hangs(read: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a sentence is only a group that says where the one before it holds: "On my machine."."""
    return bool(read) and read[0].leads and not _has_verb(read, lexicon) and not any(token.number for token in read)


def _qualifying(read: Sequence[Token], lexicon: Lexicon) -> frozenset[str]:
    """What a sentence that takes something back must leave behind: its words, not only that there is a doubt."""
    if not any(token.key in lexicon.qualifies for token in read) and not (
        read and (read[0].text in _TURNED or _hangs(read, lexicon))
    ):
        return frozenset()
    marks = frozenset(token.key for token in read if token.key in lexicon.qualifies)
    if read[0].text in _TURNED or _hangs(read, lexicon):
        return frozenset(token.key for token in read if token.part is Part.WORD)
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
