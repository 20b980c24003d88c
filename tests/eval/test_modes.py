"""Whatever a model does, a draft says what the person said: by rules, with an honest model, with a liar of each kind."""

from statistics import mean

import pytest

from tests.eval.modes import MODES, PAGE, line, run
from tests.eval.rows import FRESH, UPDATES, read

pytestmark = pytest.mark.no_cover  # the same few functions, for hundreds of drafts
PAGE_SAYS = {told.split(" | ")[0].removeprefix("| "): told for told in PAGE.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("mode", MODES)
async def test_every_draft_is_faithful_and_the_page_says_how_good_r2(mode: str) -> None:
    told = await run(mode, read(UPDATES))

    assert told.lies_shown() == []
    assert told.faithful() == 1.0
    assert mean(grade["score"] for grade in told.grades) >= 0.85
    assert _without_seconds(PAGE_SAYS[mode]) == _without_seconds(line(mode, told)), "Run: python -m tests.eval.modes"


@pytest.mark.parametrize("mode", ["honest", "obedient", "changed_number", "direction", "polarity", "invented_name"])
async def test_drafts_of_rows_in_four_languages_are_faithful_r2(mode: str) -> None:
    told = await run(mode, read(FRESH))

    assert told.lies_shown() == []
    assert told.faithful() == 1.0


def _without_seconds(told: str) -> str:
    return told.rsplit(" | ", 1)[0]
