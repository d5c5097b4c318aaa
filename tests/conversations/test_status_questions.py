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
    ("fr", "je peux aller à la bibliothèque sans papiers ?"),
    ("fr", "comment joindre la cellule confidentielle"),
    ("es", "no tengo papeles, ¿puedo usar la biblioteca?"),
    ("es", "¿dónde consigo la tarjeta de la ciudad?"),
]
SERIOUS = [
    ("en", "my boss keeps my passport"),
    ("fr", "mon patron ne me paie pas"),
    ("es", "mi marido me pega"),
    ("en", "I want to die"),
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


@pytest.mark.parametrize(("language", "text"), SERIOUS)
async def test_something_serious_puts_the_questions_aside(real_engine, knowledge, language, text) -> None:
    """After something serious no question is asked; the person may go on, and then the same question stands."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    asked = await opened(conversations, f"suffers {text}", language)
    answer = await conversations.answer(IncomingMessage(f"suffers {text}", "web", text=text))
    go_on = next(choice for choice in answer.choices if choice.payload == "/find_my_status")
    after = await conversations.answer(IncomingMessage(f"suffers {text}", "web"), choice=go_on.id)

    assert not any(choice.payload.startswith('/find_my_status{"answer"') for choice in answer.choices)
    assert asked.choices == after.choices
