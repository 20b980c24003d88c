"""Which lexicon stands for which language."""

from typing import Final

from bot.coach.facts.english import ENGLISH
from bot.coach.facts.french import FRENCH
from bot.coach.facts.german import GERMAN
from bot.coach.facts.lexicon import Lexicon
from bot.coach.facts.spanish import SPANISH

_LEXICA: Final = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}


def lexicon_of(language: str) -> Lexicon:
    """Give the lexicon of a language that the coach speaks; English for others."""
    return _LEXICA.get(language, ENGLISH)
