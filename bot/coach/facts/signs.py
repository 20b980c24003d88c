"""Signs that claim something (↑, ≠, a struck out word, text that runs backwards) have no words that they could be held against."""

import re
from collections.abc import Iterator
from typing import Final

from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.plain import plain

_NUMBERED: Final = re.compile(r"[+~≈±\u00d7]\s?(?=[$€£]?\d)")
_STRANGE: Final = re.compile(r"[^\w\s.,;:!?'\"()\[\]%‰§$€£¥₹₩₽₺₫₴฿/&=#•\u2010-\u201f\u2026«»-]")


def strange(sentence: str, lexicon: Lexicon) -> Iterator[str]:
    """Name the signs of a sentence that no rule reads."""
    rest = _NUMBERED.sub("", plain(sentence, lexicon))
    yield from (f"sign: {sign}" for sign in _STRANGE.findall(rest))
