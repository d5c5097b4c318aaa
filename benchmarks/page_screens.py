"""Takes the pictures of docs/screens.html: the chat in its states, three languages, both themes, three widths.

uv run python benchmarks/page_screens.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page, sync_playwright

from bot.gateway.app import create_app
from bot.settings import Settings
from knowledge.store import open_knowledge
from tests.browser.conftest import CHROMIUM, QUIET, Served, say
from tests.browser.sheets_engine import SheetsEngine

DOCS = Path(__file__).parents[1] / "docs"
PHONE, SMALL, WIDE = {"width": 390, "height": 844}, {"width": 320, "height": 640}, {"width": 1280, "height": 800}


def nothing(_: Page) -> None:
    """The page as it opens."""


def card(page: Page) -> None:
    """An answer card."""
    say(page, "sheet 2")


def limits(page: Page) -> None:
    """The end of a card: limits, source, tools."""
    card(page)
    page.locator(".card .tools summary").click()
    page.locator(".source").scroll_into_view_if_needed()


def beside(page: Page) -> None:
    """The same card in two languages."""
    card(page)
    page.locator(".card .tools summary").click()
    page.locator(".card .tools button").nth(2).click()
    page.locator(".card + .card").wait_for()
    page.locator(".log").evaluate("log => { log.scrollTop = 330; log.parentElement.scrollTop = 500 }")


def offline(page: Page) -> None:
    """A message that waits for the network."""
    page.context.set_offline(True)
    page.locator("textarea").fill("¿Puedo usar la biblioteca sin papeles?")
    page.locator("textarea").press("Enter")
    page.locator(".state.offline").wait_for()


def settings(page: Page) -> None:
    """Settings and help."""
    page.locator(".about summary").click()


def larger(page: Page) -> None:
    """The largest text."""
    settings(page)
    for _ in range(2):
        page.locator("#size").click()
    page.locator(".about summary").click()


# Caption, language, theme, screen, what is done before the picture, path.
PICTURES: list[tuple[str, str, str, dict[str, int], Callable[[Page], None], str]] = [
    ("The page as it opens", "fr", "light", PHONE, nothing, "/"),
    ("An answer card", "en", "light", PHONE, card, "/"),
    ("Limits, source and date, and what one can do with the answer", "es", "light", PHONE, limits, "/"),
    ("Waiting for the network", "es", "light", PHONE, offline, "/"),
    ("The dark theme", "es", "dark", PHONE, card, "/"),
    ("Settings, and what leaving does and does not do", "en", "dark", PHONE, settings, "/"),
    ("A small phone", "fr", "light", SMALL, card, "/"),
    ("The largest text", "en", "light", PHONE, larger, "/"),
    ("Emergency numbers, kept for when there is no network", "fr", "light", PHONE, nothing, "/emergency/montreal"),
    ("A wide screen", "fr", "light", WIDE, nothing, "/"),
    ("One answer in two languages", "en", "light", WIDE, beside, "/"),
    ("Wide and dark", "es", "dark", WIDE, card, "/"),
]


def main() -> None:
    """Take every picture and write the page that shows them."""
    knowledge = open_knowledge(build_dir=Path("build"))
    served = Served(create_app(SheetsEngine(knowledge), knowledge, Settings(turns_per_minute=10_000)))
    figures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for number, (caption, language, theme, screen, act, path) in enumerate(PICTURES, start=1):
            context = browser.new_context(locale=language, color_scheme=theme, viewport=screen, reduced_motion="reduce")
            page = context.new_page()
            page.goto(served.address + path)
            if path == "/":
                page.wait_for_selector("boussole-chat[data-ready]")
            act(page)
            page.wait_for_timeout(250)
            name = f"screens/{number:02}.png"
            page.screenshot(path=DOCS / name)
            figures.append(figure(name, caption, screen))
            context.close()
        browser.close()
    served.close()
    (DOCS / "screens.html").write_text(PAGE.format(figures="\n".join(figures)), encoding="utf-8")


def figure(name: str, caption: str, screen: dict[str, int]) -> str:
    """One picture with its words."""
    width, height = screen["width"], screen["height"]
    image = f'<img src="{name}" width="{width}" height="{height}" alt="{escape(caption)}" loading="lazy">'
    return f'<figure style="max-width:{width}px">{image}<figcaption>{escape(caption)}</figcaption></figure>'


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Boussole: screens of the web chat</title>
<style>
  body {{ margin: 0; padding: 2rem; background: #f7f2ea; color: #22302f; font: 1.05rem/1.5 system-ui, sans-serif }}
  main {{ display: flex; flex-wrap: wrap; gap: 2rem; align-items: flex-start }}
  figure {{ margin: 0 }}
  img {{ max-width: 100%; height: auto; border: 1px solid #d9cfc0; border-radius: 14px }}
  figcaption {{ margin-top: .5rem }}
</style>
</head>
<body>
<h1>The web chat</h1>
<p>Taken by <code>benchmarks/page_screens.py</code> in Chromium, with real fact sheets.</p>
<main>
{figures}
</main>
</body>
</html>
"""

if __name__ == "__main__":
    main()
