"""Which server and model a set-up names."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from bot.settings import Settings, is_loopback

OPENAI: Final = "https://api.openai.com/v1"
MODEL: Final = "gpt-6-luna"  # OpenAI's small one; the one that it names in place of those it retires in January 2027
KEYLESS: Final = "none"  # a local server asks for no key, the client library does


@dataclass(frozen=True, slots=True)
class Server:
    """A model and how it is reached. Printing it shows neither the key nor an address that may hold a password."""

    model: str
    url: str = field(repr=False)
    key: str = field(default=KEYLESS, repr=False)

    @property
    def where(self) -> str:
        """The host's name alone."""
        return urlsplit(self.url).hostname or ""

    @property
    def in_clear(self) -> bool:
        """Whether words travel unencrypted over a network."""
        return urlsplit(self.url).scheme != "https" and not is_loopback(self.where)


def server_in(settings: Settings) -> Server | None:
    """The server that is set, by its key, its address or both; None is a coach that works by rules."""
    if not (settings.openai_api_key or settings.openai_base_url):
        return None
    return Server(
        settings.openai_model or MODEL, settings.openai_base_url or OPENAI, settings.openai_api_key or KEYLESS
    )
