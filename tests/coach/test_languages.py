"""The coach answers in the language of the update."""

import pytest

from bot.coach.languages import detect
from bot.coach.vocabulary import WORD


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We shipped the new search on Monday", "en"),
        ("Wir haben die neue Suche am Montag ausgeliefert", "de"),
        ("Nous avons livré la nouvelle recherche lundi", "fr"),
        ("Hemos publicado el nuevo buscador el lunes", "es"),
        ("La activación pasó del 38 % al 46 %", "es"),
        ("Le taux est passé de 4 % à 1 %", "fr"),
        ("NPS 31 -> 44", "en"),
        ("", "en"),
        ("Shipped a la carte pricing", "en"),
        ("Redid a la carte menus", "en"),
        ("Rolled out the de facto standard", "en"),
        ("Adopted the de facto standard", "en"),
        ("Integrated Le Monde", "en"),
        ("Opened Las Vegas and El Paso", "en"),
        ("Publicamos la app", "es"),
        ("No llegamos a la meta", "es"),
        ("Die Suche ist ausgeliefert", "de"),
        ("Umsatz um 5 % gestiegen", "de"),
        ("Recherche livrée pour les clients", "fr"),
        ("検索を公開しました", "en"),
        ("Wir haben den Launch verschoben, the team was fine with it und die Kunden auch", "de"),
    ],
)
def test_the_language_is_that_of_most_words_r7(text: str, language: str) -> None:
    low = text.lower()

    assert detect(low, WORD.findall(low)) == language
