"""Signs that claim something (↑, ≠, a struck out word, text that runs backwards) have no words that they could be held against."""

import re
from collections.abc import Iterator
from typing import Final

from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.tokens import plain

_PLAIN: Final = re.compile(r"[\w\s.,;:!?'\"()\[\]%‰§$€£¥₹₩₽₺₫₴฿/&=#•\u2010-\u201f\u2026«»-]")
_MARKUP: Final = re.compile(r"[<>@*`{}|\\^~]")


def strange(sentence: str, lexicon: Lexicon) -> Iterator[str]:
    """Name the signs of a sentence that no rule reads."""
    low = plain(sentence, lexicon)
    rest = re.sub(r"[+~≈±\u00d7]\s?(?=[$€£]?\d)", "", low)
    for sign in rest:
        if not _PLAIN.match(sign) or _MARKUP.match(sign):
            yield f"sign: {sign}"
