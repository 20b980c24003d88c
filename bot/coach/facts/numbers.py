"""Numbers as people write them, by what they are worth: 1,200 is 1.2k, and 16% is not 16 points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

_PLAIN = r"\d{1,3}(?:[., \u2019']\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
NUMBER: Final = (
    rf"(?<![\w.,])[+~≈±-]?[$€£¥₹₩₽₺₫₴฿]?(?:{_PLAIN})"
    r"(?:\s?(?:%|‰|§|pp\b|[$€£¥₹₩₽₺₫₴฿]|(?:k|mio|mn|m|bn|b|million|billion|thousand|hundred)\b)|\s?(?:ms|s|sec|secs|min|mins|hrs?|h|x)\b)*"
)
_READ: Final = re.compile(rf"([+~≈±-]?)([$€£¥₹₩₽₺₫₴฿]?)({_PLAIN})\s?(.*)$", re.DOTALL)
_TIMES: Final = {
    "k": 1e3, "thousand": 1e3, "hundred": 1e2, "mio": 1e6, "mn": 1e6, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9,
}  # fmt: skip
_SECONDS: Final = {
    "ms": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "min": 60,
    "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "sekunde": 1, "sekunden": 1, "minuten": 60, "stunde": 3600, "stunden": 3600, "seconde": 1, "secondes": 1, "heure": 3600,
    "heures": 3600, "segundo": 1, "segundos": 1, "minuto": 60, "minutos": 60, "hora": 3600, "horas": 3600,
}  # fmt: skip
_POINTS: Final = frozenset(
    {"points", "point", "pts", "pp", "punkte", "punkten", "prozentpunkte", "prozentpunkten", "puntos", "prozentpunkt"}
)
_PERCENT: Final = frozenset({"percent", "prozent", "percentage"})
UNIT_WORDS: Final = {"pp": _POINTS | _PERCENT, "%": _PERCENT, "s": frozenset(_SECONDS)}
"""Words that only say a number's unit, by unit."""
_UNIT_NEXT: Final = re.compile(r"[ -]?([^\W\d_]+)(?:[ -]([^\W\d_]+))?")
BEFORE: Final = frozenset({"from", "was"})
"""Roles of a reading that is told as the one before."""
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Number:
    """A value with its unit ("%", "pp", "s", "$", "x" or none), what stands about it, and its role (from, to, by, at)."""

    value: float
    unit: str = ""
    about: frozenset[str] = frozenset()
    role: str = ""
    scale: float = 1.0

    def equals(self, other: "Number") -> bool:
        """Whether both are worth the same."""
        if self.value == other.value == 0:
            return True
        return self.unit == other.unit and abs(self.value - other.value) <= _CLOSE * max(1.0, abs(other.value))


def with_shared_units(row: Sequence[Number], alone: Sequence[bool], linked: Sequence[bool]) -> list[Number]:
    """Let a figure whose unit is said only once with its neighbour have it, too: "from 40 to 25 min", "52% (was 44)".

    `alone` says of each that no noun follows it, `linked` of each but the last that no other thing stands before the next.
    """
    out = list(row)
    for place, one in enumerate(row):
        if one.unit or not alone[place]:
            continue
        near = [
            row[at]
            for at, link in ((place + 1, place), (place - 1, place - 1))
            if link >= 0 and linked[link : link + 1] == [True]
        ]
        other = next((two for two in near if two.unit), None)
        if other and other.unit != "x" and other.role != "by" and _paired(one, other):
            out[place] = replace(one, value=one.value * other.scale, unit=other.unit, scale=other.scale)
    return out


def _paired(one: Number, other: Number) -> bool:
    """Whether two figures are told as readings of one thing."""
    return bool(BEFORE & {one.role, other.role}) or one.role == "vs" or other.role == "vs"


def number_in(text: str, low: str, end: int, *, dotted: bool = True) -> Number | None:
    """Read a number as written; `low` and `end` say what follows it, `dotted` whether 1.250 may be 1250."""
    return _read(text, _words_next(low, end), dotted)


def _words_next(low: str, end: int) -> tuple[str, ...]:
    match = _UNIT_NEXT.match(low, end)
    return tuple(word for word in match.groups() if word) if match else ()


@lru_cache(maxsize=4096)
def _read(text: str, behind: tuple[str, ...], dotted: bool) -> Number | None:  # noqa: FBT001  # for the cache
    match = _READ.match(text)
    if not match:
        return None
    sign, currency, digits, rest = match.groups()
    value, unit, factor = value_of(digits, dotted=dotted), currency, 1.0
    for word in re.findall(r"[^\W\d_]+|[%‰§$€£¥₹₩₽₺₫₴฿]", rest):
        if word == "m" and not currency:
            unit = word
        elif word in _TIMES:
            value *= _TIMES[word]
        elif word in _SECONDS:
            value, unit, factor = value * _SECONDS[word], "s", _SECONDS[word]
        elif word in {"%", "pp", "x", "‰", "§", *"$€£¥₹₩₽₺₫₴฿"}:
            unit = word
    value = -value if sign == "-" else value
    about = frozenset({"about"}) if sign in {"~", "≈", "±"} else frozenset()
    if not unit or unit == "%":
        scale, named = scaled(behind, unit)
        value, unit, factor = value * scale, named, scale
    return Number(value, unit, about, scale=factor)


def value_of(digits: str, *, dotted: bool = True) -> float:
    """1,200 and 1.200 and 1 200 are twelve hundred; 4.5 and 4,5 are four and a half."""
    digits = re.sub(r"[ \u2019']", "", digits)
    thousands = r"\d{1,3}(?:[.,]\d{3})+" if dotted else r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}"
    if re.fullmatch(thousands, digits) and not digits.startswith("0"):
        return float(re.sub(r"[.,]", "", digits))
    if "," in digits and "." in digits:
        last = max(digits.rfind(","), digits.rfind("."))
        return float(re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :])
    return float(digits.replace(",", "."))


def scaled(words: Sequence[str], unit: str) -> tuple[float, str]:
    """Read the unit that stands behind a number in one or two words."""
    if words and words[0] in _PERCENT and len(words) > 1 and words[1] in _POINTS:
        return 1, "pp"
    if unit == "%":
        return (1, "pp") if words and words[0] in _POINTS else (1, "%")
    if not words:
        return 1, ""
    if words[0] in _SECONDS:
        return _SECONDS[words[0]], "s"
    if words[0] in _POINTS:
        return 1, "pp"
    return 1, "%" if words[0] in _PERCENT else ""


def worth(number: Number) -> tuple[float, str]:
    """What a number is looked up by."""
    return round(number.value, 6), number.unit


def unit_behind(low: str, end: int) -> str:
    """The unit behind a number that is written as a word."""
    return scaled(_words_next(low, end), "")[1]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of one thing."""

    before: Number
    after: Number


def pairs(numbers: Sequence[Number]) -> Iterator[Pair]:
    """Give the readings that are told as before and after."""
    for place, one in enumerate(numbers):
        if one.role not in BEFORE:
            continue
        behind, ahead = numbers[max(0, place - 1) : place], numbers[place + 1 : place + 2]
        for two in (*(one for one in ahead if one.role == "to"), *behind, *ahead):
            if two.role not in {*BEFORE, "by"} and two.unit == one.unit:
                yield Pair(one, two)
                break
