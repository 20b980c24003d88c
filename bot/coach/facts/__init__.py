"""Facts: a person's words as clauses that tell something, and the firewall that nothing invented gets past."""

from bot.coach.facts.firewall import Ground, Verdict, check, ground, judge
from bot.coach.facts.marks import Fact, Mark, marks_of, read

__all__ = ["Fact", "Ground", "Mark", "Verdict", "check", "ground", "judge", "marks_of", "read"]
