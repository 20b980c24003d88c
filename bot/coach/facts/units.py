"""A text cut into units: the smallest stretches that claim something by themselves, with all that binds them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.coach.clauses import sentences
from bot.coach.facts.lexicon import ME, NOT, US, Lexicon
from bot.coach.facts.tokens import Part, Token, tokens


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim: its tokens in order, what it takes over from before (`head`), and what stands behind it (`tail`).

    `head` are tokens that it leans on without repeating them: its subject, a doubt, a plan, a no. `tail` are keys that
    later words take back from it. `before` are keys of the thought before, for what "it" may stand for. `lasting` says
    that it comes from an earlier note, whose time must stay with it.
    """

    tokens: tuple[Token, ...]
    head: tuple[Token, ...] = ()
    tail: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    sentence: int = 0
    lasting: bool = False
    joint: str = ""


@dataclass(slots=True)
class _Piece:
    joint: str
    tokens: list[Token] = field(default_factory=list)


def units(text: str, lexicon: Lexicon, *, lasting: bool = False, first: int = 0) -> list[Unit]:
    """Cut a text into its units, and give runs of neighbours within a sentence as well."""
    found: list[Unit] = []
    before: frozenset[str] = frozenset()
    for number, sentence in enumerate(sentences(text), first):
        read = tokens(sentence, lexicon)
        leaning = _leans(read, lexicon)
        if found and leaning:
            _take_back(found, read, lexicon)
        clauses = _clauses(read, lexicon)
        found += _with_heads(clauses, lexicon, before, number, lasting=lasting)
        keys = frozenset(token.key for token in read if token.counts)
        before = keys | before if leaning else keys
    return found


def pieces(read: Sequence[Token], lexicon: Lexicon) -> list[list[Token]]:
    """Cut tokens at everything that may part two claims; a joint goes with what it opens."""
    return [piece.tokens for piece in _pieces(read, lexicon)]


def _pieces(read: Sequence[Token], lexicon: Lexicon) -> list[_Piece]:
    out = [_Piece("")]
    for token in read:
        if token.part is Part.BREAK or (token.text in lexicon.joints):
            if out[-1].tokens:
                out.append(_Piece(token.text))
            else:
                out[-1].joint = f"{out[-1].joint} {token.text}".strip()
            if token.part is Part.BREAK or token.text == "and":
                continue
        out[-1].tokens.append(token)
    return [piece for piece in out if piece.tokens]


def _clauses(read: Sequence[Token], lexicon: Lexicon) -> list[_Piece]:
    """Join pieces to clauses: one that cannot stand alone belongs to its neighbour."""
    out: list[_Piece] = []
    waiting: list[Token] = []
    for piece in _pieces(read, lexicon):
        alone = _stands(piece, lexicon, out)
        if alone and out and not waiting:
            out.append(_Piece(piece.joint, list(piece.tokens)))
        elif alone or not out:
            if _has_verb(piece.tokens, lexicon) or alone:
                out.append(_Piece(piece.joint, [*waiting, *piece.tokens]))
                waiting = []
            else:
                waiting += piece.tokens
        else:
            out[-1].tokens += piece.tokens
    if waiting:
        if out:
            out[-1].tokens += waiting
        else:
            out.append(_Piece("", waiting))
    return out


def _stands(piece: _Piece, lexicon: Lexicon, out: Sequence[_Piece]) -> bool:
    first = piece.tokens[0].text
    joints = set(piece.joint.split())
    if first in lexicon.binding or joints & lexicon.binding:
        return False
    if any(joint in {"because", "so", "therefore"} for joint in joints):
        return False
    if not _has_verb(piece.tokens, lexicon):
        return bool(out) and _gaps(piece.tokens, out[-1].tokens)
    if not starts_with_verb(piece.tokens, lexicon):
        return True
    if first.endswith("ing"):
        return False
    return (
        bool(joints & {"and", "but", "then", ";", "plus", ":"}) or not out or starts_with_verb(out[-1].tokens, lexicon)
    )


def _gaps(tokens_: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a piece tells a change of its own with the verb of the one before ("and retention from 20% to 25%")."""
    roles = [token.number.role for token in tokens_ if token.number]
    had = [token.number.role for token in before if token.number]
    named = any(token.part is Part.WORD for token in tokens_)
    return named and "from" in roles and "to" in roles and "from" in had and "to" in had


def _has_verb(tokens_: Sequence[Token], lexicon: Lexicon) -> bool:
    return any(is_verb(token, lexicon) for token in tokens_)


def is_verb(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token looks like a verb; when in doubt it does not, and its words stay with their neighbours."""
    word = token.text
    if word in lexicon.auxiliaries:
        return True
    return token.part is Part.WORD and (
        lexicon.base.get(word, word) in lexicon.verbs
        or (word.endswith("ed") and word[:-2] in lexicon.verbs)
        or (word.endswith("ed") and word[:-1] in lexicon.verbs)
        or lexicon.key(word) in {"rise", "fall", "move", "flat", "ship"}
    )


def starts_with_verb(tokens_: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the subject is left out."""
    for token in tokens_:
        if token.part in {Part.FILLER, Part.BREAK} or token.key == NOT or token.text in lexicon.joints:
            continue
        return is_verb(token, lexicon)
    return False


def subject(tokens_: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """What stands before the first verb."""
    out: list[Token] = []
    for token in tokens_:
        if is_verb(token, lexicon):
            break
        out.append(token)
    return tuple(out)


def _with_heads(
    clauses: Sequence[_Piece], lexicon: Lexicon, before: frozenset[str], number: int, *, lasting: bool
) -> list[Unit]:
    out: list[Unit] = []
    heads: list[tuple[Token, ...]] = []
    for place, clause in enumerate(clauses):
        head: tuple[Token, ...] = ()
        if place:
            previous = (*heads[-1], *clauses[place - 1].tokens)
            head = tuple(token for token in previous if token.key in lexicon.frames)
            if starts_with_verb(clause.tokens, lexicon):
                led = subject(previous, lexicon)
                modal = tuple(
                    token
                    for token in previous
                    if token.key == NOT or token.key in {"plan", "would", "should", "could", "maybe"}
                )
                head = tuple(dict.fromkeys((*led, *head, *modal)))
            elif _gaps(clause.tokens, clauses[place - 1].tokens) and not _has_verb(clause.tokens, lexicon):
                head = tuple(token for token in previous if is_verb(token, lexicon) or token.key in lexicon.frames)
        heads.append(head)
        out.append(Unit(tuple(clause.tokens), head, frozenset(), before, number, lasting, clause.joint))
    return _runs(out, lexicon)


def _runs(single: Sequence[Unit], lexicon: Lexicon) -> list[Unit]:
    """Give the units and their runs; what a later one takes back stays with the one before it."""
    bound = [
        Unit(
            one.tokens, one.head, _taken(single[place + 1 :], lexicon), one.before, one.sentence, one.lasting, one.joint
        )
        for place, one in enumerate(single)
    ]
    runs = list(bound)
    for start in range(len(bound)):
        for end in range(start + 2, len(bound) + 1):
            group = bound[start:end]
            joined = tuple(token for one in group for token in one.tokens)
            runs.append(
                Unit(
                    joined,
                    group[0].head,
                    group[-1].tail,
                    group[0].before,
                    group[0].sentence,
                    group[0].lasting,
                    group[0].joint,
                )
            )
    return runs


def _taken(later: Sequence[Unit], lexicon: Lexicon) -> frozenset[str]:
    if later and _leans(later[0].tokens, lexicon, later[0].joint):
        return frozenset(token.key for token in later[0].tokens if token.key in lexicon.qualifies)
    return frozenset()


def _leans(read: Sequence[Token], lexicon: Lexicon, joint: str = "") -> bool:
    said = [token for token in read if token.part is not Part.BREAK]
    if not said:
        return False
    opens = {*joint.split(), said[0].text, *(token.text for token in said[1:2] if said[0].text in lexicon.joints)}
    return bool(opens & lexicon.opens) or not _has_verb(said, lexicon)


def _take_back(found: list[Unit], read: Sequence[Token], lexicon: Lexicon) -> None:
    """Let a sentence that leans back ("It is early data.") bind the last unit before it."""
    keys = frozenset(token.key for token in read if token.key in lexicon.qualifies)
    if not keys:
        return
    last = found[-1].sentence
    for place, unit in enumerate(found):
        if unit.sentence == last:
            found[place] = Unit(
                unit.tokens, unit.head, unit.tail | keys, unit.before, unit.sentence, unit.lasting, unit.joint
            )


__all__ = ["ME", "US", "Unit", "is_verb", "pieces", "starts_with_verb", "subject", "units"]
