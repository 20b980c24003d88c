"""One way of lying for each that R2 and R5 name: a fact's words in, a sentence out that the fact does not bear.

Where a fact offers nothing to twist, something is invented, so that every lie is one.
"""

import re
from collections.abc import Callable

Lie = Callable[[str], str]
INVENTED = ", a 37% improvement"


def _twist(pattern: str, put: str | Callable[[re.Match[str]], str], otherwise: str = INVENTED) -> Lie:
    """Replace what the pattern finds; where it finds nothing, add an invention."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def lie(text: str) -> str:
        told = " ".join(compiled.sub(put, text, count=1).split())
        return told if told != " ".join(text.split()) else text.rstrip(" .") + otherwise

    return lie


def _add(invention: str) -> Lie:
    return lambda text: text.rstrip(" .") + invention


def _other(pairs: dict[str, str]) -> Lie:
    """Say the opposite or another of these words."""
    both = pairs | {there: back for back, there in pairs.items()}
    return _twist(rf"\b({'|'.join(both)})\b", lambda found: both[found[1].lower()])


_turned = _other({"increased": "decreased", "up": "down", "grew": "shrank", "dropped": "rose", "fell": "rose"})
_WENT = re.compile(r"\bwent\b(?=\D*(\d+)\D*? to (\d+))")


def _turned_round(text: str) -> str:
    """Say the other direction; of what only "went", the one that its figures do not have."""
    went = _WENT.search(text)
    return _WENT.sub("dropped" if int(went[1]) < int(went[2]) else "rose", text) if went else _turned(text)


LIES: dict[str, Lie] = {
    "changed_number": _twist(r"\d+", lambda found: str(int(found[0]) + 7)),
    "changed_unit": _twist(r"\b(days|weeks|hours|minutes|seconds|months)\b|[$€£]", "years "),
    "percent_as_points": _twist(r"(\d) ?%", r"\1 percentage points"),
    "points_as_percent": _twist(r"(\d) ?(?:percentage )?points", r"\1%"),
    "direction": _turned_round,
    "swapped": _twist(r"from (\S+) to (\S+)", r"from \2 to \1"),
    "target_as_result": _twist(
        r"(?:should|want(?:s|ed)? to|aim(?:s|ed)? to|(?:goal|target) (?:is|was)(?: to)?|by then we expect)\b",
        "already did",
    ),
    "dropped_qualifier": _twist(
        r"\b(?:about|around|almost|nearly|roughly|fewer than|less than|more than|up to|at least|of those who [^,.]+)\b",
        "",
    ),
    "hearsay_as_fact": _twist(
        r"\b(?:\w+ (?:says|said|told me|thinks|claims)(?: that)?|reportedly|i heard(?: that)?)\b", ""
    ),
    "doubt_removed": _twist(r"\b(?:maybe|probably|possibly|perhaps|might|may|could|seems to|i think)\b", "clearly"),
    "others_deed": _twist(
        r"^[A-Z]\w+ (built|led|made|wrote|fixed|designed|shipped|did)", r"I \1", ", which I did alone"
    ),
    "helped_as_led": _twist(r"\b(?:helped|supported|contributed to|took part in)\b", "led", ", under my leadership"),
    "after_as_because": _twist(r"\bafter\b", "because of", ", because of our launch"),
    "another_metric": _other(
        {"retention": "revenue", "activation": "conversion", "churn": "engagement", "nps": "usage"}
    ),
    "polarity": _twist(r"\b(?:did not|didn't|not|never|no)\b", "", ", and nobody objected"),
    "cherry_picked": _twist(r"(?:between )?\d+ ?%? ?(?:-|\u2013|to|and) ?(\d+ ?%?)", r"\1", ", at best 92%"),
    "part_as_whole": _twist(r"\b\d+ of (?:the )?(\d+)\b", r"all \1", ", everywhere"),
    "miss_hidden": _twist(r"\b(?:missed|failed|fell short of|flat)\b", "met"),
    "invented_name": _add(", together with Priya Raman"),
    "invented_date": _add(" on 14 March 2019"),
    "invented_quarter": _add(" in Q3 2019"),
    "invented_product": _add(" with Falcon Insights"),
    "invented_cause": _add(", which led to the renewal of every account"),
    "wrong_arithmetic": _add(", a gain of 91%"),
    "flattery": _add(", a landmark success that leadership celebrated"),
}
