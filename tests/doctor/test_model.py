"""The doctor asks the model once, with nobody's words, and says what to do about what comes."""

import pytest

from bot.doctor import Finding
from bot.llm import Server
from bot.modelcheck import model_finding
from bot.settings import Settings
from tests.llm import manners
from tests.llm.conftest import HASTY, QUICK
from tests.llm.liar import MODEL, WHERE, Behaviour, Liar, honest


async def look(liar: Liar, **changed: str) -> Finding:
    return await model_finding(Settings(**(liar.settings() | changed)), QUICK)()  # type: ignore[arg-type]


async def test_without_a_model_all_is_well() -> None:
    found = await model_finding(Settings())()

    assert found.ok is True
    assert found.said.startswith("None set")


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        (honest, "keeps to a JSON schema"),
        (manners.refuses("json_schema"), "keeps to JSON, and to no schema"),
        (manners.refuses("json_schema", "json_object"), "in words alone"),
    ],
)
async def test_a_model_that_answers_is_named_with_how_it_is_asked(liar: Liar, manner: Behaviour, said: str) -> None:
    liar.behaves(manner)

    found = await look(liar)

    assert found.ok is True
    assert f"{MODEL} at {WHERE} answers in" in found.said
    assert said in found.said
    assert list(liar.requests[0].facts.values()) == ["The bot was set up.", "The doctor looks at it."]


@pytest.mark.parametrize(
    ("manner", "said", "mend"),
    [
        (manners.status(401), "does not accept the key", "OPENAI_API_KEY"),
        (manners.status(404), "does not know this model", "OPENAI_MODEL"),
        (manners.status(429, "insufficient_quota"), "no credit", "billing"),
        (manners.rate_limited(30), "asks us to wait", "in a minute"),
        (manners.broken(), "trouble of its own", "log"),
        (manners.html, "not a model's answer", "/v1"),
        (manners.redirects("http://127.0.0.1:9/"), "another address", "OPENAI_BASE_URL"),
        (manners.disconnects, "cannot be reached", "network"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_what_is_wrong_is_said_with_its_mend(liar: Liar, manner: Behaviour, said: str, mend: str) -> None:
    liar.behaves(manner)

    found = await look(liar, openai_api_key="sk-secret")

    assert found.ok is False
    assert said in found.said
    assert mend in str(found.mend)
    assert "sk-secret" not in f"{found.said}{found.mend}"


async def test_a_key_with_a_stray_character_is_pointed_at(liar: Liar) -> None:
    found = await look(liar, openai_api_key="sk-\u2011key")

    assert found.ok is False
    assert "OPENAI_API_KEY" in str(found.mend)
    assert "\u2011" not in f"{found.said}{found.mend}"


async def test_a_model_that_is_silent_is_not_waited_for(liar: Liar) -> None:
    liar.behaves(manners.hangs)

    found = await model_finding(Settings(**liar.settings()), HASTY)()  # type: ignore[arg-type]

    assert found.ok is False
    assert "in time" in found.said


@pytest.mark.parametrize("manner", [manners.unreadable, manners.refusal, manners.empty, manners.rows()])
async def test_a_model_that_is_not_fit_for_it_is_a_note(liar: Liar, manner: Behaviour) -> None:
    liar.behaves(manner)

    found = await look(liar)

    assert found.ok is None
    assert "larger model" in str(found.mend)


@pytest.mark.parametrize(
    ("url", "in_clear"),
    [
        ("http://10.0.0.7:8000/v1", True),
        ("http://models.acme.test/v1", True),
        ("https://models.acme.test/v1", False),
        ("http://localhost:8080/v1", False),
        ("http://[::1]:8080/v1", False),
    ],
)
def test_words_that_travel_unencrypted_are_known(url: str, in_clear: bool) -> None:  # noqa: FBT001
    assert Server("small", url).in_clear == in_clear
