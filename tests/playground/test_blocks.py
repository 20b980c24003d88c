"""Each of Slack's limits, refused with Slack's error."""

from typing import Any

import pytest

from playground import World
from playground.blocks import inspect_blocks
from playground.view_rules import inspect_view, too_large
from tests.playground.conftest import Api

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def button(**extra: Any) -> Block:
    return {"type": "button", "text": plain("Go"), **extra}


def section(text: str = "Hi", **extra: Any) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **extra}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "One", value: str = "1", **extra: Any) -> Block:
    return {"text": plain(text), "value": value, **extra}


def select(**extra: Any) -> Block:
    return {"type": "static_select", "options": [option()], **extra}


def confirm(**extra: Any) -> Block:
    return {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No"), **extra}


def asked(element: Block, **extra: Any) -> Block:
    return {"type": "input", "label": plain("What?"), "element": element, **extra}


def rich(*elements: Block, kind: str = "rich_text_section", **extra: Any) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements), **extra}]}


def letters(text: str) -> Block:
    return {"type": "text", "text": text}


IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}


def raw(text: str) -> Block:
    return {"type": "raw_text", "text": text}


def table(*rows: list[Block], **extra: Any) -> Block:
    return {"type": "table", "rows": list(rows), **extra}


GOOD = [
    table([raw("A"), rich(letters("B"))], [raw("1"), raw("2")], column_settings=[None, {"align": "right"}]),
    table(*[[raw("x")] * 20] * 100),
    section("x" * 3000),
    section(accessory=button(value="v" * 2000, url="https://example.com", style="primary", confirm=confirm())),
    section(accessory=IMAGE),
    {"type": "section", "fields": [plain("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "x" * 255},
    {"type": "context", "elements": [plain("x"), IMAGE] * 5},
    {"type": "image", "title": plain("t"), **IMAGE},
    actions(*[button(action_id=f"a{n}") for n in range(25)]),
    actions(select(initial_option=option()), {"type": "overflow", "options": [option()] * 5}),
    actions({"type": "static_select", "option_groups": [{"label": plain("g"), "options": [option()]}]}),
    actions({"type": "datepicker", "initial_date": "2026-11-30"}, {"type": "timepicker", "initial_time": "23:59"}),
    asked({"type": "plain_text_input", "multiline": True, "max_length": 3000}, optional=True, hint=plain("h")),
    asked({"type": "checkboxes", "options": [option(), option(value="2")], "initial_options": [option()]}),
    section(accessory={"type": "users_select", "initial_user": "U0ANA00001"}),
    actions({"type": "multi_users_select", "initial_users": ["U0ANA00001"], "max_selected_items": 1}),
    actions(
        {"type": "datetimepicker", "initial_date_time": 1_800_000_000}, {"type": "radio_buttons", "options": [option()]}
    ),
    asked({"type": "timepicker", "initial_time": "00:00", "timezone": "Europe/Berlin", "confirm": confirm()}),
    rich({"type": "date", "timestamp": 1_800_000_000, "format": "on {date_long_pretty} at {time}", "fallback": "soon"}),
    rich(letters("x"), {"type": "link", "url": "https://example.com"}, {"type": "user", "user_id": "U0ANA00001"}),
    rich(letters("x"), kind="rich_text_preformatted", border=0),
    rich(letters("x"), {"type": "emoji", "name": "tada"}, kind="rich_text_quote"),
    rich({"type": "rich_text_section", "elements": [letters("x")]}, kind="rich_text_list", style="ordered", indent=1),
    {"type": "markdown", "text": "x" * 12_000},
]

BAD = [
    (table(), "no fewer than 1 items allowed"),
    (table(*[[raw("x")]] * 101), "no more than 100 items allowed"),
    (table([raw("x")] * 21), "no more than 20 items allowed"),
    (table([plain("x")]), "unsupported type: plain_text"),
    (table([raw("x" * 5_001), raw("x" * 5_000)]), "must be less than 10001 characters"),
    (table([raw("x")], column_settings=[{"align": "top"}]), "must be one of: left, center, right"),
    (section("x" * 3001), "less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(" "), "more than 0 characters"),
    (section(surprise=1), "unknown key: surprise"),
    (section(text_=1), "unknown key"),
    (section(expand="yes"), "must be a boolean"),
    ({"type": "section"}, "missing required field: text or fields"),
    ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items"),
    ({"type": "section", "fields": []}, "no fewer than 1 items"),
    ({"type": "section", "fields": [plain("x" * 2001)]}, "less than 2001 characters"),
    ({"type": "section", "fields": "x"}, "must be an array"),
    ({"type": "section", "text": {"type": "html", "text": "x"}}, "unsupported type: html"),
    ({"type": "section", "text": {"type": "plain_text", "text": 5}}, "must be a string"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn"),
    ({"type": "divider", "block_id": "x" * 256}, "less than 256 characters"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    ({"type": "context"}, "missing required field: elements"),
    ({"type": "card"}, "unsupported type: card"),
    ("words", "unsupported type: None"),
    ({"type": "image", "image_url": "ftp://x", "alt_text": "a"}, "must be a valid url"),
    (actions(*[button(action_id=f"a{n}") for n in range(26)]), "no more than 25 items"),
    (actions(button(text=plain("x" * 76))), "less than 76 characters"),
    (actions(button(value="v" * 2001)), "less than 2001 characters"),
    (actions(button(url="https://e.x/" + "u" * 3000)), "less than 3001 characters"),
    (actions(button(style="default")), "must be one of: primary, danger"),
    (actions(button(action_id="x" * 256)), "less than 256 characters"),
    (actions(button(action_id="a"), button(action_id="a")), "`action_id` 'a' already exists"),
    (actions(button(confirm=confirm(title=plain("x" * 101)))), "less than 101 characters"),
    (actions(button(confirm=confirm(text=plain("x" * 301)))), "less than 301 characters"),
    (actions(button(confirm="sure")), "must be an object"),
    (actions(select(options=[option(str(n), str(n)) for n in range(101)])), "no more than 100 items"),
    (actions(select(options=[option("x" * 76)])), "less than 76 characters"),
    (actions(select(options=[option(value="x" * 151)])), "less than 151 characters"),
    (actions(select(initial_option=option("Two", "2"))), "must match one of the options"),
    (actions({"type": "static_select"}), "missing required field: options"),
    (actions(select(option_groups=[{"label": plain("g"), "options": [option()]}])), "either options or option_groups"),
    (actions({"type": "overflow", "options": [option()] * 6}), "no more than 5 items"),
    (actions({"type": "radio_buttons", "options": [option()] * 11}), "no more than 10 items"),
    (actions({"type": "checkboxes", "options": [option()] * 11}), "no more than 10 items"),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (actions({"type": "datepicker", "initial_date": "30.11.2026"}), "must be a date"),
    (actions({"type": "datepicker", "initial_date": "2026-02-30"}), "must be a date"),
    (actions({"type": "datepicker", "initial_date": "20261130"}), "must be a date"),
    (actions({"type": "datepicker", "initial_date": 20261130}), "must be a date"),
    (actions({"type": "timepicker", "initial_time": "24:00"}), "must be a time"),
    (actions({"type": "timepicker", "timezone": "Berlin"}), "must be a time zone"),
    (actions({"type": "users_select", "initial_user": "Ana"}), "must be a user id"),
    (actions({"type": "multi_users_select", "initial_users": ["Ana"]}), "must be a user id"),
    (
        actions({"type": "multi_users_select", "initial_users": ["U1", "U2"], "max_selected_items": 1}),
        "no more than 1 items",
    ),
    (
        actions(select(type="multi_static_select", initial_options=[option()] * 2, max_selected_items=1)),
        "no more than 1 items",
    ),
    (actions(select(type="multi_static_select", initial_options=[option("No", "no")])), "must match one of"),
    (actions(select(type="external_select")), "unknown key: options"),
    (actions({"type": "multi_external_select", "min_query_length": -1}), "must be between 0"),
    (
        actions({"type": "multi_external_select", "max_selected_items": 1, "initial_options": [option(), option()]}),
        "no more than 1 items allowed",
    ),
    (section(accessory={"type": "datetimepicker"}), "unsupported type: datetimepicker"),
    (asked({"type": "plain_text_input", "confirm": confirm()}), "unknown key: confirm"),
    (asked({"type": "plain_text_input", "min_length": 9, "max_length": 3}), "must not be more than max_length"),
    (asked({"type": "plain_text_input", "max_length": 3, "initial_value": "four"}), "between 0 and 3 characters"),
    (asked({"type": "plain_text_input", "min_length": "9"}), "must be an integer"),
    (actions(button(focus_on_load=True)), "unknown key: focus_on_load"),
    (actions(button(confirm=confirm(deny=plain("x" * 31)))), "less than 31 characters"),
    (actions(button(confirm={"title": plain("Sure?"), "text": plain("x")})), "missing required field: deny"),
    (asked({"type": "number_input", "is_decimal_allowed": True}), "number_input is not supported in a message"),
    (asked({"type": "url_text_input"}), "url_text_input is not supported in a message"),
    (asked({"type": "email_text_input"}), "email_text_input is not supported in a message"),
    ({"type": "image", "image_url": "https://example.com/a.png"}, "missing required field: alt_text"),
    ({"type": "image", "alt_text": "a"}, "must have either image_url or slack_file"),
    ({**IMAGE, "slack_file": {"id": "F1"}}, "must have either image_url or slack_file"),
    (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://e.x"}},
        "must have either id or url",
    ),
    ({"type": "image", "alt_text": "a", "slack_file": {}}, "must have either id or url"),
    (rich({"type": "date", "timestamp": 1, "format": "soon"}), "must be a template of date tokens"),
    (rich({"type": "date", "timestamp": 1, "format": "{day} {date}"}), "must be a template of date tokens"),
    (rich({"type": "date", "timestamp": 1, "format": "{date} }"}), "must be a template of date tokens"),
    (rich({"type": "date", "timestamp": "1", "format": "{date}"}), "must be an integer"),
    (actions({"type": "datetimepicker", "initial_date_time": "now"}), "must be an integer"),
    (asked({"type": "plain_text_input", "max_length": 3001}), "must be between 1 and 3000"),
    (asked(button()), "unsupported type: button"),
    (rich({"type": "marquee"}), "unsupported type: marquee"),
    (rich(letters("")), "more than 0 characters"),
    (rich({"type": "user", "user_id": "ana"}), "must be a user id"),
    (rich({"type": "broadcast", "range": "all"}), "must be one of: here, channel, everyone"),
    ({"type": "markdown", "text": "x" * 12_001}, "less than 12001 characters"),
]


@pytest.mark.parametrize("block", GOOD)
def test_what_slack_takes_passes(block: Block) -> None:
    assert inspect_blocks([block]).problems == []


@pytest.mark.parametrize(("block", "said"), BAD)
def test_what_slack_refuses_is_named(block: Block, said: str) -> None:
    problems = inspect_blocks([block]).problems

    assert any(said in problem for problem in problems), problems


def test_a_block_id_is_unique_and_an_action_id_only_inside_its_block() -> None:
    same = [actions(button(action_id="open")), actions(button(action_id="open"))]

    assert inspect_blocks(same).problems == []
    assert "already exists" in inspect_blocks([{**block, "block_id": "b"} for block in same]).problems[0]


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([section()] * 51, "invalid_blocks"),
        ([section("x" * 3000)] * 5, "msg_blocks_too_long"),
        ([section("")], "invalid_blocks"),
        ("no list", "invalid_arguments"),
        ({"no": "list"}, "invalid_blocks"),
    ],
)
async def test_a_message_beyond_the_limits_is_refused(api: Api, dm: str, world: World, blocks: Any, error: str) -> None:
    answer = await api("chat.postMessage", channel=dm, text="x", blocks=blocks)

    assert answer.error == error
    assert [v.error for v in world.violations] == [error]


async def test_text_beyond_forty_thousand_is_refused(api: Api, dm: str) -> None:
    assert (await api("chat.postMessage", channel=dm, text="x" * 40_000))["ok"]
    assert (await api("chat.postMessage", channel=dm, text="x" * 40_001)).error == "msg_too_long"
    assert (await api("chat.postMessage", channel=dm)).error == "no_text"


def modal(**extra: Any) -> Block:
    return {"type": "modal", "title": plain("T"), "blocks": [section()], **extra}


def test_a_message_has_one_table_and_a_view_none() -> None:
    one = table([raw("A")], [raw("1")])

    assert inspect_blocks([one]).problems == []
    assert any("only_one_table_allowed" in problem for problem in inspect_blocks([one, one]).problems)
    assert any("unsupported type: table" in problem for problem in inspect_view(modal(blocks=[one]), "modal").problems)


def field(element: Block) -> Block:
    return modal(submit=plain("On"), blocks=[asked(element)])


@pytest.mark.parametrize(
    "element",
    [
        {
            "type": "number_input",
            "is_decimal_allowed": False,
            "min_value": "-3",
            "initial_value": "0",
            "max_value": "9",
        },
        {"type": "number_input", "is_decimal_allowed": True, "initial_value": "-0.5"},
        {"type": "url_text_input", "initial_value": "https://example.com", "placeholder": plain("Link")},
        {"type": "email_text_input", "focus_on_load": True},
        {"type": "datetimepicker"},
        {"type": "rich_text_input", "initial_value": rich(letters("x")), "min_lines": 1, "max_lines": 9},
    ],
)
def test_what_a_modal_takes_passes_and_a_home_may_not(element: Block) -> None:
    home = {"type": "home", "blocks": [asked(element)]}

    assert inspect_view(field(element), "modal").problems == []
    assert any("not supported in a home" in problem for problem in inspect_view(home, "home").problems)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (modal(title=plain("x" * 25)), "less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "less than 25 characters"),
        (modal(close=plain("x" * 25)), "less than 25 characters"),
        (modal(private_metadata="x" * 3001), "less than 3001 characters"),
        (modal(callback_id="x" * 256), "less than 256 characters"),
        (modal(blocks=[section()] * 101), "no more than 100 items"),
        (modal(blocks=[asked({"type": "plain_text_input"})]), "missing required field: submit"),
        (modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
        (modal(state={}), "unknown key: state"),
        (field({"type": "number_input"}), "missing required field: is_decimal_allowed"),
        (
            field({"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"}),
            "must be a whole number",
        ),
        (field({"type": "number_input", "is_decimal_allowed": True, "initial_value": "many"}), "must be a number"),
        (
            field({"type": "number_input", "is_decimal_allowed": False, "min_value": "9", "max_value": "3"}),
            "min_value <=",
        ),
        (field({"type": "url_text_input", "initial_value": "example"}), "must be a valid url"),
        (field({"type": "rich_text_input", "initial_value": plain("x")}), "must be one of: rich_text"),
        (field({"type": "rich_text_input", "initial_value": rich(button())}), "unsupported type: button"),
        (field({"type": "rich_text_input", "min_lines": 0}), "must be between 1"),
        (field({"type": "email_text_input", "initial_value": "ana"}), "must be an e-mail address"),
        (
            modal(submit=plain("On"), blocks=[asked({"type": "plain_text_input", "focus_on_load": True})] * 2),
            "only one element can have the focus",
        ),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home", "blocks": []}, "must be modal"),
        ("words", "unsupported type"),
    ],
)
def test_a_modal_beyond_the_limits_is_named(view: Any, said: str) -> None:
    problems = inspect_view(view, "modal").problems

    assert any(said in problem for problem in problems), problems


def test_a_view_has_at_most_250_kilobytes() -> None:
    assert too_large(modal(blocks=[section("x" * 3000)] * 90))
    assert not too_large(modal())


@pytest.mark.parametrize(
    "alert",
    [
        {"text": "hey <!channel>"},
        {"text": "hey", "blocks": [section("<!here> look")]},
        {"text": "hey", "blocks": [rich({"type": "broadcast", "range": "everyone"})]},
    ],
)
async def test_words_that_alert_a_channel_are_remembered(
    api: Api,
    dm: str,
    world: World,
    alert: dict[str, Any],
) -> None:
    await api("chat.postMessage", channel=dm, **alert)

    assert len(world.broadcasts) == 1


async def test_text_that_only_looks_like_an_alert_is_not(api: Api, dm: str, world: World) -> None:
    await api("chat.postMessage", channel=dm, text="&lt;!channel&gt;", blocks=[rich(letters("<!channel>"))])

    assert world.broadcasts == []
