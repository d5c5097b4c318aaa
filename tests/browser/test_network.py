"""Bad networks: nothing is lost, nothing is said twice, and the page is light enough for the worst of them."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest

from bot.gateway.app import create_app
from bot.messages import LANGUAGES
from bot.settings import Settings
from tests.browser.conftest import Served, answer_after, say

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
WHEN_READY = """new MutationObserver(() => {
  if (!window.readyAt && document.querySelector("boussole-chat[data-ready]")) window.readyAt = performance.now();
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-ready"]})"""
MAX_PAGE = 30_000  # bytes on the line for the first page with all it needs
MAX_TURN = 2_000
MAX_READY = 1.5  # seconds on slow 3G with a processor six times slower


def test_a_message_waits_for_the_network(chat, engine) -> None:
    """Without network the message says so and waits; it goes once when the network is back."""
    page = chat("fr")
    page.context.set_offline(True)
    page.locator("textarea").fill("patience")
    page.locator("textarea").press("Enter")
    page.wait_for_selector(".state.offline")
    told = page.locator(".status").inner_text()
    page.context.set_offline(False)
    page.wait_for_selector(".state.sent")

    assert "réseau" in told
    assert [message.text for message in engine.received].count("patience") == 1
    assert page.locator(".turn.you").count() == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_lost_answer_is_asked_again(chat, engine, first) -> None:
    """The server got the message, the phone lost the answer: the retry gets the same one, at the very beginning too."""
    page = chat("fr")
    if not first:
        say(page, "hello")
    lost = []

    def lose(route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().text())
        return route.abort()

    page.route("**/api/v1/chat", lose)
    answer = say(page, f"once {first}")
    page.unroute("**/api/v1/chat")
    after = say(page, f"again {first}")
    talks = {message.conversation for message in engine.received if message.text.endswith(f"{first}")}

    assert f"once {first}" in answer
    assert f"again {first}" in after
    assert [message.text for message in engine.received].count(f"once {first}") == 1
    assert len(talks) == 1


def test_messages_go_in_order(chat, engine) -> None:
    """What was written while one waited is sent after it, in order."""
    page = chat("en")
    page.context.set_offline(True)
    for text in ("one first", "two second", "three third"):
        page.locator("textarea").fill(text)
        page.locator("textarea").press("Enter")
    page.context.set_offline(False)
    page.wait_for_selector(".state.sent >> nth=2")

    assert [message.text for message in engine.received[-3:]] == ["one first", "two second", "three third"]
    assert page.locator(".you .bubble").all_inner_texts() == ["one first", "two second", "three third"]


def test_a_broken_server_is_told_in_words(chat) -> None:
    """After some attempts the page says that it failed, and one press tries again."""
    page = chat("es")
    page.route("**/api/v1/chat", lambda route: route.fulfill(status=502, body="bad gateway"))
    page.locator("textarea").fill("hola")
    page.locator("textarea").press("Enter")
    page.wait_for_selector(".state.failed")
    page.unroute("**/api/v1/chat")
    page.locator(".state.failed button").click()
    page.wait_for_selector(".state.sent")

    assert page.locator(".turn.you").count() == 1
    assert "hola" in answer_after(page, 1)


def test_a_refused_message_is_told_in_words(chat) -> None:
    """A message that the server will never take is not tried for ever."""
    page = chat("en")
    page.route("**/api/v1/chat", lambda route: route.fulfill(status=413, body="{}"))
    page.locator("textarea").fill("hello")
    page.locator("textarea").press("Enter")

    assert page.wait_for_selector(".state.refused").inner_text()


def test_a_forgotten_talk_begins_again(chat, engine) -> None:
    """After a long silence the talk is gone on the server: the page says so kindly and goes on with the same words."""
    page = chat("en")
    say(page, "hello")
    session = page.locator("boussole-chat").evaluate("each => each.talk.session")
    urlopen(Request(f"{page.url}api/v1/forget", data=session.encode(), headers={"Content-Type": "text/plain"}))
    old = page.locator(".turn.bot").last.locator(".choices button").nth(1)
    title = old.inner_text()
    old.click()
    page.wait_for_selector(".state.sent >> nth=1")

    assert page.locator(".note").is_visible()
    assert title == engine.received[-1].text


def test_two_tabs_are_two_talks(new_context, site, engine) -> None:
    """Two tabs of one browser share nothing."""
    context = new_context("fr")
    tabs = [context.new_page(), context.new_page()]
    for number, tab in enumerate(tabs):
        tab.goto(site.address)
        tab.wait_for_selector("boussole-chat[data-ready]")
        say(tab, f"tab {number}")

    assert len({message.conversation for message in engine.received[-2:]}) == 2
    assert "tab 0" not in tabs[1].locator(".log").inner_text()


def test_forward_and_reload_begin_anew(chat) -> None:
    """A reload finds a new talk: nothing was stored, and the address never changed."""
    page = chat("fr")
    address = page.url
    say(page, "bonjour")
    page.reload()
    page.wait_for_selector("boussole-chat[data-ready]")

    assert address == page.url
    assert page.locator(".turn").count() == 1


def test_erasing_gives_a_receipt(chat, engine) -> None:
    """One press erases the talk here and on the server, and says so."""
    page = chat("en")
    say(page, "hello")
    forgotten = len(engine.forgotten)
    page.locator(".about summary").click()
    page.locator("#erase").click()
    page.wait_for_selector(".note")

    assert forgotten + 1 == len(engine.forgotten)
    assert page.locator(".turn.you").count() == 0


def test_the_first_page_is_light(new_context, site) -> None:
    """The page with all it loads stays within its budget on the line."""
    page = new_context("fr").new_page()
    sizes = {}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(site.address)
    page.wait_for_selector("boussole-chat[data-ready]")
    page.wait_for_timeout(300)

    assert len([size for size in sizes.values() if size]) == 1
    assert sum(sizes.values()) <= MAX_PAGE, sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_is_light(site, language) -> None:
    """A message and its answer with a card stay within their budget on the line."""
    sizes = {}
    for text in ("hello", "sheet 1", "sheet 2", "sheet 3"):
        body = json.dumps({"message": {"text": text}, "language": language, "place": "montreal"}).encode()
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        answer = urlopen(Request(site.address + "/api/v1/chat", data=body, headers=headers))
        raw = answer.read()
        sizes[text] = len(raw) + len(body) + len(str(answer.headers))

    assert {text: size for text, size in sizes.items() if size > MAX_TURN} == {}, sizes


def test_ready_on_slow_3g(new_context, site) -> None:
    """On emulated slow 3G, six times slower, one can write after a second and a half."""
    page = new_context("fr").new_page()
    page.add_init_script(WHEN_READY)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(site.address)
    page.wait_for_selector("boussole-chat[data-ready]")

    assert page.evaluate("window.readyAt / 1000") <= MAX_READY


def kept_files(page) -> list[str]:
    """What the browser keeps for use without network."""
    return page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(c => c.keys()))))"
        ".then(all => [].concat(...all).map(request => new URL(request.url).pathname))"
    )


def wait_for_kept_files(page) -> None:
    """Wait until the emergency page is kept."""
    for _ in range(80):
        if len(kept_files(page)) == 2:
            return
        page.wait_for_timeout(100)
    pytest.fail("the emergency page was not kept")


def test_the_emergency_page_is_there_without_network(new_context, engine, knowledge) -> None:
    """The public numbers open offline, at the chat's own address too; nothing of the talk is kept with them."""
    served = Served(create_app(engine, knowledge, Settings()))
    page = new_context("fr").new_page()
    page.goto(served.address)
    page.wait_for_selector("boussole-chat[data-ready]")
    say(page, "secret words")
    wait_for_kept_files(page)
    kept = kept_files(page)
    served.close()
    page.goto(served.address)
    text = page.inner_text("main")

    assert kept == ["/emergency/montreal", "/page.css"]
    assert "911" in text
    assert "secret" not in text
    assert page.locator("a[href^='tel:']").count() > 3
    assert page.locator(".top").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(9, 72, 69)"


def test_leaving_takes_the_kept_page_along(chat) -> None:
    """Leaving in a hurry leaves no kept page and no service worker behind."""
    page = chat("fr")
    page.context.route("https://**", lambda route: route.fulfill(body="soleil", content_type="text/html"))
    wait_for_kept_files(page)
    address = page.url
    page.locator("a.leave").click()
    page.wait_for_url("https://**")
    page.wait_for_timeout(500)
    page.goto(address + "healthz")

    assert kept_files(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_old_and_new_builds_are_never_mixed(site) -> None:
    """Files named by their version may be kept for ever; the plain name follows a new build within the hour."""
    page = urlopen(site.address).read().decode()
    style = page.split('data-style="')[1].split('"')[0]

    assert "immutable" in urlopen(site.address + style).headers["Cache-Control"]
    assert "immutable" not in urlopen(site.address + "/widget.js").headers["Cache-Control"]
