"""A model's manuscript woven into a draft: what passes the firewall stands, everything else in the person's own words.

The rules' draft is the ground plan. Its claims are the facts that a model is given, and each one that no sentence took
up is still there afterwards: a model may say things better, it cannot make them go away.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.coach.editor import Brief, Rejected, Sentence, Tone
from bot.coach.facts import Mark, Vouched, marks_of
from bot.coach.facts.firewall import Ground, Verdict, ground, vouched
from bot.coach.markup import readable
from bot.coach.placing import Heading
from bot.coach.proposal import Kind, Metric
from bot.coach.quantities import changes, figures
from bot.coach.reading import ANSWER, UPDATE, Reading
from bot.coach.reframing import Claim, Question, Quote, Reframed, Section
from prompts.words import words

LONGEST: Final = 400  # characters of one written sentence
_MAY_GO: Final = frozenset({Mark.MINE, Mark.OURS, Mark.OUTPUT, Mark.WHEN, Mark.ACTED})
_TOLD_AS: Final = {
    Mark.TARGET: "goal",
    Mark.HEDGE: "doubt",
    Mark.CREDIT: "another's credit",
    Mark.BAD: "a miss",
    Mark.NEXT: "planned",
    Mark.OPEN: "still open",
    Mark.DECISION: "decision",
    Mark.TRADEOFF: "trade-off",
    Mark.RESULT: "result",
}
_HELD: Final = ((Mark.NEXT, Heading.NEXT_STEP), (Mark.OPEN, Heading.OPEN), (Mark.CREDIT, Heading.CREDIT))
_CLAIMED: Final = frozenset({Heading.OUTCOME, Heading.EVIDENCE})


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules' draft with its claims numbered as facts, and the ground that sentences must stand on."""

    draft: Reframed
    tone: Tone
    facts: Mapping[str, Claim]
    under: Mapping[str, Heading]
    noted: frozenset[str]
    change: str | None

    def ground(self, names: Iterable[str] | None = None) -> Ground:
        """What was said in these facts, or in all; an answered end of a metric completes the change that it belongs to."""
        chosen = self.facts if names is None else {name: self.facts[name] for name in self.facts if name in {*names}}
        said: list[str] = [claim.text for name, claim in chosen.items() if name not in self.noted]
        if self.change and any(claim.source.startswith(ANSWER) for claim in chosen.values()):
            said.append(self.change)
        return ground("\n".join(said), tuple(self.facts[name].text for name in chosen if name in self.noted))

    def brief(self) -> Brief:
        """What a model is given."""
        marks = {name: tuple(_told(claim)) for name, claim in self.facts.items()}
        said = {name: claim.text for name, claim in self.facts.items()}
        return Brief(self.draft.language, self.draft.kind, self.tone, said, marks)


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that may be shown, and the facts it stands on."""

    heading: Heading
    text: Vouched
    facts: tuple[str, ...]


def plan(reading: Reading, draft: Reframed, tone: Tone) -> Plan:
    """Number the claims of a draft in the order in which they were said: the update, the answers, an earlier note."""
    placed = [(claim, section.heading) for section in draft.sections for claim in section.claims]
    order = {fact.text: place for place, fact in enumerate(reading.facts)}
    placed.sort(key=lambda one: order.get(one[0].text, len(order)) if one[0].source == UPDATE else len(order))
    numbered = {f"f{number}": one for number, one in enumerate(placed, 1)}
    facts = {name: claim for name, (claim, _) in numbered.items()}
    noted = {name for name, claim in facts.items() if reading.note and claim.source == reading.note.id}
    under = {name: heading for name, (_, heading) in numbered.items()}
    return Plan(draft, tone, facts, under, frozenset(noted), _change(reading))


def _change(reading: Reading) -> str | None:
    metric = reading.metric
    if metric and metric.name and metric.before and metric.after and reading.filled & {"baseline", "current"}:
        return f"{metric.name} went from {metric.before} to {metric.after}."
    return None


def judged(one: Plan, sentences: Sequence[Sentence]) -> tuple[list[Passed], list[Rejected]]:
    """Hold each sentence against what was said."""
    passed: list[Passed] = []
    rejected: list[Rejected] = []
    for sentence in sentences:
        verdict = _verdict(one, sentence)
        if isinstance(verdict, Verdict):
            rejected.append(Rejected(sentence, verdict.reasons))
        else:
            passed.append(verdict)
    return passed, rejected


def _verdict(one: Plan, sentence: Sentence) -> Passed | Verdict:
    cited = tuple(dict.fromkeys(name for name in sentence.cites if name in one.facts))
    text = " ".join(readable(sentence.text).split())
    if not cited or not text or len(text) > LONGEST:
        return Verdict(supported=False, reasons=("cites no fact" if not cited else "not one short sentence",))
    said = vouched(one.ground(), text)
    if isinstance(said, Verdict):
        return said
    if isinstance(vouched(one.ground(cited), text), Verdict):
        return Verdict(supported=False, reasons=("rests on other facts than it cites",))
    return Passed(_heading(one, sentence.heading, cited), said, cited)


def _heading(one: Plan, wanted: Heading, cited: Sequence[str]) -> Heading:
    """A plan, an open end and another's credit are never told as an outcome, whatever a model wants; nor is what was only done."""
    for name in cited:
        marks = marks_of(one.facts[name].text)
        for mark, heading in _HELD:
            if mark in marks and Mark.RESULT not in marks and wanted in _CLAIMED and one.under[name] is heading:
                return heading
    told = {one.under[name] for name in cited}
    return one.under[cited[0]] if wanted is Heading.OUTCOME and Heading.OUTCOME not in told else wanted


def finished(one: Plan, passed: Sequence[Passed], rejected: Sequence[Rejected], asks: Sequence[str]) -> Reframed:
    """The draft: the sentences that passed, and in the person's own words all that they do not say.

    What a model wanted to tell, and told wrongly, never goes: its own words stand in the place of the refused ones.
    """
    covered = {name for sentence in passed for name in sentence.facts}
    wanted = {name for refused in rejected for name in refused.sentence.cites}
    left = [name for name in one.facts if name not in covered and (name in wanted or not _may_go(one, name))]
    claims: dict[Heading, list[Claim]] = {heading: [] for heading in Heading}
    said = [(list(one.facts).index(sentence.facts[0]), sentence.heading, _claim(one, sentence)) for sentence in passed]
    said += [(list(one.facts).index(name), one.under[name], one.facts[name]) for name in left]
    for _, heading, claim in sorted(said, key=lambda told: told[0]):
        claims[heading].append(claim)
    return replace(one.draft, sections=tuple(_sections(one.draft, claims)), questions=_asked(one.draft, asks))


def _claim(one: Plan, sentence: Passed) -> Claim:
    rests_on = tuple(Quote(one.facts[name].text, one.facts[name].source) for name in sentence.facts)
    tags = [one.facts[name].tag for name in sentence.facts if one.facts[name].tag]
    verbatim = len(rests_on) == 1 and rests_on[0].text == sentence.text
    return Claim(
        sentence.text, rests_on[0].source, " ".join(dict.fromkeys(tags)), rests_on=() if verbatim else rests_on
    )


def _may_go(one: Plan, name: str) -> bool:
    """Whether a model may leave a fact out: it says nothing of a result, a miss, a doubt, a goal or somebody else."""
    claim = one.facts[name]
    return claim.source == UPDATE and marks_of(claim.text) <= _MAY_GO and not figures(claim.text) and len(one.facts) > 1


def _sections(draft: Reframed, claims: Mapping[Heading, Sequence[Claim]]) -> Iterator[Section]:
    standing = {section.heading: section for section in draft.sections}
    order = [section.heading for section in draft.sections]
    titles = words(draft.language).headings
    for heading in [*order, *(heading for heading in Heading if heading not in standing)]:
        section = standing.get(heading, Section(heading, titles[heading], (), ()))
        if claims[heading] or section.blanks:
            yield replace(section, claims=tuple(claims[heading]))


def _asked(draft: Reframed, asks: Sequence[str]) -> tuple[Question, ...]:
    """The questions of the rules, in the order that a model would ask them."""
    rank = {slot: place for place, slot in enumerate(asks)}
    return tuple(sorted(draft.questions, key=lambda question: rank.get(question.slot, len(rank))))


def sorted_as(one: Plan, kind: Kind | None, metric: Metric | None) -> Reframed:
    """The rules' draft, sorted as a model would: its metric counts only where one fact says all of it, and not as a wish."""
    held = metric if metric and metric.name and _is_told(one, metric) else one.draft.metric
    sorted_kind = kind if kind and (kind is not Kind.METRIC or held) else one.draft.kind
    return replace(one.draft, kind=sorted_kind, metric=held)


def _is_told(one: Plan, metric: Metric) -> bool:
    """Whether one fact holds the name and the readings, in this order where there are two, and does not wish for them."""
    parts = [part.lower() for part in (metric.name, metric.before, metric.after) if part]
    for claim in one.facts.values():
        found = figures(claim.text)
        read = {figure.text for figure in found}
        told = all(part in claim.text.lower() for part in parts) and {metric.before, metric.after} - {None} <= read
        alone = metric.before is None or metric.after is None
        pair = alone or (metric.before, metric.after) in {
            (change.before, change.after) for change in changes(claim.text, found)
        }
        if told and pair and len(parts) > 1 and Mark.TARGET not in marks_of(claim.text):
            return True
    return False


def tally(passed: Sequence[Passed], rejected: Sequence[Rejected], repaired: Sequence[Passed]) -> dict[str, object]:
    """What the firewall did, in counts and names of rules: nobody's words."""
    rules = Counter(reason.partition(":")[0] for one in rejected for reason in one.reasons)
    refused = max(0, len(rejected) - len(repaired))
    return {"passed": len(passed), "repaired": len(repaired), "refused": refused, "rules": dict(rules)}


def _told(claim: Claim) -> Iterator[str]:
    if claim.source.startswith(ANSWER):
        yield f"answer to: {claim.source.removeprefix(ANSWER)}"
    elif claim.source != UPDATE:
        yield "from an earlier note"
    marks = marks_of(claim.text)
    yield from (said for mark, said in _TOLD_AS.items() if mark in marks)


__all__ = ["Passed", "Plan", "finished", "judged", "plan", "tally"]
