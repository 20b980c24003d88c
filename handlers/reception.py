"""One step from what Slack names to who answers it, however long the table is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from handlers.door import Click, Command, MessageShortcut, Payload, Shortcut, Submission

Name = tuple[str, str]  # the entry of Bolt that something would come by, and what Slack calls it
Listener = Callable[..., Awaitable[None]]  # of the arguments that Bolt would give to it by their names
DOORS: Final = frozenset({Command.door, Click.door, Submission.door, Shortcut.door, MessageShortcut.door})
"""What comes by these is named below, so Bolt need not know who answers it."""


class Reception(AsyncMiddleware):
    """Stands behind Bolt's own middleware, which verify and authorise, and before its listeners.

    Bolt would try its listeners one by one, and work out every argument that one could ask for, twice: a third of what
    a bare acknowledgement costs. What has no name here (an event, a closed form) and what is not found goes on to Bolt.
    """

    def __init__(self, listeners: Mapping[Name, Listener]) -> None:
        self._listeners = listeners

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  # Bolt's own signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # as above
    ) -> BoltResponse | None:
        """Answer it, or hand it on. What a listener raises is for Bolt's error handler."""
        listener = self._listeners.get(named(req.body))
        if listener is None:
            return await next()
        context = req.context
        await listener(ack=context.ack, body=req.body, context=context, client=context.client)
        return context.ack.response


def named(body: Payload) -> Name:
    """What Slack names in a payload; blank when it is nothing of these."""
    match body:
        case {"command": str(name)}:
            return Command.door, name
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            return Click.door, name
        case {"type": "view_submission", "view": {"callback_id": str(name)}}:
            return Submission.door, name
        case {"type": "shortcut", "callback_id": str(name)}:
            return Shortcut.door, name
        case {"type": "message_action", "callback_id": str(name)}:
            return MessageShortcut.door, name
    return "", ""
