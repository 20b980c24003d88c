"""`python -m bot models`: which workspaces allow an AI model, and the switch for one of them."""

import re
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot import llm
from bot.ledger import engines, migrate
from bot.ledger.models import Workspace
from bot.ready import NotReady, opening
from bot.settings import Settings


def answer(settings: Settings, workspace: str | None, state: str | None, now: datetime) -> str:
    """Switch, if that was asked for, and say how things stand. Raises `NotReady`."""
    if bool(workspace) != bool(state):
        raise NotReady("Name both: python -m bot models --workspace T… off (or on). Without either, I list them.")
    if workspace and not re.fullmatch(r"[TE][A-Z0-9]{2,31}", workspace):
        raise NotReady("That is no workspace's ID. It begins with T, and stands in the address of Slack in a browser.")
    with opening(), engines.opened(settings.database_url) as engine:
        if not migrate.is_current(engine):
            raise NotReady("The database is not up to date. Run: python -m bot migrate")
        with engine.execution_options(**engines.WRITES).begin() as connection:
            if workspace:
                _switch(connection, workspace, allowed=state == "on", now=now)
            rows = connection.execute(select(Workspace.id, Workspace.models_allowed).order_by(Workspace.id)).all()
    return "\n".join([_model(settings), *(f"{row.id}  {'on' if row.models_allowed else 'off'}" for row in rows)])


def _switch(connection: Connection, workspace: str, *, allowed: bool, now: datetime) -> None:
    """Keep it, also for a workspace that has not said anything yet."""
    table = Workspace.__table__
    known = connection.execute(update(Workspace).where(Workspace.id == workspace).values(models_allowed=allowed))
    if not known.rowcount:
        connection.execute(table.insert().values(id=workspace, models_allowed=allowed, created_at=now))  # type: ignore[attr-defined]


def _model(settings: Settings) -> str:
    server = llm.server_in(settings)
    if server is None:
        return "No AI model is set: nothing goes to one, whatever stands here."
    return f"The AI model is {server.model} at {server.where}. Where it is on, each person decides under Settings."
