"""`python -m bot eval --corrections`: how the rules do on what people corrected, and none of their words."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import evaluating
from bot.__main__ import main
from bot.coach import evidence, exports, forms
from bot.coach.forms import Filled
from bot.coach.proposal import Kind, Metric
from bot.documents import as_json
from bot.evaluating import Prices
from bot.examples import NotEvaluated, rows_in
from bot.ledger.store import Ledger
from bot.ready import NotReady
from bot.settings import Settings
from tests.ledger.rows import ANA, BEN, NOON

SAID = "Priya forwards me every zebra question"
MOVED = "Signups went from 3% to 5% for new zebras"


async def corrected(ledger: Ledger) -> None:
    """Two corrections of Ana, and an entry of Ben that stands as it was proposed."""
    kind = await evidence.capture(ledger, ANA, SAID, key="kind", now=NOON)
    await evidence.decide_kind(ledger, ANA, kind.entry.id, Kind.DECISION)
    metric = await evidence.capture(ledger, ANA, MOVED, key="metric", now=NOON)
    await forms.revise(ledger, ANA, metric.entry.id, Filled(MOVED, metric=Metric("Signups", "3%", "6%")))
    await evidence.capture(ledger, BEN, "Shipped onboarding", key="other", now=NOON)


async def test_only_counts_are_shown_of_what_people_corrected_c4_p1(ledger: Ledger, migrated_url: str) -> None:
    await corrected(ledger)

    told = await asyncio.to_thread(evaluating.run_corrections, Settings(database_url=migrated_url), [], None)

    assert told.splitlines() == [
        "Corrected: 2 of 3 entries. What the rules make of them now:",
        "kind     0 of 1 as corrected",
        "metric   0 of 1 as corrected",
        "  1 x output-only, corrected to decision",
    ]


async def test_where_nobody_corrected_anything_it_says_so(ledger: Ledger, migrated_url: str) -> None:
    await evidence.capture(ledger, BEN, "Shipped onboarding", key="other", now=NOON)

    told = await asyncio.to_thread(evaluating.run_corrections, Settings(database_url=migrated_url), [], None)

    assert told == "No corrections yet. Entries: 1."


async def test_a_person_hands_their_corrections_over_with_their_export_p1(ledger: Ledger, tmp_path: Path) -> None:
    await corrected(ledger)
    (part,) = as_json.files(await exports.gather(ledger, ANA, now=NOON))
    file = tmp_path / part.name
    file.write_bytes(part.content)

    rows = rows_in(file)
    told = await asyncio.to_thread(evaluating.run, Settings(), file, [], None, Prices())

    assert {row["text"]: (row.get("expected_category"), row.get("metric")) for row in rows} == {
        SAID: ("decision", None),
        MOVED: (None, {"baseline": "3%", "current": "6%"}),
    }
    assert ["updates", "2"] in [line.split() for line in told.splitlines()]


async def test_an_export_without_corrections_is_said_so(ledger: Ledger, tmp_path: Path) -> None:
    await evidence.capture(ledger, BEN, "Shipped onboarding", key="other", now=NOON)
    (part,) = as_json.files(await exports.gather(ledger, BEN, now=NOON))
    (tmp_path / "export.json").write_bytes(part.content)

    with pytest.raises(NotEvaluated, match="holds no corrections"):
        rows_in(tmp_path / "export.json")


@pytest.mark.parametrize(("models", "out"), [(["some-model"], None), ([], Path("out.jsonl"))])
def test_nobodys_words_go_to_a_model_or_a_file_for_it_r9(models: list[str], out: Path | None) -> None:
    with pytest.raises(NotEvaluated, match="people's own words"):
        evaluating.run_corrections(Settings(), models, out)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="python -m bot migrate"):
        evaluating.run_corrections(Settings(database_url=f"sqlite:///{tmp_path}/none.db"), [], None)

    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_a_file_or_the_corrections(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")

    assert main(["eval", "--corrections"]) == 1
    assert "There is no database yet" in capsys.readouterr().err

    for wrong in (["eval"], ["eval", "file.jsonl", "--corrections"]):
        with pytest.raises(SystemExit):
            main(wrong)


async def test_rows_that_bring_a_metric_are_scored_by_it(tmp_path: Path) -> None:
    said = {"id": 1, "text": "Activation went from 42% to 58%."}
    rows = [said | {"metric": {"baseline": "42 %", "current": "58%"}}, said | {"metric": {"current": "42%"}}]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    told = await asyncio.to_thread(evaluating.run, Settings(), file, [], None, Prices())

    assert next(line for line in told.splitlines() if line.startswith("metric")).split() == ["metric", "0.50"]
