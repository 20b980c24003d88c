"""The receipt of a new entry as JSON, quickly: most of it is the same for every entry of one kind.

It is rendered once for each look, from the very view, with marks where an entry's own words and id stand; after that
only the marks are filled in.
"""

import json
import uuid
from datetime import UTC, datetime
from functools import cache
from json.encoder import encode_basestring_ascii
from typing import Final

from bot.coach.evidence import Entry, Saved
from bot.coach.proposal import Kind, Metric
from bot.coach.questions import frame
from bot.views import capture, kit

# No sentence of ours holds these.
_ID: Final = uuid.UUID(int=0)
_WORDS: Final = "\x02"
_METRIC: Final = Metric("\x03", None, None)


def receipt(saved: Saved) -> str:
    """What `views.capture.receipt` gives, as JSON."""
    entry = saved.entry
    if saved.before or entry.author:  # rare, and with lines of their own
        return json.dumps(capture.receipt(saved))
    template = _template(entry.kind, entry.language, entry.follow_up, entry.metric is not None)
    return template % {
        "id": entry.id.hex,
        "notice": _inside(kit.escape(kit.cut(entry.text, kit.NOTICE))),
        "words": _inside(kit.cut(entry.text, kit.SECTION)),
        "metric": _inside(capture.metric_line(entry.metric, frame(entry.language))) if entry.metric else "",
    }


@cache
def _template(kind: Kind, language: str, follow_up: str | None, measured: bool) -> str:  # noqa: FBT001  # a part of the key
    marked = Entry(
        _ID, _WORDS, {}, 1, kind, _METRIC if measured else None, follow_up, language, datetime.min.replace(tzinfo=UTC)
    )
    return (
        json.dumps(capture.receipt(Saved(marked)))
        .replace("%", "%%")
        .replace(_ID.hex, "%(id)s")
        .replace(_inside(_WORDS), "%(notice)s", 1)  # the notification stands first
        .replace(_inside(_WORDS), "%(words)s")
        .replace(_inside(capture.metric_line(_METRIC, frame(language))), "%(metric)s")
    )


def _inside(text: str) -> str:
    """The text as it stands between the quotes of a JSON string."""
    return encode_basestring_ascii(text)[1:-1]
