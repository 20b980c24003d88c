"""Logs: one JSON object a line, with ids and kinds, and never anybody's words (P7)."""

import json
import logging
import uuid
from collections.abc import Iterator

import pytest

from bot import logs
from playground import World
from tests import stage

SECRET = "Activation-went-from-20-to-31"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.LIBRARIES}
    yield
    root.handlers[:], root.level = kept, level
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_holds_the_sentence_the_event_and_the_ids(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")

    logging.getLogger("bot.x").info("Sent %s", "it", extra={"event": "delivery.sent", "delivery": "d1"})

    [line] = lines(capsys)
    assert str(line.pop("at")).endswith("+00:00")
    assert line == {
        "level": "info", "logger": "bot.x", "said": "Sent it", "event": "delivery.sent", "delivery": "d1",
    }  # fmt: skip


def test_an_exception_is_named_by_its_kind_alone(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")

    logging.getLogger("bot.x").error("It failed", exc_info=ValueError(SECRET))

    written = capsys.readouterr().err
    assert json.loads(written)["exception"] == "ValueError"
    assert SECRET not in written


def test_line_breaks_and_quotes_stay_in_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")

    logging.getLogger("bot.x").warning('a "quoted"\nsentence', extra={"event": "x\ny"})

    [line] = lines(capsys)
    assert (line["said"], line["event"]) == ('a "quoted"\nsentence', "x\ny")


@pytest.mark.parametrize("library", ["slack_bolt.App", "slack_sdk.web", "aiohttp.client", "sqlalchemy.engine"])
def test_libraries_that_print_payloads_are_quiet_even_at_debug(
    capsys: pytest.CaptureFixture[str], library: str
) -> None:
    logs.set_up("DEBUG")

    logging.getLogger(library).warning(SECRET)
    logging.getLogger("bot.x").debug("heard")

    assert [line["said"] for line in lines(capsys)] == ["heard"]


@pytest.mark.parametrize("library", ["slack_bolt.App", "slack_sdk.socket_mode", "aiohttp.server", "uvicorn.error", "x"])
def test_a_library_says_where_and_what_kind_and_none_of_its_words(
    capsys: pytest.CaptureFixture[str], library: str
) -> None:
    logs.set_up("INFO")

    refused = OSError(f"wss://wss.slack.test/link/?ticket={SECRET}")
    logging.getLogger(library).error("Failed: %s", refused, exc_info=refused, extra={"body": SECRET})

    written = capsys.readouterr().err
    assert SECRET not in written
    line = json.loads(written)
    assert (line["logger"], line["level"], line["exception"]) == (library, "error", "OSError")
    assert (line["said"], line["function"]) == (
        "A library spoke; its words are kept out of the log.",
        "test_a_library_says_where_and_what_kind_and_none_of_its_words",
    )


def test_the_web_server_does_not_tell_of_its_start_and_stop(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO")

    logging.getLogger("uvicorn.error").info("Finished server process")

    assert lines(capsys) == []


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_whole_journey_at_debug_leaves_no_word_of_anybody_in_the_log(
    world: World, migrated_sqlite: str, capsys: pytest.CaptureFixture[str], transport: str
) -> None:
    logs.set_up("DEBUG")
    ana = world.default.person("Ana")
    world.faults.ratelimited("chat.postMessage", 0)

    async with stage.playing(world, transport, migrated_sqlite):
        await ana.slash("/win", SECRET)
        await ana.click("Reframe my update")
        await ana.eventually_sees("Your update, reframed")
        await ana.eventually_sees("Your draft is in our direct messages.")
        await ana.forge_click("no.such.button", SECRET)
        await ana.forge_submission({"callback_id": "no.such.form", "private_metadata": SECRET})
        await ana.slash("/win", "undo")

    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    events = {line.get("event") for line in lines}
    carried = [line["delivery"] for line in lines if str(line.get("event")).startswith("delivery.")]
    assert all(uuid.UUID(each) for each in carried)
    assert {"delivery.later", "delivery.sent", "listener.failed"} <= events
    assert SECRET not in written
    assert SECRET.lower() not in written.lower()
    assert world.default.bot_token not in written
    assert "/response/" not in written
