"""Ask as the client would: the same engine, what it understood, and nothing left behind."""

from __future__ import annotations

import pytest

from bot.gateway.app import create_app
from bot.gateway.lookup import trial_page
from bot.messages import LANGUAGES
from tests.gateway.lookup.html import text_of


async def test_the_engine_is_asked_and_forgets(client, engine) -> None:
    """The message reaches the engine under an id of its own, which is forgotten before the page is sent."""
    html = await (await client.post("/desk/en/montreuil/try", data={"text": "bonjour", "spoken": "es"})).text()
    await client.post("/desk/en/montreuil/try", data={"text": "bonjour"})
    first, second = engine.received

    assert ("bonjour", "montreuil", "es") == (first.text, first.place, first.language)
    assert second.language is None
    assert first.conversation != second.conversation
    assert [first.conversation, second.conversation] == engine.forgotten
    assert "<code>greet</code>" in html


@pytest.mark.parametrize("text", ["break", "fall silent", "hang"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_failing_engine_shows_the_apology(client, engine, text, language) -> None:
    """When the engine fails, the worker sees what a client would: an apology with the emergency number."""
    response = await client.post(f"/desk/{language}/montreal/try", data={"text": text, "spoken": language})
    shown = text_of(await response.text())

    assert 200 == response.status
    assert "911" in shown.split("Traceback")[0]
    assert 1 == len(engine.forgotten)


async def test_an_empty_question_is_not_asked(client, engine) -> None:
    """Blank text shows the form again."""
    await client.post("/desk/en/montreal/try", data={"text": "  "})

    assert [] == engine.received


async def test_many_tries_must_wait(aiohttp_client, engine, settings, knowledge, monkeypatch) -> None:
    """Workers cannot take the engine away from clients."""
    monkeypatch.setattr(trial_page, "A_MINUTE", 2)  # few, so that a slow machine gives no new one meanwhile
    client = await aiohttp_client(create_app(engine, knowledge, settings))
    pages = [await client.post("/desk/en/montreal/try", data={"text": "x"}) for _ in range(3)]

    assert "Wait a minute." in text_of(await pages[-1].text())
    assert 2 == len(engine.received)
