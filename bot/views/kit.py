"""The few Block Kit pieces that the views are made of: plain dicts, so that a receipt costs microseconds.

People's words go into rich text or plain text, where Slack reads no commands; `escape` is for the rare mrkdwn.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypedDict

Block = dict[str, Any]

SECTION: Final = 3_000  # characters of text in a section, and in a text input
HANDED_BACK: Final = 12_000  # characters of people's words that fit beside ours in one message
NOTICE: Final = 150  # characters of people's words in a notification
MENTIONS: Final = 100  # of people in one quotation; a line of rich text has its limits
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]{8,30})>")


class Said(TypedDict):
    """A message: the blocks, and the text for notifications and screen readers."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """Text that Slack shows as it is and obeys in nothing."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis when it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def section(mrkdwn: str) -> Block:
    """A paragraph of our own words."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}}


def context(mrkdwn: str) -> Block:
    """A small line of our own words."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def header(text: str) -> Block:
    """A heading of our own words."""
    return {"type": "header", "text": plain(text)}


def plain(text: str) -> Block:
    """A label of our own words."""
    return {"type": "plain_text", "text": text}


def verbatim(text: str) -> Block:
    """People's words where rich text cannot stand: nothing in them is a command, and `:name:` stays what was typed."""
    return {"type": "plain_text", "text": text, "emoji": False}


def rich(*elements: Block) -> Block:
    """People's words, or ours and theirs together."""
    return {"type": "rich_text", "elements": list(elements)}


def quote(words: str) -> Block:
    """People's own words, as a quotation; whoever they mention stands there by name."""
    if "<@" in words:
        return {"type": "rich_text_quote", "elements": list(with_names(words))}
    return {"type": "rich_text_quote", "elements": [{"type": "text", "text": words}]}


def with_names(words: str) -> Iterator[Block]:
    """Slack's ids (a capital and eight more) become names. Rich text alerts nobody by them."""
    for place, piece in enumerate(_MENTION.split(words, maxsplit=MENTIONS)):
        if piece:
            yield {"type": "user", "user_id": piece} if place % 2 else text(piece)


def handed_back(words: str) -> Block:
    """People's own words, to be copied and kept."""
    kept = cut(words, HANDED_BACK)
    parts = [kept[at : at + SECTION] for at in range(0, len(kept), SECTION)]
    return rich(*({"type": "rich_text_preformatted", "elements": [text(part)]} for part in parts))


def line(*pieces: Block) -> Block:
    """A line of rich text."""
    return {"type": "rich_text_section", "elements": list(pieces)}


def table(lines: Iterable[str]) -> Block:
    """Lines of our own in letters of one width, so that they stand in columns."""
    return {"type": "rich_text_preformatted", "elements": [text("\n".join(lines))]}


def bullets(lines: Iterable[Block]) -> Block:
    """A list of lines."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def text(words: str, **style: bool) -> Block:
    """A piece of a line, such as `text("Outcome", bold=True)`."""
    return {"type": "text", "text": words, "style": style} if style else {"type": "text", "text": words}


def person(user_id: str) -> Block:
    """A person of the workspace by name. In a form, or in somebody's own direct message, it alerts nobody."""
    return {"type": "user", "user_id": user_id}


def channel(channel_id: str) -> Block:
    """A channel by name."""
    return {"type": "channel", "channel_id": channel_id}


def button(label: str, action_id: str, value: str = "", **more: Any) -> Block:
    """A button. Its value is an id or a number, never anybody's words; without one it carries nothing."""
    carried = {"value": value} if value else {}
    return {"type": "button", "text": plain(label), "action_id": action_id, **carried, **more}


def menu(placeholder: str, action_id: str, options: Mapping[str, str], chosen: str | None) -> Block:
    """A menu; `options` gives the label for each value, which is an id and a word of ours, never anybody's words."""
    offered = {value: {"text": plain(label), "value": value} for value, label in options.items()}
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": list(offered.values()),
    }
    return element | ({"initial_option": offered[chosen]} if chosen in offered else {})


def day_picker(action_id: str) -> Block:
    """A calendar to choose a day from."""
    return {"type": "datepicker", "action_id": action_id}


def people_picker(action_id: str, most: int) -> Block:
    """A menu of the people of the workspace."""
    return {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}


def sure(title: str, sentence: str, yes: str) -> Block:
    """A question before something that cannot be taken back."""
    return {
        "title": plain(title),
        "text": plain(sentence),
        "confirm": plain(yes),
        "deny": plain("Keep it"),
        "style": "danger",
    }


def actions(*buttons: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def long_input(label: str, block_id: str, *, initial: str = "", optional: bool = False) -> Block:
    """A field for several lines."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": SECTION}
    return field(label, block_id, element | ({"initial_value": initial} if initial else {}), optional=optional)


def short_input(label: str, block_id: str, *, initial: str = "", hint: str = "", most: int = SECTION) -> Block:
    """A field for one line, which may stay empty."""
    element: Block = {"type": "plain_text_input", "action_id": "text", "max_length": most}
    element |= {"placeholder": plain(hint)} if hint else {}
    return field(label, block_id, element | ({"initial_value": initial} if initial else {}))


def field(label: str, block_id: str, element: Block, *, optional: bool = True) -> Block:
    """A field of a form."""
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, "optional": optional}


def home(blocks: Sequence[Block]) -> Block:
    """A person's Home."""
    return {"type": "home", "blocks": list(blocks)}


def modal(callback_id: str, title: str, blocks: Sequence[Block], *, submit: str = "", metadata: str = "") -> Block:
    """A modal. Its metadata is an id, never anybody's words."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain("Close"),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }
    return view | ({"submit": plain(submit)} if submit else {})


def clicked_at(view: Block, respond_url: str | None) -> Block:
    """A form that remembers the click by which it was opened from a message: what is sent can be said in its place."""
    return view | {"private_metadata": f"{view['private_metadata']}\n{respond_url}"} if respond_url else view


def whispered(line_of_ours: str) -> Block:
    """A line for one person where they clicked, beside what stands there."""
    return {"response_type": "ephemeral", "replace_original": False, "text": line_of_ours}


def alone(said: Said) -> Block:
    """The answer to a command, for the person alone."""
    return {"response_type": "ephemeral", **said}


def beside(said: Said) -> Block:
    """The same with blocks."""
    return {"response_type": "ephemeral", "replace_original": False, **said}


def replacing(said: Said) -> Block:
    """What stands in place of the message that was clicked."""
    return {"replace_original": True, **said}
