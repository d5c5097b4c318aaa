"""Leaving at once: by button or three Shifts, with nothing left on the screen, behind Back, or on the server."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE, say

WEATHER = "https://www.meteomedia.com/"


@pytest.fixture(scope="module")
def bfcache_browser(launch):
    """A Chromium that brings pages back as they were, as on a phone."""
    return launch(ignore_default_args=["--disable-back-forward-cache"])


@pytest.fixture
def page(bfcache_browser, site):
    """The chat in the middle of a talk, opened after another page."""
    context = bfcache_browser.new_context(locale="fr", viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    context.route(
        WEATHER + "**", lambda route: route.fulfill(body="<title>Météo</title>soleil", content_type="text/html")
    )
    page = context.new_page()
    page.goto(site.address + "/healthz")
    page.goto(site.address)
    page.wait_for_selector("boussole-chat[data-ready]")
    say(page, "sheet 3")
    page.locator("textarea").fill("half written")
    yield page
    context.close()


def by_button(page) -> None:
    """One tap."""
    page.locator("a.leave").click()


def by_shift(page) -> None:
    """Three times Shift, wherever the focus is."""
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [by_button, by_shift])
def test_leaves_nothing(page, engine, way) -> None:
    """The weather page takes the place of the chat; Back goes to the page before it; the server forgot the talk."""
    forgotten = len(engine.forgotten)
    way(page)
    page.wait_for_url(WEATHER)
    entries = page.evaluate("history.length")
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_url("**/healthz")
    page.wait_for_timeout(200)

    assert entries == 3  # the blank first page, the one before ours, the weather: the chat is no entry
    assert "sheet" not in page.content()
    assert forgotten + 1 == len(engine.forgotten)


def test_the_referrer_does_not_tell(page) -> None:
    """The weather page does not learn where the person was."""
    seen = []
    page.on("request", lambda request: seen.append(request.headers.get("referer")) if WEATHER in request.url else None)
    by_button(page)
    page.wait_for_url(WEATHER)

    assert seen == [None]
    assert page.evaluate("document.referrer") == ""


def test_back_after_another_link_finds_a_blank_chat(page, site) -> None:
    """Even when the page was not left by the button, the browser's memory of it holds no talk."""
    page.goto(site.address + "/emergency/montreal")
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_selector("boussole-chat[data-ready]")
    page.wait_for_timeout(200)

    assert page.locator(".turn").count() == 1
    assert page.locator("textarea").input_value() == ""
    assert "sheet" not in page.locator("section.app").inner_text()


def test_the_button_is_always_in_sight(page) -> None:
    """However far one reads, the way out stays at the top of the screen."""
    page.locator(".log").evaluate("each => { each.parentElement.scrollTop = 1e6 }")

    assert page.locator("a.leave").is_visible()
    assert page.locator("a.leave").bounding_box()["y"] < 60


def test_two_shifts_are_announced_and_forgotten(page) -> None:
    """The status line counts down; typing anything else calls it off."""
    page.keyboard.press("Shift")
    one = page.locator(".status").inner_text()
    page.keyboard.press("Shift")
    two = page.locator(".status").inner_text()
    page.keyboard.press("a")
    page.keyboard.press("Shift")

    assert "2" in one
    assert "1" in two
    assert page.url.startswith("http://127.0.0.1")


def test_nothing_tells_from_the_start(page) -> None:
    """Neutral title, no icon, nothing of the talk in the address, no cookie, nothing stored."""
    stored = page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length")

    assert page.title() == "Info"
    assert page.locator("link[rel=icon]").get_attribute("href") == "data:,"
    assert page.url.rstrip("/").count("/") == 2
    assert page.context.cookies() == []
    assert stored == 0
    assert page.locator("textarea").get_attribute("autocomplete") == "off"
    assert page.locator("textarea").get_attribute("spellcheck") == "false"


def test_says_what_it_cannot_do(page) -> None:
    """The help says that the history is not erased, and how to erase it."""
    page.locator(".about summary").click()

    assert "historique" in page.locator(".about").inner_text()


def test_the_way_out_without_javascript(new_context, site) -> None:
    """Without scripts the button is a link to the weather that tells nobody where it was pressed."""
    page = new_context("fr", java_script_enabled=False).new_page()
    page.goto(site.address)

    assert page.get_attribute("a.leave", "href") == WEATHER
    assert "noreferrer" in page.get_attribute("a.leave", "rel")
