"""What a person reads, as Markdown: a message or a form, block by block, with its buttons."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from playground.conversations import Message
from playground.marks import readable
from playground.shapes import Payload
from playground.views import View, elements_of

Names = Mapping[str, str]
_BOLD: Final = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")


def message(said: Message, names: Names) -> list[str]:
    """The lines of a message."""
    return _blocks(said.blocks, names) if said.blocks else _marked(said.text, names)


def form(view: View, names: Names) -> list[str]:
    """The lines of a form, under its title."""
    submit = [f"`{view.body['submit']['text']}`"] if view.body.get("submit") else []
    return [f"**{view.body['title']['text']}**", *_blocks(view.body["blocks"], names), *submit]


def home(view: View, names: Names) -> list[str]:
    """The lines of a Home."""
    return _blocks(view.body["blocks"], names)


def lock_screen(said: Message, names: Names) -> str:
    """What a locked phone shows of a message."""
    return readable(said.text, names).replace("*", "")


def _blocks(blocks: list[Payload], names: Names) -> list[str]:
    return [line for block in blocks for line in _block(block, names)]


def _block(block: Payload, names: Names) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                yield from _PARTS[part["type"]](part, names)
        case "header":
            yield f"**{block['text']['text']}**"
        case "section":
            yield from _said(block["text"], names)
            for beside in block.get("fields", ()):
                yield from _said(beside, names)
        case "context":
            for element in block["elements"]:
                yield from (f"<sub>{line}</sub>" for line in _said(element, names))
        case "input":
            yield from f"{block['label']['text']} {_element(block['element'], names)}".split("\n")
    if controls := [_element(each, names) for each in elements_of(block) if block["type"] != "input"]:
        yield " ".join(controls)


def _said(text: Payload, names: Names) -> list[str]:
    return _marked(str(text["text"]), names) if text["type"] == "mrkdwn" else str(text["text"]).split("\n")


def _marked(mrkdwn: str, names: Names) -> list[str]:
    return _BOLD.sub(r"**\1**", readable(mrkdwn, names)).split("\n")


def _section(part: Payload, names: Names) -> Iterator[str]:
    yield from "".join(_piece(piece, names) for piece in part["elements"]).strip("\n").split("\n")


def _quote(part: Payload, names: Names) -> Iterator[str]:
    yield from (f"> {line}" for line in _section(part, names))


def _list(part: Payload, names: Names) -> Iterator[str]:
    yield from (f"• {line}" for item in part["elements"] for line in _section(item, names))


def _fenced(part: Payload, names: Names) -> Iterator[str]:
    yield from ("```", *_section(part, names), "```")


_PARTS: Final[Mapping[str, Callable[[Payload, Names], Iterator[str]]]] = {
    "rich_text_section": _section,
    "rich_text_quote": _quote,
    "rich_text_list": _list,
    "rich_text_preformatted": _fenced,
}


def _piece(piece: Payload, names: Names) -> str:
    if piece["type"] == "user":
        return f"@{names.get(piece['user_id'], piece['user_id'])}"
    if piece["type"] == "channel":
        return f"#{names.get(piece['channel_id'], piece['channel_id'])}"
    words, style = str(piece.get("text") or piece.get("url")), piece.get("style", {})
    mark = "**" if style.get("bold") else "*" if style.get("italic") else ""
    inner = words.strip()
    return words.replace(inner, f"{mark}{inner}{mark}", 1) if mark and inner else words


def _element(element: Payload, names: Names) -> str:
    if element["type"] == "button":
        return f"`{element['text']['text']}`"
    chosen: Any = element.get("initial_option") or element.get("initial_value") or element.get("initial_date")
    if isinstance(chosen, dict):
        return f"`{chosen['text']['text']} ▾`"
    if chosen:
        return f"[{chosen}]"
    label = element.get("placeholder", {}).get("text", "")
    offered = " · ".join(option["text"]["text"] for option in element.get("options", ()))
    if element["type"] == "static_select":
        return f"`{label} ▾` ({offered})"
    return "[ ]"
