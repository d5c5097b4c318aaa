"""Without JavaScript: the same talk by form, in a browser and in lynx."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from bot.gateway.own_words import opening_choices
from tests.browser.conftest import missing


@pytest.fixture
def page(new_context, site):
    """The page in a browser without JavaScript."""
    page = new_context("en", java_script_enabled=False).new_page()
    page.goto(site.address)
    return page


def test_a_talk_by_form(page, engine) -> None:
    """Typed words and pressed choices go on in one talk; the address stays bare."""
    page.fill("input[name=text]", "hello form")
    page.click(".send")
    echoed = page.inner_text(".log")
    page.click("button[name=choice] >> nth=1")
    talks = {message.conversation for message in engine.received[-2:]}

    assert "hello form" in echoed
    assert page.locator(".card").is_visible()
    assert page.locator(".part-limits, .part-alert, .part-old_contact").count()
    assert page.locator(".source").is_visible()
    assert len(talks) == 1
    assert page.url.rstrip("/").count("/") == 2


def test_language_changes_in_the_talk(page, engine) -> None:
    """Another language is chosen in the middle of the talk, which goes on in it."""
    page.fill("input[name=text]", "hello")
    page.click(".send")
    page.select_option("#settings-language", "es")
    page.click(".choose")
    page.fill("input[name=text]", "sheet 2")
    page.click(".send")

    assert page.get_attribute("html", "lang") == "es"
    assert len({message.conversation for message in engine.received[-2:]}) == 1
    assert engine.received[-1].language == "es"


def test_scripts_that_come_late_take_over(new_context, site, engine) -> None:
    """A talk begun by form goes on in the chat, with the words half typed."""
    page = new_context("fr").new_page()
    held = []
    page.route("**/widget.js*", lambda route: held.append(route))
    page.goto(site.address + "/emergency/montreal")
    page.evaluate(
        """() => {
          const form = Object.assign(document.createElement("form"), {method: "post", action: "/"});
          for (const [name, value] of [["text", "begun by form"], ["language", "fr"], ["place", "montreal"]])
            form.append(Object.assign(document.createElement("input"), {name, value}));
          document.body.append(form);
          setTimeout(() => form.submit());
        }"""
    )
    page.locator(".turn.you").wait_for()
    page.locator("input[name=text]").fill("half typed")
    held[0].continue_()
    page.wait_for_selector("boussole-chat[data-ready]")
    typed = page.locator("textarea").input_value()
    page.locator(".choices button").first.click()
    page.wait_for_selector(".card")

    assert typed == "half typed"
    assert "begun by form" in page.locator(".log").inner_text()
    assert len({message.conversation for message in engine.received[-2:]}) == 1
    assert engine.received[-1].payload == "/sheet 1"


def test_lynx_drives_the_form(site, tmp_path) -> None:
    """A text browser holds a talk: it goes to the field, types, sends, and reads the card."""
    if not shutil.which("lynx"):
        missing("lynx")
    first = lynx(tmp_path, "-dump", site.address).stdout.decode()
    screen, keys = tmp_path / "screen.txt", tmp_path / "keys"
    links_before_the_field = 6 + len(opening_choices("fr"))  # way out, emergency, language, place, choose, offline page
    pressed = [
        *["Down Arrow"] * links_before_the_field,
        *typed("sheet 2"),
        "Down Arrow",
        "^J",
        *("p", "^J", "^U", *typed(str(screen)), "^J"),  # print to a file
        *("q", "y"),
    ]
    keys.write_text("".join(f"key {key}\n" for key in pressed), encoding="utf-8")
    lynx(tmp_path, f"-cmd_script={keys}", site.address)
    answer = screen.read_text(encoding="utf-8")

    assert "911" in first
    assert "fearless card" in answer
    assert "311" in answer
    assert "1. Library" in answer


def typed(text: str) -> list[str]:
    """The keys of a text in the words of lynx."""
    return ["<space>" if letter == " " else letter for letter in text]


def lynx(home, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run lynx on a high screen."""
    terminal = {"TERM": "xterm", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "LINES": "200", "COLUMNS": "100"}
    return subprocess.run(
        ["lynx", "-nopause", *arguments],
        env=terminal | {"HOME": str(home)},
        capture_output=True,
        timeout=30,
        check=True,
    )
