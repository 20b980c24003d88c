"""What people are told of a model: its server and name in words, in the settings and in My data (R9)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import views
from bot.coach.belongings import Counts
from bot.coach.consent import Consent, Help, Model
from bot.coach.profile import Preferences
from tests.views.strangest import WORDS, keeps_the_rules_of_views

BRIEFLY = settings(max_examples=40, deadline=None)
MODEL = Model("small-2", "models.acme.test")
CONSENTS = st.builds(Consent, st.sampled_from(Help), st.none() | WORDS, st.booleans())


def chosen_in(form: dict[str, Any]) -> str | None:
    """What stands in the question about the model; None where it is not asked."""
    asked = [block for block in form["blocks"] if block.get("block_id") == "help"]
    return asked[0]["element"]["initial_option"]["value"] if asked else None


@given(st.builds(Model, WORDS, WORDS), CONSENTS)
@BRIEFLY
def test_any_model_is_taken_by_slack(model: Model, consent: Consent) -> None:
    keeps_the_rules_of_views(views.settings.form(Preferences(), Model(model.name, model.where[:255]), consent))
    keeps_the_rules_of_views(views.mydata.overview(Counts(), 0, model, consent))


@pytest.mark.parametrize("wanted", Help)
def test_the_form_says_where_words_go_and_what_stands_r9(wanted: Help) -> None:
    form = views.settings.form(Preferences(), MODEL, Consent(wanted))

    assert chosen_in(form) == wanted.value
    assert all(
        said in str(form) for said in ("models.acme.test", "small-2", "masked first", "an earlier entry of yours")
    )
    assert form["private_metadata"] == MODEL.mark


def test_without_a_model_nothing_is_asked_r9() -> None:
    form = views.settings.form(Preferences())

    assert chosen_in(form) is None
    assert "model" not in str(form)
    assert "AI model" not in str(views.mydata.overview(Counts(), 0))


def test_where_the_workspace_allows_none_nothing_is_asked_r9() -> None:
    form = views.settings.form(Preferences(), MODEL, Consent(workspace=False))

    assert chosen_in(form) is None
    assert "switched off for this workspace" in str(form)


@pytest.mark.parametrize(
    ("consent", "says", "never"),
    [
        (Consent(), "When you press *Reframe*, your words go to", "save something"),
        (Consent(), "with an earlier entry of yours if it tells what came of them", "save something"),
        (Consent(Help.ALWAYS, MODEL.where), "press *Reframe* or save something, your words", "rules alone"),
        (Consent(Help.ALWAYS, "before.test"), "When you press *Reframe*, your words go to", "save something"),
        (Consent(Help.RULES), "Nothing: you chose rules alone", "acme"),
        (Consent(Help.ALWAYS, MODEL.where, workspace=False), "switched off for this workspace", "acme"),
    ],
)
def test_my_data_says_what_goes_as_things_stand_r9(consent: Consent, says: str, never: str) -> None:
    view = str(views.mydata.overview(Counts(), 0, MODEL, consent))

    assert says in view
    assert never not in view


def test_a_name_cannot_be_a_link_or_a_mark() -> None:
    told = views.models.told(Model("<http://x|y>`*a*", "h"))

    assert "<http" not in told
    assert "`&lt;http://x|y&gt;*a*`" in told
