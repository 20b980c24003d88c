"""The weekly question's words, from a TOML file: tables of sentences with room for what a person noted."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nudges:
    """Every way to ask. `about` is keyed by what is missing; the other three by the kind of evidence asked for.

    They stand on a launch, on a metric, or on nothing. `notices` are said in a question's place.
    """

    about: Mapping[str, Lines]
    launch: Mapping[str, Lines]
    metric: Mapping[str, Lines]
    alone: Mapping[str, Lines]
    notices: Mapping[str, Lines]


@cache
def nudges() -> Nudges:
    """Read them, once a process."""
    tables = tomllib.loads(files("prompts").joinpath("nudges.en.toml").read_text(encoding="utf-8"))
    return Nudges(**{name: {key: tuple(lines) for key, lines in table.items()} for name, table in tables.items()})
