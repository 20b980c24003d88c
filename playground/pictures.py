"""Pictures in blocks that lie in Slack itself, and who has them in front of them ("Slack file object")."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.files import File
    from playground.person import Person


def before(person: "Person", file_id: str) -> "File | None":
    """Give the file if a block on the person's screen shows it, whoever else may know of it."""
    file = person.workspace.files.by_id.get(file_id)
    if file is None or file.deleted or file_id not in _ids(_blocks(person)):
        return None
    return file


def _blocks(person: "Person") -> Iterator[Payload]:
    for message in person.lines():
        yield from message.blocks
    for view in [*person.modals, *([person.home] if person.home else [])]:
        yield from view.body["blocks"]


def _ids(blocks: Iterable[Payload]) -> Iterator[str]:
    """Give the ids of the files that blocks show; an address carries its file's id as well."""
    for block in blocks:
        for item in (block, block.get("accessory") or {}, *block.get("elements", [])):
            reference = item.get("slack_file") or {}
            yield reference.get("id") or _in_address(reference.get("url", ""))


def _in_address(address: str) -> str:
    parts = (part.rpartition("-")[2] for part in address.split("/"))
    return next((part for part in parts if part.startswith("F0")), "")
