"""Words that are shown have a type of their own, and few places can give it (R2)."""

import ast
from pathlib import Path

import pytest

from bot.coach.facts import Verdict, ground, own_words, vouched

ROOT = Path(__file__).parents[2]
DOORS = {
    "Vouched": {"bot/coach/facts/vouched.py"},
    "own_words": {"bot/coach/reframing.py", "bot/coach/requests.py"},
    "as_kept": {"bot/coach/drafts.py"},
}
"""Who may call what gives the type: the firewall's own door, the rules for a person's clauses, the ledger's reader."""


@pytest.mark.parametrize("door", DOORS)
def test_only_the_named_places_vouch_for_words(door: str) -> None:
    called = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == door
    }

    assert called == DOORS[door]


def test_a_text_is_vouched_for_only_when_each_sentence_is() -> None:
    on = ground("Churn fell from 5% to 3%. We shipped the new plan page.")

    assert vouched(on, "Churn fell from 5% to 3%. We shipped the new plan page.") == own_words(
        "Churn fell from 5% to 3%. We shipped the new plan page."
    )
    refused = vouched(on, "We shipped the new plan page. Churn fell from 5% to 2%.")
    assert isinstance(refused, Verdict)
    assert refused.reasons


def test_nothing_said_is_nothing_to_vouch_for() -> None:
    assert isinstance(vouched(ground("Churn fell."), "  "), Verdict)
