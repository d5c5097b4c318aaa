"""The safe word makes everything disappear and speaks of the weather."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage


@pytest.mark.parametrize("word", ["météo", "METEO", " weather! ", "Clima", "méteo."])
async def test_the_talk_is_erased(conversations, engine, word) -> None:
    """Typed alone, in any case and without accents, it erases the talk here and in the engine."""
    await conversations.answer(IncomingMessage("one", "web", text="hello", language="en"))
    turn = await conversations.answer(IncomingMessage("one", "web", text=word))

    assert ["one"] == engine.forgotten
    assert not conversations.knows("one")
    assert ("decoy",) == turn.meta.said
    assert () == turn.choices
    assert "Boussole" not in turn.replies[0].text


async def test_inside_a_sentence_it_is_a_word(conversations, engine) -> None:
    """Whoever speaks of the weather is not erased."""
    await conversations.answer(IncomingMessage("one", "web", text="how is the weather today"))

    assert [] == engine.forgotten


async def test_the_operator_chooses_the_word(engine, settings, knowledge) -> None:
    """Another word can be set, and then the usual one means nothing."""
    talks = Conversations(engine, replace(settings, safe_words="tortilla"), EmergencyNumbers(knowledge))
    await talks.answer(IncomingMessage("one", "web", text="weather"))
    assert [] == engine.forgotten
    await talks.answer(IncomingMessage("one", "web", text="Tortilla"))

    assert ["one"] == engine.forgotten


async def test_it_can_be_turned_off(engine, settings, knowledge) -> None:
    """Without a word nothing is erased, not even by an empty message."""
    talks = Conversations(engine, replace(settings, safe_words=""), EmergencyNumbers(knowledge))
    await talks.answer(IncomingMessage("one", "web", text=""))

    assert [] == engine.forgotten
