"""A PostgreSQL server for tests: the one named in TEST_POSTGRES_URL, a local one, or a private one started here."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import make_url

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a server; skip with a loud line where there is none, unless REQUIRE_ALL is set."""
    for url in filter(None, (os.environ.get("TEST_POSTGRES_URL"), LOCAL)):
        if _answers(url):
            yield url
            return
    with private() as own:
        yield own.url


@contextmanager
def database(url: str, like: str | None = None) -> Iterator[str]:
    """Give the address of a new database, empty or like another one that nobody has open; dropped afterwards."""
    name = f"coach_{uuid.uuid4().hex}"
    template = make_url(like).database if like else "template1"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield make_url(url).set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _without() -> NoReturn:
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail("REQUIRE_ALL is set, and there is no PostgreSQL server and none installed to start.")
    pytest.skip("NO POSTGRESQL: its tests are NOT run. Install it, or set TEST_POSTGRES_URL.")


@contextmanager
def private() -> Iterator["Server"]:
    """A server of our own, to be stopped and started at will; skip with a loud line where none is installed."""
    binaries = _binaries()
    if binaries is None:
        _without()
    with tempfile.TemporaryDirectory(prefix="coach-pg-") as folder:
        if account := _account():
            shutil.chown(folder, account)
        own = Server(binaries, Path(folder), account)
        own.make()
        own.start()
        try:
            yield own
        finally:
            own.stop()


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a folder of its own, on a socket; as root it runs as `account`, for it refuses to run as root."""

    binaries: Path
    folder: Path
    account: str | None

    @property
    def url(self) -> str:
        """Its address."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        """Make its files."""
        self._run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        self._run("pg_ctl", "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it: `fast` ends what is under way, `immediate` is as if it had died."""
        self._run("pg_ctl", "-m", how, "-w", "stop")

    def _run(self, program: str, *told: object) -> None:
        command = [str(part) for part in (self.binaries / program, "-D", self.folder / "data", *told)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, user=self.account)


def _binaries() -> Path | None:
    """The folder of the newest installed server's programs; none for root where there is no account to run them as."""
    if os.geteuid() == 0 and not _account():
        return None
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _account() -> str | None:
    """As whom root starts a server."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None
