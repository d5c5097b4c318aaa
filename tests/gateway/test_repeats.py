"""A message sent twice is answered once."""

from __future__ import annotations

import asyncio
import base64

import pytest

from bot.gateway.repeats import KEPT_PER_TALK, Repeats

CHAT = "/api/v1/chat"


def message_id(number: int) -> str:
    """An id as the page makes them."""
    return base64.urlsafe_b64encode(number.to_bytes(16, "big")).decode().rstrip("=")


async def post(client, number: int, said: dict[str, str], session: str | None = None) -> dict:
    """Post a message with its id."""
    body = {"session": session, "message": {"id": message_id(number), **said}}
    return await (await client.post(CHAT, json=body)).json(content_type=None)


async def test_a_repeated_message_gets_the_same_turn(client, engine) -> None:
    """The engine hears it once, in the middle of a talk and at its very beginning."""
    first = await post(client, 1, {"text": "one"})
    again = await post(client, 1, {"text": "one"})
    second = await post(client, 2, {"choice": "2"}, first["session"])
    second_again = await post(client, 2, {"choice": "2"}, first["session"])

    assert first == again
    assert second == second_again
    assert 2 == len(engine.received)


async def test_a_repeat_while_the_first_is_answered_waits_for_it(client, engine) -> None:
    """Two attempts at once are one message."""
    answers = await asyncio.gather(*(post(client, 3, {"text": "one"}) for _ in range(3)))

    assert 1 == len(engine.received)
    assert answers[0] == answers[1] == answers[2]


async def test_the_same_id_with_other_words_is_another_message(client, engine) -> None:
    """An id alone opens nothing: without a session and with other words, another talk begins."""
    one = await post(client, 4, {"text": "one"})
    other = await post(client, 4, {"text": "other"})

    assert one["session"] != other["session"]
    assert 2 == len(engine.received)


@pytest.mark.parametrize("bad", ["1", "", "a" * 23, 5, {}])
async def test_ids_that_could_be_guessed_are_refused(client, engine, bad) -> None:
    """Only an id of 128 bits is taken: two people must never have the same."""
    response = await client.post(CHAT, json={"message": {"id": bad, "text": "x"}})

    assert 400 == response.status
    assert [] == engine.received


async def test_what_is_forgotten_is_not_repeated(client, engine) -> None:
    """After an erasure the answers of the talk are gone too."""
    first = await post(client, 5, {"text": "one"})
    await client.delete(CHAT, headers={"X-Boussole-Session": first["session"]})
    again = await post(client, 5, {"text": "one"})

    assert first["session"] != again["session"]
    assert 2 == len(engine.received)


async def test_asking_to_erase_keeps_nothing(client) -> None:
    """The turn that erases is not kept either."""
    first = await post(client, 6, {"text": "erase"})
    again = await post(client, 6, {"text": "erase"})

    assert first["session"] != again["session"]


async def test_only_the_last_turns_are_kept() -> None:
    """A long talk keeps few answers, and old ones go with time."""
    now = [0.0]
    repeats = Repeats(60, clock=lambda: now[0])
    for number in range(9):
        await repeats.keep("s", message_id(number), "x", "talk", _answer(number))
    few = len(repeats)
    now[0] = 61

    assert KEPT_PER_TALK == few
    assert repeats.find("s", message_id(8), "x") is None
    assert 0 == len(repeats)


async def test_a_failure_is_not_kept() -> None:
    """What broke may be tried again."""
    repeats = Repeats(60)
    with pytest.raises(ZeroDivisionError):
        await repeats.keep(None, message_id(1), "x", "talk", _broken())

    assert repeats.find(None, message_id(1), "x") is None


async def _answer(number: int) -> dict:
    return {"number": number}


async def _broken() -> dict:
    raise ZeroDivisionError
