"""A PostgreSQL server for tests: the one named in TEST_POSTGRES_URL, a local one, or a private one started here."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
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
    binaries = _binaries()
    if binaries is None:
        _without()
    with _private(binaries) as url:
        yield url


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


def _binaries() -> Path | None:
    """The folder of the newest installed server's programs; none for root, as whom a server refuses to start."""
    if os.geteuid() == 0:
        return None
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def _private(binaries: Path) -> Iterator[str]:
    """Start a server of our own in a folder of its own, on a socket; stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="coach-pg-") as folder:
        data = Path(folder, "data")
        _run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        _run(binaries / "pg_ctl", "-D", data, "-o", options, "-w", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
