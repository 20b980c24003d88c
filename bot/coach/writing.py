"""A draft with a model's sentences: asked for, held against what was said, and asked for once more. Loaded with a model only."""

from collections.abc import Sequence
from dataclasses import replace

from bot.coach import weaving
from bot.coach.apart import Apart
from bot.coach.editor import Editor, NoManuscript, Rejected, Usage
from bot.coach.making import MODEL, RULES, UNSUPPORTED, Maker, Material
from bot.coach.reading import understood
from bot.coach.reframing import Reframed
from bot.coach.weaving import Passed, Plan


async def written(material: Material, draft: Reframed, editor: Editor, apart: Apart) -> tuple[Reframed, Maker]:
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
