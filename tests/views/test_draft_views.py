"""What stands around a draft in hand: its buttons, copy, sources, preview, and its place beside the entry (R1, R10)."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from bot import views
from bot.coach.drafts import Shown
from bot.coach.editor import Tone
from bot.coach.evidence import Entry
from bot.coach.making import BY_RULES
from bot.coach.origins import Trace
from bot.coach.reframing import Verdict, reframe
from bot.coach.requests import looked_at
from bot.coach.shelf import UTC
from bot.coach.uses import Used
from tests.views.strangest import ENTRIES, SHOWN, TRACES, USED, keeps_the_rules_of_messages, keeps_the_rules_of_views

BRIEFLY = settings(max_examples=40, deadline=None)
MARKS = set("⁰¹²³⁴⁵⁶⁷⁸⁹")
SAID = "Launched the new onboarding flow in Q2. Activation is at 44%."


def shown(text: str = SAID, **values: object) -> Shown:
    return replace(Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframe(text), None), **values)  # type: ignore[arg-type]


def buttons(of: Shown) -> list[str]:
    rows = [block["elements"] for block in views.reframe.draft(of)["blocks"] if block["type"] == "actions"]
    assert all(len(row) <= 4 for row in rows), "a wall of buttons"
    return [element.get("text", element.get("placeholder"))["text"] for row in rows for element in row]


@given(SHOWN)
@BRIEFLY
def test_any_draft_in_hand_is_taken_r10(of: Shown) -> None:
    keeps_the_rules_of_messages(views.reframe.draft(of))
    keeps_the_rules_of_messages(views.draft.copy(of))
    keeps_the_rules_of_views(views.draft.copy_view(of))
    keeps_the_rules_of_views(views.draft.what_is_not_good(of))
    keeps_the_rules_of_views(views.share.preview_of_draft(of.id.hex, of.reframed.paste(blanks=False)))


@given(TRACES)
@BRIEFLY
def test_any_sources_are_taken_r1(trace: Trace) -> None:
    keeps_the_rules_of_views(views.sources.view(trace))


@given(ENTRIES, USED)
@BRIEFLY
def test_any_draft_beside_any_entry_is_taken_r10(entry: Entry, used: Used | None) -> None:
    keeps_the_rules_of_views(views.shelf.entry_view(entry, UTC, views.draft.beside(used, entry.language)))


def test_every_claim_carries_its_mark_and_the_copy_none_r1() -> None:
    of = shown()
    draft = views.reframe.draft(of)

    assert {"¹", "²"} <= set(str(draft["blocks"]))
    assert not MARKS & set(str(views.draft.copy(of)["blocks"]))
    assert not MARKS & set(of.reframed.paste(blanks=False))


def test_the_buttons_of_a_draft_fit_into_two_short_rows_r10() -> None:
    assert buttons(shown()) == [
        "Answer the questions", "Use it", "Copy", "Post",
        "Another tone", "Where is this from?", "Good", "Not good",
    ]  # fmt: skip
    assert "Use it" not in buttons(shown(kept=False))
    assert "Save this as a win" in buttons(shown(kept=False, reframed=replace(shown().reframed, questions=())))
    assert "Stop using it" in buttons(shown(used=True))
    assert {"Good ✓", "Not good"} <= set(buttons(shown(rating="good")))


def test_a_request_can_be_called_an_update_r11() -> None:
    of = shown(reframed=looked_at("Sales asks for SSO.", {}))

    assert views.reframe.draft(of)["text"] == "The request, reframed"
    assert {"It is an update", "Answer the questions"} <= set(buttons(of))
    assert "Another tone" not in buttons(of)
    keeps_the_rules_of_views(views.reframe.request())


def test_a_draft_of_nothing_has_no_such_buttons_and_a_next_step_r6() -> None:
    nothing = shown("thanks!")

    assert nothing.reframed.verdict is Verdict.NOT_AN_UPDATE
    assert buttons(nothing) == ["Edit"]
    assert buttons(replace(nothing, kept=False)) == ["Reframe an update", "Save this as a win"]


@pytest.mark.parametrize("tone", Tone)
def test_only_the_manager_reads_headings_r10(tone: Tone) -> None:
    draft = views.reframe.draft(shown(reframed=reframe(SAID, tone=tone)))

    assert ("'Outcome\\n'" in str(draft["blocks"])) == (tone is Tone.MANAGER)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "3 May 2026"), ("de", "2026-05-03"), ("fr", "2026-05-03"), ("es", "2026-05-03")]
)
def test_a_day_is_written_as_its_language_does(language: str, said: str) -> None:
    assert views.when.on(date(2026, 5, 3), language) == said
