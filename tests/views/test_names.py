"""Each thing has one name in what people read, and a sentence needs no dictionary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import views
from prompts import words

VIEWS = sorted(Path(views.__file__).parent.glob("*.py"))
TABLES = sorted(Path(words.__file__).parent.glob("words.*.toml"))
SAID_OTHERWISE = {
    "notebook": "entries, or database",
    "ledger": "database",
    "payload": "message",
    "metadata": "nothing",
    "let it go": "discard",
    "undecided": "unsaved",
    "shall": "should",
    "keep of you": "keep about you",
    "our direct message": "our direct messages",
}


def sentences(source: str) -> Iterator[str]:
    """What a module can say: its strings that are sentences, without its docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return (each for each in strings - docstrings if " " in each.strip())


@pytest.mark.parametrize("module", VIEWS, ids=lambda module: module.stem)
def test_each_thing_has_one_name(module: Path) -> None:
    for said in sentences(module.read_text(encoding="utf-8")):
        for name, better in SAID_OTHERWISE.items():
            assert not re.search(rf"\b{name}\b", said.lower()), f"{said!r}: say {better}"


@pytest.mark.parametrize("place", [*VIEWS, *TABLES], ids=lambda place: place.name)
def test_nobody_is_shouted_at(place: Path) -> None:
    text = place.read_text(encoding="utf-8")

    assert not any(re.search(r"\w!(?!=)", said) for said in (sentences(text) if place.suffix == ".py" else [text]))
