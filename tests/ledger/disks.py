"""A disk that is full: for SQLite no file of this process grows any more, and PostgreSQL says what it says then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
import pytest
from sqlalchemy import make_url

GROWN: Final = 200_000  # bytes: some entries have room until then
REFUSE: Final = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON evidence EXECUTE FUNCTION refuse();
    CREATE FUNCTION refuse_tables() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION refuse_tables();
"""
LET = "DROP EVENT TRIGGER refuse; DROP FUNCTION refuse_tables(); DROP FUNCTION refuse() CASCADE"


@contextmanager
def full(url: str) -> Iterator[None]:
    """Until its end there is no room for more than a few entries."""
    if make_url(url).drivername == "sqlite":
        resource = pytest.importorskip("resource", reason="Windows limits no file's size.")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (GROWN, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(REFUSE)
        try:
            yield
        finally:
            server.execute(LET)
