"""Forgetting: by word, on the way out, by the API, by age; nothing that can be reached in memory holds it after."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace

import pytest

from bot.gateway.aging import forgetting
from bot.gateway.app import EmergencyNumbers, create_app
from bot.gateway.conversation import Conversations
from bot.gateway.ratelimit import FULL_AGAIN, RateLimit
from bot.messages import IncomingMessage
from bot.settings import Settings
from tests.gateway.scripted_engine import ScriptedEngine
from tests.privacy.reach import holders

CHAT = "/api/v1/chat"
HEADER = "X-Boussole-Session"
ERASE = {"fr": "efface mes messages", "en": "erase everything", "es": "borra todo"}
BEGIN = {"fr": "je cherche à manger, je suis", "en": "I need food, my name is", "es": "busco comida, me llamo"}


@pytest.fixture
async def house(aiohttp_client, real_engine, knowledge):
    """A client of the whole gateway over the real engine, and what holds its memory."""
    app = create_app(real_engine, knowledge, Settings(turn_timeout_seconds=60))
    return await aiohttp_client(app), [app, real_engine]


async def say(client, text: str, language: str, session: str | None = None) -> dict:
    """One message to the API, with the id a page gives it, so that its answer is kept for a repeat."""
    message = {"text": text, "id": secrets.token_urlsafe(16)}
    body = {"message": message, "language": language, "place": "montreal", "session": session}
    return await (await client.post(CHAT, json=body)).json(content_type=None)


async def begun(client, language: str, roots: list) -> tuple[str, str]:
    """A talk that holds a word nobody else says, and is found in memory: session and word."""
    canary = f"zq{secrets.token_hex(6)}"
    session = (await say(client, f"{BEGIN[language]} {canary}", language))["session"]
    assert holders(roots, canary), "the search must find what is there"
    return session, canary


async def is_new(client, session: str) -> bool:
    """Whether a message of the old session is told to begin anew."""
    return (await say(client, "1", "fr", session)).get("status") == 404


@pytest.mark.parametrize("language", ["fr", "en", "es"])
async def test_by_word(house, language) -> None:
    """Asked in their language, the talk is gone from everything reachable; the next message begins anew."""
    client, roots = house
    session, canary = await begun(client, language, roots)
    answer = await say(client, ERASE[language], language, session)

    assert "delete_my_data" == answer["meta"]["intent"]
    assert [] == holders(roots, canary)
    assert await is_new(client, session)


async def test_by_the_api(house) -> None:
    """A receipt tells that something was forgotten, and the second time that nothing was there."""
    client, roots = house
    session, canary = await begun(client, "en", roots)
    receipts = [await (await client.delete(CHAT, headers={HEADER: session})).json() for _ in range(2)]

    assert [{"forgotten": True}, {"forgotten": False}] == receipts
    assert [] == holders(roots, canary)
    assert await is_new(client, session)


async def test_on_the_way_out(house) -> None:
    """What a page sends while it is being left forgets the talk."""
    client, roots = house
    session, canary = await begun(client, "es", roots)
    response = await client.post("/api/v1/forget", data=session)

    assert 204 == response.status
    assert [] == holders(roots, canary)
    assert await is_new(client, session)


async def test_a_turn_in_work_is_forgotten_too(knowledge) -> None:
    """Who leaves while the answer is being made leaves nothing in the engine."""
    engine = ScriptedEngine()
    talks = Conversations(engine, Settings(), EmergencyNumbers(knowledge))
    turn = asyncio.ensure_future(talks.answer(IncomingMessage("leaver", "web", text="hello", language="en")))
    await asyncio.sleep(0)
    await talks.forget("leaver")
    before = len(engine.forgotten)
    await turn

    assert (1, 2) == (before, len(engine.forgotten))
    assert not talks.knows("leaver")


async def test_by_age_without_anybody_writing(knowledge) -> None:
    """An idle gateway lets its last talk go by the clock."""
    now = [0.0]
    settings = replace(Settings(), session_minutes=30)
    talks = Conversations(ScriptedEngine(), settings, EmergencyNumbers(knowledge), clock=lambda: now[0])
    await talks.answer(IncomingMessage("old", "web", text="hello", language="en"))
    now[0] = 30 * 60 + 1
    swept = asyncio.Event()
    live = forgetting(talks.let_go, swept.set, every=0.001)(None)
    await anext(live)
    await swept.wait()
    await live.aclose()

    assert 0 == len(talks)


def test_the_rate_limit_forgets_who_wrote() -> None:
    """A minute after a message its bucket is full again and gone."""
    now, person = [0.0], secrets.token_hex()
    limit = RateLimit(40, clock=lambda: now[0])
    limit.allows(person)
    now[0] = FULL_AGAIN + 1
    limit.allows("another")

    assert [] == holders([limit], person)


async def test_a_search_of_the_desk_leaves_no_word(house) -> None:
    """No cache keeps a word that a person typed."""
    client, roots = house
    canary = f"zq{secrets.token_hex(6)}"
    await (await client.post("/desk/fr/montreal", data={"q": f"aide pour {canary}"})).read()
    await (await client.post("/api/v1/search", json={"q": canary, "place": "montreal", "language": "fr"})).read()

    assert [] == holders(roots, canary)
