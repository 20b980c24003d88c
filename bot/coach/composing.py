"""How a draft comes to be: by the rules, or by a model whose every sentence has passed the firewall."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.coach import requests
from bot.coach.apart import Apart
from bot.coach.editor import Editor, NoManuscript
from bot.coach.making import BROKEN, BY_RULES, Maker, Material
from bot.coach.reframing import Reframed, Verdict, reframe
from bot.coach.requests import Purpose, looked_at
from bot.coach.wishes import is_request

Writing = Callable[[Material, Reframed, Editor, Apart], Awaitable[tuple[Reframed, Maker]]]

log = logging.getLogger(__name__)


async def composed(
    material: Material, editor: Editor | None = None, apart: Apart = asyncio.to_thread
) -> tuple[Reframed, Maker]:
    """Make the draft. Whatever becomes of the model, there is one (R3, R8)."""
    draft = await apart(_by_rules, material)
    if editor is None or draft.verdict is not Verdict.DRAFTED or not draft.sections:
        return draft, BY_RULES
    try:
        written = await apart(_with_a_model)
        return await written(material, draft, editor, apart)
    except NoManuscript as reason:
        return draft, _failed(editor, reason)
    except Exception as error:  # noqa: BLE001  # around the model: whatever its answer sets off, the rules' draft stands
        _complain(error)
        return draft, _failed(editor, NoManuscript(BROKEN))


def _with_a_model() -> Writing:
    """Two mebibytes of firewall, which the rules' drafts do without. `bot.llm.editing` has loaded them with the model."""
    from bot.coach.writing import written  # noqa: PLC0415

    return written


def _complain(error: Exception) -> None:
    """Name what went wrong by its type alone: its text may hold somebody's words."""
    log.error("A model's answer cannot be worked with", extra={"event": "model.broken", "error": type(error).__name__})


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
