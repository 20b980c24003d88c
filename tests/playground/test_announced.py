"""What the page offers comes from the app's manifest, and from nowhere else."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground import World
from playground.__main__ import main
from playground.announced import announced
from playground.snapshot import snapshot

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Gardener"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True},
        "bot_user": {"display_name": "Garden bot"},
        "slash_commands": [{"command": "/plant", "description": "Plant a seed", "usage_hint": "what"}],
        "shortcuts": [
            {"name": "Water it", "type": "message", "callback_id": "water", "description": "Water what it names"},
            {"name": "New bed", "type": "global", "callback_id": "bed", "description": "Dig a bed"},
        ],
    },
}


async def test_a_person_is_offered_what_the_manifest_names() -> None:
    async with World(manifest=MANIFEST) as world:
        shown = snapshot(world.default.person("Ana"))

    assert shown["bot"] == "Garden bot"
    assert shown["app"] == {
        "all_commands": False,
        "commands": [{"command": "/plant", "description": "Plant a seed", "usage_hint": "what"}],
        "message_shortcuts": [{"name": "Water it", "callback_id": "water", "description": "Water what it names"}],
        "global_shortcuts": [{"name": "New bed", "callback_id": "bed", "description": "Dig a bed"}],
        "home_tab": True,
        "messages_tab": True,
        "read_only": True,
    }


def test_without_a_manifest_every_command_and_both_tabs_are_there() -> None:
    offered = announced({})

    assert (offered["all_commands"], offered["home_tab"], offered["messages_tab"]) == (True, True, True)
    assert (offered["commands"], offered["message_shortcuts"], offered["read_only"]) == ([], [], False)


def test_a_manifest_that_says_nothing_of_the_home_has_none() -> None:
    assert announced({"features": {}, "display_information": {"name": "x"}})["home_tab"] is False


@pytest.mark.parametrize("content", [None, "{", json.dumps(["a", "list"])])
def test_alone_it_refuses_what_is_no_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    path = tmp_path / "manifest.json"
    if content is not None:
        path.write_text(content, "utf-8")

    with pytest.raises(SystemExit):
        main(["--manifest", str(path)])

    assert "is no manifest in JSON" in capsys.readouterr().err
