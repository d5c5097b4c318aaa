"""A served page and a real Chromium; both are started once."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from bot.gateway.app import create_app
from bot.settings import Settings
from tests.browser.sheets_engine import SheetsEngine

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PATIENCE = 8_000  # milliseconds; everything is on this machine


class Served:
    """An aiohttp application on a free port, in a thread of its own."""

    def __init__(self, app: web.Application, port: int | None = None) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(app)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._runner.setup())
        self._run(web.TCPSite(self._runner, "127.0.0.1", self.port).start())

    def close(self) -> None:
        """Stop listening."""
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)

    def _run(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(tool: str) -> None:
    """Skip for want of a tool, but never in CI, where a skip would be a false green."""
    if os.environ.get("CI"):
        pytest.fail(f"{tool} is not installed")
    pytest.skip(f"{tool} is not installed")


@pytest.fixture(scope="package")
def playwright_() -> Iterator[Playwright]:
    """Playwright itself; gone with this folder, because its event loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def launch(playwright_) -> Iterator[Callable[..., Browser]]:
    """Starts Chromium, by default as quiet as it can be."""
    if not shutil.which(CHROMIUM):
        missing("chromium")
    started: list[Browser] = []

    def start(**more) -> Browser:
        browser = playwright_.chromium.launch(executable_path=CHROMIUM, args=QUIET, **more)
        started.append(browser)
        return browser

    yield start
    for browser in started:
        browser.close()


@pytest.fixture(scope="package")
def browser(launch) -> Browser:
    """One Chromium for all tests."""
    return launch()


@pytest.fixture
def new_context(browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser window of its own: nothing is shared with another one."""
    opened: list[BrowserContext] = []

    def new(language: str = "fr", **more) -> BrowserContext:
        more.setdefault("viewport", {"width": 390, "height": 844})
        context = browser.new_context(locale=language, reduced_motion="reduce", **more)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def engine(knowledge) -> SheetsEngine:
    """An engine from a script over the real fact sheets."""
    return SheetsEngine(knowledge)


@pytest.fixture(scope="session")
def site(engine, knowledge) -> Iterator[Served]:
    """The application over the scripted engine; a foreign site may embed its chat."""
    served = Served(create_app(engine, knowledge, Settings(allowed_origins=FOREIGN, turns_per_minute=10_000)))
    yield served
    served.close()


@pytest.fixture(scope="session")
def real_site(real_engine, knowledge) -> Iterator[Served]:
    """The application over the engine of the house."""
    served = Served(create_app(real_engine, knowledge, Settings(turns_per_minute=10_000)))
    yield served
    served.close()


FOREIGN_PORT = free_port()
FOREIGN = f"http://localhost:{FOREIGN_PORT}"


@pytest.fixture(scope="session")
def foreign(site) -> Iterator[Served]:
    """Another site, with a style sheet that spoils everything it reaches, which embeds the chat."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=HOSTILE.format(server=site.address), content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", page)])
    served = Served(app, FOREIGN_PORT)
    yield served
    served.close()


HOSTILE = """<!doctype html>
<html lang="en">
<title>City news</title>
<style>
  html {{ font-size: 5px }}
  * {{ color: #eee !important; background: #ddd !important; letter-spacing: 9px !important; line-height: 1 !important }}
  button, a, p, textarea, .app, .bubble {{ display: none !important; pointer-events: none !important }}
  boussole-chat {{ display: none !important; opacity: 0 !important }}
  boussole-chat {{ position: fixed !important; left: -999px !important }}
</style>
<main>
<h1>City news</h1>
<script src="{server}/widget.js" data-lang="en" data-place="quebec"></script>
</main>
</html>
"""


@pytest.fixture
def chat(new_context, site) -> Callable[..., Page]:
    """Opens the page with the chat ready."""

    def open_chat(language: str = "fr", **more) -> Page:
        page = new_context(language, **more).new_page()
        page.goto(site.address)
        page.wait_for_selector("boussole-chat[data-ready]")
        return page

    return open_chat


def say(page: Page, text: str) -> str:
    """Type a message, wait until it is answered, and return the text of the answer."""
    answered = page.locator(".turn.bot:not(.waiting)").count()
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")
    return answer_after(page, answered)


def answer_after(page: Page, answered: int) -> str:
    """The text of the answer that comes after so many others."""
    turn = page.locator(".turn.bot:not(.waiting)").nth(answered)
    turn.wait_for()
    return turn.inner_text()
