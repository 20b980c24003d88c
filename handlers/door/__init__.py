"""The door: what Slack sends becomes a typed thing here, and raw payloads go no further.

Text typed after a command arrives escaped and is unescaped once, here (C10). The values of a form arrive as typed.
"""

from handlers.door.desk import Desk, answer, asked_model, refresh, tell
from handlers.door.home import HomeOpened
from handlers.door.messages import DirectMessage, Heard, MessageShortcut
from handlers.door.payloads import Click, Closed, Command, Submission
from handlers.door.reading import ORDERS, Payload, id_in, owner_of, unescape, words_in
from handlers.door.shortcut import Shortcut
from handlers.door.window import SECONDS_FOR_A_VIEW, NotOpened, Window

__all__ = [
    "ORDERS",
    "SECONDS_FOR_A_VIEW",
    "Click",
    "Closed",
    "Command",
    "Desk",
    "DirectMessage",
    "Heard",
    "HomeOpened",
    "MessageShortcut",
    "NotOpened",
    "Payload",
    "Shortcut",
    "Submission",
    "Window",
    "answer",
    "asked_model",
    "id_in",
    "owner_of",
    "refresh",
    "tell",
    "unescape",
    "words_in",
]
