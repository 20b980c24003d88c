"""The command line: `python -m bot COMMAND`, also installed as `pm-coach`."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import logs
from bot.app import serve
from bot.identity import TokenRefused
from bot.ready import NotReady, Roles, prepare
from bot.settings import Settings, SettingsError, Transport, load

DOTENV: Final = Path(".env")
PLAYGROUND: Final = (
    "There are no Slack tokens in .env, so this is the playground. To join your workspace, see README.md."
)
EVERYTHING: Final = Roles()
SPOKEN_TO: Final = frozenset({"doctor", "eval", "move"})  # somebody reads what they print: no log between its lines
ROLES: Final = {"run": EVERYTHING, "web": Roles(works=False), "worker": Roles(listens=False)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the number is the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        settings = load(os.environ, DOTENV)
        logs.set_up("WARNING" if asked.command in SPOKEN_TO and settings.log_level == "INFO" else settings.log_level)
        return _run(asked, settings)
    except SettingsError as error:
        if asked.command == "doctor":
            from bot import errands  # noqa: PLC0415  # as below

            print(errands.refused(error))
        else:
            print(error, file=sys.stderr)
    except (NotReady, TokenRefused) as error:
        print(error, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pm-coach", description="A Slack bot that coaches product managers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="everything in one process; without Slack tokens, the playground")
    commands.add_parser("web", help="answer Slack over HTTP, and leave the work to workers (PostgreSQL)")
    commands.add_parser("worker", help="make drafts and send messages (PostgreSQL)")
    commands.add_parser("demo", help="the playground: a local workspace in the browser")
    commands.add_parser("migrate", help="bring the database up to date")
    move_command = commands.add_parser("move", help="take everything from the SQLite file to PostgreSQL")
    move_command.add_argument("--to", required=True, help="postgresql://…, an empty database")
    due_command = commands.add_parser("due", help="say what would be sent until a time; nothing is sent")
    due_command.add_argument("--until", type=moment, help="such as 2026-12-01T09:00; UTC unless it names a zone")
    manifest_command = commands.add_parser("manifest", help="print the manifest that creates the Slack app")
    manifest_command.add_argument("--url", help="the bot's public https address, to be called over HTTP")
    models_command = commands.add_parser(
        "models", help="say which workspaces allow an AI model, or switch it off or on for one"
    )
    models_command.add_argument("--workspace", help="a workspace's ID (T…)")
    models_command.add_argument("state", nargs="?", choices=("on", "off"))
    _add_eval(
        commands.add_parser(
            "eval", help="run updates from a file through the coach, or through several models side by side"
        )
    )
    doctor_command = commands.add_parser("doctor", help="say what is wrong with the setup, and how to fix it")
    doctor_command.add_argument("--member", help="a member ID (U…): send them one test message, deleted at once")
    return parser


def _add_eval(command: argparse.ArgumentParser) -> None:
    rows = command.add_mutually_exclusive_group(required=True)
    rows.add_argument(
        "file", nargs="?", type=Path, help="updates, one JSON object a line with id and text; or a person's own export"
    )
    rows.add_argument(
        "--corrections", action="store_true", help="what people corrected, through the rules; only counts are shown"
    )
    command.add_argument(
        "--model", action="append", default=[], help='a model to compare, "rules" for none; several side by side'
    )
    command.add_argument("--out", type=Path, help="write each result as a line of JSON")
    command.add_argument("--price-in", type=float, help="of a million tokens, to work out the cost")
    command.add_argument("--price-out", type=float, help="the same for what the model writes")


def moment(said: str) -> datetime:
    """A time as it is written on a command line; without a zone it is UTC. Raises `ValueError`."""
    time = datetime.fromisoformat(said)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _run(asked: argparse.Namespace, settings: Settings) -> int:
    match asked.command:
        case "demo":
            _play(settings)
        case "run" if settings.transport is Transport.PLAYGROUND:
            print(PLAYGROUND)
            _play(settings)
        case command if command in ROLES:
            prepare(settings, ROLES[command])
            _until_stopped(lambda stop: serve(settings, ROLES[command], stop))
        case _:
            from bot import errands  # noqa: PLC0415  # a bot at work does without the doctor and the others

            return errands.run(asked, settings)
    return 0


def _play(settings: Settings) -> None:
    from bot import demo  # noqa: PLC0415  # the whole playground: a bot at work in Slack does without it

    _until_stopped(lambda stop: demo.play(settings, stop))


def _until_stopped(run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run until SIGTERM or Ctrl+C, then let every part finish."""

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        await run(stop)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(until_stopped())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Uvloop where there is one: it takes a third off the processor time of a request."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415  # not to be had on Windows

    return uvloop.new_event_loop


if __name__ == "__main__":
    sys.exit(main())
