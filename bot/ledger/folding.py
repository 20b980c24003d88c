"""Words folded for searching: without case, accents and compatibility forms, so that `Résultat` is found by `resul`."""

import unicodedata


def fold(*texts: str) -> str:
    """The texts folded into one, a line each."""
    text = "\n".join(texts)
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
