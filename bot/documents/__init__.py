"""Data in, bytes out: the files that are made for people. Nothing here knows Slack."""

from bot.coach.exports import Archive
from bot.documents import as_json, as_markdown
from bot.documents.parts import Part

__all__ = ["Part", "export"]


def export(archive: Archive) -> list[Part]:
    """Everything of a person: to read, and to be read by a program."""
    return [*as_markdown.files(archive), *as_json.files(archive)]
