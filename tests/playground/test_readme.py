"""The README names every method, block and element that there is, and no other test file than there are."""

import re
from pathlib import Path

import pytest

from playground.blocks import IN_MESSAGES
from playground.elements import CHOOSERS, WRITERS
from playground.methods import METHODS

README = Path("playground/README.md").read_text("utf-8")
TABLES = README[README.index("## What there is") : README.index("Refused, with Slack's")]


@pytest.mark.parametrize("name", [*METHODS, *IN_MESSAGES, *CHOOSERS, *WRITERS, "button", "overflow"])
def test_it_is_in_the_tables(name: str) -> None:
    assert f"`{name}`" in TABLES


def test_every_test_file_that_it_names_is_there() -> None:
    named = set(re.findall(r"(test_\w+\.py)`", TABLES))

    assert named
    assert named <= {path.name for folder in ("playground", "browser") for path in Path("tests", folder).glob("*.py")}
