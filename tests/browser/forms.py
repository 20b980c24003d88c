"""One of each block and each field, as an app would send them."""

from typing import Any

from tests.playground.test_blocks import (
    IMAGE,
    actions,
    asked,
    button,
    confirm,
    modal,
    option,
    plain,
    rich,
    section,
)

Block = dict[str, Any]
HITS = [option("Hit", "h"), option("Miss", "m")]
FIELDS: dict[str, Block] = {
    "Words": {"type": "plain_text_input"},
    "Long": {"type": "plain_text_input", "multiline": True, "max_length": 200},
    "Link": {"type": "url_text_input"},
    "Mail": {"type": "email_text_input"},
    "Days": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "90"},
    "Day": {"type": "datepicker"},
    "Time": {"type": "timepicker"},
    "Moment": {"type": "datetimepicker"},
    "Kind": {"type": "static_select", "options": HITS},
    "Kinds": {"type": "multi_static_select", "options": HITS},
    "Who": {"type": "users_select"},
    "Team": {"type": "multi_users_select"},
    "Where": {"type": "channels_select"},
    "Wheres": {"type": "multi_channels_select"},
    "Talk": {"type": "conversations_select"},
    "Talks": {"type": "multi_conversations_select"},
    "Both": {"type": "checkboxes", "options": HITS},
    "One": {"type": "radio_buttons", "options": HITS},
}


TABLE = {
    "type": "table",
    "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    "rows": [
        [{"type": "raw_text", "text": "Metric"}, {"type": "raw_text", "text": "Now"}],
        [rich({"type": "text", "text": "Errors", "style": {"bold": True}}), {"type": "raw_text", "text": "1%"}],
    ],
}


def every_field() -> Block:
    """A form with every field, none of which must be filled in."""
    blocks = [
        asked({**element, "action_id": "a"}, label=plain(label), block_id=label, optional=True)
        for label, element in FIELDS.items()
    ]
    return modal(title=plain("Everything"), callback_id="all", submit=plain("Save"), blocks=blocks)


def every_block() -> list[Block]:
    """Each block that stands in a message."""
    styled = [
        {"type": "text", "text": "bold", "style": {"bold": True}},
        {"type": "link", "url": "https://example.com/a", "text": "a link"},
        {"type": "emoji", "name": "tada"},
        {"type": "date", "timestamp": 1_800_000_000, "format": "{date_short}", "fallback": "a day"},
    ]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}
    return [
        {"type": "header", "text": plain("A header")},
        section("*Bold*, _slanted_, ~gone~, `code`, <https://example.com|a name> &amp; more\n&gt; said before"),
        section("Beside a picture", accessory=IMAGE),
        section("Beside a menu", accessory={"type": "overflow", "action_id": "more", "options": [*HITS]}),
        {"type": "section", "fields": [plain("Left"), plain("Right")]},
        {"type": "divider"},
        {"type": "context", "elements": [plain("In passing"), IMAGE]},
        {**IMAGE, "title": plain("Its title")},
        {"type": "markdown", "text": "**Marked** down, [named](https://example.com/) & <b>bare</b>"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": styled}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [item]}]},
        {"type": "rich_text", "elements": [{**item, "type": "rich_text_quote"}]},
        {"type": "rich_text", "elements": [{**item, "type": "rich_text_preformatted"}]},
        TABLE,
        actions(
            button(action_id="go", text=plain("Go")),
            button(action_id="sure", text=plain("Sure"), style="danger", confirm=confirm()),
            button(action_id="out", text=plain("Out"), url="https://example.com/"),
            {"type": "static_select", "action_id": "kind", "placeholder": plain("Choose"), "options": HITS},
            {"type": "datepicker", "action_id": "day"},
        ),
    ]
