"""Where one claim ends and the next begins: pieces, clauses, and the items of a list of figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from bot.coach.facts.forms import is_verb, starts_with_verb
from bot.coach.facts.lexicon import ME, US, Lexicon
from bot.coach.facts.tokens import Part, Token

_CONCLUDES = frozenset({"because", "so", "therefore"})
_CONDITIONS = frozenset(
    {
        "of",
        "had",
        "were",
        "should",
        "where",
        "when",
        "if",
        "once",
        "until",
        "unless",
        "provided",
        "assuming",
        "as",
        "given",
        "because",
        "since",
    }
)
_CONFIRMS = frozenset({"confirm", "verifi", "verify", "check"})
_STATISTICS = frozenset({"p", "n", "ci", "se", "sd", "=", "about", "vs", "to", "and"})
_EVERYTHING, _ROUNDING = 100, 1
_GOES_ON = frozenset({"and", "but", "then", ";", "plus", ":"})
_COMPARES = frozenset(
    {"was", "were", "from", "vs", "versus", "up", "down", "before", "previously", "against", "instead"}
)


@dataclass(slots=True)
class Clause:
    """Tokens of one claim, and the words that join it to the one before."""

    joint: str
    tokens: list[Token] = field(default_factory=list)


def pieces(read: Sequence[Token], lexicon: Lexicon) -> list[list[Token]]:
    """Cut tokens at everything that may part two claims; a joint goes with what it opens."""
    return [_accompanied(piece.tokens) if place else piece.tokens for place, piece in enumerate(_pieces(read, lexicon))]


def joined(parts: Sequence[Sequence[Token]]) -> list[Token]:
    """Put pieces together again, with a break between two."""
    out: list[Token] = []
    for part in parts:
        out += [*_comma(out), *part]
    return out


def _accompanied(row: list[Token]) -> list[Token]:
    """Take ", with 12 bookings" as a fact beside the one before: the word ties the two no closer than "and"."""
    counted = len(row) > 1 and (
        row[1].number or row[1].text in {"no", "nothing", "both"} or any(one.text == "planned" for one in row)
    )
    return [replace(row[0], text=",with", part=Part.LOOSE), *row[1:]] if row[0].text == "with" and counted else row


def _pieces(read: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    out = [Clause("")]
    for word in read:
        token = replace(word, part=Part.BREAK) if word.text == "and" else word
        if token.part is Part.BREAK or (token.text in lexicon.joints):
            if out[-1].tokens:
                out.append(Clause(token.text))
            else:
                out[-1].joint = f"{out[-1].joint} {token.text}".strip()
            if token.part is Part.BREAK and token.text not in {":", "and"}:
                continue
        out[-1].tokens.append(token)
    return [piece for piece in out if piece.tokens]


def clauses(read: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """Join pieces to clauses: one that cannot stand alone belongs to its neighbour."""
    out: list[Clause] = []
    waiting: list[Token] = []
    found = _pieces(read, lexicon)
    for piece, then in zip_longest(found, found[1:]):
        alone = _stands(piece, lexicon, out) and not (not out and _opens_frame(piece, then))
        if not (alone or not out):
            _join(out[-1], piece)
        elif alone and out and not waiting:
            out.append(Clause(piece.joint, list(piece.tokens)))
        elif alone or (_has_verb(piece.tokens, lexicon) and (waiting or not _opens_frame(piece, then))):
            out.append(Clause(piece.joint, [*waiting, *_comma(waiting), *piece.tokens]))
            waiting = []
        else:
            waiting += [*_comma(waiting), *piece.tokens]
    if waiting and out:
        _join(out[-1], Clause(",", waiting))
    elif waiting:
        out.append(Clause("", waiting))
    return out


def _opens_frame(piece: Clause, then: Clause | None) -> bool:
    """Whether a piece at the beginning only says where, when, of whom or under which condition the next one holds."""
    if then is None or then.joint != ",":
        return False
    first = piece.tokens[0]
    return first.text in _CONDITIONS or first.leads


def _join(clause: Clause, piece: Clause) -> None:
    clause.tokens += [*_comma(clause.tokens), *piece.tokens]


def _comma(before: Sequence[Token]) -> list[Token]:
    return [Token(",", ",", Part.BREAK)] if before else []


def _stands(piece: Clause, lexicon: Lexicon, out: Sequence[Clause]) -> bool:
    first = piece.tokens[0].text
    joints = set(piece.joint.split())
    if out and _comments(piece.tokens, lexicon):
        return False
    if first in lexicon.binding or joints & (lexicon.binding | _CONCLUDES) or not _has_verb(piece.tokens, lexicon):
        return False
    if not starts_with_verb(piece.tokens, lexicon):
        return True
    if first.endswith("ing") or piece.tokens[0].key in lexicon.frames:
        return False
    return bool(joints & _GOES_ON) or not out or starts_with_verb(out[-1].tokens, lexicon)


def _comments(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a piece only says how sure the one before it is: ", I hear", "; to be confirmed"."""
    said = [token.key for token in row if token.counts]
    return bool(said) and all(key in lexicon.frames | {ME, US} | _CONFIRMS for key in said)


def _has_verb(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a piece says something of its own; "(was 44)" only goes with what stands before."""
    aside = row[0].text in _COMPARES and len(row) > 1 and row[1].number
    return not aside and any(is_verb(token, lexicon) for token in row)


def items(row: Sequence[Token], lexicon: Lexicon) -> list[tuple[Token, ...]]:
    """Give the items of a list of figures ("58% like it, 22% same, 20% worse"): each has a figure and words of its own."""
    groups: list[list[Token]] = [[]]
    for token in row:
        if token.part is Part.BREAK:
            groups.append([])
        else:
            groups[-1].append(token)
    parts: list[list[Token]] = []
    for group in filter(None, groups):
        if parts and (group[0].text in _COMPARES or all(one.number or one.text in _STATISTICS for one in group)):
            parts[-1] += group
        else:
            parts.append(group)
    told = [any(is_verb(token, lexicon) and token.text not in lexicon.auxiliaries for token in part) for part in parts]
    listed = (
        len(parts) > 1
        and (all(told) or not any(told) or (told[0] and _whole(parts)))
        and all(_is_item(part) and part[0].text not in lexicon.binding for part in parts)
    )
    if listed and _groups(parts[-1]) > max(map(_groups, parts[:-1])):
        return []  # what stands behind the last item may hold for all of them
    return [tuple(part) for part in parts] if listed else []


def _whole(parts: Sequence[Sequence[Token]]) -> bool:
    """Whether the items are the shares of one whole: each has one percentage, and together they are everything."""
    shares = [[token.number for token in part if token.number] for part in parts]
    if any(len(found) != 1 or found[0].unit != "%" or found[0].about or found[0].role for found in shares):
        return False
    return abs(sum(found[0].value for found in shares) - _EVERYTHING) <= _ROUNDING


def _groups(part: Sequence[Token]) -> int:
    """How many groups behind a preposition there are, but for plain times ("in May")."""
    return sum(token.leads and after.part is not Part.PERIOD for token, after in pairwise(part))


def _is_item(part: Sequence[Token]) -> bool:
    return any(token.number for token in part) and any(token.worded for token in part)
