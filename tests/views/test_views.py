"""Every view, whatever people say: Slack takes it, nobody's words are commands, and nothing but ids travels in it."""

import uuid
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach import forms
from bot.coach.drafts import Shown
from bot.coach.evidence import Entry, Saved
from bot.coach.facts import own_words
from bot.coach.forms import FIELDS, Filled
from bot.coach.making import BY_RULES
from bot.coach.proposal import Kind, Metric
from bot.coach.reframing import Claim, Heading, Reframed, Section, Stored, Verdict, reframe
from bot.coach.shelf import UTC
from bot.views import kit
from bot.views.kit import Block, Said
from prompts.words import words
from tests.ledger.rows import NOON
from tests.views.strangest import (
    COMMANDS,
    ENTRIES,
    SAVED,
    SHOWN,
    WORDS,
    keeps_the_rules_of_messages,
    keeps_the_rules_of_views,
    typed,
)

BRIEFLY = settings(max_examples=40, deadline=None)
TROUBLE: list[Callable[[str], Said]] = [
    views.trouble.gone, views.trouble.not_saved, views.trouble.no_room, views.trouble.unconfirmed, views.trouble.unwell, views.trouble.unknown,
]  # fmt: skip


@given(SAVED)
@BRIEFLY
def test_any_receipt_is_taken_and_quotes_the_words_c1(saved: Saved) -> None:
    receipt = views.capture.receipt(saved)

    keeps_the_rules_of_messages(receipt)
    keeps_the_rules_of_views(views.capture.saved_view(saved))
    quoted = receipt["blocks"][0]["elements"][1]["elements"][0]["text"]
    assert quoted == saved.entry.text or (quoted.endswith("…") and saved.entry.text.startswith(quoted[:-1]))


@given(ENTRIES)
@BRIEFLY
def test_any_entry_can_be_edited_and_comes_back_whole_c6(entry: Entry) -> None:
    shown = forms.filled_from(entry)
    form = views.form.form(shown, entry.id.hex)

    keeps_the_rules_of_views(form)
    read = views.form.read(typed(form))
    assert (read.text, read.kind) == (shown.text, shown.kind)
    assert {slot: said for slot, said in read.answers.items() if said} == {k: v for k, v in shown.answers.items() if v}
    assert {name: value for name, value in read.more.items() if value} == shown.more


@given(ENTRIES)
@BRIEFLY
def test_any_entry_can_be_shown_whole_c6(entry: Entry) -> None:
    keeps_the_rules_of_views(views.shelf.entry_view(entry, UTC))


@given(ENTRIES)
@BRIEFLY
def test_a_form_that_was_closed_is_asked_about_c2(entry: Entry) -> None:
    keeps_the_rules_of_messages(views.form.unsent(forms.filled_from(entry), entry.id.hex))
    keeps_the_rules_of_messages(views.form.let_go())


@pytest.mark.parametrize("kind", [None, *Kind])
@pytest.mark.parametrize("expanded", [False, True])
def test_the_form_asks_what_its_kind_must_hold_c2(kind: Kind | None, *, expanded: bool) -> None:
    form = views.form.form(Filled("", kind), "", expanded=expanded)

    keeps_the_rules_of_views(form)
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields[:2] == ["part-0", "kind"]
    assert set(FIELDS[kind] if kind else ()) <= set(fields)
    assert ("metric-before" in fields) == (expanded or kind is Kind.METRIC)
    assert ("link" in fields) == expanded


def test_an_unsent_form_reads_as_nothing() -> None:
    assert views.form.read({}) == Filled("")


@given(WORDS)
@BRIEFLY
def test_any_words_can_be_handed_back(words: str) -> None:
    keeps_the_rules_of_messages(views.capture.undone(words))
    keeps_the_rules_of_messages(views.capture.undone_newest(words))
    keeps_the_rules_of_views(views.capture.undone_view(words))
    for said in TROUBLE:
        keeps_the_rules_of_messages(said(words))
        keeps_the_rules_of_views(views.trouble.view(said(words)))


@given(SHOWN)
@BRIEFLY
def test_any_draft_and_its_questions_are_taken_r10(shown: Shown) -> None:
    keeps_the_rules_of_messages(views.reframe.draft(shown))
    if shown.reframed.questions:
        form = views.reframe.answers(shown, {})
        keeps_the_rules_of_views(form)
        assert form["private_metadata"] == shown.id.hex


@given(WORDS, WORDS, WORDS)
@settings(max_examples=15, deadline=None)
def test_a_draft_of_anybodys_words_is_taken_r10(words: str, noted: str, answer: str) -> None:
    stored = [Stored("1", NOON.date(), noted[:2_000])]

    reframed = reframe(words[:6_000], stored=stored, answers={"baseline": answer[:2_000]})

    keeps_the_rules_of_messages(views.reframe.draft(Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframed, None)))


@pytest.mark.parametrize(
    "words", ["Did x. " * 5_000, "a\n" * 20_000, f"{COMMANDS}. " * 300], ids=["many", "lines", "commands"]
)
def test_a_draft_of_very_many_clauses_is_taken_r10(words: str) -> None:
    shown = Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframe(words[:40_000]), None)

    keeps_the_rules_of_messages(views.reframe.draft(shown))


def test_a_draft_of_a_thousand_short_claims_is_taken_r10() -> None:
    claims = tuple(Claim(own_words(f"Did {number}"), "update", "(goal)") for number in range(1_500))
    section = Section(Heading.OUTCOME, "Outcome", claims, ())
    reframed = Reframed(Verdict.DRAFTED, "en", Kind.OUTPUT, None, (section,))

    keeps_the_rules_of_messages(views.reframe.draft(Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframed, None)))


def test_a_draft_that_is_too_long_says_that_no_words_are_lost() -> None:
    words = " ".join(f"We shipped screen {number} to everybody in team {number}." for number in range(400))
    shown = Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframe(words), None)

    assert "None of your words are lost." in str(views.reframe.draft(shown))


@pytest.mark.parametrize("command", ["/win", "/brag"])
def test_what_holds_no_words_of_people_is_taken_as_well(command: str) -> None:
    for said in (views.capture.usage(command), views.capture.nothing_said(command), views.capture.no_words(),
                 views.capture.undone_newest(None), views.trouble.not_opened(), views.reframe.thinking(),
                 views.reframe.promised(), views.reframe.pointer(), views.trouble.came_to_nothing("reframe")):  # fmt: skip
        keeps_the_rules_of_messages(said)
    keeps_the_rules_of_views(views.reframe.promised_view())


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_kind_has_its_name_and_question_in_every_language(kind: Kind, language: str) -> None:
    for slot in ("baseline", "current", "who_affected", "tradeoff", "causality"):
        entry = Entry(uuid.uuid4(), "words", {}, 1, kind, None, slot, language, NOON)

        keeps_the_rules_of_messages(views.capture.receipt(Saved(entry)))


@pytest.mark.parametrize(
    ("language", "title", "hint", "gaps"),
    [
        ("en", "Saved", "Press *Edit*", "Number: now 7; where it stood before is not noted yet"),
        ("de", "Gespeichert", "Drück auf *Edit*", "Zahl: jetzt 7; der vorherige Stand ist noch nicht notiert"),
        ("fr", "Enregistré", "Appuie sur *Edit*", "Chiffre : maintenant 7 ; le chiffre d'avant"),
        ("es", "Guardado", "Pulsa *Edit*", "Cifra: ahora 7; la cifra de antes aún no está anotada"),
    ],
)
def test_a_receipt_speaks_the_language_of_the_words_r7(language: str, title: str, hint: str, gaps: str) -> None:
    entry = Entry(uuid.uuid4(), "words", {}, 1, Kind.METRIC, Metric(None, None, "7"), "baseline", language, NOON)

    receipt = views.capture.receipt(Saved(entry))

    assert receipt["text"] == f"{title}: words"
    assert all(said in str(receipt["blocks"]) for said in (f"'{title}'", hint, gaps))
    assert views.capture.saved_view(Saved(entry))["title"]["text"] == title


@pytest.mark.parametrize(
    ("metric", "line"),
    [
        (Metric("Trials", "14", "20"), "Trials: 14 → 20"),
        (Metric("Trials", "14", None), "Trials: 14 before; where it stands now is not noted yet"),
        (Metric("Trials {x}", None, "20"), "Trials {x}: now 20; where it stood before is not noted yet"),
        (Metric("Complaints", None, None), "Complaints, not in numbers yet"),
    ],
)
def test_what_a_metric_lacks_is_said_in_words_c4(metric: Metric, line: str) -> None:
    assert views.capture.metric_line(metric, words("en").frame) == line


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_words_said_twice_are_told_so_with_the_button_that_keeps_both_c8(language: str) -> None:
    entry = Entry(uuid.uuid4(), "words", {}, 1, Kind.METRIC, None, None, language, NOON)

    receipt = views.capture.receipt(Saved(entry, before=True))

    assert words(language).frame.already_saved in receipt["text"]
    assert "*Save again*" in str(receipt["blocks"])


@pytest.mark.parametrize(
    ("update", "title", "stronger"),
    [
        ("We shipped the new onboarding to all teams.", "Your update, reframed", "To make it stronger"),
        ("Wir haben das neue Onboarding für alle Teams ausgeliefert.", "Dein Update, neu gefasst", "Was es stärker"),
        ("Nous avons livré le nouvel accueil à toutes les équipes.", "Ton message, reformulé", "Pour le renforcer"),
        ("Hemos lanzado la nueva bienvenida para todos los equipos.", "Tu texto, reformulado", "Para que sea más"),
    ],
)
def test_a_draft_speaks_the_language_of_the_words_r7(update: str, title: str, stronger: str) -> None:
    shown = Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframe(update), None, author="U0BEN00001")
    told = words(shown.reframed.language).frame

    draft = views.reframe.draft(shown)

    assert draft["text"] == draft["blocks"][0]["text"]["text"] == title
    assert stronger in str(draft["blocks"])
    assert told.words_of in str(draft["blocks"])
    assert told.answer in str(views.reframe.answers(shown, {}))


def test_what_is_no_update_is_not_called_one_r6() -> None:
    shown = Shown(uuid.uuid4(), uuid.uuid4(), BY_RULES, reframe("thanks!"), None)

    assert shown.reframed.verdict is Verdict.NOT_AN_UPDATE
    assert views.reframe.draft(shown)["text"] == "No draft yet"


@settings(deadline=None)
@given(WORDS, st.integers(1, 4_000))
def test_cutting_gives_the_beginning_and_never_more_than_asked(words: str, most: int) -> None:
    shortened = kit.cut(words, most)

    assert len(shortened) <= most
    assert shortened == words or words.startswith(shortened.removesuffix("…"))


def test_an_answer_that_was_left_empty_is_said_at_the_first_field_r4() -> None:
    values: dict[str, Block] = {"baseline": {"text": {"value": None}}, "tradeoff": {"text": {"value": " "}}}

    assert views.reframe.answered(values) == {"baseline": "", "tradeoff": " "}
    assert list(views.reframe.nothing_answered(values)) == ["baseline"]
