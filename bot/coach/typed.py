"""What people typed, before it is anything: made storable, and whether it says something."""

from typing import Final

_REPLACEMENTS: Final = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def storable(text: str) -> str:
    """The words as typed, with what no database can hold (NUL, lone surrogates) made visible as U+FFFD."""
    return text if text.isprintable() else text.translate(_REPLACEMENTS)


def says_something(text: str) -> bool:
    """Whether anything is left when blanks and zero-width characters are taken away."""
    return any(char.isprintable() and not char.isspace() for char in text)
