"""For whom a draft is written: what stands first, what is left out, and whether there are headings (R10).

Whatever is left out, a doubt, a miss and another's credit stay: a shorter text must not claim more than the longer one.
"""

from collections.abc import Sequence
from typing import Final

from bot.coach.editor import Tone
from bot.coach.facts.marks import Fact, Mark
from bot.coach.placing import Heading, in_order, leans
from bot.coach.proposal import Kind

Placed = tuple[Heading, Fact]

TOLD: Final = frozenset({Mark.RESULT, Mark.DECISION, Mark.TRUST, Mark.PROBLEM})
"""What a resume line can stand on."""
_LIMITS: Final = frozenset({Mark.BAD, Mark.HEDGE, Mark.CREDIT, Mark.CAUSE, Mark.TRADEOFF})
_LAST_FOR_THE_TEAM: Final = (Heading.CREDIT, Heading.NEXT_STEP, Heading.OPEN)


def order(kind: Kind, tone: Tone) -> tuple[Heading, ...]:
    """Give the headings in reading order: for the team, what others did and what comes next stand together at the end."""
    usual = in_order(kind)
    if tone is not Tone.TEAM:
        return usual
    return (*(heading for heading in usual if heading not in _LAST_FOR_THE_TEAM), *_LAST_FOR_THE_TEAM)


def on_a_resume(placed: Sequence[Placed]) -> list[Fact]:
    """Give the facts of a resume line in the person's own order: outcome, decision, own deed, and whatever limits them."""
    facts = [fact for _, fact in placed]
    stays = [_belongs(facts, place, heading) for place, (heading, _) in enumerate(placed)]
    for place in reversed(range(len(facts) - 1)):
        stays[place] |= stays[place + 1] and leans(facts[place + 1].text)
    return [fact for fact, kept in zip(facts, stays, strict=True) if kept] or facts


def _belongs(facts: Sequence[Fact], place: int, heading: Heading) -> bool:
    marks = facts[place].marks
    if Mark.TARGET in marks and Mark.RESULT not in marks:
        return any(Mark.RESULT in fact.marks for fact in facts[place:])  # what follows is measured by it
    if not marks.isdisjoint(TOLD | _LIMITS):
        return True
    if heading in {Heading.NEXT_STEP, Heading.OPEN}:
        return False
    earlier = facts[:place]
    if Mark.OUTPUT in marks:  # the first deed says what it is about, and the person's own what they did
        return not any(
            Mark.OUTPUT in fact.marks and (Mark.MINE in fact.marks) >= (Mark.MINE in marks) for fact in earlier
        )
    return Mark.MINE in marks or any(not TOLD.isdisjoint(fact.marks) for fact in earlier)


def is_answer_on_a_resume(slot: str, marks: frozenset[Mark], filled: frozenset[str]) -> bool:
    """Whether a part of an answer has its place on a resume line: no plan has, and no goal without a result beside it."""
    open_still = slot == "next_step" or (slot == "target" and "current" not in filled)
    return not open_still or not marks.isdisjoint(TOLD | _LIMITS)
