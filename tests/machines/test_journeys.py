"""The journeys of people, over HTTP with two of `web` behind a balancer that turns to the other with each payload, and two workers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from bot.app import Bot, assemble
from bot.delivery.outbox import Patience
from bot.ready import Roles
from playground import World
from tests import stage
from tests.deployment.balancer import Balancer
from tests.journeys.test_capture import (
    test_the_same_payload_twice_is_one_entry_c8,
    test_two_people_at_once_keep_their_own_words,
    test_undo_hands_the_words_back_and_keeps_nothing_c6,
)
from tests.journeys.test_closed_form import test_a_form_that_is_closed_is_asked_about_and_opened_again_c2
from tests.journeys.test_direct_messages import (
    test_a_message_told_twice_is_offered_once_c8,
    test_both_saves_and_sends_a_draft_that_offers_no_saving,
)
from tests.journeys.test_drafts import test_a_post_is_previewed_edited_and_brought_there_r10
from tests.journeys.test_home import test_a_win_is_logged_from_home_and_shows_there_h2
from tests.journeys.test_launches import test_the_promise_is_quoted_and_a_miss_becomes_evidence_l2_l3
from tests.journeys.test_message_shortcuts import test_somebody_elses_words_become_evidence_with_the_persons_part_only
from tests.journeys.test_mydata import test_everything_comes_as_markdown_and_json_p2
from tests.journeys.test_nudge import test_it_quotes_what_was_hoped_for_and_one_tap_answers_n3
from tests.journeys.test_reframe import (
    test_a_double_click_gives_one_draft_c8,
    test_a_win_is_saved_and_reframed_c1_r1_r4,
    test_answers_give_the_better_draft_r4,
)
from tests.machines.shared import *  # noqa: F403  # fixtures

__all__ = [
    "test_a_double_click_gives_one_draft_c8",
    "test_a_form_that_is_closed_is_asked_about_and_opened_again_c2",
    "test_a_message_told_twice_is_offered_once_c8",
    "test_a_post_is_previewed_edited_and_brought_there_r10",
    "test_a_win_is_logged_from_home_and_shows_there_h2",
    "test_a_win_is_saved_and_reframed_c1_r1_r4",
    "test_answers_give_the_better_draft_r4",
    "test_both_saves_and_sends_a_draft_that_offers_no_saving",
    "test_everything_comes_as_markdown_and_json_p2",
    "test_it_quotes_what_was_hoped_for_and_one_tap_answers_n3",
    "test_somebody_elses_words_become_evidence_with_the_persons_part_only",
    "test_the_promise_is_quoted_and_a_miss_becomes_evidence_l2_l3",
    "test_the_same_payload_twice_is_one_entry_c8",
    "test_two_people_at_once_keep_their_own_words",
    "test_undo_hands_the_words_back_and_keeps_nothing_c6",
]

pytestmark = pytest.mark.postgres

PATIENT = Patience(  # of a machine that runs four of them and stands still now and then
    call=timedelta(seconds=5), lease=timedelta(seconds=15), doubt=timedelta(seconds=6), pause=timedelta(seconds=0.2)
)
WEB, WORKER = Roles(works=False), Roles(listens=False)


@pytest.fixture
async def bot(world: World, shared_url: str) -> AsyncIterator[Bot]:
    """Four of the Procfile's processes, in this one: nothing is shared but the database. Gives one of `web`."""
    ours = stage.settings(world, "http", shared_url)
    async with AsyncExitStack() as stack:
        balancer = await stack.enter_async_context(Balancer())
        world.request_url = f"{balancer.address}/slack/events"
        parts = [
            await stack.enter_async_context(assemble(ours, role, patience=PATIENT, clock=world.clock.now))
            for role in (WORKER, WORKER, WEB, WEB)
        ]
        for web in parts[2:]:
            address = await stack.enter_async_context(stage.served(web))
            balancer.behind.append(int(address.rpartition(":")[2]))
        yield parts[-1]
        assert max(balancer.answered.values()) - sum(balancer.answered.values()) / 2 <= 1
