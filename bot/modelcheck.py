"""The doctor's look at the model: which one, where, does it answer, and how it can be asked. Nobody's words are sent."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot import llm
from bot.coach.editor import Brief, Manuscript, NoManuscript, Tone
from bot.coach.proposal import Kind
from bot.doctor import Finding
from bot.llm import Bounds, Server
from bot.llm.editor import ModelEditor
from bot.settings import Settings

NAME: Final = "model"
_FORMS: Final = {
    "json_schema": "It keeps to a JSON schema.",
    "json_object": "It keeps to JSON, and to no schema.",
    "plain": "It is asked for JSON in words alone: expect more drafts by rules.",
}
_TRIAL: Final = Brief(
    "en", Kind.OUTPUT, Tone.MANAGER, {"f1": "The bot was set up.", "f2": "The doctor looks at it."}, {}
)
_MENDS: Final = {
    "unreachable": ("cannot be reached", "Check that it runs, the network, and OPENAI_BASE_URL; in a container, localhost is the container itself."),
    "timeout": ("did not answer in time", "Wait until it has loaded its model, or choose a faster one, then run doctor again."),
    "unauthorized": ("does not accept the key", "Check OPENAI_API_KEY, and that it may use this model."),
    "no_credit": ("says that there is no credit left", "Look at the account's billing and limits."),
    "not_found": ("does not know this model or address", "Check OPENAI_MODEL; OPENAI_BASE_URL mostly ends in /v1."),
    "rate_limited": ("asks us to wait", "Run doctor again in a minute; look at the account's limits."),
    "server_error": ("has trouble of its own", "Look at the server's status or log, then run doctor again."),
    "redirected": ("sends us to another address", "Put that address into OPENAI_BASE_URL: I follow no redirects."),
    "not_json": ("answers with something that is not a model's answer", "Check OPENAI_BASE_URL; it mostly ends in /v1."),
    "no_choices": ("answers with something that is not a model's answer", "Check OPENAI_BASE_URL; it mostly ends in /v1."),
    "broken": ("cannot be asked like this", "Look for stray characters in OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL."),
    "bad_request": ("refuses the request", "Check that OPENAI_MODEL is a model for chats."),
}  # fmt: skip
_UNFIT: Final = (
    "answers, but not in a form that can be used",
    "Drafts would be those of the rules. Try a larger model.",
)
_CLEAR: Final = (
    "Words travel to it unencrypted.",
    "Use https:// in OPENAI_BASE_URL, unless the network is yours alone.",
)


def model_finding(settings: Settings, bounds: Bounds = Bounds()) -> Callable[[], Awaitable[Finding]]:  # noqa: B008  # frozen
    """The check for these settings, to be handed to the doctor."""

    async def look() -> Finding:
        server = llm.server_in(settings)
        if server is None:
            return Finding(NAME, True, "None set: the rule-based coach works without one.")
        async with llm.editing(server, bounds) as editor:
            return await _try(editor, server)

    return look


async def _try(editor: ModelEditor, server: Server) -> Finding:
    """Ask once, with facts of our own."""
    who = f"{_shown(server.model)} at {_shown(server.where)}"
    try:
        written = await editor.write(_TRIAL)
    except NoManuscript as none:
        said, mend = _MENDS.get(str(none), _UNFIT)
        return Finding(NAME, False if str(none) in _MENDS else None, f"{who} {said}.", mend)
    return _answered(who, editor.form, server, written)


def _answered(who: str, form: str, server: Server, written: Manuscript) -> Finding:
    said = f"{who} answers in {written.usage.seconds:.1f} s. {_FORMS[form]}"
    if not server.in_clear:
        return Finding(NAME, True, said)
    trouble, mend = _CLEAR
    return Finding(NAME, None, f"{said} {trouble}", mend)


def _shown(name: str) -> str:
    """A name as somebody wrote it, on one line and without control characters."""
    return "".join(letter for letter in name[:80] if letter.isprintable())
