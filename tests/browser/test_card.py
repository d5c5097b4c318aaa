"""An answer one can read, hear, print, keep, and show in another language."""

from __future__ import annotations

import pytest

from tests.browser.conftest import say

VOICES = """
window.said = [];
const voices = [
  {name: "Cloud", lang: "fr-FR", localService: false},
  {name: "Own", lang: "fr-CA", localService: true},
  {name: "Cloud", lang: "es-ES", localService: false},
];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
Object.defineProperty(window, "speechSynthesis", {value: {
  speaking: false,
  getVoices: () => voices,
  addEventListener() {},
  cancel() { this.speaking = false; window.said.push("(silence)") },
  speak(words) { this.speaking = true; window.said.push(words.voice.name + ": " + words.text) },
}});
"""


@pytest.fixture
def card(chat):
    """The page with a card."""
    page = chat("fr")
    say(page, "sheet 2")
    return page


def test_limits_source_and_date_are_in_plain_sight(card) -> None:
    """What the answer does not promise, and where it comes from, need no press."""
    assert card.locator(".part-limits").is_visible()
    assert card.locator(".source").is_visible()
    assert card.locator(".source a").get_attribute("href").startswith("https://")


def test_phones_and_addresses_are_links(card) -> None:
    """A number is dialled, a place is shown on the map, a page opens beside the talk and learns nothing."""
    say(card, "sheet 1")
    kinds = {each.get_attribute("href").split(":")[0] for each in card.locator(".card a").all()}
    pages = card.locator(".card a[href^=https]")

    assert {"tel", "https"} <= kinds
    assert {"_blank"} == {each.get_attribute("target") for each in pages.all()}
    assert all("noreferrer" in each.get_attribute("rel") for each in pages.all())


def test_other_language_beside(card) -> None:
    """The same sheet stands beside the first, marked with its own language."""
    card.locator(".card .tools summary").click()
    card.locator(".card .tools button").nth(2).click()
    twin = card.locator(".card + .card")
    twin.wait_for()

    assert twin.get_attribute("lang") == "en"
    assert card.locator(".card").first.get_attribute("data-id") == twin.get_attribute("data-id")
    assert twin.locator(".source").is_visible()


def test_other_language_without_network(card) -> None:
    """When the other language cannot be fetched, the page says so."""
    card.context.set_offline(True)
    card.locator(".card .tools summary").click()
    card.locator(".card .tools button").nth(2).click()
    card.wait_for_selector(".status:not(:empty)")

    assert card.locator(".card").count() == 1


def test_saved_as_text_with_a_name_that_says_nothing(card) -> None:
    """The file holds title, limits and source."""
    card.locator(".card .tools summary").click()
    with card.expect_download() as download:
        card.locator(".card .tools button").nth(1).click()
    text = download.value.path().read_text(encoding="utf-8")

    assert download.value.suggested_filename == "info.txt"
    assert card.locator(".card h2").inner_text() in text
    assert "Source" in text


def test_only_the_answer_is_printed(card) -> None:
    """On paper there is the card and nothing of the talk or the controls."""
    card.evaluate("window.print = () => { window.printed = true }")
    card.locator(".card .tools summary").click()
    card.emulate_media(media="print")
    shown = card.locator(".card h2").is_visible()
    hidden = [card.locator(each).first.is_visible() for each in (".top", ".message", ".choices", ".about", ".tools")]
    card.emulate_media(media="screen")
    card.locator(".card .tools button").first.click()

    assert shown
    assert hidden == [False] * 5
    assert card.evaluate("window.printed")


def test_read_aloud_with_a_voice_of_the_phone_only(new_context, site) -> None:
    """Only a local voice of the language reads; pressing again stops; without one there is no button."""
    context = new_context("fr")
    context.add_init_script(VOICES)
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_selector("boussole-chat[data-ready]")
    say(page, "sheet 2")
    button = page.locator(".speak").last
    before = button.inner_text()
    button.click()
    during = button.inner_text()
    said = page.evaluate("window.said")
    button.click()
    page.locator("#to-es").click()
    say(page, "hola")

    assert len(said) > 5
    assert all(line.startswith("Own: ") for line in said[1:])
    assert before != during
    assert before == button.inner_text() or not page.locator(".speak").last.is_visible()
    assert page.evaluate("window.said").pop() == "(silence)"
    assert not page.locator(".speak").last.is_visible()
