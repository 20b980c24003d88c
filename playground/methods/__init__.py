"""The Web API methods that the workspace knows, by name."""

from playground.methods import apps, assistant, auth, chat, conversations, files, oauth, reactions, users, views
from playground.webapi import Method

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **assistant.METHODS,
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **oauth.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
