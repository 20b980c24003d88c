"""What a model is told, one Markdown file for each task, with a version that a result can name."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Instructions:
    """The words of one file; `version` is its name and the beginning of its hash, such as "reframe@3f9c2a1b"."""

    text: str
    version: str


@cache
def instructions(name: str) -> Instructions:
    """Read the instructions of this name, once a process."""
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8").replace("\r\n", "\n")
    return Instructions(text, f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:8]}")
