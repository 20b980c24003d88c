"""Each block and each field, drawn and used."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from playground import Person, World
from playground.response_urls import show
from tests.browser.app import Opener, opener
from tests.browser.conftest import Opens, Tab
from tests.browser.forms import every_block, every_field
from tests.conftest import PATIENT
from tests.playground.test_blocks import actions, asked, button, modal, plain

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def world() -> AsyncIterator[World]:
    """A workspace that takes any command."""
    async with World(rates="unlimited", ack_timeout=PATIENT) as opened:
        yield opened
        assert opened.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def app(world: World) -> AsyncIterator[Opener]:
    async with opener(world) as running:
        yield running


async def _menu(tab: Tab, label: str, *choices: str) -> None:
    field = tab.page.get_by_role("combobox", name=label, exact=True)
    for choice in choices:
        await field.click()  # which scrolls to it: a list closes when what it hangs on moves away
        await field.fill(choice)
        await tab.page.get_by_role("option", name=choice).first.click()


async def test_each_field_is_filled_in_and_handed_over(app: Opener, tab: Tab) -> None:
    app.forms.append(every_field())
    await tab.visits()
    await tab.says("/form")
    form = tab.page.get_by_role("dialog", name="Everything")
    await form.wait_for()

    written = {
        "Words": "a <b>",
        "Long": "two\nlines",
        "Link": "https://example.com/",
        "Mail": "ana@example.com",
        "Days": "30",
        "Day": "2028-02-29",
        "Time": "15:00",
        "Moment": "2028-02-29T15:00",
    }
    for label, value in written.items():
        await form.get_by_label(f"{label} (optional)", exact=True).fill(value)
    await _menu(tab, "Kind (optional)", "Miss")
    await _menu(tab, "Kinds (optional)", "Hit", "Miss")
    await _menu(tab, "Who (optional)", "Ben")
    await _menu(tab, "Team (optional)", "Ana", "Chris")
    for label in ("Where", "Wheres", "Talk", "Talks"):
        await _menu(tab, f"{label} (optional)", "general")
    await form.get_by_role("checkbox", name="Hit").check()
    await form.get_by_role("radio", name="Miss").check()
    await form.get_by_role("button", name="Save").click()
    await form.wait_for(state="hidden")

    [submitted] = app.of("view_submission")
    values = {label: block["a"] for label, block in submitted["view"]["state"]["values"].items()}
    people, places = {"Ana": "U0ANA00001", "Ben": "U0BEN00001", "Chris": "U0CHRIS001"}, "C0GENERAL01"
    told = {label: next(v for k, v in value.items() if k != "type") for label, value in values.items()}
    assert {label: told[label] for label in written if label != "Moment"} == {
        label: value for label, value in written.items() if label != "Moment"
    }
    assert isinstance(told["Moment"], int)
    assert told["Kind"]["value"] == told["One"]["value"] == "m"
    assert [o["value"] for o in told["Kinds"]] == ["h", "m"]
    assert [o["value"] for o in told["Both"]] == ["h"]
    assert (told["Who"], told["Team"]) == (people["Ben"], [people["Ana"], people["Chris"]])
    assert [told[label] for label in ("Where", "Wheres", "Talk", "Talks")] == [places, [places], places, [places]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 380])
async def test_each_block_is_drawn_in_both_themes_and_at_a_phones_width(
    world: World, opens: Opens, ana: Person, scheme: str, width: int
) -> None:
    show(ana, ana.place("dm"), {"text": "x", "blocks": every_block(), "response_type": "in_channel"})
    async with opens(color_scheme=scheme, viewport={"width": width, "height": 780}) as tab:
        await tab.visits()
        for words in ("A header", "Bold", "a name", "Its title", "Marked", "a link", "🎉", "an item", "In passing"):
            await tab.page.locator("#lines").get_by_text(words).first.wait_for()
        marked = tab.page.locator("#lines .line", has_text="Marked")
        assert await marked.inner_text() == "Marked down, named & <b>bare</b>"
        assert await marked.locator("strong").inner_text() == "Marked"
        table = tab.page.get_by_role("table")
        assert await table.get_by_role("columnheader").all_inner_texts() == ["Metric", "Now"]
        assert await table.locator("td strong").inner_text() == "Errors"
        errors, figure = [await cell.bounding_box() for cell in await table.locator("td").all()]
        assert errors
        assert figure
        assert errors["x"] + errors["width"] <= figure["x"] + 1, "the cells of a row stand side by side"
        wide = await tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        paper, ink = await tab.page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )

    assert wide <= 0, "the page is wider than its window"
    assert (sum(_parts(paper)) > sum(_parts(ink))) is (scheme == "light")


def _parts(colour: str) -> list[int]:
    return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


async def test_what_a_message_offers_is_pressed_confirmed_and_chosen(
    app: Opener, tab: Tab, world: World, ana: Person
) -> None:
    show(ana, ana.place("dm"), {"text": "x", "blocks": every_block(), "response_type": "in_channel"})
    await tab.visits()

    await tab.clicks("Go")
    await tab.clicks("Sure")
    await tab.page.get_by_role("dialog", name="Sure?").get_by_role("button", name="No").click()
    await tab.clicks("Sure")
    await tab.page.get_by_role("dialog", name="Sure?").get_by_role("button", name="Yes").click()
    await tab.page.get_by_role("button", name="More", exact=True).click()
    await tab.page.get_by_role("menuitem", name="Miss").click()
    await tab.page.get_by_role("combobox", name="Choose").click()
    await tab.page.get_by_role("option", name="Hit").click()

    assert await world.eventually(lambda: len(app.of("block_actions")) == 4)
    told = [p["actions"][0]["action_id"] for p in app.of("block_actions")]
    assert told == ["go", "sure", "more", "kind"]


def _asks(title: str, **more: Any) -> dict[str, Any]:
    field = asked({"type": "plain_text_input", "action_id": "a"}, block_id="what")
    blocks = [field, actions(button(action_id="deeper", text=plain("Deeper")))]
    return modal(title=plain(title), submit=plain("Save"), blocks=blocks, **more)


async def test_forms_are_stacked_and_say_what_is_wrong_at_the_field(app: Opener, tab: Tab, ana: Person) -> None:
    app.forms += [_asks("First"), _asks("Second")]
    app.answers += [{"response_action": "errors", "errors": {"what": "Say it shorter."}}]
    await tab.visits()
    await tab.says("/form")
    await tab.page.get_by_role("dialog", name="First").get_by_role("button", name="Deeper").click()
    second = tab.page.get_by_role("dialog", name="Second")
    await second.get_by_text("2 of 3 open").wait_for()

    await second.get_by_role("button", name="Save").click()
    await second.get_by_text("Please complete this required field.").wait_for()
    field = second.get_by_label("What?")
    assert await field.get_attribute("aria-invalid") == "true"
    await field.fill("It worked.")
    await second.get_by_role("button", name="Save").click()
    await second.get_by_text("Say it shorter.").wait_for()
    assert await field.input_value() == "It worked."
    assert await tab.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"

    await second.get_by_role("button", name="Close all").click()
    await second.wait_for(state="hidden")
    assert ana.modals == []


async def test_what_the_page_cannot_draw_it_says(world: World, opens: Opens, ana: Person) -> None:
    video = {
        "type": "video",
        "title": plain("Launch day"),
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t",
        "alt_text": "Launch day, filmed",
    }
    show(ana, ana.place("dm"), {"text": "x", "blocks": [video], "response_type": "in_channel"})

    async def looks() -> None:
        async with opens() as tab:
            await tab.visits()
            await tab.sees("This page cannot draw a block of the type “video”: Launch day, filmed")

    with pytest.raises(AssertionError, match="cannot draw something"):
        await looks()
