"""Logs: one JSON object a line, a sentence for people and a fixed `event` for machines. Never anybody's words.

Slack's libraries print payloads at DEBUG and requests they do not know at WARNING, so they speak from ERROR on. And no
library's sentence is printed at all: it may quote an exception, a token in an address, or what somebody wrote.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final

BOLT: Final = "slack_bolt.pm_coach"  # Bolt would otherwise give its loggers the level of the root
LIBRARIES: Final = (
    BOLT,
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "alembic",
    "aiohttp",
    "asyncio",
    "uvicorn",
    "apscheduler",
    "procrastinate",
    "psycopg",
    "openai",
    "httpx2",  # it prints whole addresses, with the credentials that may stand in them
    "httpcore2",
)
OURS: Final = frozenset({"bot", "handlers", "playground"})
KEPT_OUT: Final = "A library spoke; its words are kept out of the log."
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A record as one line of JSON, its extra fields beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. An exception is named by its type alone: its text may hold somebody's words."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **_told(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False, default=str)


def _told(record: logging.LogRecord) -> dict[str, Any]:
    """What our own code says, with its extra fields; of a library only where in it the line was written."""
    if record.name.partition(".")[0] not in OURS:
        return {"said": KEPT_OUT, "function": record.funcName}
    extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    return {"said": record.getMessage(), **extra}


def set_up(level: str) -> None:
    """Send the log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.ERROR)
