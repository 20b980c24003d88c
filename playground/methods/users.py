"""`users.info`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playground.refusals import Refused
from playground.shapes import Payload
from playground.webapi import Call, Method


def about(call: Call) -> Payload:
    """Describe a person, or the bot itself."""
    workspace, wanted = call.workspace, call.arguments["user"]
    if wanted == workspace.bot_user_id:
        return {"user": _user(call, wanted, call.world.bot_name, "Etc/UTC", is_bot=True)}
    person = workspace.member(wanted)
    if person is None:
        raise Refused("user_not_found")
    return {"user": _user(call, person.id, person.name, person.tz)}


def _user(call: Call, user_id: str, name: str, tz: str, *, is_bot: bool = False) -> Payload:
    local = datetime.fromtimestamp(call.world.now(), UTC).astimezone(ZoneInfo(tz))
    offset = local.utcoffset()
    user: Payload = {
        "id": user_id,
        "team_id": call.workspace.id,
        "name": name.lower(),
        "real_name": name,
        "deleted": False,
        "tz": tz,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "profile": {"real_name": name, "display_name": name, "team": call.workspace.id},
        "is_bot": is_bot,
        "is_app_user": False,
    }
    if call.arguments.get("include_locale"):
        user["locale"] = "en-US"
    return user


METHODS = {
    "users.info": Method(about, {"user": "string", "include_locale": "boolean"}, ("user",), "users:read", 4),
}
