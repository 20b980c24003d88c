"""Quotes: word for word or not at all, and somebody's quoted words never as the person's own."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_QUOTED: Final = re.compile(
    r"(?<!\w)'(?=\w[^']* )([^']{1,400})'(?!\w)|[\"\u201c\u201e\u00ab]([^\"\u201c\u201d\u201e\u00ab\u00bb]{1,400})[\"\u201c\u201d\u00bb]"
)
_WORD: Final = re.compile(r"\w+")
_LONG = 3


def quotes(text: str) -> tuple[str, ...]:
    """Give what stands in quotation marks, in plain words."""
    return tuple(_plain("".join(match)) for match in _QUOTED.findall(text))


def misquotes(sentence: str, given: Sequence[str]) -> Iterator[str]:
    """Name a quote that nobody said so, and words out of a quote that stand without its marks."""
    told = quotes(sentence)
    for quote in told:
        if quote not in given:
            yield f"quote: {quote}"
    if not given:
        return
    bare = f" {_plain(_QUOTED.sub(' | ', sentence))} "
    for quote in given:
        words = quote.split()
        for start in range(len(words) - _LONG):
            run = " ".join(words[start : start + _LONG + 1])
            if f" {run} " in bare:
                yield f"out of a quote: {run}"
                break


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
