"""What is sent: the instructions, the facts as data, and how the answer's form is asked for."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from bot.coach.editor import Brief, Rejected
from bot.coach.gaps import SLOTS
from bot.coach.placing import Heading
from bot.coach.proposal import Kind
from prompts.instructions import Instructions

Message = dict[str, str]
Form = dict[str, Any]

# What a chat template may take for a mark of its own, such as <|im_end|>, </s> or [INST]; "<$40" stays as it is.
_MARKUP: Final = re.compile(r"<(?=[^\s\d$€£<>=.,-])|\[(?=/?[A-Z_]{3,}\])")

_SHAPE: Final[Form] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "heading": {"type": "string", "enum": [heading.value for heading in Heading]},
                    "cites": {"type": "array", "items": {"type": "string"}},  # first: it chooses, then it writes
                    "text": {"type": "string"},
                },
                "required": ["heading", "cites", "text"],
                "additionalProperties": False,
            },
        },
        "asks": {"type": "array", "items": {"type": "string", "enum": list(SLOTS)}},
        "kind": {"type": ["string", "null"], "enum": [*(kind.value for kind in Kind), None]},
        "metric": {
            "type": ["object", "null"],
            "properties": {part: {"type": ["string", "null"]} for part in ("name", "before", "after")},
            "required": ["name", "before", "after"],
            "additionalProperties": False,
        },
    },
    "required": ["sentences", "asks", "kind", "metric"],
    "additionalProperties": False,
}

FORMS: Final[tuple[tuple[str, Form | None], ...]] = (
    (
        "json_schema",
        {"type": "json_schema", "json_schema": {"name": "manuscript", "strict": True, "schema": _SHAPE}},
    ),
    ("json_object", {"type": "json_object"}),
    ("plain", None),
)
"""The ladder: how the form of an answer can be asked for, strictest first."""


def written(brief: Brief, told: Instructions) -> list[Message]:
    """Ask for a manuscript of these facts."""
    return _messages(told, _material(brief) | {"slots": list(SLOTS)})


def repaired(brief: Brief, rejected: Sequence[Rejected], told: Instructions) -> list[Message]:
    """Ask for these sentences once more."""
    again = [
        {
            "heading": each.sentence.heading.value,
            "cites": list(each.sentence.cites),
            "text": each.sentence.text,
            "reasons": list(each.reasons),
        }
        for each in rejected
    ]
    return _messages(told, _material(brief) | {"rejected": again})


def _material(brief: Brief) -> dict[str, Any]:
    facts = [{"id": name, "text": text, "marks": list(brief.marks.get(name, ()))} for name, text in brief.facts.items()]
    return {"language": brief.language, "kind": brief.kind.value, "tone": brief.tone.value, "facts": facts}


def _messages(told: Instructions, material: dict[str, Any]) -> list[Message]:
    return [{"role": "system", "content": told.text}, {"role": "user", "content": as_data(material)}]


def as_data(material: dict[str, Any]) -> str:
    """JSON that no text in it can end, nor with the marks by which chat templates tell who speaks."""
    said = json.dumps(material, ensure_ascii=False)
    return _MARKUP.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
