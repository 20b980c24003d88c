"""`users.info` and `users.list`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from playground.conversations import SLACKBOT
from playground.methods.pages import page
from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method

if TYPE_CHECKING:
    from playground.person import Person

LARGEST_PAGE = 999


def about(call: Call) -> Payload:
    """Describe a person, a bot or Slackbot."""
    wanted = call.arguments["user"]
    user = next((user for user in _everybody(call) if user["id"] == wanted), None)
    if user is None:
        raise Refused("user_not_found")
    return {"user": user}


def everybody(call: Call) -> Payload:
    """List all users, the deactivated and the bots among them."""
    users, cursor = page(list(_everybody(call)), call.arguments, LARGEST_PAGE, LARGEST_PAGE)
    return {"members": users, "cache_ts": call.world.clock.seconds(), "response_metadata": {"next_cursor": cursor}}


def _everybody(call: Call) -> Iterator[Payload]:
    workspace = call.workspace
    yield {**_user(call, SLACKBOT, "Slackbot"), "is_bot": False}  # so does Slack
    yield {**_user(call, workspace.bot_user_id, call.world.bot_name), **_BOT, **_clock(call, "Etc/UTC")}
    for name, (user_id, _) in workspace.apps.items():
        yield {**_user(call, user_id, name), **_BOT, **_clock(call, "Etc/UTC")}
    for person in workspace.people.values():
        yield _person(call, person)


_BOT = {"is_bot": True}


def _person(call: Call, person: "Person") -> Payload:
    user = _user(call, person.id, person.name)
    user["profile"]["display_name"] = person.display_name
    if person.deactivated:  # such a user object has no clock and no roles
        return {**user, "deleted": True}
    guest = person.guest
    roles = {"is_restricted": guest, "is_ultra_restricted": False, "is_admin": False, "is_owner": False}
    return {**user, **roles, **_clock(call, person.tz)}


def _user(call: Call, user_id: str, name: str) -> Payload:
    user: Payload = {
        "id": user_id,
        "team_id": call.workspace.id,
        "name": name.lower().replace(" ", "_"),
        "real_name": name,
        "deleted": False,
        "profile": {"real_name": name, "display_name": "", "team": call.workspace.id},
        "is_bot": False,
        "is_app_user": False,
        "updated": call.world.clock.seconds(),
    }
    if call.arguments.get("include_locale"):
        user["locale"] = "en-US"
    return user


def _clock(call: Call, tz: str) -> Payload:
    """Give the time zone as it is now, daylight saving included."""
    local = call.world.clock.now().astimezone(ZoneInfo(tz))
    offset = local.utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return {"tz": tz, "tz_label": local.tzname(), "tz_offset": seconds}


_LIST = {"cursor": "string", "limit": "integer", "include_locale": "boolean"}
METHODS = {
    "users.info": Method(about, {"user": "string", "include_locale": "boolean"}, ("user",), "users:read", 4),
    "users.list": Method(everybody, _LIST, (), "users:read", 2, needs_team=True),
}
