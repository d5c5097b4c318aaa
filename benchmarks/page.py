"""What the web chat costs on the line, and how soon one can write on a cheap phone.

    uv run python benchmarks/page.py

Needs Chromium. Numbers of a run are in page.md.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, sync_playwright

from bot.gateway.app import create_app
from bot.gateway.assets import FILES, WIDGET
from bot.settings import Settings
from knowledge.store import open_knowledge
from tests.browser.conftest import CHROMIUM, QUIET, Served, say
from tests.browser.sheets_engine import SheetsEngine
from tests.browser.test_network import WHEN_READY

# Name -> (milliseconds to and fro, kilobits a second, how many times slower the processor is).
LINES = {"this machine": (0, 0, 1), "slow 3G, CPU / 6": (400, 400, 6), "EDGE, CPU / 6": (600, 150, 6)}
RUNS = 7


def main() -> None:
    """Print the tables."""
    print("| file | bytes | gzip |\n|---|---|---|")
    for name in FILES:
        content = (WIDGET / name).read_bytes()
        print(f"| {name} | {len(content):,} | {len(gzip.compress(content, 9)):,} |")
    knowledge = open_knowledge(build_dir=Path("build"))
    served = Served(create_app(SheetsEngine(knowledge), knowledge, Settings(turns_per_minute=10_000)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        print("\n| line | first page | ready, median | ready, worst | a turn with a card |\n|---|---|---|---|---|")
        for line, conditions in LINES.items():
            runs = [visit(browser, served.address, conditions) for _ in range(RUNS)]
            pages, ready, turns = zip(*runs, strict=True)
            print(
                f"| {line} | {max(pages):,} B | {statistics.median(ready):.2f} s"
                f" | {max(ready):.2f} s | {max(turns):,} B |"
            )
        browser.close()
    served.close()


def visit(browser: Browser, address: str, conditions: tuple[int, int, int]) -> tuple[int, float, int]:
    """Bytes of the first page, seconds until one can write, bytes of an answer (headers included)."""
    latency, kilobits, slower = conditions
    context = browser.new_context(locale="fr", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(WHEN_READY)
    received: list[int] = []
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    speed = kilobits * 1000 / 8 or -1
    line = {"offline": False, "latency": latency, "downloadThroughput": speed, "uploadThroughput": speed}
    devtools.send("Network.emulateNetworkConditions", line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    page.wait_for_selector("boussole-chat[data-ready]")
    first = sum(received)
    say(page, "sheet 2")
    page.wait_for_timeout(100)
    ready = page.evaluate("window.readyAt / 1000")
    turn = sum(received) - first
    context.close()
    return first, ready, turn


if __name__ == "__main__":
    main()
