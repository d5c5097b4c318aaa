"""WCAG 2.2 AA as far as a machine can tell: axe finds nothing in any state, in three languages and both themes."""

from __future__ import annotations

import pytest

from bot.gateway.assets import WIDGET
from bot.messages import LANGUAGES
from tests.browser.conftest import FOREIGN, missing, say

AXE = WIDGET / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {
    "320 px": {"viewport": {"width": 320, "height": 640}},
    "200 % zoom": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "forced colours": {"forced_colors": "active"},
}


# Whatever one presses that is not whole on the screen from left to right.
OUTSIDE = """() => [...document.querySelector("boussole-chat").shadowRoot.querySelectorAll("button, a, select, textarea")]
  .filter(each => each.offsetParent)
  .filter(each => { const box = each.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth })
  .map(each => each.outerHTML.slice(0, 90))"""


def violations(page) -> list[str]:
    """What axe finds, one line each."""
    if not AXE.exists():
        missing("axe-core (npm ci in bot/gateway/widget)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # the page's own policy forbids a script element
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(r => r.violations)", RULES
    )
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state(chat, engine, language, theme) -> None:
    """Empty, settings open, talking, answered with a card and its tools, side by side, refused, offline, leaving."""
    page = chat(language, color_scheme=theme)
    found = {"empty": violations(page)}

    page.locator(".about summary").click()
    found["settings"] = violations(page)

    say(page, "sheet 2")
    page.locator(".card .tools summary").click()
    page.locator(".card .tools button").nth(2).click()
    page.wait_for_selector(".card + .card")
    found["card"] = violations(page)

    engine.delay = 0.8
    page.locator("textarea").fill("sheet 1")
    page.locator("textarea").press("Enter")
    page.wait_for_selector(".waiting")
    found["sending"] = violations(page)
    engine.delay = 0.0
    page.wait_for_selector(".state.sent >> nth=1")

    page.context.set_offline(True)
    page.locator("textarea").fill("sheet 3")
    page.locator("textarea").press("Enter")
    page.wait_for_selector(".state.offline")
    found["offline"] = violations(page)

    page.keyboard.press("Shift")
    page.wait_for_selector(".status:not(:empty)")
    found["leaving"] = violations(page)

    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen(chat, screen) -> None:
    """Narrow, enlarged, wide and in the colours of the system: nothing wrong and nothing to scroll sideways."""
    page = chat("es", **SCREENS[screen])
    say(page, "sheet 2")
    found = violations(page)
    sideways = page.evaluate(
        "() => { const app = document.querySelector('boussole-chat').shadowRoot.querySelector('.app');"
        " return [document.scrollingElement, app, ...app.querySelectorAll('.scroll, .log, .card')]"
        ".filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.className || each.tagName) }"
    )

    assert found == []
    assert sideways == []
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("path", ["/", "/emergency/montreal"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_without_javascript(new_context, site, theme, path) -> None:
    """The form and the emergency page are as accessible as the chat."""
    context = new_context("en", color_scheme=theme)
    context.add_init_script("customElements.define = () => undefined")  # axe needs scripts, the page must do without
    page = context.new_page()
    page.goto(site.address + path)
    if path == "/":
        page.fill("input[name=text]", "sheet 2")
        page.click(".send")

    assert violations(page) == []


def test_larger_text_loses_nothing(chat) -> None:
    """The largest text still fits a small phone, and goes back to the first size."""
    page = chat("fr", viewport={"width": 320, "height": 640})
    page.locator(".about summary").click()
    sizes = [page.locator(".bubble").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")]
    for _ in range(3):
        page.locator("#size").click()
        sizes.append(page.locator(".bubble").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)"))
        assert [] == page.evaluate(OUTSIDE)

    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[0] == sizes[3]


def test_targets_are_large(chat) -> None:
    """Everything one presses is at least 44 px high."""
    page = chat("fr")
    say(page, "sheet 2")
    page.locator(".about summary").click()
    page.locator(".card .tools summary").click()
    small = page.evaluate(
        "() => [...document.querySelector('boussole-chat').shadowRoot.querySelectorAll("
        "'button, select, textarea, summary, .part a, a.leave, .emergency a')]"
        ".filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.9)"
        ".map(each => each.outerHTML.slice(0, 80))"
    )

    assert small == []


def test_what_a_screen_reader_hears(chat) -> None:
    """One log that announces what is added, one's own words excepted; every part has a name and its language."""
    page = chat("es")
    say(page, "hola")
    tree = page.locator("section.app").aria_snapshot()
    own = page.locator(".turn.you")

    assert "- log " in tree
    assert "- textbox " in tree
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    assert page.get_by_role("log").get_attribute("aria-relevant") == "additions"
    assert own.get_attribute("aria-live") == "off"
    assert [each.get_attribute("lang") for each in page.locator(".turn").all()] == ["es"] * 3
    assert [each.get_attribute("dir") for each in page.locator(".bubble").all()] == ["auto"] * 3
    assert page.get_by_role("status").count() == 1


def test_nothing_is_read_out_again(chat) -> None:
    """Another language or place leaves the log and the status line where they are: only the new note is an addition."""
    page = chat("fr")
    say(page, "sheet 1")
    page.locator("section.app").evaluate(
        "app => { window.moved = []; new MutationObserver(all => all.forEach(one =>"
        " one.addedNodes.forEach(node => window.moved.push(node.className))))"
        ".observe(app, {subtree: true, childList: true}) }"
    )
    page.locator("#to-en").click()
    page.locator("#place").select_option("quebec")
    page.locator(".note").nth(1).wait_for()
    moved = page.evaluate("window.moved")

    assert {"log", "scroll", "status", "message", "turn bot", ""}.isdisjoint(moved)
    assert 2 == moved.count("note")


def test_right_to_left_is_ready(chat) -> None:
    """A message in Arabic is laid out from the right within its bubble."""
    page = chat("fr")
    say(page, "أين المكتبة؟")

    assert page.locator(".you .bubble").evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_the_embedded_chat(new_context, foreign) -> None:
    """In another page the chat takes no landmark or heading level that belongs to that page."""
    page = new_context("en").new_page()
    page.goto(FOREIGN)
    page.wait_for_selector("boussole-chat[data-ready]")
    say(page, "sheet 2")

    assert [line for line in violations(page) if "City news" not in line] == []
