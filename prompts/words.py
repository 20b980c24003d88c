"""The coach's own sentences, one TOML file per language."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the person's words on a receipt and a draft; buttons keep their names."""

    saved: str
    changed: str
    already_saved: str
    said_before: str
    hint: str
    number: str
    only_before: str
    only_now: str
    no_number: str
    words_of: str
    beside: str
    message: str
    draft: str
    no_draft: str
    request: str
    stronger: str
    judge: str
    answer: str
    too_long: str
    copied: str
    used: str
    beside_since: str
    outdated: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the rule-based coach can say in one language; each table maps a key to a sentence."""

    frame: Frame
    headings: dict[str, str]
    blanks: dict[str, str]
    blanks_of: dict[str, str]
    questions: dict[str, str]
    asked_of: dict[str, str]
    kinds: dict[str, str]
    tags: dict[str, str]
    answered: dict[str, str]
    tones: dict[str, str]
    sources: dict[str, str]
    request: dict[str, str]
    masks: dict[str, str]
    left_out: dict[str, str]
    notes: dict[str, str]


class WordsMissingError(Exception):
    """A language lacks a sentence that English has, or has one that English lacks."""


def words(language: str) -> Words:
    """Give the sentences of a language; a language the coach does not speak gets English."""
    return _every_language()[language if language in LANGUAGES else "en"]


@cache
def _every_language() -> dict[str, Words]:
    tables = {language: _read(language) for language in LANGUAGES}
    framed = {f"frame.{field.name}" for field in fields(Frame)}
    for language, table in tables.items():
        keys = _keys(table)
        odd = (keys ^ _keys(tables["en"])) | (framed ^ {key for key in keys if key.startswith("frame.")})
        if odd:
            raise WordsMissingError(f"words.{language}.toml and words.en.toml differ in: {', '.join(sorted(odd))}")
    return {language: _told(table) for language, table in tables.items()}


def _told(table: dict[str, dict[str, str]]) -> Words:
    tables = {name: rows for name, rows in table.items() if name != "frame"}
    return Words(frame=Frame(**table["frame"]), **tables)


def _read(language: str) -> dict[str, dict[str, str]]:
    text = files("prompts").joinpath(f"words.{language}.toml").read_text(encoding="utf-8")
    return {name: dict(table) for name, table in tomllib.loads(text).items()}


def _keys(table: dict[str, dict[str, str]]) -> set[str]:
    named = {field.name for field in fields(Words)} ^ set(table)
    return {f"[{name}]" for name in named} | {f"{name}.{key}" for name, rows in table.items() for key in rows}
