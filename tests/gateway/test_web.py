"""The JSON API: documented shapes, clear refusals, sessions nobody can share."""

from __future__ import annotations

import json
import re

import pytest

CHAT = "/api/v1/chat"


async def post(client, body, **more):
    """Post a body as the page does."""
    return await client.post(CHAT, json=body, **more)


async def test_answers_with_a_session(client) -> None:
    """The first message gets an answer and a session that the next one uses."""
    first = await (await post(client, {"message": {"text": "bonjour"}})).json()
    second = await post(client, {"session": first["session"], "message": {"choice": "2"}})

    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", first["session"])
    assert (await second.json())["messages"][0]["text"] == "/id_card"


async def test_nulls_count_as_absent(client) -> None:
    """`null` means the same as leaving a key out."""
    response = await post(client, {"session": None, "message": {"text": "x"}, "place": None, "language": None})

    assert response.status == 200


async def test_a_missing_session_never_shares_a_talk(client, engine) -> None:
    """Two messages without a session belong to two talks."""
    await post(client, {"message": {"text": "one"}})
    await post(client, {"message": {"text": "two"}})

    assert len({message.conversation for message in engine.received}) == 2


async def test_conversation_ids_do_not_reveal_the_session(client, engine) -> None:
    """What the engine sees is not the token that opens the talk."""
    session = (await (await post(client, {"message": {"text": "x"}})).json())["session"]

    assert session not in engine.received[0].conversation


BAD = [
    ("not JSON", b"{", 400),
    ("a list", b"[]", 400),
    ("no message", b"{}", 400),
    ("message is a string", b'{"message": "hello"}', 400),
    ("empty message", b'{"message": {}}', 400),
    ("text is a number", b'{"message": {"text": 5}}', 400),
    ("text and choice", b'{"message": {"text": "a", "choice": "1"}}', 400),
    ("unknown place", b'{"message": {"text": "a"}, "place": "atlantis"}', 400),
    ("unknown language", b'{"message": {"text": "a"}, "language": "xx"}', 400),
    ("session is no token", b'{"message": {"text": "a"}, "session": "default"}', 400),
    ("session is an object", b'{"message": {"text": "a"}, "session": {}}', 400),
    ("session nobody issued", b'{"message": {"text": "a"}, "session": "AAAAAAAAAAAAAAAAAAAAAA"}', 404),
    ("deep nesting", b"[" * 10_000, 400),
    ("too large", b'{"message": {"text": "' + b"a" * 20_000 + b'"}}', 413),
    ("not UTF-8", b'{"message": {"text": "\xff\xfe"}}', 400),
]


@pytest.mark.parametrize(("body", "status"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
async def test_refuses_clearly(client, engine, body, status) -> None:
    """A bad body gets a problem document that says what to send, and reaches no engine."""
    response = await client.post(CHAT, data=body, headers={"Content-Type": "application/json"})
    problem = await response.json(content_type="application/problem+json")

    assert status == response.status
    assert {"type", "title", "status", "detail"} == set(problem)
    assert "Traceback" not in json.dumps(problem)
    assert engine.received == []


async def test_forms_of_foreign_pages_are_refused(client, engine) -> None:
    """Text that only looks like JSON could come from any page; it is refused."""
    response = await client.post(CHAT, data=b'{"message": {"text": "a"}}', headers={"Content-Type": "text/plain"})

    assert response.status == 415
    assert engine.received == []


async def test_foreign_origins_are_refused(client) -> None:
    """A page that is not on the list may not use the chat."""
    response = await post(client, {"message": {"text": "a"}}, headers={"Origin": "https://evil.example"})

    assert response.status == 403


async def test_delete_forgets_with_a_receipt(client, engine) -> None:
    """Deleting a talk tells that there was one; its session is dead afterwards."""
    session = (await (await post(client, {"message": {"text": "x"}})).json())["session"]
    response = await client.delete(CHAT, headers={"X-Boussole-Session": session})
    after = await post(client, {"session": session, "message": {"text": "x"}})

    assert await response.json() == {"forgotten": True}
    assert len(engine.forgotten) == 1
    assert after.status == 404


@pytest.mark.parametrize("path", ["/", CHAT, "/healthz", "/nowhere", "/page.css"])
async def test_every_answer_has_the_headers_that_keep_it_private(client, path) -> None:
    """No answer is stored by others, named to others, or framed."""
    response = await client.get(path)

    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
