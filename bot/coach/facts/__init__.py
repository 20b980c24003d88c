"""Facts: a person's words as clauses that tell something, and the firewall that nothing invented gets past."""

from bot.coach.facts.firewall import Ground, Verdict, check, ground, judge
from bot.coach.facts.marks import Fact, Mark, marks_of, read
from bot.coach.facts.vouched import Frame, Vouched, as_kept, dated, framed, one_below_another, own_words, vouched

__all__ = [
    "Fact",
    "Frame",
    "Ground",
    "Mark",
    "Verdict",
    "Vouched",
    "as_kept",
    "check",
    "dated",
    "framed",
    "ground",
    "judge",
    "marks_of",
    "one_below_another",
    "own_words",
    "read",
    "vouched",
]
