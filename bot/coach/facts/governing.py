"""Which clauses of a sentence stand under an earlier one: "Kim insists that QA tested it and Ops shipped it"."""

from collections.abc import Sequence
from itertools import pairwise

from bot.coach.facts.cutting import Clause
from bot.coach.facts.forms import is_verb, starts_with_verb, subject
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.tokens import Token
from bot.coach.vocabulary import word_set

_OPENING = word_set("if when once where unless until after before since as because had of")
_TELLING = word_set("""
    fears fear feared insists insisted warns warned says said tells told thinks thought claims claimed reports reported denies denied
    doubts doubt doubted hopes hoped expects expected believes believed promises promised states stated confirms confirmed complains
    complained assures assured dreams dreamed suspects suspected guesses guessed wants wanted suggests suggested writes wrote argues
    argued predicts predicted worries worried rumor heard hears hear
""")
_OTHERS = word_set("what who whose he she they them his her their somebody someone")


def free(cut: Sequence[Clause], lexicon: Lexicon) -> list[bool]:
    """Say of each clause whether nothing before it governs it."""
    out, governed = list[bool](), False
    for before, clause in zip([None, *cut], cut, strict=False):
        governed = governed and ";" not in clause.joint
        governed = governed or (before is not None and _told_of(clause, before, lexicon))
        out.append(not governed or lexicon.strict)
        governed = governed or governs(clause.tokens, lexicon)
    return out


def _told_of(clause: Clause, before: Clause, lexicon: Lexicon) -> bool:
    """Whether a deed behind a colon is somebody else's: "What Bolt did: cut prices"."""
    if ":" not in clause.joint or not starts_with_verb(clause.tokens, lexicon):
        return False
    led = [token for token in subject(before.tokens, lexicon) if token.counts]
    others = any(token.name or token.text in _OTHERS for token in before.tokens)
    return others or not led or led[0].text not in {"i", "we"}


def governs(row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a clause opens with where it holds, or has a verb that takes a whole claim or a deed."""
    if row[0].leads or row[0].text in _OPENING or any(one.text in _TELLING for one in row):
        return True
    return any(token.text == "that" for token in row[1:]) or any(
        _takes_a_deed(token, after, lexicon) for token, after in pairwise(row)
    )


def _takes_a_deed(token: Token, after: Token, lexicon: Lexicon) -> bool:
    if token.text == "to":
        return is_verb(after, lexicon)
    return (
        after.text.endswith("ing")
        and after.text not in lexicon.periods
        and (token.text == "of" or is_verb(token, lexicon))
    )
