"""How deliveries ended since this process started, as `/metrics` tells it: by kind, and by lane."""

from collections import Counter
from typing import Final

OVER: Final = ("sent", "failed")  # the endings that are counted for each lane
LANES: Final = 500  # with counts of their own: each is a series that Prometheus keeps
OTHERS: Final = "others"
"""All lanes after those. Who has a count of their own keeps it as long as the process lives, for a counter never falls."""


class Endings:
    """Counts, and forgets who it was: neither a person nor a message is known here."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.lanes: Counter[tuple[str, str]] = Counter()

    def note(self, workspace: str, kind: str, ending: str) -> None:
        """Count one delivery of a workspace."""
        self.kinds[kind, ending] += 1
        if ending in OVER:
            self.lanes[self._lane(workspace), ending] += 1

    def _lane(self, workspace: str) -> str:
        """A lane that is counted begins with all its counts: a rate can be had of the very first one."""
        if (workspace, OVER[0]) in self.lanes:
            return workspace
        lane = workspace if len(self.lanes) < LANES * len(OVER) else OTHERS
        for ending in OVER:
            self.lanes.setdefault((lane, ending), 0)
        return lane
