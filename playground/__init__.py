"""A strict local Slack workspace. It speaks only the protocol and knows no app."""

from playground.acknowledgements import Acknowledgement
from playground.conversations import Message
from playground.files import File
from playground.hosting import Host, Pause, Step
from playground.person import Person
from playground.recorder import Entry, Violation
from playground.screen import NothingToClick
from playground.views import View
from playground.workspace import Workspace
from playground.world import World

__all__ = [
    "Acknowledgement",
    "Entry",
    "File",
    "Host",
    "Message",
    "NothingToClick",
    "Pause",
    "Person",
    "Step",
    "View",
    "Violation",
    "Workspace",
    "World",
]
