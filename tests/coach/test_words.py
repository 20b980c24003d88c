"""The coach's own sentences."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.coach.gaps import SLOTS
from bot.coach.masking import Removed
from bot.coach.placing import Heading
from bot.coach.proposal import Kind
from bot.coach.questions import blank, kind_name, label, question
from prompts import words as prompts_words
from prompts.words import LANGUAGES, Frame, WordsMissingError, words

TITLE = 24  # characters of a modal's title in Slack


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_say_everything_r7(language: str) -> None:
    said = [question(slot, language, kind) for slot in SLOTS for kind in [None, *Kind]]
    said += [blank(slot, language) for slot in SLOTS] + [kind_name(kind, language) for kind in Kind]
    said += [words(language).headings[heading] for heading in Heading] + [
        words(language).left_out[one] for one in Removed
    ]

    assert all(said)
    assert label(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_of_ours_hold_a_figure_r2(language: str) -> None:
    text = Path(prompts_words.__file__).with_name(f"words.{language}.toml").read_text(encoding="utf-8")

    assert not re.search(r"\d", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_of_a_draft_names_the_buttons_as_they_are_labeled(language: str) -> None:
    frame = words(language).frame

    assert all(getattr(frame, each.name).strip() for each in fields(Frame))
    assert "*Edit*" in frame.hint
    assert "*Save again*" in frame.said_before
    assert len(frame.saved) <= TITLE


def test_a_piece_of_the_frame_that_no_language_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    read = prompts_words._read
    monkeypatch.setattr(prompts_words, "_read", lambda language: {**read(language), "frame": {"saved": "Saved"}})

    with pytest.raises(WordsMissingError, match=r"frame\.hint"):
        prompts_words._every_language.__wrapped__()


def test_an_unknown_language_gets_english() -> None:
    assert words("pt") is words("en")


def test_a_missing_sentence_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    read = prompts_words._read
    monkeypatch.setattr(
        prompts_words, "_read", lambda language: {**read(language), **({"notes": {}} if language == "de" else {})}
    )

    with pytest.raises(WordsMissingError, match=r"notes\.label"):
        prompts_words._every_language.__wrapped__()
