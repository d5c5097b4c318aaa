"""A gateway over a scripted engine and the real knowledge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gateway.app import EmergencyNumbers, create_app
from bot.gateway.conversation import Conversations
from bot.settings import Settings
from tests.gateway.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    """A fresh scripted engine."""
    return ScriptedEngine()


@pytest.fixture
def settings() -> Settings:
    """Settings with a short patience, so that a hanging engine does not hang the suite."""
    return replace(Settings(), turn_timeout_seconds=0.3)


@pytest.fixture
def conversations(engine, settings, knowledge) -> Conversations:
    """Conversations over the scripted engine."""
    return Conversations(engine, settings, EmergencyNumbers(knowledge))


@pytest.fixture
async def client(aiohttp_client, engine, settings, knowledge):
    """A client of the whole application."""
    return await aiohttp_client(create_app(engine, knowledge, settings))
