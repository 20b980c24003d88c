"""What stands over a sentence: a heading that binds it, and whether a deed without a subject can be anybody's but its author's."""

import re
from collections.abc import Sequence
from typing import Final

from bot.coach.facts.forms import names_a_doer, opens_a_deed
from bot.coach.facts.lexicon import ME, US, Lexicon
from bot.coach.facts.tokens import Part, Token
from bot.coach.vocabulary import word_set

_NO_FACT: Final = re.compile(r"\?|[\w%)]\*(?![\w*])|~~|~\w[^~]*~|<!--|-->")
"""A question, a footnote, what is struck out."""
_UNREAL: Final = word_set("""
    risk idea plan goal assumption next criteria todo proposal hypothesis forecast scenario wish option backlog pilot beta trial draft demo
""")
_TEAMS: Final = word_set("team squad group guild kudo thank shout week from by 's recap update updat")
_POINTING: Final = word_set("below following")


def is_a_fact(sentence: str) -> bool:
    """Whether a sentence tells anything at all."""
    return not _NO_FACT.search(sentence)


class Standing:
    """What earlier sentences leave standing over the next one."""

    __slots__ = ("_lexicon", "_noted_too", "mine", "noted", "over", "topic")

    def __init__(self, lexicon: Lexicon, *, lasting: bool) -> None:
        self._lexicon = lexicon
        self._noted_too = lasting
        self.topic: tuple[Token, ...] = ()
        self.over: tuple[Token, ...] = ()
        self.noted: frozenset[str] = frozenset()
        self.mine = True

    def over_it(self, label: tuple[Token, ...], rest: Sequence[Token], *, whole: bool) -> tuple[Token, ...]:
        """Give the label of a sentence: its own, or the one above a list; an own one that says nothing ends the list."""
        if label:
            self.over = self.over if rest else label
            self.mine = _impersonal(label, self._lexicon) and (self.mine or not rest)
            return label
        self.over = self.over if whole else ()
        return self.over

    def went_by(self, read: Sequence[Token], last: Sequence[Token]) -> None:
        """Take in a sentence, with its last clause: who acted in it, and what of a note its next sentences must repeat."""
        named_me = any(token.text in {"i", "we"} for token in last[:2])
        self.mine = _about_nobody(last, self._lexicon) and (self.mine or named_me)
        if self._noted_too:
            self.noted |= frozenset(token.key for token in read if token.part is Part.PERIOD or token.name)
        if any(token.text in _POINTING for token in read[-6:]) and not any(token.number for token in read):
            self.over = tuple(token for token in read if token.counts)

    def headed(self, read: Sequence[Token]) -> None:
        """Take in a heading: a first sentence without a verb."""
        self.topic = tuple(token for token in read if token.part is not Part.BREAK)
        plain = all(token.text in self._lexicon.news or token.part is not Part.WORD for token in self.topic)
        self.mine = self.mine and plain
        if self._noted_too:
            self.noted |= frozenset(token.key for token in self.topic if token.counts)
        if any(token.key in _UNREAL or token.name for token in self.topic):
            self.over = self.topic


def _impersonal(heading: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a heading can be nobody's name: a deed that stands below it is its author's."""
    counted = [token for token in heading if token.counts]
    if all(token.text in lexicon.news or token.part is Part.PERIOD or token.key in {ME, US} for token in counted):
        return True
    return len(counted) > 1 and not any(token.name or token.key in _TEAMS or token.text in _TEAMS for token in heading)


def _about_nobody(read: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a sentence names no other doer and no plan, so that a deed in the next one is still its author's, and done."""
    if any(token.key in lexicon.frames for token in read):
        return False
    first = next((token for token in read if token.part not in {Part.FILLER, Part.BREAK}), None)
    return (
        first is None or first.text in {"i", "we"} or (opens_a_deed(first, lexicon) and not names_a_doer(read, lexicon))
    )
