"""What Slack's own SDK can send is known here by name: taken, or refused on purpose."""

import inspect

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.methods import METHODS

REFUSED = {
    "apps.connections.open": {"app_token"},  # the SDK sends it as the token
    "assistant.threads.setStatus": {"icon_emoji", "icon_url", "username"},
    "chat.delete": {"as_user"},
    "chat.postEphemeral": {
        *("as_user", "attachments", "icon_emoji", "icon_url", "link_names", "markdown_text", "parse", "username"),
    },
    "chat.postMessage": {
        *("as_user", "attachments", "container_id", "icon_emoji", "icon_url", "link_names", "markdown_text", "parse"),
        *("reply_broadcast", "username"),
    },
    "chat.update": {"as_user", "attachments", "file_ids", "link_names", "markdown_text", "parse", "reply_broadcast"},
    "files.info": {"count", "cursor", "limit", "page"},
    "oauth.v2.access": {"refresh_token"},
    "reactions.get": {"file", "file_comment"},
    "reactions.list": {"count", "page"},
    "reactions.remove": {"file", "file_comment"},
    "views.open": {"interactivity_pointer"},
    "views.push": {"interactivity_pointer"},
}
"""The legacy looks of apps, attachments, Markdown in place of blocks, token rotation and workflows."""
READ_BEFORE = {"team_id"}
"""Taken for every method."""
NOT_IN_THE_SDK = {"files.completeUploadExternal": {"blocks"}}


@pytest.mark.parametrize("name", METHODS)
def test_each_argument_of_the_sdk_is_taken_or_refused_by_name(name: str) -> None:
    call = getattr(AsyncWebClient, name.replace(".", "_"))
    parameters = inspect.signature(call).parameters.values()
    sent = {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    taken = METHODS[name].takes.keys()

    assert sent - taken - READ_BEFORE == REFUSED.get(name, set())
    assert taken - sent == NOT_IN_THE_SDK.get(name, set())
