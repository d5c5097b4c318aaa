"""The whole gateway over a scripted engine, reached as a stranger reaches it: by a client, or by bare bytes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.gateway.app import create_app
from bot.settings import Settings
from tests.gateway.scripted_engine import ScriptedEngine


@pytest.fixture
def engine() -> ScriptedEngine:
    """A fresh scripted engine."""
    return ScriptedEngine()


@pytest.fixture
def gateway(aiohttp_client, engine, knowledge):
    """Makes a client of a gateway with its own settings."""

    async def make(**changed):
        return await aiohttp_client(create_app(engine, knowledge, replace(Settings(), **changed)))

    return make


@pytest.fixture
def bare(gateway):
    """Sends bytes and reads all that comes back until the server hangs up or is silent."""

    async def send(*pieces: bytes) -> bytes:
        client = await gateway()
        reader, writer = await asyncio.open_connection(client.host, client.port)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)  # each piece a packet of its own
        answered = b""
        try:
            while True:
                got = await asyncio.wait_for(reader.read(65_536), 3)
                if not got:
                    break
                answered += got
        except (TimeoutError, ConnectionResetError):
            pass
        writer.close()
        return answered

    return send
