"""Whatever comes in: a clear answer, no crash, and nothing changed."""

import copy
import io
import json
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground import Person, Workspace, World
from playground.blocks import inspect_blocks
from playground.view_rules import inspect_view, too_large
from tests.browser.forms import every_block, every_field
from tests.playground.conftest import Api, until
from tests.playground.test_blocks import asked, letters, modal, option, plain, rich

JSON = "application/json"
DEEP = "[" * 100_000
UPLOAD = "page/upload?workspace=Acme&person=Ana&name=a.md"
BODIES = [
    (JSON, b"{", "invalid_json"),
    (JSON, b"\xff\xfe{}", "invalid_json"),
    (JSON, DEEP.encode(), "invalid_json"),
    (JSON, b'"text"', "json_not_object"),
    ("multipart/form-data", b"no parts", "invalid_form_data"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken", "invalid_form_data"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"a=1", "invalid_charset"),
    (f"{JSON}; charset=nonsense", b"{}", "invalid_charset"),
    ("text/csv", b"a,b", "invalid_post_type"),
]


@pytest.mark.parametrize(("kind", "body", "error"), BODIES)
async def test_a_body_that_slack_cannot_read_is_refused_by_name(
    world: World, acme: Workspace, session: aiohttp.ClientSession, kind: str, body: bytes, error: str
) -> None:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {acme.bot_token}"}
    async with session.post(world.api_url + "auth.test", data=body, headers=headers) as response:
        assert (response.status, (await response.json())["error"]) == (200, error)


@pytest.mark.parametrize("path", ["page/act", "page/options", "inspector/fault", "clock"])
@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b"3", b"null", DEEP.encode(), b"{}", b'{"act": 1}'])
async def test_the_pages_own_addresses_refuse_what_they_cannot_read(
    world: World, session: aiohttp.ClientSession, path: str, body: bytes
) -> None:
    async with session.post(world.base_url + path, data=body, headers={"Content-Type": JSON}) as response:
        assert response.status in {400, 404, 409}
    assert world.clock.offset.total_seconds() == 0


@pytest.mark.parametrize(
    "path", ["api/chat.postMessage", "page/act", "page/options", UPLOAD, "response/T/1", "clock", "inspector/fault"]
)
async def test_an_oversized_body_is_refused(world: World, session: aiohttp.ClientSession, path: str) -> None:
    body = b'{"text": "' + b"x" * 31_000_000 + b'"}'
    async with session.post(world.base_url + path, data=io.BytesIO(body), headers={"Content-Type": JSON}) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "what",
    [
        {"act": "press"},
        {"act": "press", "surface": [], "block_id": {}, "action_id": None},
        {"act": "write", "text": "x", "place": "nowhere"},
        {"act": "write", "text": "x", "place": ["dm"]},
        {"act": "tour", "to": "first"},
        {"act": "react", "surface": "1.0", "name": "<b>"},
        {"act": ["write"]},
        {"act": "submit", "values": 3},
        {"act": "clock", "days": "many"},
        {"act": "clock", "forward": float("inf")},
        {"person": {"name": "Ana"}, "act": "home"},
    ],
)
async def test_an_act_that_makes_no_sense_is_refused(
    world: World, session: aiohttp.ClientSession, what: dict[str, Any]
) -> None:
    asked = {"workspace": "Acme", "person": "Ana", **what}
    async with session.post(world.page_url + "act", json=asked) as response:
        assert response.status in {404, 409}


async def test_bad_frames_on_a_socket_are_broken_rules_and_the_next_envelope_still_goes(
    world: World, api: Api, session: aiohttp.ClientSession, ana: Person
) -> None:
    url = (await api("apps.connections.open", token=world.app_token))["url"]
    async with session.ws_connect(url) as ws:
        await ws.receive_json()
        await ws.send_bytes(b"\x00\x01")
        for text in ("{", "[]", "null", DEEP, '{"envelope_id": ["a"]}', '{"envelope_id": "x", "payload": 3}'):
            await ws.send_str(text)
        await until(lambda: len(world.violations) == 6)
        assert {v.error for v in world.violations} == {"unknown_envelope"}
        slash = ana.slash("/win", "it")

        async def answer() -> None:
            envelope = await ws.receive_json()
            await ws.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Saved"}})

        world.background(answer())
        assert (await slash).ok
    assert ana.sees("Saved")


@pytest.mark.parametrize("path", ["page/live?workspace=Acme&person=Ana", "inspector/live"])
async def test_too_long_a_frame_ends_the_screen_and_nothing_else(
    world: World, session: aiohttp.ClientSession, path: str
) -> None:
    async with session.ws_connect(world.base_url + path) as ws:
        await ws.send_str("x" * 100_000)
        while not (await ws.receive()).type.name.startswith("CLOS"):
            pass
        assert ws.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    async with session.get(world.page_url) as response:
        assert response.status == 200


async def test_no_token_reaches_into_another_workspace(world: World, api: Api, ana: Person) -> None:
    globex = world.add_workspace("Globex")
    hers = ana.writes("Mine.", "dm")
    there = {"token": globex.bot_token, "channel": ana.place("dm").id}

    for method, more in (
        ("conversations.history", {}),
        ("chat.postMessage", {"text": "x"}),
        ("chat.update", {"ts": hers.ts, "text": "x"}),
        ("chat.getPermalink", {"message_ts": hers.ts}),
    ):
        assert (await api(method, **there, **more)).error == "channel_not_found"
    assert (await api("users.info", token=globex.bot_token, user=ana.id)).error == "user_not_found"
    view = {"type": "home", "blocks": []}
    assert (await api("views.publish", token=globex.bot_token, user_id=ana.id, view=view)).error == "user_not_found"
    assert [m.text for m in ana.dm()] == ["Mine."]


MORE_FIELDS = modal(
    submit=plain("Save"),
    blocks=[
        asked({"type": "rich_text_input", "action_id": "a", "initial_value": rich(letters("x")), "max_lines": 9}),
        asked({"type": "multi_external_select", "initial_options": [option()], "max_selected_items": 2}),
        asked({"type": "file_input", "filetypes": ["md"], "max_files": 2}),
    ],
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to everything inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, inner in items for deeper in places(inner, (*path, key)))]


@st.composite
def spoilt(draw: st.DrawFn, whole: Any) -> Any:
    """Put something wild in the place of one part of a block or a view."""
    changed = copy.deepcopy(whole)
    way = draw(st.sampled_from([p for p in places(changed) if p]))
    inside = changed
    for key in way[:-1]:
        inside = inside[key]
    inside[way[-1]] = draw(ANYTHING)
    return changed


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=ANYTHING | spoilt(every_block()))
def test_blocks_of_any_shape_are_looked_over(blocks: Any) -> None:
    assert isinstance(inspect_blocks(blocks).problems, list)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(view=ANYTHING | spoilt(every_field()) | spoilt(MORE_FIELDS))
def test_views_of_any_shape_are_looked_over(view: Any) -> None:
    assert isinstance(inspect_view(view, "modal").problems, list)
    assert not too_large(json.loads(json.dumps(view)))
