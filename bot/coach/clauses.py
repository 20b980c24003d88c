"""A text cut into sentences and cleanly separable clauses, word for word."""

import re
from collections.abc import Iterator
from typing import Final

from bot.coach.vocabulary import word_set

_BOUNDARY: Final = re.compile(r"[.!?…]+[\"'”»“)\]]*(?=\s)|\n+|[\u3002\uff01\uff1f]+")
_OWN_CLAUSE: Final = re.compile(
    r";(?= (?:and |und |et |y )?(?:i|we|i'm|i've|we've|ich|wir|je|j'ai|nous|on|yo|nosotros|hemos|he)(?!\w))",
    re.IGNORECASE,
)
_MONTHS = (
    "jan(?:uar|uary)?|feb(?:ruar|ruary)?|märz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|"
    "nov(?:ember)?|de[cz](?:ember)?|quartal|halbjahr|woche"
)
_MONTH_NEXT: Final = re.compile(rf"\s+(?:{_MONTHS})\b", re.IGNORECASE)
_SHORT: Final = word_set("""
    e.g i.e eg ie vs approx etc inc ltd co no nr st dr mr mrs ms prof sept sep oct nov dec jan feb mar apr jun jul
    aug fig est z.b zb d.h bzw ca ggf usw u.a inkl mio mrd evtl vgl p.ej ej sr sra ud uds p.ex ex env m mme cf
""")
_LONGEST_WORD = 12


def sentences(text: str) -> list[str]:
    """Cut a text at the ends of its sentences and lines; abbreviations, dates and decimals stay whole."""
    return [piece for piece in _pieces(text) if piece]


def clauses(text: str) -> list[str]:
    """Cut a text into its sentences, and these where a semicolon parts the person's own next clause; each one once."""
    parts = [part.strip() for sentence in sentences(text) for part in _OWN_CLAUSE.split(sentence)]
    return list(dict.fromkeys(part for part in parts if part))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match[0] != "." or _ends_here(text, match):
            yield text[start : match.end()].strip()
            start = match.end()
    yield text[start:].strip()


def _ends_here(text: str, full_stop: re.Match[str]) -> bool:
    words = text[max(0, full_stop.start() - _LONGEST_WORD) : full_stop.start()].lower().split()
    last = words[-1].lstrip("(\"'") if words else ""
    if last.isdigit():
        return not _MONTH_NEXT.match(text, full_stop.end())
    return last not in _SHORT and not (len(last) == 1 and last.isalpha() and last != "i")
