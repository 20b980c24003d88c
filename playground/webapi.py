"""The Web API's front door: token, scope, arguments, limits, then the method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from playground import arguments
from playground.refusals import BUGS, Refused
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.workspace import Workspace
    from playground.world import World


@dataclass(frozen=True)
class Call:
    """One call of a method, with its token accepted and its arguments read."""

    world: "World"
    workspace: "Workspace"
    arguments: Payload

    def need(self, scope: str) -> None:
        """Refuse when the app was not granted this scope."""
        if not self.workspace.grants(scope):
            provided = ",".join(sorted(self.workspace.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)


@dataclass(frozen=True)
class Method:
    """One method: what it does, what it takes, what it needs."""

    run: Callable[[Call], Payload]
    takes: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    scope: str | None = None
    tier: int = 3
    holder: Literal["bot", "app", "client"] = "bot"
    needs_team: bool = False
    """Whether an organization's token must say which workspace is meant."""


@dataclass(frozen=True)
class Reply:
    """The HTTP answer to a call."""

    body: Payload
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(world: "World", name: str, token: str | None, given: Payload) -> Reply:
    """Run one call and give Slack's answer."""
    workspace = world.workspace_of_token(token, given)
    scopes = {"x-oauth-scopes": ",".join(sorted(workspace.scopes))} if workspace else {}
    try:
        return _run(world, name, token, given, scopes)
    except Refused as refused:
        if refused.error in BUGS:
            world.recorder.violation(refused.error, name, refused.messages)
        return Reply(refused.as_payload(), headers=scopes)


def _run(world: "World", name: str, token: str | None, given: Payload, headers: dict[str, str]) -> Reply:
    method = world.methods.get(name)
    if method is None:
        raise Refused("unknown_method", req_method=name)
    workspace = _authorised(world, method, token, given)
    wait = world.rates.wait(name, method.tier, workspace.id, _channel(name, given))
    if wait:
        return Reply({"ok": False, "error": "ratelimited"}, 429, {**headers, "Retry-After": str(wait)})
    call = Call(world, workspace, given)
    if method.scope:
        call.need(method.scope)
    if given.pop("team_id", workspace.id) != workspace.id:  # Bolt's clients add it to every call
        raise Refused("invalid_arguments", ["[ERROR] another workspace's team_id"])
    call = Call(world, workspace, arguments.typed(given, method.takes, method.required))
    accepted = {"x-accepted-oauth-scopes": method.scope} if method.scope else {}
    return Reply({"ok": True, **method.run(call)}, headers={**headers, **accepted})


def _channel(name: str, given: Payload) -> str | None:
    return str(given.get("channel")) if name.startswith("chat.") else None


def _authorised(world: "World", method: Method, token: str | None, given: Payload) -> "Workspace":
    if method.holder == "client":  # it shows the app's secret instead
        return world.default
    if not token:
        raise Refused("not_authed")
    is_app = token == world.app_token
    roof = world.organisation_of_token(token)
    workspace = world.workspace_of_token(token, given)
    if roof and workspace is None:
        raise Refused("team_access_not_granted")
    if workspace is None and not is_app:
        raise Refused("invalid_auth")
    if is_app is not (method.holder == "app"):
        raise Refused("not_allowed_token_type")
    if roof and method.needs_team and "team_id" not in given:
        raise Refused("missing_argument", ["[ERROR] missing required field: team_id"])
    if workspace is None:
        return world.default
    _refuse_ended(workspace, token)
    return workspace


def _refuse_ended(workspace: "Workspace", token: str) -> None:
    if not workspace.installed or token in workspace.former_tokens:
        raise Refused("account_inactive")
    if workspace.revoked:
        raise Refused("token_revoked")
