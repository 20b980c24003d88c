"""What an app says about a thread while it thinks: a status, a title, prompts to choose from ("Developing AI apps")."""

from dataclasses import dataclass, field

from playground.shapes import Payload

STATUS_SECONDS = 120.0
"""So long a status stays when no message follows ("assistant.threads.setStatus")."""


@dataclass
class AssistantThread:
    """What the app has set on one thread."""

    status: str = ""
    loading: list[str] = field(default_factory=list)
    until: float = 0.0
    title: str = ""
    prompts_title: str = ""
    prompts: list[Payload] = field(default_factory=list)

    def think(self, status: str, loading: list[str], until: float) -> None:
        """Show a status until then; an empty one takes it away."""
        self.status, self.loading, self.until = status, loading, until

    def shown(self, now: float) -> str:
        """Give the status if it still stands."""
        return self.status if now < self.until else ""
