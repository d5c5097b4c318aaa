"""The desk in Chromium: axe finds nothing, the keyboard is enough, and it works without JavaScript."""

from __future__ import annotations

import pytest

from bot.messages import LANGUAGES
from tests.browser.test_accessibility import violations

CARD = "mtl-identity-residence-card"
PAGES = [
    f"/sheet/{CARD}", f"/sheet/{CARD}/LANGUAGE", "/matrix/rights", "/nothing", "/status", "/training",
    "/training/seasonal-worker", "/try", "/changes", "/overdue",
]  # fmt: skip
SIDEWAYS = "() => document.scrollingElement.scrollWidth > innerWidth + 1"


def search(page, site, text="carte", language="fr"):
    """Open the desk and search by the keyboard alone."""
    page.goto(f"{site.address}/desk/{language}/montreal")
    page.wait_for_selector("#q:focus")  # the field has the focus when the page opens
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(new_context, site, language, theme) -> None:
    """Search, results, a sheet, side by side, matrix, handout and the error page: axe finds nothing."""
    page = new_context(language, color_scheme=theme).new_page()
    page.goto(f"{site.address}/desk/{language}/montreal")
    page.locator("summary").first.click()
    found = {"search": violations(page)}
    search(page, site, language=language)
    found["results"] = violations(page)
    page.locator(".result input[type=checkbox]").first.check()
    page.locator(".sticky button").click()
    page.wait_for_selector(".paper")
    found["handout"] = violations(page)
    other = next(each for each in LANGUAGES if each != language)
    for tail in PAGES:
        page.goto(f"{site.address}/desk/{language}/montreal{tail.replace('LANGUAGE', other)}")
        found[tail] = violations(page)
    page.goto(f"{site.address}/desk/{language}/montreal/status")
    page.locator("#o-who-adult").check()
    page.wait_for_selector("#q-paper")
    found["answered"] = violations(page)
    page.goto(f"{site.address}/desk/{language}/montreal/sheet/{CARD}")
    page.locator("#dispute summary").click()
    found["dispute"] = violations(page)

    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_scrolls_sideways(new_context, site, width) -> None:
    """From a small phone to a desk screen nothing leaves the page; wide tables scroll in their own frame."""
    page = new_context("es", viewport={"width": width, "height": 800}).new_page()
    search(page, site, "tarjeta", "es")
    wide = ["results"] if page.evaluate(SIDEWAYS) else []
    for tail in PAGES:
        page.goto(f"{site.address}/desk/es/montreal{tail.replace('LANGUAGE', 'en')}")
        wide += [tail] if page.evaluate(SIDEWAYS) else []

    assert [] == wide


def test_works_without_javascript(new_context, site) -> None:
    """Search, choose a sheet and make a handout with scripts turned off."""
    page = new_context("fr", java_script_enabled=False).new_page()
    search(page, site)
    page.locator(".result input[type=checkbox]").first.check()
    page.locator(".sticky button").click()
    page.wait_for_selector(".take")

    assert page.locator(".take").count() == 1


def test_another_language_shows_the_same_results(new_context, site) -> None:
    """The language buttons of a result page show the same results, and nothing typed is in the address."""
    page = new_context("fr").new_page()
    search(page, site, "bibliothèque")
    before = [each.get_attribute("href") for each in page.locator(".result h3 a").all()]
    page.locator(".where button[lang=es]").click()
    page.wait_for_selector("html[lang=es] .result")
    after = [each.get_attribute("href") for each in page.locator(".result h3 a").all()]

    assert f"{site.address}/desk/es/montreal" == page.url
    assert {link.rsplit("/", 1)[-1] for link in before} & {link.rsplit("/", 1)[-1] for link in after}


def test_targets_are_large(new_context, site) -> None:
    """Everything one presses in forms and navigation is at least 44 px high, and links in lists at least 24."""
    page = new_context("fr").new_page()
    search(page, site)
    small = page.evaluate(
        "() => [...document.querySelectorAll('button, select, input[type=search], summary, nav a, .checks label')]"
        ".filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.9)"
        ".map(each => each.outerHTML.slice(0, 80))"
    )

    assert small == []


@pytest.mark.parametrize("size", ["normal", "large", "wallet"])
def test_print_leaves_only_the_handout(new_context, site, size) -> None:
    """On paper there are no forms, buttons or navigation; the text, the limits and the code stay."""
    page = new_context("fr").new_page()
    search(page, site, "carte sans peur")
    page.locator(".result input[type=checkbox]").first.check()
    page.locator(".sticky button").click()
    page.locator(f"input[type=radio][value={size}]").check()
    page.locator(".go").click()
    page.wait_for_selector(f"body.{size}")
    page.emulate_media(media="print")
    seen = page.evaluate(
        "() => [...document.querySelectorAll('form, button, nav, textarea, footer, .top')]"
        ".filter(each => each.offsetParent).map(each => each.tagName)"
    )

    assert seen == []
    assert page.locator("img").first.is_visible()
    assert "immigration" in page.locator("main").inner_text()


def test_each_answer_shows_at_once_where_it_leads(new_context, site) -> None:
    """An answer given by the keyboard changes the result, keeps the focus, and sends nothing by the address."""
    page = new_context("en").new_page()
    page.goto(f"{site.address}/desk/en/montreal/status")
    page.locator("#o-who-adult").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("#q-paper")
    page.locator("#o-paper-pr").check()
    page.wait_for_selector(".answer >> text=ermanent")

    assert "o-paper-pr" == page.evaluate("document.activeElement.id")
    assert f"{site.address}/desk/en/montreal/status" == page.url


def test_the_status_page_without_javascript(new_context, site) -> None:
    """Without scripts the button shows where the answers lead."""
    page = new_context("es", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/desk/es/montreuil/status")
    page.locator("#o-age-under18_alone").check()
    page.locator("#answers .go").click()

    assert page.locator(".answer").count() == 1


def test_a_dispute_by_form(new_context, site) -> None:
    """A worker reports a phone; the sheet carries the mark at once, also without scripts."""
    page = new_context("fr", java_script_enabled=False).new_page()
    page.goto(f"{site.address}/desk/fr/quebec/sheet/service-811")
    page.locator("#dispute summary").click()
    page.locator("#field").select_option("phones")
    page.locator("#proposed").fill("418 555-0100")
    page.locator("input[type=radio][value=called]").check()
    page.locator("#dispute .go").click()
    page.locator("main .button").click()

    assert 1 == page.locator(".mark-box", has_text="Signalé comme faux").count()


def test_nothing_is_loaded_from_elsewhere_or_kept(new_context, site) -> None:
    """A walk through the desk asks this site only, and leaves no cookie and nothing in the browser's storage."""
    context = new_context("fr")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, site)
    for tail in PAGES:
        page.goto(f"{site.address}/desk/fr/montreal{tail.replace('LANGUAGE', 'en')}")

    assert set() == {url for url in asked if not url.startswith((site.address, "data:"))}
    assert [] == context.cookies()
    assert 0 == page.evaluate("localStorage.length + sessionStorage.length")
