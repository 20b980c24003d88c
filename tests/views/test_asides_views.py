"""What is shown around direct messages and messages of others, whatever they say and whoever said it."""

import dataclasses
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach.drafts import Shown
from bot.coach.evidence import Entry, Saved
from bot.coach.proposal import Kind
from bot.coach.shelf import UTC
from bot.views import credit, kit
from prompts.words import words
from tests.ledger.rows import NOON
from tests.views.strangest import (
    ENTRIES,
    SHOWN,
    SNIPPETS,
    keeps_the_rules_of_messages,
    keeps_the_rules_of_views,
)

BRIEFLY = settings(max_examples=40, deadline=None)
LINK = "https://acme.slack.com/archives/C0GENERAL1/p1700000000000100?thread_ts=1690000000.000100&cid=C0GENERAL1"
AUTHORS = st.sampled_from([None, "U0BEN00001", "W012345678", "an app", "UBER (app)", "<!channel> (app)"]) | st.builds(
    lambda name: f"{('x' + name)[:70]} (app)", st.sampled_from(SNIPPETS)
)
LINKS = st.sampled_from([None, LINK])
CREDITED = st.builds(
    lambda entry, author, link, kept, part: dataclasses.replace(
        entry, author=author, link=link, kept=kept, answers={**entry.answers, "own_role": f"x{part}"}
    ),
    ENTRIES, AUTHORS, LINKS, st.booleans(), st.sampled_from(["", *SNIPPETS, "y" * 4_000]),
)  # fmt: skip
DRAFTS = st.builds(
    lambda shown, author, link, kept: dataclasses.replace(shown, author=author, link=link, kept=kept),
    SHOWN, AUTHORS, LINKS, st.booleans(),
)  # fmt: skip


def entry(**values: object) -> Entry:
    told = Entry(uuid.uuid4(), "words", {}, 1, Kind.OUTPUT, None, None, "en", NOON, kept=False)
    return dataclasses.replace(told, **values)  # type: ignore[arg-type]  # by name


@given(CREDITED)
@BRIEFLY
def test_any_words_can_be_offered_and_carry_their_id_alone_c9(words: Entry) -> None:
    offer = views.asides.offer(words)

    keeps_the_rules_of_messages(offer)
    assert {button["value"] for button in offer["blocks"][1]["elements"]} == {words.id.hex}


@given(CREDITED, st.booleans())
@BRIEFLY
def test_any_words_of_anybody_can_be_asked_about_c3(words: Entry, to_reframe: bool) -> None:  # noqa: FBT001
    form = views.asides.part(words, to_reframe=to_reframe)

    keeps_the_rules_of_views(form)
    keeps_the_rules_of_messages(views.asides.part_by_button(words, to_reframe=to_reframe))
    assert form["private_metadata"] == words.id.hex
    assert form["notify_on_close"] is True


@given(CREDITED)
@BRIEFLY
def test_any_entry_of_anybody_is_shown_with_its_credit_c7(words: Entry) -> None:
    for view in (views.shelf.entry_view(words, UTC), views.capture.saved_view(Saved(words)), views.asides.part(words)):
        keeps_the_rules_of_views(view)
        assert not words.author or str(credit.who(words.author)) in str(view)
    keeps_the_rules_of_messages(views.capture.said(Saved(words)))
    assert not words.link or LINK in str(views.shelf.entry_view(words, UTC))


@given(DRAFTS)
@BRIEFLY
def test_any_draft_names_the_author_and_leads_to_the_message_r5(shown: Shown) -> None:
    draft = views.reframe.draft(shown)

    keeps_the_rules_of_messages(draft)
    assert not shown.author or str(credit.who(shown.author)) in str(draft)
    assert not shown.link or LINK in str(draft)
    assert ("Save this as a win" in str(draft)) is not shown.kept


def test_a_person_is_named_by_id_and_an_app_by_its_name() -> None:
    assert credit.who("U0BEN00001") == {"type": "user", "user_id": "U0BEN00001"}
    assert credit.who("UBER (app)") == {"type": "text", "text": "UBER (app)"}
    assert credit.line_of(None, None, words("en").frame) == []


def test_a_quotation_shows_whom_it_mentions_by_name() -> None:
    quoted = kit.quote("Thanks <@U0BEN00001> and <@U1>")

    assert quoted["elements"] == [kit.text("Thanks "), credit.who("U0BEN00001"), kit.text(" and <@U1>")]


@pytest.mark.parametrize("words", ["<@U0BEN00001>" * 2_000, "a<@U0BEN00001>" * 1_000, "<@U0BEN00001>"])
def test_a_quotation_of_mentions_alone_is_taken(words: str) -> None:
    keeps_the_rules_of_messages(views.capture.said(Saved(entry(text=words))))


def test_what_holds_no_words_of_people_is_taken_as_well() -> None:
    for said in (views.asides.let_go(), views.asides.wordless(), views.asides.our_own(), views.asides.coming()):
        keeps_the_rules_of_messages(said)
    for said in (views.asides.wordless(), views.asides.our_own()):
        keeps_the_rules_of_views(views.asides.refusal(said))


def test_closing_promises_to_keep_nothing_only_where_nothing_is_kept() -> None:
    assert "I keep nothing" in str(views.asides.part(entry()))
    assert "I keep nothing" not in str(views.asides.part(entry(kept=True, author="U0BEN00001")))


def test_a_form_without_the_field_holds_no_part() -> None:
    assert views.asides.answered({}) == {"own_role": ""}
    assert views.asides.answered({"own_role": {"text": {"value": None}}}) == {"own_role": ""}
    assert views.asides.answered(
        {"own_role": {"text": {"value": "I did"}}, "current": {"text": {"value": "it moved"}}}
    ) == {
        "own_role": "I did",
        "current": "it moved",
    }
    assert list(views.asides.no_part()) == ["own_role"]


@pytest.mark.parametrize(("kept", "slot", "asks"), [(True, "current", True), (True, "own_role", False), (True, None, False), (False, "current", False)])  # fmt: skip
def test_only_an_entry_is_asked_what_else_is_missing_c5(kept: bool, slot: str | None, asks: bool) -> None:  # noqa: FBT001
    form = views.asides.part(entry(kept=kept, author="U0BEN00001", follow_up=slot))

    assert ("What is different for users now?" in str(form)) is asks
    keeps_the_rules_of_views(form)
