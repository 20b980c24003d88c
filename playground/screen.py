"""What a person sees, as text, and what on it they can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playground import inputs
from playground.conversations import Message
from playground.marks import readable, rich, text_object
from playground.shapes import Payload, State
from playground.views import View, elements_of


class NothingToClick(LookupError):
    """No element on the screen has this label."""

    def __init__(self, wanted: str, labels: Iterable[str]) -> None:
        on_screen = ", ".join(dict.fromkeys(labels)) or "nothing"
        super().__init__(f"Nothing on the screen is labelled {wanted!r}. There is: {on_screen}.")


@dataclass(frozen=True)
class Spot:
    """One element on the screen, with the block and the surface it stands in."""

    surface: Message | View
    block: Payload
    element: Payload

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the words by which a person would name it."""
        if self.element["type"] == "button":
            return (str(self.element["text"]["text"]),)
        found = [self.block.get("label"), self.element.get("placeholder"), self.block.get("text")]
        return tuple(str(words["text"]) for words in found if words) or (self.element["action_id"],)


def spots_of(surface: Message | View) -> list[Spot]:
    """Give everything on a message or view that a person can act on, top down."""
    blocks = surface.blocks if isinstance(surface, Message) else surface.body["blocks"]
    return [Spot(surface, b, e) for b in blocks for e in elements_of(b) if e["type"] != "image"]


def find(spots: list[Spot], label: str, types: Iterable[str], nth: int = 0) -> Spot:
    """Give the nth element with this label, or say what there is instead."""
    fitting = [s for s in spots if s.element["type"] in set(types)]
    found = [s for s in fitting if label in s.labels]
    if nth >= len(found):
        raise NothingToClick(label, (words for s in fitting for words in s.labels[:1]))
    return found[nth]


def message_text(message: Message, names: Mapping[str, str], state: State) -> str:
    """Give a message as a person reads it, with what they have chosen in it."""
    only = " (only visible to you)" if message.only_for else ""
    edited = " (edited)" if message.edited else ""
    body = blocks_text(message.blocks, names, state) if message.blocks else readable(message.text, names)
    attached = [f"[file: {file.label}]" for file in message.files]
    author = message.username or message.app or names.get(message.author, message.author)
    return f"{author}{only}{edited}: {' '.join([body, *attached]).strip()}"


def view_text(view: View, names: Mapping[str, str]) -> str:
    """Give a modal or a Home as a person reads it."""
    body = view.body
    title = f"--- {body['title']['text']} ---" if body["type"] == "modal" else "--- Home ---"
    buttons = [f"[{body[key]['text']}]" for key in ("close", "submit") if body.get(key)]
    trouble = [f"! {view.errors['']}"] if "" in view.errors else []
    shown = blocks_text(body["blocks"], names, view.state, view.errors)
    return "\n".join([title, *trouble, shown, " ".join(buttons)]).strip()


def dialog_text(confirm: Payload, names: Mapping[str, str]) -> str:
    """Give a confirmation dialog as a person reads it."""
    buttons = f"[{confirm['deny']['text']}] [{confirm['confirm']['text']}]"
    return f"{confirm['title']['text']}: {text_object(confirm['text'], names)} {buttons}"


def blocks_text(
    blocks: list[Payload],
    names: Mapping[str, str],
    state: State,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Give blocks as a person reads them, with what is entered and what is wrong."""
    lines = []
    for block in blocks:
        lines.append(_block_text(block, names, state.get(block["block_id"], {})))
        if errors and block["block_id"] in errors:
            lines.append(f"! {errors[block['block_id']]}")
    return "\n".join(lines)


def _block_text(block: Payload, names: Mapping[str, str], state: Mapping[str, Payload]) -> str:
    kind = block["type"]
    parts: list[str] = []
    if kind == "rich_text":
        parts.append(rich(block, names))
    elif kind == "markdown":
        parts.append(str(block["text"]))
    elif kind == "table":
        parts.append("\n".join(" | ".join(_cell_text(cell, names) for cell in row) for row in block["rows"]))
    elif kind == "divider":
        parts.append("-----")
    elif kind == "context":
        parts += [e["alt_text"] if e["type"] == "image" else text_object(e, names) for e in block["elements"]]
    elif kind in {"image", "video"}:
        parts.append(f"[{kind}: {block['alt_text']}]")
    words = [block.get("label"), None if kind == "markdown" else block.get("text"), *block.get("fields", [])]
    parts += [text_object(w, names) for w in [*words, block.get("hint")] if w]
    parts += [_element_text(element, names, state) for element in elements_of(block)]
    return " ".join(parts)


def _cell_text(cell: Payload, names: Mapping[str, str]) -> str:
    return rich(cell, names) if cell["type"] == "rich_text" else str(cell["text"])


def _element_text(element: Payload, names: Mapping[str, str], state: Mapping[str, Payload]) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    if element["type"] == "image":
        return f"[image: {element['alt_text']}]"
    if element["type"] == "overflow":
        return "[...: " + " | ".join(o["text"]["text"] for o in element["options"]) + "]"
    value = state.get(element["action_id"]) or inputs.initial(element)
    placeholder = element.get("placeholder", {}).get("text", "")
    offered = " | ".join(o["text"]["text"] for o in inputs.options(element))
    chosen = _held_text(inputs.held(value), names) or placeholder
    return f"[{chosen}]" + (f" ({offered})" if offered else "")


def _held_text(held: Any, names: Mapping[str, str]) -> str:
    if isinstance(held, dict):
        return rich(held, names) if held.get("type") == "rich_text" else str(held.get("title") or held["text"]["text"])
    if isinstance(held, list):
        return ", ".join(_held_text(each, names) for each in held)
    return "" if held is None else names.get(str(held), str(held))
