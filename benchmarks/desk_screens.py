"""Takes the pictures of docs/desk.md: the pages of the desk as a worker sees them, and the handout as it is printed.

uv run python benchmarks/desk_screens.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page, sync_playwright

from bot.gateway.app import create_app
from bot.gateway.lookup.editing.passwords import hashed
from bot.settings import Secret, Settings
from knowledge.store import open_knowledge
from tests.browser.conftest import CHROMIUM, QUIET, Served
from tests.browser.sheets_engine import SheetsEngine

SCREENS = Path(__file__).parents[1] / "docs" / "screens"
CARD = "/sheet/mtl-identity-residence-card"
PAPER = {"width": 740, "height": 960}  # Letter between its margins
WIDE, PHONE = {"width": 1100, "height": 760}, {"width": 390, "height": 844}
PASSWORD = "only for these pictures"


def search(page: Page) -> None:
    """Results with their reasons."""
    page.locator("#q").fill("tarjeta sin miedo")
    page.locator(".query .go").click()
    page.locator(".result").first.wait_for()


def papers(page: Page) -> None:
    """What a person has."""
    page.locator("summary").first.click()
    for paper in ("expired_permit", "school_letter"):
        page.locator(f"input[type=checkbox][value={paper}]").check()
    page.locator(".filters .go").click()
    page.locator(".result").first.wait_for()


def status(page: Page) -> None:
    """Three answers."""
    for answer in ("who-adult", "paper-work", "date-under_90"):
        page.locator(f"#o-{answer}").check()
        page.wait_for_timeout(400)


def case(page: Page) -> None:
    """An invented case, answered wrongly."""
    page.locator("#o-who-child_born_here").check()
    page.wait_for_selector("#q-harm")
    page.locator("#o-harm-no").check()
    page.wait_for_timeout(400)


def trial(page: Page) -> None:
    """A question to the assistant."""
    page.locator("#text").fill("sheet 3")
    page.locator(".go").click()
    page.locator("#understood").wait_for()


def dispute(page: Page) -> None:
    """A sheet with its mark."""
    page.locator("#dispute summary").click()
    page.locator("#proposed").fill("514 555-0199")
    page.locator("input[type=radio][value=called]").check()
    page.locator("#dispute .go").click()
    page.locator("main .button").click()
    page.locator(".mark-box").first.wait_for()


def handout(page: Page, size: str = "normal") -> None:
    """Two sheets for a person who reads Spanish."""
    search(page)
    for box in page.locator(".result input[type=checkbox]").all()[:2]:
        box.check()
    page.locator(".sticky button").click()
    page.locator(f"input[type=radio][value={size}]").check()
    page.locator("input[type=radio][name=other]").last.check()
    page.locator(".go").click()
    page.wait_for_selector(f"body.{size}")


def printed(page: Page) -> None:
    """The handout on paper."""
    handout(page)
    page.emulate_media(media="print")


def large(page: Page) -> None:
    """The handout in large print, on paper."""
    handout(page, "large")
    page.emulate_media(media="print")


def wallet(page: Page) -> None:
    """The wallet cards, on paper."""
    handout(page, "wallet")
    page.emulate_media(media="print")


def editors(page: Page) -> None:
    """The queue."""
    page.locator("#who").fill("AB")
    page.locator("#password").fill(PASSWORD)
    page.locator(".go").click()
    page.locator("h2").first.wait_for()


def nothing(_: Page) -> None:
    """The page as it opens."""


SHOTS: list[tuple[str, str, Callable[[Page], None], dict[str, int], bool]] = [
    ("desk-search", "/desk/es/montreal", search, WIDE, False),
    ("desk-papers", "/desk/en/montreal", papers, WIDE, False),
    ("desk-sheet", f"/desk/fr/montreal{CARD}", dispute, WIDE, False),
    ("desk-beside", f"/desk/en/montreal{CARD}/es", nothing, WIDE, False),
    ("desk-larger", f"/desk/en/montreal{CARD}/es?size=larger", nothing, WIDE, False),
    ("desk-matrix", "/desk/fr/montreal/matrix/health", nothing, WIDE, False),
    ("desk-status", "/desk/en/montreal/status", status, WIDE, False),
    ("desk-training", "/desk/fr/montreal/training/seasonal-worker", case, WIDE, False),
    ("desk-try", "/desk/en/montreal/try", trial, WIDE, False),
    ("desk-handout", "/desk/fr/montreal", handout, WIDE, True),
    ("desk-printed", "/desk/fr/montreal", printed, PAPER, True),
    ("desk-large", "/desk/fr/montreal", large, PAPER, True),
    ("desk-wallet", "/desk/fr/montreal", wallet, PAPER, False),
    ("desk-changes", "/desk/en/montreal/changes", nothing, WIDE, False),
    ("desk-overdue", "/desk/es/montreal/overdue", nothing, WIDE, False),
    ("desk-editors", "/desk/en/montreal/editors", editors, WIDE, True),
    ("desk-phone", f"/desk/es/montreal{CARD}", nothing, PHONE, False),
]


def main(folder: Path) -> None:
    """Take every picture."""
    knowledge = open_knowledge()
    settings = Settings(editors_password=Secret(hashed(PASSWORD)))
    site = Served(create_app(SheetsEngine(knowledge), knowledge, settings))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, path, prepare, size, whole in SHOTS:
            page = browser.new_page(viewport=size, color_scheme="dark" if name == "desk-phone" else "light")
            page.set_default_timeout(20_000)
            page.goto(site.address + path)
            prepare(page)
            page.screenshot(path=folder / f"{name}.png", full_page=whole)
            print(name, (folder / f"{name}.png").stat().st_size)
            page.close()
        browser.close()
    site.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SCREENS)
