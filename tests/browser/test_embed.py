"""The chat in another site: one line of script, a style sheet that cannot reach it, and only where it is allowed."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import FOREIGN, say


@pytest.fixture
def page(new_context, foreign):
    """The other site with the chat in it."""
    page = new_context("fr", viewport={"width": 1000, "height": 900}).new_page()
    page.goto(FOREIGN)
    page.wait_for_selector("boussole-chat[data-ready]")
    return page


def test_holds_a_talk(page, engine) -> None:
    """The attributes of the script choose language and place; answers come across."""
    answer = say(page, "sheet 2")

    assert page.locator(".card").is_visible()
    assert "Erasing" not in answer
    assert (engine.received[-1].language, engine.received[-1].place) == ("en", "quebec")


def test_stays_itself(page) -> None:
    """The host's style sheet changes neither size, colour, spacing nor place of anything in the chat."""
    say(page, "hello")
    look = page.locator(".you .bubble").evaluate(
        "each => { const s = getComputedStyle(each); return [s.color, s.letterSpacing, s.display, s.fontSize] }"
    )
    box = page.locator("boussole-chat").bounding_box()

    assert look == ["rgb(255, 255, 255)", "normal", "inline-block", "17px"]
    assert box["x"] >= 0
    assert box["width"] > 400
    assert page.locator("a.leave").is_visible()


def test_leaves_the_whole_page(page, engine) -> None:
    """Leaving blanks the host's page too, and goes to the weather in its place."""
    say(page, "hello")
    forgotten = len(engine.forgotten)
    page.context.route("https://**", lambda route: route.fulfill(body="soleil", content_type="text/html"))
    page.locator("a.leave").click()
    page.wait_for_url("https://www.meteomedia.com/")
    page.wait_for_timeout(200)

    assert forgotten + 1 == len(engine.forgotten)


def test_stores_nothing_there(page) -> None:
    """The other site holds no cookie, no storage and no service worker of ours."""
    say(page, "hello")

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.parametrize(("origin", "allowed"), [(FOREIGN, FOREIGN), ("https://evil.example", None)])
def test_only_listed_sites_may_ask(site, origin, allowed) -> None:
    """A browser that asks for a listed site hears yes; for any other it hears nothing."""
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    request = Request(site.address + "/api/v1/chat", method="OPTIONS", headers=headers)
    try:
        answer = urlopen(request)  # a preflight
    except Exception as refused:
        answer = refused

    assert allowed == answer.headers["Access-Control-Allow-Origin"]
    assert answer.headers["Access-Control-Allow-Credentials"] is None


def test_words_are_public(site) -> None:
    """The words are the same for everybody and may be kept by any cache."""
    answer = urlopen(site.address + "/api/v1/words")
    words = json.load(answer)

    assert {"fr", "en", "es"} == set(words["languages"])
    assert {"montreal", "quebec", "montreuil"} == set(words["places"])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in answer.headers["Cache-Control"]
