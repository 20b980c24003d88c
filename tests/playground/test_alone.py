"""`python -m playground`: one line of JSON, then a Slack until the signal."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from playground.__main__ import described, main, serve
from playground.world import World
from tests.playground.conftest import until


async def test_it_says_where_it_is_and_ends_on_a_signal(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"display_information": {"name": "Gardener"}}), "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        "--request-url",
        "http://127.0.0.1:9/slack/events",
        "--manifest",
        str(manifest),
        "--workspace",
        "Globex",
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    said = json.loads(await asyncio.wait_for(process.stdout.readline(), 10))
    headers = {"Authorization": f"Bearer {said['bot_token']}"}
    async with session.post(said["api_url"] + "auth.test", headers=headers) as response:
        known = await response.json()
    assert known["team_id"] == said["workspace_id"] == "T0ACME0001"
    assert known["user"] == "gardener"
    assert list(said["workspaces"]) == ["Acme", "Globex"]

    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_an_interrupt_ends_it_too(capsys: pytest.CaptureFixture[str]) -> None:
    serving = asyncio.create_task(serve(0, ""))
    said: list[str] = []

    def heard() -> bool:
        said.append(capsys.readouterr().out)
        return bool(said[-1])

    await until(heard)

    signal.raise_signal(signal.SIGINT)

    await asyncio.wait_for(serving, 5)
    assert json.loads(said[-1])["app_token"].startswith("xapp-playground")


async def test_ids_and_tokens_are_the_same_from_run_to_run() -> None:
    async with World() as one, World() as other:
        first, second = described(one), described(other)

    assert first["people"] == second["people"] == {"Ana": "U0ANA00001", "Ben": "U0BEN00001", "Chris": "U0CHRIS001"}
    assert [first[k] == second[k] for k in ("bot_token", "app_token", "signing_secret", "api_url")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_command_line_it_does_not_know_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--colour"])

    assert "usage" in capsys.readouterr().err
