"""Whose words may go to a model, as it stands in the ledger (R9)."""

import pytest

from bot.coach import consent, profile
from bot.coach.consent import Consent, Help, may_go
from bot.ledger.models import Workspace
from bot.ledger.scope import EVERYONE, Owner
from bot.ledger.store import Ledger
from tests.ledger.rows import ANA, BEN, ELSEWHERE, NOON

HERE = "models.acme.test"


async def choose(ledger: Ledger, owner: Owner, wanted: tuple[Help, str | None] | None) -> None:
    await profile.settle(ledger, owner, weekday=1, hour=9, metrics=(), now=NOON, help_wanted=wanted)


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize("told", [None, "", HERE, "elsewhere.test"])
@pytest.mark.parametrize("wanted", Help)
@pytest.mark.parametrize("workspace", [True, False])
def test_words_go_only_where_all_agree_r9(workspace: bool, wanted: Help, told: str | None, pressed: bool) -> None:  # noqa: FBT001
    may = may_go(Consent(wanted, told, workspace), HERE, pressed=pressed)

    if pressed:
        assert may == (workspace and wanted in {Help.REFRAME, Help.ALWAYS})
    else:
        assert may == (workspace and wanted is Help.ALWAYS and told == HERE)


async def test_at_first_only_what_is_pressed_goes_r9(ledger: Ledger) -> None:
    assert await consent.standing(ledger, ANA) == Consent(Help.REFRAME, None, workspace=True)


async def test_what_a_person_chose_stands_with_the_server_they_were_told_of_r9(ledger: Ledger) -> None:
    await choose(ledger, ANA, (Help.ALWAYS, HERE))
    await choose(ledger, BEN, (Help.RULES, HERE))
    await choose(ledger, ANA, None)  # a form without the question

    assert await consent.standing(ledger, ANA) == Consent(Help.ALWAYS, HERE)
    assert (await consent.standing(ledger, BEN)).help is Help.RULES
    assert await consent.standing(ledger, ELSEWHERE) == Consent()


async def test_a_workspace_that_allows_no_model_decides_for_all_of_it_r9(ledger: Ledger) -> None:
    await choose(ledger, ANA, (Help.ALWAYS, HERE))
    await choose(ledger, ELSEWHERE, (Help.ALWAYS, HERE))
    await ledger.write(
        EVERYONE,
        lambda session: setattr(session.get_one(Workspace, ANA.workspace), "models_allowed", False),
    )

    assert [(await consent.standing(ledger, owner)).workspace for owner in (ANA, BEN, ELSEWHERE)] == [
        False,
        False,
        True,
    ]


async def test_a_word_of_another_release_permits_nothing_r9(ledger: Ledger) -> None:
    await choose(ledger, ANA, (Help.ALWAYS, HERE))

    def write(session: object) -> None:
        session.execute(profile.Profile.__table__.update().values(help="everything"))  # type: ignore[attr-defined]

    await ledger.write(EVERYONE, write)

    assert (await consent.standing(ledger, ANA)).help is Help.RULES
