"""What people typed, before it is anything: made storable, and whether it says something."""

import re
from typing import Final

_NOT_STORABLE: Final = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The words as typed, with what no database can hold (NUL, lone surrogates) made visible as U+FFFD."""
    return text if text.isprintable() else _NOT_STORABLE.sub("\ufffd", text)


def says_something(text: str) -> bool:
    """Whether anything is left when blanks and zero-width characters are taken away."""
    return any(char.isprintable() and not char.isspace() for char in text)
