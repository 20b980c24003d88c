"""`python -m bot eval`: a file of updates through the coach, and what came of it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot import evaluating
from bot.coach.facts import own_words
from bot.coach.making import MODEL, Maker
from bot.coach.placing import Heading
from bot.coach.reframing import Claim, Quote, Section, reframe
from bot.evaluating import Contender, Prices, Result
from bot.examples import NotEvaluated, rows_in
from bot.settings import Settings

BARE = {"id": "a", "text": "Activation went from 42% to 58%. We shipped the new checklist."}
HELD = BARE | {
    "id": 7,
    "must_keep": [["42%"], ["58%"], ["Nordstar"]],
    "missing_slots": ["timeframe", "causality"],
    "expected_category": "decision",
    "also_ok": ["metric"],
}


def written(folder: Path, *rows: object) -> Path:
    file = folder / "updates.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return file


def lines(table: str) -> dict[str, str]:
    return {line[:24].strip(): line[24:].strip() for line in table.splitlines()}


def test_rows_need_only_an_id_and_a_text(tmp_path: Path) -> None:
    told = lines(evaluating.run(Settings(), written(tmp_path, BARE), [], None, Prices()))

    assert told[""] == "rules"
    assert told["updates"] == "1"
    assert told["faithful"] == "1.00"
    assert {told[name] for name in ("facts kept", "right questions", "category", "cost")} == {"-"}


def test_labels_are_scored(tmp_path: Path) -> None:
    told = lines(evaluating.run(Settings(), written(tmp_path, HELD, ""), [], None, Prices()))

    assert told["facts kept"] == "0.67"
    assert float(told["right questions"]) > 0
    assert told["category"] == "1.00"


def test_results_are_written_as_the_scorer_reads_them(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    evaluating.run(Settings(), written(tmp_path, HELD), [], out, Prices())

    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert row["id"] == 7
    assert row["metric"] == {"baseline": "42%", "current": "58%"}
    assert row["category"] == "metric"
    assert "42%" in row["reframed"]
    assert {"slot", "text"} == set(row["questions"][0])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no updates"),
        ("{not json", "line 1: this is not JSON"),
        ('{"id": 1}', "line 1: an object with id and text"),
        ('{"id": 1, "text": 5}', "line 1: an object with id and text"),
        ("[]", "line 1: an object with id and text"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(NotEvaluated, match=said):
        rows_in(written(tmp_path, content))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotEvaluated, match=r"nowhere.jsonl cannot be read"):
        rows_in(tmp_path / "nowhere.jsonl")


def test_a_model_that_is_not_set_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotEvaluated, match="No model is set"):
        evaluating.run(Settings(), written(tmp_path, BARE), ["rules", "some-model"], None, Prices())


def test_one_file_takes_the_results_of_one_coach(tmp_path: Path) -> None:
    with pytest.raises(NotEvaluated, match="one coach"):
        evaluating.run(Settings(), written(tmp_path, BARE), ["a", "b"], tmp_path / "out", Prices())


def test_coaches_stand_side_by_side_with_what_they_cost() -> None:
    draft = reframe(BARE["text"])
    by_model = Maker(MODEL, "reframe@1", "m", 1_000, 500, {"where": "h", "refused": 2, "repaired": 1})
    contenders = [
        Contender("rules", results=[Result(BARE, draft, Maker(), 0.01)]),
        Contender("m", results=[Result(BARE, draft, by_model, 2.5)]),
    ]

    told = lines(evaluating.table(contenders, Prices(2.0, 8.0)))

    assert told[""].split() == ["rules", "m"]
    assert told["cost"].split() == ["0.0000", "0.0060"]
    assert told["sentences refused"].split() == ["0", "2"]
    assert told["seconds, median"].split() == ["0.01", "2.50"]


def test_a_sentence_that_no_fact_bears_is_not_faithful() -> None:
    def result(text: str) -> Result:
        claim = Claim(own_words(text), "update", rests_on=(Quote(BARE["text"], "update"),))
        sections = (Section(Heading.OUTCOME, "Outcome", (claim,), ()),)
        return Result(BARE, replace(reframe(BARE["text"]), sections=sections), Maker(), 0.1)

    assert evaluating.faithful(result("Activation rose from 42% to 58%."))
    assert not evaluating.faithful(result("Activation rose from 42% to 68%."))
