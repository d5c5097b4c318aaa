"""The first questions, put to the real engine: the answer comes from the right fact, in the person's language."""

from __future__ import annotations

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage
from bot.settings import Settings

QUESTIONS = [
    ("no tengo papeles, ¿puedo usar la biblioteca?", "es", "mtl-library-membership"),
    ("where do I get the card?", "en", "mtl-identity-residence-card"),
    ("comment joindre la cellule confidentielle", "fr", "mtl-intervention-protection-unit"),
    ("il va me tuer il est devant la porte", "fr", "mtl-911"),
]


@pytest.mark.parametrize(("text", "language", "entry"), QUESTIONS, ids=[row[2] for row in QUESTIONS])
async def test_answers_from_the_right_fact(real_engine, knowledge, text, language, entry) -> None:
    """A typed question is answered in its language from the entry that knows."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    turn = await conversations.answer(IncomingMessage(f"first {entry}", "web", text=text))

    assert language == turn.language
    assert entry in turn.meta.answers


@pytest.mark.parametrize("language", ["fr", "en", "es"])
async def test_the_status_questions_can_all_be_skipped(real_engine, knowledge, language) -> None:
    """Whoever skips every question still gets choices that lead to help."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    person = f"skips {language}"
    conversations.begin(IncomingMessage(person, "web", language=language))
    turn = await conversations.answer(IncomingMessage(person, "web", language=language), choice="1")
    for _ in range(6):
        skip = [c for c in turn.choices if c.payload == '/find_my_status{"answer": "skip"}']
        if not skip:
            break
        turn = await conversations.answer(IncomingMessage(person, "web"), choice=skip[0].id)

    assert language == turn.language
    assert any(choice.payload == "/services_without_papers" for choice in turn.choices)
