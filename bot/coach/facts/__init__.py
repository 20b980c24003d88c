"""Facts: a person's words as clauses that tell something, and the firewall that nothing invented gets past."""

from bot.coach.facts.firewall import Ground, Verdict, check, ground, judge
from bot.coach.facts.marks import Fact, Mark, marks_of, read
from bot.coach.facts.vouched import Vouched, as_kept, own_words, vouched

__all__ = [
    "Fact",
    "Ground",
    "Mark",
    "Verdict",
    "Vouched",
    "as_kept",
    "check",
    "ground",
    "judge",
    "marks_of",
    "own_words",
    "read",
    "vouched",
]
