"""What should have been sent against what was: each message of the one has its message of the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.halfyear.oracle import Expected


@dataclass(frozen=True)
class Difference:
    """A message that was sent and should not have been, or the other way round."""

    what: str  # "missing" or "unexpected"
    message: Expected

    def __str__(self) -> str:
        asked = ", ".join(f"{launch} day {day}" for launch, day in self.message.reviews)
        said = f"{self.message.at:%a %d %b %H:%M}  {self.message.member}  {self.what} {self.message.kind}"
        return f"{said}  {asked}".rstrip()


def differences(wanted: Sequence[tuple[Expected, datetime]], got: Sequence[Expected]) -> list[Difference]:
    """All of them, by time. A message is the expected one when its member, its kind and its reviews are, in its window."""
    left: dict[tuple[object, ...], list[Expected]] = defaultdict(list)
    for message in got:
        left[_key(message)].append(message)
    found = []
    for message, latest in wanted:
        match = next((each for each in left[_key(message)] if message.at <= each.at <= latest), None)
        if match is None:
            found.append(Difference("missing", message))
        else:
            left[_key(message)].remove(match)
    found += [Difference("unexpected", each) for rest in left.values() for each in rest]
    return sorted(found, key=lambda each: (each.message.at, each.message.member, each.what))


def _key(message: Expected) -> tuple[object, ...]:
    return message.member, message.kind, message.reviews
