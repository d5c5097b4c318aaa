"""One turn at a time, choices that mean one thing, and never silence."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage


def typed(text: str, conversation: str = "one", **more) -> IncomingMessage:
    """A message as a channel makes it."""
    return IncomingMessage(conversation, "web", text=text, **more)


async def test_ten_rapid_messages_are_answered_in_order(conversations, engine) -> None:
    """Messages of one person are answered in the order they came, although later ones would be quicker."""
    turns = await asyncio.gather(*(conversations.answer(typed(f"message {n}")) for n in range(10)))

    assert [f"message {n}" for n in range(10)] == [message.text for message in engine.received]
    assert [f"message {n}" for n in range(10)] == [turn.replies[0].text for turn in turns]


async def test_two_people_never_mix(conversations) -> None:
    """Each person reads their own answer."""
    turns = await asyncio.gather(
        *(conversations.answer(typed(f"{person} {n}", person)) for n in range(5) for person in ("ana", "bob"))
    )

    assert [f"{person} {n}" for n in range(5) for person in ("ana", "bob")] == [t.replies[0].text for t in turns]


async def test_a_pressed_choice_becomes_its_payload(conversations, engine) -> None:
    """A choice of the last turn reaches the engine as what it stands for."""
    await conversations.answer(typed("hello"))
    await conversations.answer(typed(""), choice="2")

    assert engine.received[-1].payload == "/id_card"


async def test_a_choice_of_nobody_is_refused_kindly(conversations, engine) -> None:
    """A choice that was not offered last reaches no engine; the person is told what to do."""
    turn = await conversations.answer(typed(""), choice="7")

    assert engine.received == []
    assert turn.choices


async def test_typed_payloads_stay_text(conversations, engine) -> None:
    """A typed "/restart" is text, not an intent."""
    await conversations.answer(typed('/find_my_status{"answer": "work"}'))

    assert engine.received[0].payload is None
    assert not engine.received[0].text.startswith("/")


@pytest.mark.parametrize("text", ["fall silent", "break", "hang"])
@pytest.mark.parametrize(("language", "word"), [("fr", "Désolé"), ("en", "Sorry"), ("es", "Lo siento")])
async def test_failure_is_an_apology_with_the_emergency_number(conversations, text, language, word) -> None:
    """Whatever breaks, the person reads an apology and the emergency number in their language."""
    await conversations.answer(typed("hello", language=language))
    turn = await conversations.answer(typed(text))

    assert word in turn.replies[0].text
    assert "911" in turn.replies[0].text


async def test_the_apology_fits_the_place(conversations) -> None:
    """In Montreuil the emergency number is a French one."""
    await conversations.answer(typed("hello", place="montreuil"))
    turn = await conversations.answer(typed("break"))

    assert "911" not in turn.replies[0].text


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "/"])
async def test_empty_messages_get_choices(conversations, engine, text) -> None:
    """A message without words is answered with what can be chosen; the engine is not asked."""
    turn = await conversations.answer(typed(text))

    assert engine.received == []
    assert turn.choices


async def test_long_messages_are_told_they_were_cut(conversations, engine) -> None:
    """10,000 characters are cut to 500 and the person is told."""
    turn = await conversations.answer(typed("a" * 10_000))

    assert len(engine.received[0].text) == 500
    assert "500" in turn.replies[0].text


async def test_erasing_forgets_here_and_in_the_engine(conversations, engine) -> None:
    """When a person asks to erase, nothing of the talk stays, and the next message starts anew."""
    await conversations.answer(typed("hello"))
    await conversations.answer(typed("erase"))

    assert engine.forgotten == ["one"]
    assert not conversations.knows("one")


async def test_old_talks_are_forgotten(engine, settings, knowledge) -> None:
    """A talk is forgotten after the minutes the operator set."""
    now = [0.0]
    conversations = Conversations(engine, settings, EmergencyNumbers(knowledge), clock=lambda: now[0])
    await conversations.answer(typed("hello"))
    now[0] = settings.session_minutes * 60 + 1

    assert not conversations.knows("one")


async def test_memory_is_bounded(engine, settings, knowledge) -> None:
    """More people than the cap push out the oldest talk, never an error."""
    conversations = Conversations(engine, replace(settings, max_conversations=3), EmergencyNumbers(knowledge))
    for n in range(10):
        await conversations.answer(typed("hello", f"person {n}"))

    assert len(conversations) <= 4


async def test_too_many_messages_are_slowed_kindly(engine, settings, knowledge) -> None:
    """Over the rate a person reads why, with the emergency number; the engine is spared."""
    conversations = Conversations(engine, replace(settings, turns_per_minute=2), EmergencyNumbers(knowledge))
    turns = [await conversations.answer(typed("hello")) for _ in range(3)]

    assert len(engine.received) == 2
    assert "911" in turns[-1].replies[0].text
