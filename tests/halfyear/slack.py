"""A Slack in this process: it knows where people are, opens conversations, and keeps what is said in them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

OURS = "T0HALF"


@dataclass(frozen=True, slots=True)
class Said:
    """A message as its reader has it, and when it came."""

    at: datetime
    member: str
    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]] = field(repr=False)
    metadata: dict[str, Any] = field(repr=False)

    def carried(self, action: str) -> list[str]:
        """What the buttons of this action carry."""
        return [button.get("value", "") for button in _buttons(self.blocks) if button.get("action_id") == action]


class Slack(AsyncWebClient):
    """Answers the calls that a delivery makes, at the time of the clock it is given; any other call fails the test."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(token="", retry_handlers=[])
        self._clock = clock
        self.zones: dict[str, str] = {}
        self.deactivated: set[str] = set()
        self.said: list[Said] = []
        self.asked_for_zones = 0

    async def api_call(self, api_method: str, **sent: Any) -> AsyncSlackResponse:
        """One call, without a network."""
        given = {**(sent.get("params") or {}), **(sent.get("json") or {})}
        answer = {
            "users.info": self._user,
            "conversations.open": self._conversation,
            "conversations.history": self._history,
            "chat.postMessage": self._post,
        }.get(api_method, _unknown)(given)
        return AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url="",
            req_args={},
            data={"ok": True} | answer,
            headers={},
            status_code=200,
        )

    def _user(self, given: dict[str, Any]) -> dict[str, Any]:
        self.asked_for_zones += 1
        who = given["user"]
        return {"user": {"id": who, "tz": self.zones[who], "deleted": who in self.deactivated}}

    @staticmethod
    def _conversation(given: dict[str, Any]) -> dict[str, Any]:
        users = given["users"]
        (who,) = users.split(",") if isinstance(users, str) else users
        return {"channel": {"id": f"D{who}"}}

    def _post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Also what goes to somebody who is deactivated is taken: the coach has to know better."""
        channel, ts = given["channel"], f"{self._clock().timestamp():.0f}.{len(self.said):06}"
        said = Said(self._clock(), channel[1:], channel, ts, given["text"], given["blocks"], given["metadata"])
        self.said.append(said)
        return {"ts": ts, "channel": channel}

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a look-up reads: the newest first, all on one page."""
        here = [said for said in reversed(self.said) if said.channel == given["channel"]]
        return {"messages": [{"ts": said.ts, "metadata": said.metadata} for said in here]}


def _unknown(given: dict[str, Any]) -> NoReturn:
    raise AssertionError(f"Nothing here needs this call: {sorted(given)}")


def _buttons(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("elements", ()) if block["type"] == "actions" else ()
