"""The evaluation sets: nothing invented, ever, and enough of what matters kept and asked."""

from statistics import mean

import pytest

from bot.coach.reframing import Verdict
from tests.eval.page import PAGE, page
from tests.eval.rows import FRESH, UPDATES, Row, drafted, graded, read

ROWS = [*read(UPDATES), *read(FRESH)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_draft_invents_nothing_leaks_nothing_and_drops_no_fact_r2(row: Row) -> None:
    grade = graded(row)

    assert grade["broken"] == {}
    assert grade["lost"] == []
    assert grade["form"] == 1.0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_is_already_senior_is_told_so_and_nothing_else_is_r6(row: Row) -> None:
    assert (drafted(row).verdict is Verdict.ALREADY_SENIOR) == row["already_senior"]


@pytest.mark.parametrize("rows", [read(UPDATES), read(FRESH)], ids=["updates", "fresh"])
def test_the_rules_ask_and_sort_well_enough_r8(rows: list[Row]) -> None:
    grades = [graded(row) for row in rows]

    assert mean(grade["faithful"] for grade in grades) == 1.0
    assert mean(grade["score"] for grade in grades) >= 0.95


def test_the_fresh_rows_speak_every_language() -> None:
    assert len(read(FRESH)) >= 25
    assert {row["lang"] for row in read(FRESH)} == {"en", "de", "fr", "es"}


def test_a_stored_value_that_disagrees_is_brought_up_r5() -> None:
    row = next(row for row in ROWS if row["id"] == "p28")

    (conflict,) = drafted(row).conflicts

    assert "2026-09-01" in conflict
    assert "4.9%" in conflict


def test_the_ten_reframes_in_the_docs_are_what_the_coach_makes_r1() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: .venv/bin/python -m tests.eval.page"
