"""Trigger ids: single use, three seconds ("Modals": `trigger_id`)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playground import limits
from playground.refusals import Refused


@dataclass
class Trigger:
    """The right to open one modal for one person, now."""

    person_id: str
    workspace_id: str
    issued: float
    view_id: str | None
    exchanged: bool = False


@dataclass
class Triggers:
    """Issues the triggers of a world and takes each back once."""

    now: Callable[[], float]
    _issued: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, person_id: str, workspace_id: str, view_id: str | None = None) -> str:
        """Give a new trigger id for something that a person just did."""
        number = len(self._issued) + 1
        trigger_id = f"{int(self.now() * 1000)}.{number}.{number:032x}"
        self._issued[trigger_id] = Trigger(person_id, workspace_id, self.now(), view_id)
        return trigger_id

    def workspace_of(self, trigger_id: str) -> str | None:
        """Give the workspace that a trigger was issued in."""
        trigger = self._issued.get(trigger_id)
        return trigger.workspace_id if trigger else None

    def exchange(self, trigger_id: str, workspace_id: str) -> Trigger:
        """Use a trigger up, or refuse with Slack's reason."""
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.workspace_id != workspace_id:
            raise Refused("invalid_trigger_id")
        if trigger.exchanged:
            raise Refused("exchanged_trigger_id")
        if self.now() - trigger.issued > limits.TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.exchanged = True
        return trigger
