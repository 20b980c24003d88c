"""Sentences and clauses, word for word."""

import pytest

from bot.coach.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("Churn fell to 4. We ship on.", ["Churn fell to 4.", "We ship on."]),
        ("Bis 12. Juni messen wir. Dann mehr.", ["Bis 12. Juni messen wir.", "Dann mehr."]),
        ("Im 2. Quartal, z.B. im Mai, ca. 3,5 % mehr.", ["Im 2. Quartal, z.B. im Mai, ca. 3,5 % mehr."]),
        ("Live on Sept. 9 for e.g. Acme Inc. users.", ["Live on Sept. 9 for e.g. Acme Inc. users."]),
        ("It's a guess; I asked for data.", ["It's a guess", "I asked for data."]),
        ("She forwards it to me; last month twice.", ["She forwards it to me; last month twice."]),
        ("J. Doe said so. It was I. Done.", ["J. Doe said so.", "It was I.", "Done."]),
        ('He said "no." Then left.', ['He said "no."', "Then left."]),
        ("公開しました。次は検索です。", ["公開しました。", "次は検索です。"]),
        ("Same. Same.", ["Same."]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_whole_clauses_r5(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts
