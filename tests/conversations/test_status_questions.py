"""Inside the status questions only an answer counts as an answer: nobody is told a status they did not give."""

from __future__ import annotations

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage
from bot.settings import Settings

NOT_ANSWERS = [
    ("en", "tell me a joke"),
    ("en", "can I use the library without papers?"),
    ("en", "where do I get the city card?"),
    ("en", "my boss keeps my passport"),
    ("fr", "je peux aller à la bibliothèque sans papiers ?"),
    ("fr", "comment joindre la cellule confidentielle"),
    ("fr", "mon patron ne me paie pas"),
    ("es", "no tengo papeles, ¿puedo usar la biblioteca?"),
    ("es", "¿dónde consigo la tarjeta de la ciudad?"),
    ("es", "¿y si llaman a la policía?"),
]
ANSWERS = [("en", "an adlt"), ("fr", "une persone adulte"), ("es", "una persona adulto")]


async def opened(conversations: Conversations, person: str, language: str):
    """A talk that has just been asked the first status question."""
    message = IncomingMessage(person, "web", language=language)
    conversations.begin(message)
    return await conversations.answer(message, choice="1")


@pytest.mark.parametrize(("language", "text"), NOT_ANSWERS)
async def test_a_question_is_no_answer(real_engine, knowledge, language, text) -> None:
    """After something that is no answer, the same question stands, with the same options."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    asked = await opened(conversations, f"asks {text}", language)
    after = await conversations.answer(IncomingMessage(f"asks {text}", "web", text=text))

    assert [choice.payload for choice in asked.choices] == [
        choice.payload for choice in after.choices if choice.payload.startswith('/find_my_status{"answer"')
    ]
    assert asked.replies[-1].text == after.replies[-1].text


@pytest.mark.parametrize(("language", "text"), ANSWERS)
async def test_a_misspelt_option_is_an_answer(real_engine, knowledge, language, text) -> None:
    """An option written nearly like its label moves on to the next question."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    asked = await opened(conversations, f"answers {text}", language)
    after = await conversations.answer(IncomingMessage(f"answers {text}", "web", text=text))

    assert asked.replies[-1].text != after.replies[-1].text
    assert any(choice.payload == '/find_my_status{"answer": "work"}' for choice in after.choices)
