"""Facts: a person's words as clauses that tell something.

What a model writes from them is held against them in `bot.coach.facts.firewall`, which is imported where a model is.
"""

from bot.coach.facts.marks import Fact, Mark, marks_of, read
from bot.coach.facts.vouched import Frame, Vouched, as_kept, dated, framed, one_below_another, own_words

__all__ = [
    "Fact",
    "Frame",
    "Mark",
    "Vouched",
    "as_kept",
    "dated",
    "framed",
    "marks_of",
    "one_below_another",
    "own_words",
    "read",
]
