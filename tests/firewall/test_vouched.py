"""Words that are shown have a type of their own, and few places can give it (R2)."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest

from bot import views
from bot.coach import payback, sharing
from bot.coach.facts import Frame, Vouched, own_words
from bot.coach.facts.firewall import Verdict, ground, vouched

ROOT = Path(__file__).parents[2]
DOORS = {
    "Vouched": {"bot/coach/facts/firewall.py", "bot/coach/facts/vouched.py"},
    "own_words": {
        "bot/coach/payback.py",
        "bot/coach/reframing.py",
        "bot/coach/requests.py",
        "bot/coach/sharing.py",
    },
    "as_kept": {"bot/coach/drafts.py", "bot/coach/sharing.py"},
}
"""Who may call what gives the type: the firewall's own door, the rules for a person's clauses, the ledger's readers."""
FRAMES = {
    "It moved.", "It did not move.", "There is no data.",
    "Problem: {}", "What we expected: {}", "What happened: {}", "What changed: {}", "Why: {}", "What next: {}",
    "Next time: {}", "What we learned from {}", "{} (launched on {})", "{} ({})", "{} {}", "from {} to {}", "from {}",
    "to {}",
    "What moved", "What I decided", "What I noticed", "What others said or handed over",
    "What is out, and not measured yet", "What was asked for",
    "  before: {}", "  now: {}", "  goal: {}", "  trade-off: {}", "  how sure: {}", "  for whom: {}", "  why: {}",
    "  next: {}", "{} to {}", "- {}", "{}: {}", "{} (a colleague's words)",
}  # fmt: skip
"""All of our words that stand around somebody's where no model writes; a change of them is to be seen here."""


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


def test_our_words_around_somebodys_are_these_and_hold_no_figure() -> None:
    assert {str(frame) for kind in Frame.__subclasses__() for frame in kind} == FRAMES
    assert not any(char.isdigit() for frame in FRAMES for char in frame)


@pytest.mark.parametrize("shown", [payback.Update, sharing.Shared])
def test_what_rules_lay_out_for_others_has_the_type_l5_n6(shown: type) -> None:
    assert get_type_hints(shown)["text"] is Vouched


@pytest.mark.parametrize("view", [views.share.preview, views.share.preview_of_draft])
def test_a_preview_takes_nothing_else_l5_r10(view: Callable[..., object]) -> None:
    assert get_type_hints(view)["text"] is Vouched


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
