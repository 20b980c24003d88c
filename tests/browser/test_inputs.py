"""The fields that are more than a line or a list: menus that the app fills, formatted text, files."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from playground import World
from playground.world import SCOPES
from tests.browser.app import Opener, opener
from tests.browser.conftest import Opens, Tab
from tests.conftest import PATIENT
from tests.playground.test_blocks import asked, modal, option, plain

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def world() -> AsyncIterator[World]:
    """A workspace whose app may read files."""
    async with World(rates="unlimited", ack_timeout=PATIENT, scopes=(*SCOPES, "files:read")) as opened:
        yield opened
        assert opened.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def app(world: World) -> AsyncIterator[Opener]:
    async with opener(world) as running:
        yield running


def form(**fields: dict[str, Any]) -> dict[str, Any]:
    blocks = [
        asked({**element, "action_id": "a"}, label=plain(label), block_id=label) for label, element in fields.items()
    ]
    return modal(title=plain("Form"), submit=plain("Save"), blocks=blocks)


async def _opens_form(tab: Tab, app: Opener, **fields: dict[str, Any]) -> Any:
    app.forms.append(form(**fields))
    await tab.visits()
    await tab.says("/form")
    dialog = tab.page.get_by_role("dialog", name="Form")
    await dialog.wait_for()
    return dialog


async def _saved(dialog: Any, app: Opener) -> dict[str, Any]:
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await dialog.wait_for(state="hidden")
    values = app.of("view_submission")[-1]["view"]["state"]["values"]
    return {label: block["a"] for label, block in values.items()}


async def test_a_menu_that_the_app_fills_is_searched_and_chosen_from(app: Opener, tab: Tab) -> None:
    launches = [option("Checkout", "l1"), option("Onboarding", "l2")]
    skills = [{"label": plain("Soft"), "options": [option("Listening", "s1"), option("Writing", "s2")]}]
    app.offers += [{"options": launches}, {"option_groups": skills}, {"option_groups": skills}, {"options": []}]
    several = {"type": "multi_external_select", "min_query_length": 0}
    dialog = await _opens_form(tab, app, Launch={"type": "external_select"}, Skills=several)

    launch = dialog.get_by_role("combobox", name="Launch")
    await launch.click()
    await tab.sees("Type 3 or more characters.")
    await launch.fill("onb")
    await tab.page.get_by_role("option", name="Onboarding").click()
    assert await launch.input_value() == "Onboarding"
    menu = dialog.get_by_role("combobox", name="Skills")
    for name in ("Listening", "Writing"):
        await menu.click()
        await tab.sees("Soft")
        await tab.page.get_by_role("option", name=name).click()
    await menu.fill("zz")
    await tab.sees("Nothing found.")
    await tab.page.keyboard.press("Escape")
    held = await _saved(dialog, app)

    assert held["Launch"]["selected_option"] == launches[1]
    assert [one["value"] for one in held["Skills"]["selected_options"]] == ["s1", "s2"]
    assert [p["value"] for p in app.of("block_suggestion")] == ["onb", "", "", "zz"]


async def test_a_menu_that_the_app_fills_is_used_by_keys_alone(app: Opener, tab: Tab) -> None:
    app.offers.append({"options": [option("Checkout", "l1"), option("Onboarding", "l2")]})
    dialog = await _opens_form(tab, app, Launch={"type": "external_select"})

    await tab.page.keyboard.type("onb")
    await tab.page.get_by_role("option", name="Onboarding").wait_for()
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("Enter")
    await tab.page.keyboard.press("Control+Enter")
    await dialog.wait_for(state="hidden")

    held = app.of("view_submission")[-1]["view"]["state"]["values"]["Launch"]["a"]
    assert held["selected_option"]["value"] == "l2"


async def test_an_app_that_cannot_fill_its_menu_is_said_to_be_silent(app: Opener, opens: Opens, world: World) -> None:
    async with opens() as tab:
        dialog = await _opens_form(tab, app, Launch={"type": "external_select"})
        world.default.close()
        await dialog.get_by_role("combobox", name="Launch").fill("onb")
        await tab.sees("This app did not respond. Try again?")


def words(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def part(kind: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", "elements": list(elements), **more}


def bullets(*lines: str, style: str = "bullet") -> dict[str, Any]:
    return part("list", *(part("section", words(line)) for line in lines), style=style, indent=0)


async def _writes(tab: Tab, *what: str) -> None:
    """Type text, press keys that are named in brackets, and use what is named with a hash."""
    for one in what:
        if one.startswith("#"):
            await tab.one("button", one[1:]).click()
        elif one.startswith("["):
            await tab.page.keyboard.press(one[1:-1])
        else:
            await tab.page.keyboard.type(one)


@pytest.mark.parametrize(
    ("typed", "elements"),
    [
        (["One", "[Enter]", "two"], [part("section", words("One\ntwo"))]),
        (
            ["#Bold", "b", "#Bold", " and ", "#Italic", "i", "#Italic", "#Strikethrough", "s"],
            [part("section", words("b", bold=True), words(" and "), words("i", italic=True), words("s", strike=True))],
        ),
        (
            ["a ", "#Code", "x = 1", "#Code", " z"],
            [part("section", words("a "), words("x = 1", code=True), words(" z"))],
        ),
        (
            ["Read", "[Shift+Control+ArrowLeft]", "#Code"],
            [part("section", words("Read", code=True))],
        ),
        (["#Bulleted list", "a", "[Enter]", "b"], [bullets("a", "b")]),
        (["#Ordered list", "a", "[Enter]", "b"], [bullets("a", "b", style="ordered")]),
        (
            ["Top", "[Enter]", "#Bulleted list", "a", "[Enter]", "#Bulleted list", "end"],
            [part("section", words("Top")), bullets("a"), part("section", words("end"))],
        ),
        (["#Quote", "She said"], [part("quote", words("She said"))]),
        (["#Code block", "x = 1", "[Enter]", "y = 2"], [part("preformatted", words("x = 1\ny = 2"))]),
        (["[Control+b]", "b"], [part("section", words("b", bold=True))]),
        (["[Control+Shift+8]", "a"], [bullets("a")]),
        (["<b>no</b> &amp;"], [part("section", words("<b>no</b> &amp;"))]),
    ],
    ids=lambda given: given[0].strip("#[]") if isinstance(given[0], str) else "",
)
async def test_formatted_text_is_written(
    app: Opener, tab: Tab, typed: list[str], elements: list[dict[str, Any]]
) -> None:
    dialog = await _opens_form(tab, app, Notes={"type": "rich_text_input", "focus_on_load": True})

    await _writes(tab, *typed)

    held = await _saved(dialog, app)
    assert held["Notes"] == {
        "type": "rich_text_input",
        "rich_text_value": {"type": "rich_text", "elements": elements},
    }


async def test_a_link_stands_under_the_words_that_are_selected_or_under_itself(app: Opener, tab: Tab) -> None:
    dialog = await _opens_form(tab, app, Notes={"type": "rich_text_input"})
    address = dialog.get_by_label("Address of the link")

    await _writes(tab, "Report", "[Shift+Control+ArrowLeft]", "#Link")
    await address.fill("nonsense")
    await address.press("Enter")
    assert await address.get_attribute("aria-invalid") == "true"
    await address.fill("https://example.com/a")
    await address.press("Enter")
    await _writes(tab, "[End]", " and ", "#Link")
    await address.fill("https://example.com/b")
    await tab.clicks("Add link")
    await _writes(tab, " too")

    first = {"type": "link", "url": "https://example.com/a", "text": "Report"}
    second = {"type": "link", "url": "https://example.com/b", "text": "https://example.com/b"}
    held = await _saved(dialog, app)
    [line] = held["Notes"]["rich_text_value"]["elements"]
    assert [one for one in line["elements"] if one["type"] == "link"] == [first, second]
    assert "".join(one["text"] for one in line["elements"]) == "Report and https://example.com/b too"


async def test_what_stood_in_a_formatted_field_is_handed_over_as_it_was(app: Opener, tab: Tab, world: World) -> None:
    ben = world.default.person("Ben")
    line = [words("Hello "), {"type": "user", "user_id": ben.id}, words("! "), words("Both", bold=True, italic=True)]
    nested = part("list", part("section", words("deeper")), style="bullet", indent=1)
    elements = [
        part("section", *line, {"type": "emoji", "name": "tada"}),
        bullets("a", "b"),
        nested,
        part("quote", words("She said")),
        part("preformatted", words("x = 1\n  y")),
    ]
    value = {"type": "rich_text", "elements": elements}
    dialog = await _opens_form(tab, app, Notes={"type": "rich_text_input", "initial_value": value})
    await dialog.get_by_text("@Ben").wait_for()

    await tab.page.keyboard.press("Control+End")
    await tab.page.keyboard.type("!")
    held = await _saved(dialog, app)

    changed = part("preformatted", words("x = 1\n  y!"))
    assert held["Notes"]["rich_text_value"]["elements"] == [*elements[:-1], changed]


async def test_an_empty_formatted_field_is_named_and_a_hint_stands_in_it(app: Opener, tab: Tab) -> None:
    field = {"type": "rich_text_input", "placeholder": plain("What changed?"), "min_lines": 2, "max_lines": 4}
    dialog = await _opens_form(tab, app, Notes=field)
    editor = dialog.get_by_role("textbox", name="Notes")
    hint = "node => getComputedStyle(node, '::before').content"
    assert await editor.evaluate(hint) == '"What changed?"'
    await tab.page.keyboard.type(" ")
    await dialog.get_by_role("button", name="Save").click()
    await tab.sees("Please complete this required field.")
    assert await editor.get_attribute("aria-invalid") == "true"

    await editor.focus()
    await tab.page.keyboard.type("All of it")

    assert await editor.evaluate(hint) in {"none", "normal"}
    held = await _saved(dialog, app)
    assert held["Notes"]["rich_text_value"]["elements"] == [part("section", words("All of it"))]


async def test_the_field_that_asks_for_the_focus_gets_it(app: Opener, tab: Tab) -> None:
    first, second = {"type": "plain_text_input"}, {"type": "plain_text_input", "focus_on_load": True}
    dialog = await _opens_form(tab, app, First=first, Second=second)

    await tab.page.keyboard.type("Here")

    assert await dialog.get_by_label("Second").input_value() == "Here"


async def test_a_formatted_field_tells_the_app_when_it_asks_for_it(app: Opener, tab: Tab, world: World) -> None:
    at_once = {"trigger_actions_on": ["on_character_entered"]}
    field = asked({"type": "rich_text_input", "action_id": "a", "dispatch_action_config": at_once})
    app.forms.append(modal(title=plain("Form"), submit=plain("Save"), blocks=[{**field, "dispatch_action": True}]))
    await tab.visits()
    await tab.says("/form")
    await tab.page.get_by_role("dialog", name="Form").wait_for()

    await tab.page.keyboard.type("All")

    assert await world.eventually(lambda: bool(app.of("block_actions")))
    [told] = app.of("block_actions")[-1]["actions"]
    assert told["rich_text_value"]["elements"] == [part("section", words("All"))]


def upload(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def test_files_are_put_into_a_form_and_taken_off_again(app: Opener, tab: Tab) -> None:
    field = {"type": "file_input", "filetypes": ["md", "csv"], "max_files": 2}
    dialog = await _opens_form(tab, app, Proof=field)
    chooser = dialog.get_by_label("Proof")

    await chooser.set_input_files([upload("case.md", b"# Case"), upload("wrong.md", b"no")])
    await dialog.get_by_role("button", name="Remove wrong.md").click()
    await chooser.set_input_files([upload("a.exe", b"x")])
    await tab.sees("a.exe is none of: md, csv.")
    await chooser.set_input_files([upload("a.csv", b"1"), upload("b.csv", b"2")])
    await tab.sees("No more than 2 files can be chosen.")
    await chooser.set_input_files([upload("a.csv", b"1")])
    await dialog.get_by_role("button", name="Remove a.csv").wait_for()

    held = await _saved(dialog, app)
    assert [(file["name"], file["size"]) for file in held["Proof"]["files"]] == [("case.md", 6), ("a.csv", 1)]


async def test_files_go_along_with_a_message(app: Opener, tab: Tab, world: World) -> None:
    await tab.visits(place="general")
    async with tab.page.expect_file_chooser() as waiting:
        await tab.clicks("Attach files")
    await (await waiting.value).set_files([upload("case.md", b"# My case\nIt moved."), upload("no.md", b"no")])
    await tab.clicks("Remove no.md")
    await tab.page.locator("#words").fill("/form")
    await tab.page.locator("#words").press("Enter")
    await tab.sees("A command takes no files.")

    await tab.page.locator("#words").fill("Here it is")
    await tab.page.locator("#words").press("Enter")

    await tab.sees("It moved.")
    await tab.page.get_by_role("link", name="Download case.md").wait_for()
    [message] = world.default.person("Ben").lines()
    assert (message.text, [file.name for file in message.files]) == ("Here it is", ["case.md"])
    assert await tab.page.locator("#attached").is_hidden()


async def test_a_file_alone_is_a_message_and_stays_with_who_brought_it(app: Opener, tab: Tab, world: World) -> None:
    await tab.visits()
    await tab.page.locator("#attach-files").set_input_files([upload("a.md", b"A")])
    await tab.page.get_by_role("button", name="Remove a.md").wait_for()
    await tab.page.locator("#who").click()
    await tab.page.get_by_role("menuitemradio", name="Ben").click()
    await tab.page.locator("#who", has_text="Ben").wait_for()
    assert await tab.page.locator("#attached").is_hidden()
    assert await tab.page.locator("#send").is_disabled()

    await tab.page.locator("#attach-files").set_input_files([upload("b.md", b"B")])
    await tab.page.get_by_role("button", name="Remove b.md").wait_for()
    await tab.clicks("Send")

    await tab.page.get_by_role("link", name="Download b.md").wait_for()
    assert [file.name for file in world.default.person("Ben").files()] == ["b.md"]
    assert world.default.person("Ana").files() == []


async def test_formats_and_links_are_made_by_keys_alone(app: Opener, tab: Tab) -> None:
    dialog = await _opens_form(tab, app, Notes={"type": "rich_text_input"})
    keys = tab.page.keyboard
    await _writes(tab, "Report", "[Shift+Control+ArrowLeft]")

    await keys.press("Shift+Tab")
    await keys.press("Enter")
    await keys.type("https://example.com/a")
    await keys.press("Enter")
    for _ in range(9):
        await keys.press("Shift+Tab")
    assert await tab.page.evaluate("document.activeElement.title") == "Bold"
    await keys.press("Space")
    assert await dialog.get_by_role("button", name="Bold").get_attribute("aria-pressed") == "true"
    await keys.press("Control+Enter")
    await dialog.wait_for(state="hidden")

    held = app.of("view_submission")[-1]["view"]["state"]["values"]["Notes"]["a"]["rich_text_value"]
    link = {"type": "link", "url": "https://example.com/a", "text": "Report", "style": {"bold": True}}
    assert held["elements"] == [part("section", link)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 380])
async def test_each_of_them_fits_in_both_themes_and_on_a_phone(
    app: Opener, opens: Opens, scheme: str, width: int
) -> None:
    fields: dict[str, Any] = {
        "Notes": {"type": "rich_text_input", "placeholder": plain("A placeholder that is longer than a phone is wide")},
        "Launch": {"type": "external_select", "initial_option": option("x" * 75, "l")},
        "Skills": {
            "type": "multi_external_select",
            "initial_options": [option(f"{n} {'y' * 60}", str(n)) for n in "12"],
        },
        "Proof": {"type": "file_input"},
    }
    async with opens(color_scheme=scheme, viewport={"width": width, "height": 780}) as tab:
        dialog = await _opens_form(tab, app, **fields)
        await dialog.get_by_label("Proof").set_input_files([upload(f"{'z' * 90}.md", b"x")])
        await dialog.get_by_role("button", name="Remove zzz", exact=False).wait_for()

        assert await dialog.locator(".modal-body").evaluate("body => body.scrollWidth - body.clientWidth") <= 0
        assert await tab.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        paper, ink = await dialog.get_by_role("textbox", name="Notes").evaluate(
            "node => [getComputedStyle(node.parentElement).backgroundColor, getComputedStyle(node).color]"
        )
        assert (_brightness(paper) > _brightness(ink)) is (scheme == "light")


def _brightness(colour: str) -> int:
    return sum(int(one) for one in colour.removeprefix("rgb(").removesuffix(")").split(","))
