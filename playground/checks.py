"""A small language for saying what JSON may look like, with Slack's words for what is wrong."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground import limits

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE, _DECIMAL = re.compile(r"-?\d+"), re.compile(r"-?\d+(?:\.\d+)?")
BROADCAST = re.compile(r"<!(?:channel|here|everyone)(?:\|[^>]*)?>")


@dataclass
class Inspection:
    """What one look over blocks or a view found."""

    surface: str
    problems: list[str] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)
    characters: int = 0
    block_ids: set[str] = field(default_factory=set)
    action_ids: set[str] = field(default_factory=set)
    inputs: int = 0
    tables: int = 0
    focused: int = 0
    uploads: list[str] = field(default_factory=list)
    """Where people are asked for files, which takes a scope."""
    slack_files: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Where pictures that lie in Slack itself are referred to, and how."""

    def refuse(self, path: str, what: str) -> None:
        """Write a problem down the way Slack words it."""
        self.problems.append(f"[ERROR] {what} [json-pointer:{path}]")

    def read(self, words: str) -> None:
        """Look for words that would alert a whole channel."""
        self.broadcasts.extend(BROADCAST.findall(words))


Check = Callable[[Any, str, Inspection], None]


@dataclass(frozen=True)
class Shape:
    """An object with these keys and no others."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)

    def __call__(self, value: Any, path: str, seen: Inspection) -> None:
        """Refuse what is missing, what is unknown and what is wrong inside."""
        if not isinstance(value, dict):
            seen.refuse(path, "must be an object")
            return
        for key in self.required.keys() - value.keys():
            seen.refuse(path, f"missing required field: {key}")
        for key, inner in value.items():
            check = self.required.get(key) or self.optional.get(key)
            if check is None:
                seen.refuse(f"{path}/{key}", f"unknown key: {key}")
            else:
                check(inner, f"{path}/{key}", seen)


def kinds(table: Mapping[str, Check]) -> Check:
    """Choose the check by the object's own `type`."""

    def check(value: Any, path: str, seen: Inspection) -> None:
        named = value.get("type") if isinstance(value, dict) else None
        if not isinstance(named, str) or named not in table:
            seen.refuse(path, f"unsupported type: {named}")
            return
        table[named](value, path, seen)

    return check


def string(most: int, least: int = 1) -> Check:
    """Accept text of a permitted length."""

    def check(value: Any, path: str, seen: Inspection) -> None:
        if not isinstance(value, str):
            seen.refuse(path, "must be a string")
        elif len(value) > most:
            seen.refuse(path, f"must be less than {most + 1} characters")
        elif len(value.strip()) < least:
            seen.refuse(path, f"must be more than {least - 1} characters")

    return check


def words(most: int) -> Check:
    """Accept a string that people read, and count it."""
    length = string(most)

    def check(value: Any, path: str, seen: Inspection) -> None:
        length(value, path, seen)
        if isinstance(value, str):
            seen.characters += len(value)

    return check


def _mrkdwn(most: int) -> Check:
    inner = words(most)

    def check(value: Any, path: str, seen: Inspection) -> None:
        inner(value, path, seen)
        if isinstance(value, str):
            seen.read(value)

    return check


def one_of(*allowed: str) -> Check:
    """Accept one of these words."""

    def check(value: Any, path: str, seen: Inspection) -> None:
        if value not in allowed:
            seen.refuse(path, f"must be one of: {', '.join(allowed)}")

    return check


def boolean(value: Any, path: str, seen: Inspection) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        seen.refuse(path, "must be a boolean")


def between(least: int, most: int) -> Check:
    """Accept a whole number within these bounds."""

    def check(value: Any, path: str, seen: Inspection) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            seen.refuse(path, "must be an integer")
        elif not least <= value <= most:
            seen.refuse(path, f"must be between {least} and {most}")

    return check


def pattern(expression: str, what: str) -> Check:
    """Accept a string of this form."""
    compiled = re.compile(expression)

    def check(value: Any, path: str, seen: Inspection) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            seen.refuse(path, f"must be {what}")

    return check


def several(each: Check, most: int, least: int = 1) -> Check:
    """Accept a list of such things."""

    def check(value: Any, path: str, seen: Inspection) -> None:
        if not isinstance(value, list):
            seen.refuse(path, "must be an array")
            return
        if len(value) > most:
            seen.refuse(path, f"no more than {most} items allowed")
        if len(value) < least:
            seen.refuse(path, f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            each(item, f"{path}/{index}", seen)

    return check


def plain(most: int) -> Check:
    """Accept a `plain_text` object."""
    shape = Shape({"type": one_of("plain_text"), "text": words(most)}, {"emoji": boolean})
    return kinds({"plain_text": shape})


def text(most: int) -> Check:
    """Accept a `plain_text` or `mrkdwn` object."""
    marked = Shape({"type": one_of("mrkdwn"), "text": _mrkdwn(most)}, {"verbatim": boolean})
    return kinds({"plain_text": plain(most), "mrkdwn": marked})


def url(most: int) -> Check:
    """Accept a web address of a permitted length."""
    length, form = string(most), pattern(r"(?:https?|mailto|slack):\S+", "a valid url")

    def check(value: Any, path: str, seen: Inspection) -> None:
        length(value, path, seen)
        form(value, path, seen)

    return check


def unique_block_id(value: Any, path: str, seen: Inspection) -> None:
    """Accept a block id that no other block has."""
    string(limits.BLOCK_ID)(value, path, seen)
    if not isinstance(value, str):
        return
    if value in seen.block_ids:
        seen.refuse(path, f"`block_id` {value!r} already exists")
    seen.block_ids.add(value)


def unique_action_id(value: Any, path: str, seen: Inspection) -> None:
    """Accept an action id that no other element of the same block has."""
    string(limits.ACTION_ID)(value, path, seen)
    if not isinstance(value, str):
        return
    if value in seen.action_ids:
        seen.refuse(path, f"`action_id` {value!r} already exists")
    seen.action_ids.add(value)


def date(value: Any, path: str, seen: Inspection) -> None:
    """Accept a day that the calendar has, as YYYY-MM-DD."""
    if not is_day(value):
        seen.refuse(path, "must be a date in the format YYYY-MM-DD")


def is_day(value: Any) -> bool:
    """Tell whether this is a day of the calendar."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_number(value: Any, *, decimal: bool) -> bool:
    """Tell whether this text is a number as Slack's number field takes it."""
    return isinstance(value, str) and bool((_DECIMAL if decimal else _WHOLE).fullmatch(value))


def only_on(check: Check, *surfaces: str) -> Check:
    """Accept something on some surfaces only."""

    def narrowed(value: Any, path: str, seen: Inspection) -> None:
        check(value, path, seen)
        if seen.surface not in surfaces:
            seen.refuse(path, f"{value['type']} is not supported in a {seen.surface}")

    return narrowed


def focus(value: Any, path: str, seen: Inspection) -> None:
    """Accept the focus for one element of a view."""
    boolean(value, path, seen)
    seen.focused += value is True
    if seen.focused > 1 and value is True:
        seen.refuse(path, "only one element can have the focus")


def anything(_value: Any, _path: str, _seen: Inspection) -> None:
    """Accept what another check has already looked at."""
