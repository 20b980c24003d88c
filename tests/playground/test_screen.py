"""What a person reads."""

import pytest

from playground import Person, Workspace
from playground.response_urls import show
from tests.playground.conftest import Api, ScriptedApp
from tests.playground.test_blocks import actions, asked, letters, option, plain, raw, rich, section, table


async def test_a_reload_takes_what_was_only_for_them(ana: Person, app: ScriptedApp, api: Api) -> None:
    app.answers_json({"text": "Saved"})
    await ana.slash("/win", where="dm")
    await api("chat.postMessage", channel=ana.id, text="stays")

    await ana.reloads()

    assert ana.screen() == "Direct message\nPM Coach: stays"


async def test_waiting_for_words_ends_with_what_is_seen(ana: Person) -> None:
    ana.writes("something else", "general")

    with pytest.raises(AssertionError, match="something else"):
        await ana.eventually_sees("the words", timeout=0.01)


def test_a_screen_reads_like_slack(acme: Workspace, ana: Person) -> None:
    message = ana.writes("x", "general")
    message.text = f"<@{ana.id}> in <#{acme.channel('general').id}> <!here> <https://e.x|there> <https://e.x> &amp;"

    assert ana.screen() == "#general\nAna: x"
    message.blocks = []
    assert ana.screen() == "#general\nAna: @Ana in #general @here there https://e.x &"


async def test_every_block_can_be_read(ana: Person, api: Api) -> None:
    picture = {"type": "image", "image_url": "https://e.x/a.png", "alt_text": "a chart"}
    words = [
        {"type": "text", "text": "t"},
        {"type": "link", "url": "https://e.x"},
        {"type": "emoji", "name": "tada"},
        {"type": "user", "user_id": ana.id},
        {"type": "channel", "channel_id": ana.workspace.channel("general").id},
        {"type": "broadcast", "range": "here"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "a day"},
    ]
    lines = [{"type": "rich_text_section", "elements": words[:1]}] * 2
    rich = [
        {"type": "rich_text_section", "elements": words},
        {"type": "rich_text_quote", "elements": words[:1]},
        {"type": "rich_text_list", "style": "ordered", "elements": lines},
        {"type": "rich_text_list", "style": "bullet", "elements": lines[:1]},
    ]
    blocks = [
        {"type": "header", "text": plain("H")},
        {"type": "divider"},
        section("S", accessory=picture),
        {"type": "context", "elements": [plain("C"), picture]},
        picture,
        {"type": "markdown", "text": "# M"},
        {"type": "rich_text", "elements": rich},
        asked({"type": "checkboxes", "options": [option()], "initial_options": [option()]}, hint=plain("h")),
        actions({"type": "overflow", "options": [option()]}, {"type": "users_select"}),
    ]
    assert (await api("chat.postMessage", channel=ana.id, text="x", blocks=blocks))["ok"]

    assert ana.screen().split("\n")[1:] == [
        "PM Coach: H",
        "-----",
        "S [image: a chart]",
        "C a chart",
        "[image: a chart]",
        "# M",
        "thttps://e.x:tada:@Ana#general@herea day",
        "> t",
        "1. t",
        "2. t",
        "• t",
        "What? h [One] (One)",
        "[...: One] []",
    ]


def test_a_table_is_read_row_by_row(ana: Person) -> None:
    rows = [[raw("Metric"), raw("Now")], [rich(letters("Errors")), raw("1%")]]
    show(ana, ana.place("dm"), {"blocks": [table(*rows)]})

    assert ana.sees("Metric | Now\nErrors | 1%")
