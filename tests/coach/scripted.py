"""A scripted editor: says what it was told to say, and remembers what it was asked."""

from collections import deque
from collections.abc import Sequence

from bot.coach.editor import Brief, Manuscript, NoManuscript, Rejected, Sentence, Usage
from bot.coach.placing import Heading
from bot.coach.proposal import Kind, Metric

USAGE = Usage("small-one", "reframe@0badcafe", 100, 20, 0.5)


def says(text: str, *cites: str, under: Heading = Heading.OUTCOME) -> Sentence:
    return Sentence(under, text, cites)


class Scripted:
    """An `Editor` with answers in a row; none left means that the model is down."""

    model = "small-one"
    where = "models.test"

    def __init__(
        self,
        *answers: Sequence[Sentence] | str,
        asks: tuple[str, ...] = (),
        kind: Kind | None = None,
        metric: Metric | None = None,
    ) -> None:
        self._answers = deque(answers)
        self._asks = asks
        self._sorting = (kind, metric)
        self.briefs: list[Brief] = []
        self.rejected: list[Sequence[Rejected]] = []

    async def write(self, brief: Brief) -> Manuscript:
        self.briefs.append(brief)
        answer = self._answers.popleft() if self._answers else "unreachable"
        if isinstance(answer, str):
            raise NoManuscript(answer)
        return Manuscript(tuple(answer), self._asks, USAGE, *self._sorting)

    async def repair(self, brief: Brief, rejected: Sequence[Rejected]) -> Manuscript:
        self.rejected.append(rejected)
        return await self.write(brief)
