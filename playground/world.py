"""The world: one app, its workspaces, and the server that all of it happens on."""

import asyncio
import itertools
import time
import uuid
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Literal, Self

from playground import announced, payloads
from playground.acknowledgements import Acknowledgement
from playground.clock import Clock
from playground.delivery import Deliveries
from playground.faults import Faults
from playground.hosting import Host
from playground.methods import METHODS
from playground.oauth import Authorisations
from playground.organisations import Organisation
from playground.rates import Rates
from playground.recorder import Entry, Recorder, Violation
from playground.response_urls import ResponseUrls
from playground.server import Server
from playground.shapes import Payload
from playground.sockets import Sockets
from playground.subscriptions import Subscriptions
from playground.triggers import Triggers
from playground.workspace import Workspace

SCOPES = ("commands", "chat:write", "im:write", "im:history", "users:read", "files:write")


class World:
    """A local Slack: use it as an async context manager.

    `rates="unlimited"` minds only the limits stated with `world.rates.state(...)`. `retry_scale` shortens the
    waits before an event comes again. `now` is real time, also for triggers and response URLs; `clock` begins
    there and goes ahead of it. `manifest` is the app's own, as pasted into Slack: the page offers the commands,
    shortcuts and tabs that it names. `keep` bounds the record, for worlds that stand open for days.
    """

    app_id = "A0PLAYGROUND"
    app_token = "xapp-playground-1-A0PLAYGROUND"  # noqa: S105 - fixed and fake on purpose
    signing_secret = "playground-signing-secret"  # noqa: S105 - as above
    client_id = "1000000000.2000000000"
    client_secret = "playground-client-secret"  # noqa: S105 - as above
    real_time = staticmethod(time.time)

    def __init__(  # noqa: PLR0913 - each is a setting of its own, and by name
        self,
        *,
        port: int = 0,
        rates: Literal["slack", "unlimited"] = "slack",
        ack_timeout: float = 3.0,
        retry_scale: float = 1.0,
        scopes: Iterable[str] = SCOPES,
        now: Callable[[], float] = time.time,
        manifest: Payload | None = None,
        keep: int = 0,
    ) -> None:
        self.now, self.clock = now, Clock(now)
        self.clock.on_jump(self.changed)
        self.manifest: Payload = manifest or {}
        self.bot_name = announced.name(self.manifest)
        self.ack_timeout, self.retry_scale = ack_timeout, retry_scale
        self.closed_views_keep_state = True
        """Whether `view_closed` carries what was typed; the samples show no values, and nobody could confirm."""
        self.scan_seconds = 0.0
        """How long Slack looks a file over before the message with it appears."""
        self.host = Host()
        self.run = uuid.uuid4().hex
        self.scopes = frozenset(scopes)
        self.request_url = ""
        self.methods = METHODS
        self.recorder, self.faults, self.subscriptions = Recorder(most=keep), Faults(), Subscriptions()
        self.rates = Rates(now, unlimited=rates == "unlimited")
        self.triggers, self.response_urls = Triggers(now), ResponseUrls(self)
        self.authorisations = Authorisations(self)
        self.deliveries = Deliveries(self)
        self.closing = asyncio.Event()
        self._server = Server(self, port)
        self.changes = 0
        """How often something has changed: who compares it misses nothing between two looks."""
        self._waiting: set[asyncio.Event] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._last_ts = 0
        self._view_ids, self._event_numbers = itertools.count(1), itertools.count(1)
        self.workspaces: dict[str, Workspace] = {}
        self.organisations: dict[str, Organisation] = {}
        self.default = self.add_workspace("Acme")

    async def __aenter__(self) -> Self:
        await self._server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        self.changed()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.deliveries.close()
        await self._server.stop()

    # Addresses

    @property
    def base_url(self) -> str:
        """Give the server's address, with a slash at the end."""
        return f"http://127.0.0.1:{self._server.port}/"

    @property
    def api_url(self) -> str:
        """Give the address of the Web API."""
        return f"{self.base_url}api/"

    @property
    def page_url(self) -> str:
        """Give the address of the page for people."""
        return f"{self.base_url}page/"

    # Workspaces and the app

    def add_workspace(self, name: str, *, installed: bool = True) -> Workspace:
        """Open another workspace, with the app installed unless told otherwise."""
        if name not in self.workspaces:
            scopes = self.scopes if installed else frozenset[str]()
            workspace = Workspace(self, name, len(self.workspaces) + 1, scopes, installed=installed)
            self.workspaces[name] = workspace
        return self.workspaces[name]

    def add_organisation(self, name: str, *workspaces: str, installed: bool = True) -> Organisation:
        """Open an organization with these workspaces, with the app installed in all of them unless told otherwise."""
        organisation = self.organisations[name] = Organisation(self, name, len(self.organisations) + 1)
        for one in workspaces:
            organisation.adopt(self.add_workspace(one, installed=False))
        if installed:
            organisation.install(self.scopes)
        return organisation

    def workspace(self, name: str) -> Workspace:
        """Give the workspace of this name."""
        return self.workspaces[name]

    def workspace_of_id(self, workspace_id: str) -> Workspace | None:
        """Give the workspace with this id, if there is one."""
        return next((w for w in self.workspaces.values() if w.id == workspace_id), None)

    def workspace_of_token(self, token: str | None, given: Payload | None = None) -> Workspace | None:
        """Give the workspace that a bot token belongs to; an organization's is good for the one that a call is about."""
        roof = self.organisation_of_token(token)
        if roof is not None:
            return roof.workspace_for(given or {})
        known = self.workspaces.values()
        return next((w for w in known if token == w.bot_token or token in w.former_tokens), None)

    def organisation_of_token(self, token: str | None) -> Organisation | None:
        """Give the organization that a bot token belongs to."""
        return next((o for o in self.organisations.values() if o.installs and o.bot_token == token), None)

    @property
    def sockets(self) -> Sockets:
        """Give the app's Socket Mode connections."""
        return self.deliveries.sockets

    async def connected(self, n: int = 1, timeout: float = 20.0) -> None:  # noqa: ASYNC109 - one word for tests
        """Wait until the app has this many sockets open."""
        await self.sockets.wait_for(n, timeout)

    async def deliver(self, payload: Payload) -> Acknowledgement:
        """Deliver a payload to the app: a command, an interaction or an event."""
        return await self.deliveries.deliver(payload)

    async def redeliver(self, entry: Entry) -> Acknowledgement:
        """Deliver what was delivered before once more."""
        return await self.deliver(entry.payload)

    async def event(self, workspace: Workspace, inner: Payload, *, everywhere: bool = False) -> Acknowledgement:
        """Tell the app about something that happened in a workspace, or in its whole organization."""
        return await self.deliver(payloads.event(workspace, inner, next(self._event_numbers), everywhere=everywhere))

    async def tell(self, workspace: Workspace, inner: Payload, *, everywhere: bool = False) -> Acknowledgement:
        """Tell the app about something if it is subscribed to it."""
        if not self.subscriptions.hears(workspace, str(inner["type"])):
            return Acknowledgement()
        return await self.event(workspace, inner, everywhere=everywhere)

    # What was seen

    @property
    def recorded(self) -> list[Entry]:
        """Give all that crossed the wire, in order."""
        return self.recorder.entries

    @property
    def violations(self) -> list[Violation]:
        """Give the rules that the app broke."""
        return self.recorder.violations

    @property
    def broadcasts(self) -> list[str]:
        """Give the words in the app's messages that would alert a channel."""
        return self.recorder.broadcasts

    def calls(self, name: str) -> list[Entry]:
        """Give the app's calls of one Web API method."""
        return self.recorder.calls(name)

    def everything_as_text(self) -> str:
        """Give all that was recorded as one text to search in."""
        return self.recorder.as_text()

    # Time and change

    def next_ts(self) -> str:
        """Give the next time stamp, later than all before."""
        self._last_ts = max(self.clock.microseconds(), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def edit_ts(self) -> str:
        """Give the time stamp of a change, which Slack rounds to seconds."""
        return f"{self.clock.seconds()}.000000"

    def next_view_id(self) -> str:
        """Give the id for one more view."""
        return f"V0{next(self._view_ids):09d}"

    def changed(self) -> None:
        """Wake everybody who waits for something to change."""
        self.changes += 1
        for event in self._waiting:
            event.set()

    async def any_change(self, seconds: float) -> None:
        """Wait until something changes, at most so long."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(event)

    async def changed_since(self, changes: int, seconds: float) -> None:
        """Wait until something has changed since there were so many changes, at most so long."""
        if self.changes == changes:
            await self.any_change(seconds)

    async def eventually(self, condition: Callable[[], bool], timeout: float = 20.0) -> bool:  # noqa: ASYNC109
        """Wait until something is true, and tell whether it became so."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not condition():
            left = deadline - loop.time()
            if left <= 0:
                return False
            await self.any_change(left)
        return True

    def background(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something while people go on."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
