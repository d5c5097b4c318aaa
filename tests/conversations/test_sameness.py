"""The same question in the same state gets the same answer, word for word."""

from __future__ import annotations

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage
from bot.settings import Settings
from tests.conversations.transcripts import read_aloud

QUESTIONS = [
    ("fr", "où obtenir la carte municipale"),
    ("fr", "je veux mourir"),
    ("fr", "ma demande d'asile est refusée"),
    ("en", "can I use the library without papers?"),
    ("en", "my boss keeps my passport"),
    ("en", "tell me a joke"),
    ("es", "¿qué puedo usar sin papeles?"),
    ("es", "mi marido me pega"),
    ("es", "no sé cuál es mi estatus"),
]


@pytest.mark.parametrize(("language", "text"), QUESTIONS)
async def test_two_people_read_the_same(real_engine, knowledge, language, text) -> None:
    """Two people who ask the same at the beginning of a talk read the same, and are offered the same."""
    talks = Conversations(real_engine, Settings(turns_per_minute=1000), EmergencyNumbers(knowledge))
    first, second = [
        await talks.answer(IncomingMessage(f"{person} {text}", "web", text=text, language=language))
        for person in ("ana", "bob")
    ]

    assert read_aloud(first) == read_aloud(second)
    assert first == second
