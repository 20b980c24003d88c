"""The Web API methods that the workspace knows, by name."""

from playground.methods import apps, chat, conversations, files, users, views
from playground.webapi import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}
