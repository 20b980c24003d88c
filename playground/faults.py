"""What can go wrong between an app and Slack, on demand."""

from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal[
    "latency",
    "ratelimited",
    "status",
    "error",
    "reset",
    "hang",
    "accept_then_hang",
    "accept_then_abort",
    "late",
]


@dataclass
class Fault:
    """One fault, for the next `times` calls of `method` (`*` for any)."""

    kind: FaultKind
    method: str
    times: int = 1
    seconds: float = 0.0
    status: int = 500
    error: str = ""


@dataclass
class Faults:
    """The faults that a test has asked for and that have not happened yet."""

    calls: list[Fault] = field(default_factory=list)
    _drops: int = 0
    _duplicates: int = 0
    _swaps: int = 0

    def latency(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer late, after the call took effect late."""
        self.calls.append(Fault("latency", method, times, seconds))

    def ratelimited(self, method: str, retry_after: int = 1, times: int = 1) -> None:
        """Answer 429 with `Retry-After`."""
        self.calls.append(Fault("ratelimited", method, times, retry_after))

    def status(self, method: str, status: int = 500, times: int = 1) -> None:
        """Answer with an HTTP error that is not JSON; the call has no effect."""
        self.calls.append(Fault("status", method, times, status=status))

    def error(self, method: str, error: str, times: int = 1) -> None:
        """Answer `ok: false` with this error; the call has no effect."""
        self.calls.append(Fault("error", method, times, error=error))

    def reset(self, method: str, times: int = 1) -> None:
        """Abort the connection before anything happened."""
        self.calls.append(Fault("reset", method, times))

    def hang(self, method: str, times: int = 1) -> None:
        """Never answer; the call has no effect."""
        self.calls.append(Fault("hang", method, times))

    def accept_then_hang(self, method: str, times: int = 1) -> None:
        """Let the call take effect and never answer."""
        self.calls.append(Fault("accept_then_hang", method, times))

    def accept_then_abort(self, method: str, times: int = 1) -> None:
        """Let the call take effect and abort the connection."""
        self.calls.append(Fault("accept_then_abort", method, times))

    def late(self, method: str, seconds: float, times: int = 1) -> None:
        """Let the call take effect after a while and never answer."""
        self.calls.append(Fault("late", method, times, seconds))

    def drop_acknowledgement(self, times: int = 1) -> None:
        """Lose the next acknowledgements that the app gives."""
        self._drops += times

    def duplicate_delivery(self, times: int = 1) -> None:
        """Deliver the next payloads twice, at the same time."""
        self._duplicates += times

    def out_of_order(self, times: int = 1) -> None:
        """Deliver the next payloads after the one that follows each of them."""
        self._swaps += times

    def clear(self) -> None:
        """Let everything work again."""
        self.calls.clear()
        self._drops = self._duplicates = self._swaps = 0

    def of_deliveries(self) -> dict[str, int]:
        """Give how many payloads to the app are still to go wrong, and how."""
        return {
            "drop_acknowledgement": self._drops,
            "duplicate_delivery": self._duplicates,
            "out_of_order": self._swaps,
        }

    def take(self, method: str) -> Fault | None:
        """Use up the first fault that is meant for this call."""
        for fault in self.calls:
            if fault.method in {method, "*"} and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def take_drop(self) -> bool:
        """Tell whether this acknowledgement is to be lost."""
        self._drops, dropped = max(0, self._drops - 1), self._drops > 0
        return dropped

    def take_duplicate(self) -> bool:
        """Tell whether this payload is to be delivered twice."""
        self._duplicates, twice = max(0, self._duplicates - 1), self._duplicates > 0
        return twice

    def take_swap(self) -> bool:
        """Tell whether this payload is to wait for the next one."""
        self._swaps, swapped = max(0, self._swaps - 1), self._swaps > 0
        return swapped
