"""The page's own files: served as they are, whole, small, and with nothing from outside."""

import re
from pathlib import Path

import aiohttp
import pytest

from playground import World
from playground.browser import FILES, TYPES

MODULES = sorted(path.name for path in FILES.glob("*.js"))
IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./([a-z_]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const) ([\w$]+)", re.MULTILINE)


def text_of(name: str) -> str:
    return (FILES / name).read_text("utf-8")


def imports_of(module: str) -> list[tuple[str, str]]:
    """Give each name that a module takes, and from where."""
    return [(name, source) for names, source in IMPORT.findall(text_of(module)) for name in names.split(", ")]


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
async def test_each_file_comes_with_its_type_and_a_strict_policy(
    world: World, session: aiohttp.ClientSession, path: Path
) -> None:
    address = world.page_url + ("" if path.name == "index.html" else path.name)

    async with session.get(address) as response:
        assert (response.status, response.content_type) == (200, TYPES[path.suffix])
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert await response.text() == text_of(path.name)


@pytest.mark.parametrize("name", ["page.js", "../browser.js", "%2e%2e/browser.js", "index.html"])
async def test_there_are_no_other_files(world: World, session: aiohttp.ClientSession, name: str) -> None:
    async with session.get(world.page_url + name) as response:
        assert response.status == 404


@pytest.mark.parametrize("module", MODULES)
def test_a_module_takes_only_what_the_others_give(module: str) -> None:
    lines = [line for line in text_of(module).splitlines() if line.startswith("import ")]

    assert len(lines) == len(IMPORT.findall(text_of(module)))
    for name, source in imports_of(module):
        assert name in EXPORT.findall(text_of(source)), f"{source} does not give {name}"


def test_every_module_and_every_export_is_used() -> None:
    taken = {(name, source) for module in MODULES for name, source in imports_of(module)}
    given = {(name, module) for module in MODULES for name in EXPORT.findall(text_of(module))}

    assert given == taken
    assert {source for _, source in taken} | {"main.js"} == set(MODULES)


def test_the_page_has_every_place_that_the_modules_fill() -> None:
    places = set(re.findall(r'id="([a-z-]+)"', text_of("index.html")))

    for module in MODULES:
        assert set(re.findall(r'\$\("([a-z-]+)"\)', text_of(module))) <= places, module


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_file_is_short_and_asks_nothing_of_the_outside(path: Path) -> None:
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")

    assert len(text.splitlines()) < 300
    assert re.findall(r"https?://\w", text) == []
    assert "innerHTML" not in text
