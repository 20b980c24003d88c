"""Which form of asking a server takes, remembered for a while."""

from collections.abc import Callable

from bot.llm.asking import FORMS, Form


class Ladder:
    """Stands on the strictest rung that is not known to be refused."""

    def __init__(self, remember: float, clock: Callable[[], float]) -> None:
        self._remember = remember
        self._clock = clock
        self._rung = 0
        self._until = 0.0

    def rung(self) -> tuple[int, str, Form | None]:
        """Where to stand now: its number, its name, and the form to ask in."""
        if self._rung and self._clock() >= self._until:
            self._rung = 0  # a server that was renewed may have learned it
        return self._rung, *FORMS[self._rung]

    def refused(self, rung: int) -> bool:
        """The server does not know this form. False when there is none below."""
        if rung + 1 >= len(FORMS):
            return False
        if self._rung <= rung:  # calls under way at once are refused one by one
            self._rung, self._until = rung + 1, self._clock() + self._remember
        return True
