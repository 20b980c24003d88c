"""How the Web API says no."""

from collections.abc import Iterable

from playground.shapes import Payload

BUGS = frozenset(
    {
        "bad_client_secret",
        "bad_redirect_uri",
        "invalid_client_id",
        "invalid_grant_type",
        "missing_argument",
        "unknown_method",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_metadata_format",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_allowed_token_type",
        "push_limit_reached",
        "view_too_large",
    },
)
"""Errors that only a mistake in the app can cause: each is a violation."""


class Refused(Exception):
    """Slack answers `ok: false` with this error."""

    def __init__(self, error: str, messages: Iterable[str] = (), **extra: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.extra = extra

    def as_payload(self) -> Payload:
        """Give the answer's body."""
        body: Payload = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        if self.error == "invalid_blocks":
            body["errors"] = [m.removeprefix("[ERROR] ") for m in self.messages]
        return body
