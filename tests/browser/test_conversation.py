"""The four main journeys on the page, in each language, with the engine of the house; with JavaScript and without."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from bot.messages import LANGUAGES
from bot.replies.catalogue import catalogue
from tests.browser.conftest import answer_after, say

# What people type for the four main needs, and a word that the answer holds.
JOURNEYS = {
    "fr": [
        ("quel est mon statut ?", catalogue("fr").choices["status_skip"]),
        ("je n'ai pas de papiers, est-ce que je peux aller à la bibliothèque ?", "iblioth"),
        ("où obtenir la carte de la ville ?", "carte"),
        ("comment joindre la cellule confidentielle ?", "onfidenti"),
    ],
    "en": [
        ("what is my status?", catalogue("en").choices["status_skip"]),
        ("I have no papers, can I use the library?", "ibrar"),
        ("where do I get the city card?", "card"),
        ("how do I reach the confidential unit?", "onfidential"),
    ],
    "es": [
        ("¿cuál es mi estatus migratorio?", catalogue("es").choices["status_skip"]),
        ("no tengo papeles, ¿puedo usar la biblioteca?", "iblioteca"),
        ("¿dónde consigo la tarjeta de la ciudad?", "arjeta"),
        ("¿cómo contacto a la célula confidencial?", "onfidencial"),
    ],
}


@pytest.fixture
def real_page(new_context, real_site):
    """The page over the engine of the house."""

    def open_page(language: str, **more):
        page = new_context(language, **more).new_page()
        page.goto(real_site.address)
        return page

    return open_page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_journeys(real_page, knowledge, language) -> None:
    """Each main need is answered on the page in the language of the person, and nothing of it is in the address."""
    page = real_page(language)
    page.wait_for_selector("boussole-chat[data-ready]")

    answers = [say(page, text) for text, _ in JOURNEYS[language]]

    assert [word in answer for (_, word), answer in zip(JOURNEYS[language], answers, strict=True)] == [True] * 4, (
        answers
    )
    assert [
        card.get_attribute("data-id") in {entry.id for entry in knowledge.for_need(need, "montreal")}
        for card, need in zip(page.locator(".card").all(), ("library", "id_card", "intervention_cell"), strict=True)
    ] == [True] * 3
    assert [language] == page.locator(".turn.bot").evaluate_all("all => [...new Set(all.map(each => each.lang))]")
    assert tuple(urlsplit(page.url)[2:5]) == ("/", "", "")
    assert page.title() == "Info"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_four_journeys_without_javascript(real_page, language) -> None:
    """The same conversation by form: same engine, same cards."""
    page = real_page(language, java_script_enabled=False)
    answers = []
    for text, _ in JOURNEYS[language]:
        page.fill("input[name=text]", text)
        page.click(".send")
        answers.append(page.inner_text(".log"))

    assert [word in answer for (_, word), answer in zip(JOURNEYS[language], answers, strict=True)] == [True] * 4, (
        answers
    )
    assert language == page.get_attribute("html", "lang")
    assert tuple(urlsplit(page.url)[2:5]) == ("/", "", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_pressed(real_page, language) -> None:
    """The guided form is walked by buttons alone, and leads to a result."""
    page = real_page(language)
    page.wait_for_selector("boussole-chat[data-ready]")
    answers = []
    page.locator(".choices button").first.click()
    for turn in range(1, 4):
        answers.append(answer_after(page, turn))
        page.locator(".turn.bot").nth(turn).locator(".choices button").first.click()

    assert all(answers)
    assert len(set(answers)) == len(answers)


def test_language_switches_in_the_middle_of_the_talk(real_page) -> None:
    """Another language is chosen above; the talk stays and goes on in it."""
    page = real_page("fr")
    page.wait_for_selector("boussole-chat[data-ready]")
    first = say(page, JOURNEYS["fr"][1][0])
    page.locator("#to-es").click()
    second = say(page, JOURNEYS["es"][2][0])

    assert first in page.locator(".log").inner_text()
    assert re.search("tarjeta", second, re.IGNORECASE)
    assert page.locator("section.app").get_attribute("lang") == "es"
