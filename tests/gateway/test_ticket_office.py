"""The organisation's side of a ticket: closed without a key, and nothing to see that names a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gateway.app import create_app
from bot.gateway.tickets import MemoryTickets
from bot.settings import Secret

KEY = {"Authorization": "Bearer a long key"}


@pytest.fixture
def open_office(settings):
    """Settings under which tickets exist."""
    return replace(settings, ticket_days=14, ticket_key=Secret("a long key"))


@pytest.fixture
async def office(aiohttp_client, engine, knowledge, open_office):
    """A client of a gateway with an office."""
    return await aiohttp_client(create_app(engine, knowledge, open_office))


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "a long ke"}])
async def test_without_the_key_it_is_closed(office, headers) -> None:
    """Neither reading nor answering works without the key."""
    assert 401 == (await office.get("/api/v1/tickets", headers=headers)).status
    assert 401 == (await office.post("/api/v1/tickets/x", json={"answer": "hello"}, headers=headers)).status


async def test_it_does_not_exist_by_default(client) -> None:
    """A gateway without tickets has no office."""
    assert 404 == (await client.get("/api/v1/tickets", headers=KEY)).status


@pytest.mark.parametrize(("days", "key"), [(14, ""), (0, "a long key")])
async def test_both_settings_are_needed(aiohttp_client, engine, knowledge, settings, days, key) -> None:
    """Nobody is given a code that no organisation can answer."""
    half = replace(settings, ticket_days=days, ticket_key=Secret(key))
    client = await aiohttp_client(create_app(engine, knowledge, half))

    assert 404 == (await client.get("/api/v1/tickets", headers=KEY)).status


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"answer": ""}', '{"answer": 3}', '{"answer": "' + "a" * 1001 + '"}']
)
async def test_bad_answers_are_refused(office, body) -> None:
    """What is no answer is refused with what to send."""
    assert 400 == (await office.post("/api/v1/tickets/x", data=body, headers=KEY)).status


async def test_a_ticket_that_is_gone_is_told(office) -> None:
    """An answer to nobody is not swallowed."""
    assert 404 == (await office.post("/api/v1/tickets/x", json={"answer": "hello"}, headers=KEY)).status


async def test_a_ticket_is_seen_and_answered(aiohttp_client, engine, knowledge, open_office, monkeypatch) -> None:
    """What a person opened is seen by need, city and language, answered, and read once."""
    tickets = MemoryTickets()
    monkeypatch.setattr("bot.gateway.app.tickets_of", lambda settings: tickets)
    client = await aiohttp_client(create_app(engine, knowledge, open_office))
    code = tickets.open("police_fear", "montreal", "es")
    (seen,) = (await (await client.get("/api/v1/tickets", headers=KEY)).json())["tickets"]
    status = (await client.post(f"/api/v1/tickets/{seen['id']}", json={"answer": "Llame."}, headers=KEY)).status

    assert {"need": "police_fear", "place": "montreal", "language": "es"} == {k: seen[k] for k in seen if k != "id"}
    assert 204 == status
    assert "Llame." == tickets.read(code)
