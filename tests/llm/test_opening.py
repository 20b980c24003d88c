"""The editor is there where a model is set, and costs nothing where none is."""

import subprocess
import sys

import pytest

from bot.llm import opened, server_in
from bot.llm.editor import ModelEditor
from bot.settings import Settings
from prompts.instructions import instructions
from tests.llm.conftest import BRIEF
from tests.llm.liar import MODEL, WHERE, Liar


async def test_without_a_model_there_is_no_editor() -> None:
    async with opened(Settings()) as editor:
        assert editor is None


async def test_a_set_model_is_asked_under_its_name_with_its_key(liar: Liar) -> None:
    async with opened(Settings(openai_api_key="sk-mine", **liar.settings())) as editor:  # type: ignore[arg-type]
        assert isinstance(editor, ModelEditor)
        await editor.write(BRIEF)

    assert (editor.model, editor.where) == (MODEL, WHERE)
    assert liar.requests[0].headers["Authorization"] == "Bearer sk-mine"
    assert liar.requests[0].body["model"] == MODEL


async def test_a_server_without_a_key_gets_a_placeholder(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")

    async with opened(Settings(**liar.settings())) as editor:  # type: ignore[arg-type]
        assert editor
        await editor.write(BRIEF)

    assert liar.requests[0].headers["Authorization"] == "Bearer none"


def test_a_key_alone_is_openai_with_its_small_model() -> None:
    server = server_in(Settings(openai_api_key="sk-1"))

    assert server
    assert (server.where, server.in_clear) == ("api.openai.com", False)
    assert server.model


def test_the_library_is_not_imported_before_a_model_is_set() -> None:
    asked = "import sys, bot.app, bot.llm; sys.exit(bool({'openai', 'httpx2', 'pydantic'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", asked], check=False, timeout=60).returncode == 0


def test_what_judges_a_models_sentences_is_there_before_the_first_draft() -> None:
    asked = """
import asyncio, sys
from bot.llm import opened
from bot.settings import Settings

async def main():
    async with opened(Settings(openai_api_key="sk-1")):
        sys.exit("bot.coach.writing" not in sys.modules)

asyncio.run(main())
"""

    assert subprocess.run([sys.executable, "-c", asked], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("name", ["reframe", "repair"])
def test_instructions_are_short_named_by_their_hash_and_have_no_figures_to_copy(name: str) -> None:
    told = instructions(name)

    assert told.version.startswith(f"{name}@")
    assert len(told.version) == len(name) + 9
    assert len(told.text.splitlines()) < 60
    assert not any(letter.isdigit() for letter in told.text)
    assert "JSON" in told.text  # servers ask for the word where they are to answer in it
