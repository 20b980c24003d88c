"""Whose words may go to a model, and when (R9): the workspace allows it, the person pressed or switched it on."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from bot.ledger.models import Profile, Workspace
from bot.ledger.scope import Owner, ScopedSession
from bot.ledger.store import Ledger


class Help(StrEnum):
    """How much a model may do for a person."""

    RULES = "rules"
    REFRAME = "reframe"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Model:
    """The model that is set, as people are told of it: its name, and the name of the server that it runs on."""

    name: str
    where: str

    @property
    def mark(self) -> str:
        """The server as an id that a form can carry: what it named is what its owner agreed to."""
        return uuid.uuid5(uuid.NAMESPACE_DNS, self.where).hex


@dataclass(frozen=True, slots=True)
class Consent:
    """What stands. `told` is the server that was named when the person switched automatic help on."""

    help: Help = Help.REFRAME
    told: str | None = None
    workspace: bool = True


def may_go(consent: Consent, where: str, *, pressed: bool) -> bool:
    """Whether a text may go to the model on this server: because its owner pressed for it, or by itself.

    By itself only to the server that they were told of.
    """
    if not consent.workspace or consent.help is Help.RULES:
        return False
    return pressed or (consent.help is Help.ALWAYS and consent.told == where)


def given(session: ScopedSession, owner: Owner) -> Consent:
    """What stands for this person, in a session of theirs or of everyone's."""
    workspace = session.scalar(select(Workspace.models_allowed).where(Workspace.id == owner.workspace))
    own = select(Profile.help, Profile.help_told).where(
        Profile.workspace_id == owner.workspace, Profile.member_id == owner.member
    )
    row = session.execute(own).first()
    standing = Consent(workspace=workspace is not False)
    return Consent(_help(row.help), row.help_told, standing.workspace) if row else standing


async def standing(ledger: Ledger, owner: Owner) -> Consent:
    """The same, read now: a change counts from the next text on."""
    return await ledger.read(owner, lambda session: given(session, owner))


def _help(said: str) -> Help:
    """A word that this release does not know is none of its permissions."""
    return Help(said) if said in set(Help) else Help.RULES
