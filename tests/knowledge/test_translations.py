"""Contradictions between the languages of one text."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.translations import check_translations
from knowledge.yaml_file import YamlFile


@pytest.mark.parametrize(
    ("fr", "en", "es", "agrees"),
    [
        ("Appelez le 514 872-0311.", "Call 514 872-0311.", "Llame al 514 872-0311.", True),
        ("Appelez le 514 872-0311.", "Call 514 872-0312.", "Llame al 514 872-0311.", False),
        ("C'est 1 500 $.", "It is $1,500.", "Son 1.500 dólares.", True),
        ("Ouvert de 8 h 30 à 17 h.", "Open 8:30 to 17.", "Abierto de 8:30 a 17.", True),
        ("Il faut 3 mois.", "It takes three months.", "Hacen falta tres meses.", True),
        ("Il faut trois mois.", "It takes three months.", "Hacen falta tres meses.", True),
        ("Il faut 3 mois.", "It takes four months.", "Hacen falta tres meses.", False),
        ("Le 1er juin 2019.", "On 1 June 2019.", "El 1 de junio de 2019.", True),
        ("Le 1er juin 2019.", "On 1 July 2019.", "El 1 de junio de 2019.", False),
        ("Vous pouvez (may) 2 fois.", "You may go 2 times.", "Puede ir 2 veces.", True),
        ("Voir https://a.ca/x1.", "See https://a.ca/x1.", "Vea https://a.ca/x1.", True),
        ("Voir https://a.ca/x1.", "See https://a.ca/x2.", "Vea https://a.ca/x1.", False),
        ("Écrivez à a@b.org.", "Write to a@b.org.", "Escriba a a@b.com.", False),
    ],
)
def test_languages_say_the_same_facts(fr: str, en: str, es: str, agrees: bool) -> None:
    """Digits, links, addresses and months must be the same; the way to write them may differ."""
    file = YamlFile(Path("x.yml"), {"short": {"fr": fr, "en": en, "es": es}})

    assert agrees == (check_translations(file) == [])
