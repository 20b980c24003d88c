"""The composition root: settings, ledger, coach, Slack app, engine; opened in this order and closed in reverse."""

import asyncio
import gc
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

import handlers
from bot import llm, logs, metrics, outgoing
from bot.coach.budget import Allowance
from bot.coach.consent import Model
from bot.coach.editor import Editor
from bot.coach.moment import Moment
from bot.delivery import lookout
from bot.delivery.clients import Clients
from bot.delivery.duties import AtWork, Duties, Planner
from bot.delivery.engine import Engine
from bot.delivery.fence import FencedRequest
from bot.delivery.files import Files
from bot.delivery.outbox import Patience
from bot.delivery.pace import Limits, Pacing
from bot.delivery.sender import Sender
from bot.delivery.whisper import Whisper
from bot.identity import Authorize, Identities, Identity
from bot.ledger.errors import LedgerError
from bot.ledger.scope import EVERYONE
from bot.ledger.store import Ledger
from bot.outgoing.helping import Helping
from bot.outgoing.whereabouts import SlackZones
from bot.outgoing.workshop import Workshop
from bot.ready import ALONE, NotReady, Roles, check_tables, opening
from bot.settings import Settings, Transport
from bot.web import Server, Web
from handlers.door import Desk

if TYPE_CHECKING:
    from bot.sockets import Sockets

log = logging.getLogger(__name__)

HOST = "0.0.0.0"  # noqa: S104  # hosts and containers route to the process from outside
NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def real_moment() -> Moment:
    """Now, where nobody has moved a clock."""
    now = utc_now()
    return Moment(now, now)


def _both(clock: Callable[[], datetime]) -> Callable[[], Moment]:
    return lambda: Moment(clock(), utc_now())


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that is open in this process."""

    ledger: Ledger
    app: AsyncApp
    engine: AtWork | None
    sockets: "Sockets | None"
    now: Callable[[], Moment] = real_moment
    editor: Editor | None = None

    async def readiness(self) -> dict[str, bool]:
        """Which parts answer: the database, the workers, the connections to Slack."""
        parts = {"database": await self._database_answers()}
        if self.engine:
            parts["workers"] = self.engine.alive()
            parts["clock"] = self.engine.ticking()
        if self.sockets:
            parts["socket"] = await self.sockets.connected() > 0
        return parts

    async def metrics(self) -> str:
        """What there is to measure, for Prometheus. Raises `LedgerError`."""
        lanes = await lookout.waiting(self.ledger, self.now())
        keeping = metrics.Keeping(not await self.ledger.has_room(), self.ledger.unwritten)
        return metrics.exposition(lanes, keeping, self.engine)

    async def _database_answers(self) -> bool:
        try:
            await self.ledger.read(EVERYONE, lambda session: session.execute(text("SELECT 1")).scalar())
        except LedgerError:
            return False
        return await self.ledger.has_room()


@asynccontextmanager
async def assemble(  # noqa: PLR0913  # each is a setting of its own, and by name
    settings: Settings,
    roles: Roles = ALONE,
    *,
    clock: Callable[[], datetime] = utc_now,
    patience: Patience = Patience(),  # noqa: B008  # frozen
    limits: Limits = Limits(),  # noqa: B008  # frozen
    planners: Sequence[Planner] = outgoing.PLANNERS,
    bounds: llm.Bounds = llm.Bounds(),  # noqa: B008  # frozen
    elsewhere: Mapping[str, str] = NOWHERE,
) -> AsyncIterator[Bot]:
    """Open every part, hand the bot over at work, and close every part.

    `clock` is that of due dates; leases, doubts and time-outs always stand on the real one. `elsewhere` has the bot's
    tokens in further workspaces, by Slack's ids of these.
    """
    async with AsyncExitStack() as stack:
        ledger = Ledger.open(settings.database_url)
        stack.push_async_callback(ledger.close)
        await asyncio.to_thread(check_tables, ledger, roles)
        session = await stack.enter_async_context(_http(patience))
        clients = _clients(settings, elsewhere, session)
        identity = Identities(Identity(clients.own), {team: Identity(one) for team, one in clients.others.items()})
        await identity.introduce()
        whisper = Whisper(session)
        stack.push_async_callback(whisper.close)
        editor = await stack.enter_async_context(llm.opened(settings, bounds)) if roles.works else None
        now, pacing = _both(clock), Pacing(limits)
        where = SlackZones(clients, pacing)
        files = Files(clients, session, patience, pacing, utc_now)
        helping = Helping(
            ledger, editor, Allowance(settings.model_calls_per_member, settings.model_calls_per_workspace)
        )
        lease = patience.lease + bounds.longest if editor else patience.lease  # or two would ask for one draft
        workshop = Workshop(ledger, outgoing.makers(ledger, clients, settings.win_command, helping, where), lease)
        duties = Duties(
            ledger, Sender(clients, patience, pacing, utc_now), outgoing.posts(ledger, clients, where, whisper, files, clock), workshop,
            now, patience, planners=(*planners, *(outgoing.WITH_A_MODEL if editor else ())), pacing=pacing,
        )  # fmt: skip
        engine, wake = _alone(duties) if roles.alone else await _among_many(roles, duties, settings.database_url, stack)
        app = _slack_app(settings, session, identity)
        handlers.register(app, Desk(ledger, whisper, clock, wake, settings.win_command, model_told(settings)))
        sockets = _sockets(app, settings.slack_app_token) if roles.listens and settings.slack_app_token else None
        bot = Bot(ledger, app, engine, sockets, now, editor)
        _begin(bot, stack)
        yield bot


def _clients(settings: Settings, elsewhere: Mapping[str, str], session: aiohttp.ClientSession) -> Clients:
    def one(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token, settings.slack_api_url, session=session, retry_handlers=[])

    return Clients(one(settings.slack_bot_token), {workspace: one(token) for workspace, token in elsewhere.items()})


def model_told(settings: Settings) -> Model | None:
    """The model that is set, as people are told of it."""
    server = llm.server_in(settings)
    return Model(server.model, server.where) if server else None


def _alone(duties: Duties) -> tuple[AtWork, Callable[[str], None]]:
    engine = Engine(duties)
    return engine, engine.wake


async def _among_many(
    roles: Roles, duties: Duties, url: str, stack: AsyncExitStack
) -> tuple[AtWork | None, Callable[[str], None]]:
    """Procrastinate, imported only where it is used: one process by itself does without it."""
    from bot.delivery.fleet import Fleet  # noqa: PLC0415
    from bot.delivery.queue import Queue  # noqa: PLC0415

    queue = Queue(url)
    with opening():
        await queue.open()
    stack.push_async_callback(queue.close)
    if not roles.works:
        return None, queue.wake
    fleet = Fleet(duties, queue)
    return fleet, fleet.wake


def _begin(bot: Bot, stack: AsyncExitStack) -> None:
    if bot.engine:
        bot.engine.start()
        stack.push_async_callback(bot.engine.close)
    if bot.sockets:
        bot.sockets.start()
        stack.push_async_callback(bot.sockets.close)


def _sockets(app: AsyncApp, app_token: str) -> "Sockets":
    """Socket Mode, imported only where it is used: over HTTP its client is memory for nothing."""
    from bot.sockets import Sockets  # noqa: PLC0415

    return Sockets(app, app_token)


def _http(patience: Patience) -> aiohttp.ClientSession:
    """Without a limit of connections of its own: a workspace that does not answer would use them up for all others."""
    timeout = aiohttp.ClientTimeout(total=patience.call.total_seconds())
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(timeout=timeout, connector=connector, request_class=FencedRequest)


def _slack_app(settings: Settings, session: aiohttp.ClientSession, identity: Identities) -> AsyncApp:
    with _without_slack_variables():
        return AsyncApp(
            name="pm-coach",
            logger=logging.getLogger(logs.BOLT),
            client=AsyncWebClient(base_url=settings.slack_api_url, session=session, retry_handlers=[]),
            authorize=Authorize(identity),  # Bolt calls it as it is; a function gets its arguments worked out
            signing_secret=settings.slack_signing_secret or "",
            process_before_response=True,  # otherwise Bolt polls for the acknowledgement every 10 ms
            attaching_function_token_enabled=False,
        )


@contextmanager
def _without_slack_variables() -> Iterator[None]:
    """Bolt reads the environment by itself and would add an OAuth flow of its own: it gets what is meant instead."""
    names = [name for name in os.environ if name.startswith("SLACK_")]
    taken = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(taken)


async def serve(settings: Settings, roles: Roles, stop: asyncio.Event) -> None:
    """Run until told to stop. Raises `NotReady`."""
    with _listening(settings.port) as opened:
        async with assemble(settings, roles) as bot:
            settle()
            listens_to_slack = roles.listens and settings.transport is Transport.HTTP
            server = Server(Web(bot.app if listens_to_slack else None, bot))
            running = asyncio.create_task(server.serve([opened]))
            log.info("At work on port %d", opened.getsockname()[1], extra={"event": "process.started"})
            await stop.wait()
            server.should_exit = True
            await running


def settle() -> None:
    """What is there now stays until the end: the garbage collector need not look at it again and again.

    A request makes some hundred objects, and many are under way at once: at Python's own threshold of 700 each is
    looked at several times before it ends. Measured: a tenth of the processor time of a saturated bot.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise NotReady(f"Port {port} is taken or not allowed. Set PORT to another one.") from error
