"""An editor on the liar."""

import dataclasses
from collections.abc import AsyncIterator

import pytest

from bot.coach.editor import Brief, Tone
from bot.coach.proposal import Kind
from bot.llm import Bounds, Server, editing
from bot.llm.editor import ModelEditor
from tests.llm.liar import MODEL, Liar

QUICK = Bounds(call=4.0, write=5.0, repair=5.0, pause=0.01, failures=100)
HASTY = dataclasses.replace(QUICK, call=0.3, write=0.6, repair=0.6)
FACTS = {
    "f1": "Launched the new onboarding flow in Q2.",
    "f2": "Activation went from about 31% to 38% for new teams",
    "f3": "Ben built the importer after the outage",
}
BRIEF = Brief("en", Kind.METRIC, Tone.MANAGER, FACTS, {"f2": ("result", "hedge")})


@pytest.fixture
async def editor(liar: Liar) -> AsyncIterator[ModelEditor]:
    async with editing(Server(MODEL, liar.url), QUICK) as opened:
        yield opened
