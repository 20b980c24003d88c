"""A thousand people with something in their ledger, whose weekly question is due now."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, insert, select, update

from benchmarks.fanout import Slack
from bot.coach import evidence, nudges, slots
from bot.coach.moment import Moment
from bot.delivery.pace import Pacing
from bot.delivery.posts import AnyPost
from bot.ledger.models import Delivery, Evidence, Member, Profile, Workspace
from bot.ledger.plans import Launch, Nudge
from bot.ledger.scope import EVERYONE, Owner, ScopedSession
from bot.ledger.store import Ledger
from bot.outgoing.nudging import NudgePost
from bot.outgoing.whereabouts import SlackZones, Whereabouts, Zones

ZONE: Final = "Etc/UTC"  # as the playground says of everybody
SAID: Final = (
    "Shipped the new onboarding checklist to all teams on the free plan",
    "Activation went from 31% to 36% after we cut the second sign-up step",
    "Decided to postpone the export rewrite, because two enterprise deals wait for audit logs",
    "Support let us take over the weekly triage after the March incident",
    "Noticed in the logs that invoices above 10,000 euros fail silently, before any customer did",
    "We expect churn to fall below 2.5% by the end of the quarter",
    "Released the public API for webhooks with rate limits and docs",
    "Trial conversion moved from 8% to 9.5% for teams of five and more",
)
ASKED: Final = ("about.outcome.0", "alone.trust.0", "about.before.0", "launch.decision.0")


class Questions:
    """The weekly questions as the bot asks them. `asks` says whether Slack is asked where each person is, as the bot does."""

    def __init__(self, ledger: Ledger, *, asks: bool) -> None:
        self.ledger = ledger
        self._asks = asks

    def posts(self, client: AsyncWebClient, pacing: Pacing) -> dict[str, AnyPost]:
        """The real one."""
        zones: Zones = SlackZones(lambda _: client, pacing) if self._asks else _known
        return {nudges.KIND: NudgePost(self.ledger, zones, lambda: datetime.now(UTC))}

    async def sent(self) -> int:
        """How many have arrived."""
        count = select(func.count()).where(Delivery.state == "sent")
        return await self.ledger.read(EVERYONE, lambda session: session.scalar(count) or 0)


async def _known(owner: Owner, within: float = 0.0) -> Whereabouts:  # noqa: ARG001  # everybody is in one place
    """As if Slack's answer were there already."""
    return Whereabouts(ZONE)


async def fill(ledger: Ledger, told: Slack) -> None:
    """Everybody has noted things until two weeks ago, plans a launch, and was asked a few times."""
    now = datetime.now(UTC)
    entries = [evidence.proposed(words, now - timedelta(weeks=3 + number)) for number, words in enumerate(SAID)]
    people = [Owner(told.workspace, member) for member in told.members]
    tables = {
        Member: [_own(owner, id=owner.member, dm_channel=told.members[owner.member]) for owner in people],
        Profile: [_profile(owner, now) for owner in people],
        Evidence: [evidence.row_of(entry, owner, f"{n}") | {"id": uuid.uuid4()} for owner in people for n, entry in enumerate(entries)],
        Launch: [_launch(owner, now) for owner in people],
        Nudge: [row for owner in people for row in _asked(owner, now)],
    }  # fmt: skip

    def write(session: ScopedSession) -> None:
        session.execute(insert(Workspace).values(id=told.workspace, created_at=now))
        for table, rows in tables.items():
            session.execute(insert(table), [{"created_at": now, **row} for row in rows])

    await ledger.write(EVERYONE, write, within=60)
    await nudges.plan(ledger, Moment(now, now))
    at_once = update(Delivery).values(due_at=now)
    await ledger.write(EVERYONE, lambda session: session.execute(at_once))


def _own(owner: Owner, **more: Any) -> dict[str, Any]:
    return {"workspace_id": owner.workspace, "member_id": owner.member, **more}


def _profile(owner: Owner, now: datetime) -> dict[str, Any]:
    """Their slot has come within this hour."""
    local = now.astimezone(slots.zone(ZONE))
    slot = slots.instant(local.date(), local.hour, slots.zone(ZONE))
    hour = {"weekday": local.weekday(), "hour": local.hour, "zone": ZONE, "zone_read_at": now - timedelta(weeks=1)}
    return _own(owner, id=uuid.uuid4(), metrics=["Activation"], nudge_at=slot, unanswered=1, **hour)


def _launch(owner: Owner, now: datetime) -> dict[str, Any]:
    told = {"name": "Guided setup", "metric": "Activation", "baseline": "31%", "target": "40%"}
    return _own(owner, id=uuid.uuid4(), source_key="1", ships_on=(now - timedelta(weeks=5)).date(), **told)


def _asked(owner: Owner, now: datetime) -> Iterator[dict[str, Any]]:
    for number, template in enumerate(ASKED, start=2):
        week = slots.week_of((now - timedelta(weeks=number)).date())
        said = {"template": template, "sentence": f"What came of it in week {week.number}?", "state": "asked"}
        yield _own(owner, id=uuid.uuid4(), week=str(week), created_at=now - timedelta(weeks=number), **said)
