"""What every payload is read with: whose it is, the id it carries, the words as they were typed."""

import re
import uuid
from typing import Any, Final

from slack_bolt.async_app import AsyncBoltContext

from bot.coach.evidence import Gone
from bot.ledger.scope import Owner
from bot.views.mydata import DELETE

Payload = dict[str, Any]

ORDERS: Final = frozenset({"undo", "list", "help", "find", "data"})  # alone behind the command, they are nobody's words
EVERYBODY: Final = frozenset({"!channel", "!here", "!everyone"})
_MARKED: Final = re.compile(r"<([^<>|]{1,4000})(?:\|([^<>]{0,4000}))?>")  # what was typed has no bare angle in it


def owner_of(context: AsyncBoltContext) -> Owner:
    """Who is speaking: Bolt has verified the request that says so."""
    return Owner(str(context.team_id), str(context.user_id))


def unescape(text: str) -> str:
    """The text as it was typed; the ampersand last, so that `&amp;lt;` stays what was typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def as_typed(text: str) -> str:
    """A message's text as it was typed: links by their address, channels and groups by their names.

    Whom it mentions stays by id (`<@U…>`): a name could be anybody's.
    """
    return unescape(_MARKED.sub(_unmarked, text) if "<" in text else text)


def _unmarked(mark: re.Match[str]) -> str:
    target, label = mark[1], mark[2] or ""
    if target[0] in "@#":
        return target[0] + label if label else mark[0]
    if target[0] == "!":
        return f"@{target[1:]}" if target in EVERYBODY else label or mark[0]
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return f"{label} ({address})" if label and label not in address else address


def id_in(value: str | None) -> uuid.UUID:
    """The id in a button's value or a form's metadata. Raises `Gone` when there is none."""
    try:
        return uuid.UUID(value or "")
    except ValueError as error:
        raise Gone from error


def words_in(body: Payload) -> str:
    """Whatever the person had typed, to be handed back when it could not be used."""
    if "command" in body:
        text = unescape(body.get("text") or "")
        return "" if text.strip().lower() in ORDERS else text
    values = body.get("view", {}).get("state", {}).get("values", {})
    fields = [field for block in values.values() for field in block.values()]
    said = "\n".join(field["value"] for field in fields if isinstance(field.get("value"), str))
    return "" if said.strip().lower() == DELETE else said  # typed to confirm, and nobody's words
