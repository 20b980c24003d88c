"""Which blocks Slack takes, on which surface, and what it answers to the others ("Blocks")."""

from typing import Any

from playground import limits
from playground.checks import (
    Check,
    Inspection,
    Shape,
    boolean,
    kinds,
    one_of,
    plain,
    several,
    string,
    text,
    unique_block_id,
    url,
    words,
)
from playground.elements import IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION, image
from playground.rich_text import RICH_TEXT


def _block(kind: str, required: dict[str, Check], **optional: Check) -> Shape:
    return Shape({"type": one_of(kind), **required}, {"block_id": unique_block_id, **optional})


_section_shape = _block(
    "section",
    {},
    text=text(limits.SECTION_TEXT),
    fields=several(text(limits.FIELD_TEXT), limits.SECTION_FIELDS),
    accessory=IN_SECTION,
    expand=boolean,
)
_input_shape = _block(
    "input",
    {"label": plain(limits.INPUT_LABEL), "element": IN_INPUT},
    hint=plain(limits.INPUT_HINT),
    optional=boolean,
    dispatch_action=boolean,
)


def _section(value: Any, path: str, seen: Inspection) -> None:
    _section_shape(value, path, seen)
    if "text" not in value and "fields" not in value:
        seen.refuse(path, "missing required field: text or fields")


_cell = kinds(
    {"raw_text": Shape({"type": one_of("raw_text"), "text": words(limits.TABLE_CHARACTERS)}), "rich_text": RICH_TEXT}
)
_column = Shape(optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column_or_none(value: Any, path: str, seen: Inspection) -> None:
    if value is not None:  # which leaves a column as it is
        _column(value, path, seen)


_table_shape = _block(
    "table",
    {"rows": several(several(_cell, limits.TABLE_COLUMNS), limits.TABLE_ROWS)},
    column_settings=several(_column_or_none, limits.TABLE_COLUMNS),
)


def _table(value: Any, path: str, seen: Inspection) -> None:
    seen.tables += 1
    before = seen.characters
    _table_shape(value, path, seen)
    if seen.tables > 1:
        seen.refuse(path, "only_one_table_allowed")
    if seen.characters - before > limits.TABLE_CHARACTERS:
        seen.refuse(path, f"must be less than {limits.TABLE_CHARACTERS + 1} characters")


def _input(value: Any, path: str, seen: Inspection) -> None:
    seen.inputs += 1
    _input_shape(value, path, seen)


EVERYWHERE: dict[str, Check] = {
    "section": _section,
    "input": _input,
    "rich_text": RICH_TEXT,
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain(limits.HEADER_TEXT)}),
    "context": _block("context", {"elements": several(IN_CONTEXT, limits.CONTEXT_ELEMENTS)}),
    "actions": _block("actions", {"elements": several(IN_ACTIONS, limits.ACTION_ELEMENTS)}),
    "image": image(title=plain(limits.TITLE_TEXT), block_id=unique_block_id),
    "video": _block(
        "video",
        {
            "title": plain(199),
            "video_url": url(limits.IMAGE_URL),
            "thumbnail_url": url(limits.IMAGE_URL),
            "alt_text": string(limits.ALT_TEXT),
        },
        description=plain(200),
        title_url=url(limits.BUTTON_URL),
        author_name=string(49),
        provider_name=string(50),
        provider_icon_url=url(limits.IMAGE_URL),
    ),
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "table": _table,
    "markdown": _block("markdown", {"text": words(limits.MARKDOWN)}),
}


def _each_alone(check: Check) -> Check:
    def one(value: Any, path: str, seen: Inspection) -> None:
        seen.action_ids.clear()  # action ids need to be unique inside their block only
        check(value, path, seen)

    return one


_MESSAGE = several(_each_alone(kinds(IN_MESSAGES)), limits.MESSAGE_BLOCKS, 0)
_VIEW = several(_each_alone(kinds(EVERYWHERE)), limits.VIEW_BLOCKS, 0)


def inspect_blocks(blocks: Any, surface: str = "message", path: str = "/blocks") -> Inspection:
    """Look over the blocks of a message, a modal or a Home."""
    seen = Inspection(surface)
    (_MESSAGE if surface == "message" else _VIEW)(blocks, path, seen)
    return seen
