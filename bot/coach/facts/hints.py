"""What a pattern needs to be found at all: a look for these letters costs a tenth of a search.

Most of the phrases that are written anew are in no sentence at hand, and a search for each of a hundred was a third
of what a verdict took.
"""

import re
from collections.abc import Callable
from typing import Final

_LOOK: Final = re.compile(r"\(\?<?[=!](?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)")
_CLASS: Final = re.compile(r"\[[^\]]*\](?:[?*+]|\{[^}]*\})?")
_GROUP: Final = re.compile(r"\((?:\?P<\w+>|\?:)?(?:[^()\\]|\\.)*\)(?:[?*+]|\{[^}]*\})?")
_MAY_LACK: Final = re.compile(r"\\?.(?:[?*]|\{[^}]*\})")
_OTHER: Final = re.compile(r"\\[a-zA-Z]\+?|[\^$]")
_GAP: Final = "\0"

Replacement = str | Callable[[re.Match[str]], str]


def hints(pattern: str) -> tuple[str, ...]:
    """Letters of which each match has at least one run; none where a pattern, of the few forms that we write, has no such.

    Whatever may be missing from a match is cut out first, and of each alternative the longest run that is left is taken.
    """
    bare = _CLASS.sub(_GAP, _LOOK.sub(_GAP, pattern))
    before = ""
    while bare != before:
        before, bare = bare, _GROUP.sub(_GAP, bare)
    runs = [_longest(alternative) for alternative in bare.split("|")]
    return tuple(dict.fromkeys(runs)) if all(runs) else ()


def _longest(alternative: str) -> str:
    plain = _OTHER.sub(_GAP, _MAY_LACK.sub(_GAP, alternative)).replace("\\", "")
    return max(plain.split(_GAP), key=len)


class Rewriting:
    """One pattern, and what is written in its place."""

    __slots__ = ("_find", "_hints", "_said")

    def __init__(self, pattern: str, said: Replacement, signs: str = "") -> None:
        """Take the pattern; `signs` are characters of which each match has one, where its letters do not tell."""
        self._find = re.compile(pattern)
        self._said = said
        self._hints = tuple(signs) or hints(pattern)

    def of(self, text: str) -> str:
        """Write a text anew."""
        for hint in self._hints:
            if hint in text:
                return self._find.sub(self._said, text)
        return text if self._hints else self._find.sub(self._said, text)
