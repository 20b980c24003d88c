"""How a draft comes to be: by the rules, or by a model whose every sentence has passed the firewall."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.coach import requests, weaving
from bot.coach.apart import Apart
from bot.coach.editor import Editor, NoManuscript, Rejected, Tone, Usage
from bot.coach.proposal import Kind
from bot.coach.questions import label
from bot.coach.reading import understood
from bot.coach.reframing import Reframed, Stored, Verdict, reframe
from bot.coach.requests import Purpose, looked_at
from bot.coach.weaving import Passed, Plan
from bot.coach.wishes import is_request
from prompts.words import words

RULES: Final = "rules"  # which coach made a draft
MODEL: Final = "model"
BUDGET: Final = "budget"  # why no model was asked: the day's share of it is used up
UNSUPPORTED: Final = "unsupported"  # why a model's answer was not used: no sentence of it passed
BROKEN: Final = "broken"  # the same: something of ours failed over it
_TOLD_APART: Final = frozenset({BUDGET, UNSUPPORTED})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Material:
    """What a draft is made of: the words, the answers, a kind that stands, earlier entries; for whom it is, and as what.

    Without a `purpose`, words that plainly ask for a feature are looked at as a request (R11). `of_others` says that the
    words are somebody else's and only the answers are the person's.
    """

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    decided: Kind | None = None
    stored: Sequence[Stored] = ()
    tone: Tone = Tone.MANAGER
    purpose: Purpose | None = None
    of_others: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a draft (R12): the rules alone, or a model with its prompt by name and hash, its tokens and the firewall's verdict.

    `firewall` holds counts and names of rules, the server's name, and why a model's answer was not used; nobody's words.
    """

    coach: str = RULES
    prompt: str | None = None
    model: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    firewall: Mapping[str, Any] | None = None

    @property
    def answered(self) -> bool:
        """Whether a model gave an answer, whatever became of its sentences: it has sorted the words then."""
        return self.firewall is not None and self.firewall.get("failed") in {None, UNSUPPORTED}


BY_RULES: Final = Maker()
OVER_BUDGET: Final = Maker(firewall={"failed": BUDGET})


@dataclass(frozen=True, slots=True)
class Made:
    """A draft as it was made, of which revision of its entry, and by whom."""

    reframed: Reframed
    revision: int
    by: Maker = BY_RULES


async def composed(
    material: Material, editor: Editor | None = None, apart: Apart = asyncio.to_thread
) -> tuple[Reframed, Maker]:
    """Make the draft. Whatever becomes of the model, there is one (R3, R8)."""
    draft = await apart(_by_rules, material)
    if editor is None or draft.verdict is not Verdict.DRAFTED or not draft.sections:
        return draft, BY_RULES
    try:
        return await _written(material, draft, editor, apart)
    except NoManuscript as reason:
        return draft, _failed(editor, reason)
    except Exception as error:  # noqa: BLE001  # around the model: whatever its answer sets off, the rules' draft stands
        _complain(error)
        return draft, _failed(editor, NoManuscript(BROKEN))


async def _written(material: Material, draft: Reframed, editor: Editor, apart: Apart) -> tuple[Reframed, Maker]:
    """The draft with what a model wrote and the firewall let pass. Raises `NoManuscript`."""
    plan = await apart(_planned, material, draft)
    manuscript = await editor.write(plan.brief())
    if material.decided is None:
        draft = weaving.sorted_as(plan, manuscript.kind, manuscript.metric)
        plan = replace(plan, draft=draft)
    passed, rejected = await apart(weaving.judged, plan, manuscript.sentences)
    repaired, usage = await _repaired(editor, plan, rejected, manuscript.usage, apart)
    firewall = {"where": editor.where} | weaving.tally(passed, rejected, repaired)
    coach = MODEL if passed or repaired else RULES
    woven = weaving.finished(plan, [*passed, *repaired], rejected, manuscript.asks) if coach == MODEL else draft
    if coach == RULES:
        firewall["failed"] = UNSUPPORTED
    return woven, Maker(coach, usage.prompt, usage.model, usage.tokens_in, usage.tokens_out, firewall)


def _complain(error: Exception) -> None:
    """Name what went wrong by its type alone: its text may hold somebody's words."""
    log.error("A model's answer cannot be worked with", extra={"event": "model.broken", "error": type(error).__name__})


def label_of(by: Maker, language: str, *, of_others: bool = False) -> str:
    """Say what made a draft; where a model was asked, which one and where its words went."""
    told, about = words(language).notes, by.firewall or {}
    if not about:
        return label(language, of_others=of_others)
    failed = str(about.get("failed", ""))
    key = "label_model" if by.coach == MODEL else f"label_{failed}" if failed in _TOLD_APART else "label_failed"
    return told[key].format(model=by.model, where=about.get("where"))


def _failed(editor: Editor, why: NoManuscript) -> Maker:
    used = why.usage
    return Maker(
        prompt=used.prompt if used else None,
        model=editor.model,
        tokens_in=used.tokens_in if used else None,
        tokens_out=used.tokens_out if used else None,
        firewall={"where": editor.where, "failed": str(why)},
    )


def _by_rules(one: Material) -> Reframed:
    if one.purpose is Purpose.REQUEST or (one.purpose is None and _is_plainly_a_request(one)):
        return looked_at(one.text, one.answers)
    return reframe(
        one.text,
        stored=one.stored,
        answers=one.answers,
        decided=one.decided,
        tone=one.tone,
        of_others=one.of_others,
    )


def _is_plainly_a_request(one: Material) -> bool:
    """Nobody who decided what kind of evidence it is, or answered as for an update, is told that it is a request."""
    return one.decided is None and one.answers.keys() <= set(requests.SLOTS) and is_request(one.text)


def _planned(one: Material, draft: Reframed) -> Plan:
    return weaving.plan(understood(one.text, one.stored, one.answers, one.decided), draft, one.tone)


async def _repaired(
    editor: Editor, plan: Plan, rejected: Sequence[Rejected], usage: Usage, apart: Apart
) -> tuple[list[Passed], Usage]:
    """Give the rejected sentences one more chance; what fails again is said in the person's own words."""
    if not rejected:
        return [], usage
    try:
        again = await editor.repair(plan.brief(), rejected)
    except NoManuscript as why:
        return [], _both(usage, why.usage) if why.usage else usage
    passed, _ = await apart(weaving.judged, plan, again.sentences)
    return passed, _both(usage, again.usage)


def _both(one: Usage, two: Usage) -> Usage:
    return replace(
        two,
        prompt=one.prompt,
        tokens_in=one.tokens_in + two.tokens_in,
        tokens_out=one.tokens_out + two.tokens_out,
        seconds=one.seconds + two.seconds,
    )
