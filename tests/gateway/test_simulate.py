"""The phone in a console writes through the real webhook and shows what a person reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import web

from bot import simulate
from bot.gateway.app import MIDDLEWARES
from bot.gateway.conversation import Conversations
from bot.gateway.webhooks import Webhooks
from bot.settings import Settings


@pytest.fixture
def played(engine, monkeypatch, capsys):
    """Plays some lines on a phone and gives what was shown."""

    def made(settings: Settings) -> web.Application:
        app = web.Application(middlewares=MIDDLEWARES)
        Webhooks(Conversations(engine, settings, lambda _: "911"), settings).mount(app)
        return app

    async def play(channel: str, *lines: str) -> str:
        left = iter(lines)

        def typed(_: str) -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", typed)
        await simulate._play(channel, simulate._trial(replace(Settings())), made)
        return capsys.readouterr().out

    return play


async def test_an_sms_phone_shows_the_answer_and_its_price(played, engine) -> None:
    """What would be read, the segments it costs, and the choice a number means."""
    shown = await played("sms", "bonjour", "2", "ARRET", "allo", "encore?")

    assert "Boussole, guide gratuit." in shown
    assert "segments, GSM-7" in shown
    assert engine.received[1].payload == "/id_card"
    assert "START" in shown
    assert "[no answer]" in shown


async def test_a_whatsapp_phone_shows_buttons_and_presses_them(played, engine) -> None:
    """Buttons are drawn, and "#2" presses the second."""
    shown = await played("whatsapp", "bonjour", "#2")

    assert "[#1 Bibliothèque]  [#2 La carte municipale]" in shown
    assert engine.received[1].payload == "/id_card"
