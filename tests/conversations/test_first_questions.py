"""The first questions, put to the real engine: the answer comes from the right fact, in the person's language."""

from __future__ import annotations

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import IncomingMessage
from bot.settings import Settings
from knowledge.cards import card

QUESTIONS = [
    ("no tengo papeles, ¿puedo usar la biblioteca?", "es", "mtl-library-membership"),
    ("where do I get the card?", "en", "mtl-identity-residence-card"),
    ("comment joindre la cellule confidentielle", "fr", "mtl-intervention-protection-unit"),
    ("il va me tuer il est devant la porte", "fr", "emergency-911"),
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


REACHING = [
    ("fr", "comment joindre la cellule confidentielle"),
    ("fr", "cellule confidentielle"),
    ("en", "how do I reach the confidential unit"),
    ("es", "¿cómo contacto a la célula confidencial?"),
]


@pytest.mark.parametrize(("language", "text"), REACHING)
async def test_the_cell_comes_with_its_phone(real_engine, knowledge, language, text) -> None:
    """Whoever asks for the confidential cell reads how to reach it, although the word is part of its name."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    turn = await conversations.answer(IncomingMessage(f"cell {text}", "web", text=text, language=language))
    shown = next(reply.card for reply in turn.replies if reply.card)

    assert shown.id == "mtl-intervention-protection-unit"
    assert "514 277-9860" in [phone["number"] for phone in shown.parts["phones"]]


CARD = [
    ("fr", "où obtenir la carte municipale"),
    ("en", "where do I get the city card?"),
    ("es", "¿dónde consigo la tarjeta de la ciudad?"),
]


@pytest.mark.parametrize(("language", "text"), CARD)
async def test_the_card_tells_who_issued_it_and_what_is_not_known(real_engine, knowledge, language, text) -> None:
    """Asked where, the card tells its history, and that the desk of today is not known."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    turn = await conversations.answer(IncomingMessage(f"card {text}", "web", text=text, language=language))
    shown = next(reply.card for reply in turn.replies if reply.card)

    assert shown.id == "mtl-identity-residence-card"
    assert ["2019", "2023-01", "2024"] == [part["from"] for part in shown.parts["history"]]
    assert shown.parts["unknown"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my boss wont pay me and says he will call immigration"),
        ("fr", "mon patron ne me paie pas et dit qu'il va appeler l'immigration"),
        ("es", "mi patrón no me paga y dice que va a llamar a migración"),
    ],
)
async def test_a_first_story_of_abuse_is_met_with_care(real_engine, knowledge, language, text) -> None:
    """A threat in a story is no question about confidentiality: the safety words come first, with the number."""
    conversations = Conversations(real_engine, Settings(), EmergencyNumbers(knowledge))
    turn = await conversations.answer(IncomingMessage(f"abuse {text}", "web", text=text, language=language))

    assert "911" in turn.replies[0].text
    assert turn.meta.intent == "abuse_employer"


@pytest.mark.parametrize("entry", ["mtl-library-membership", "mtl-sports-facilities", "mtl-day-camps"])
@pytest.mark.parametrize("aspect", ["overview", "where", "cost", "documents", "eligibility"])
def test_city_services_always_say_that_the_police_is_outside(knowledge, entry, aspect) -> None:
    """Whatever is asked of a city service, its limits name the police."""
    for language in ("fr", "en", "es"):
        limits = card(knowledge, knowledge.entry(entry), language, aspect=aspect, place="montreal")["limits"]

        assert any("SPVM" in limit for limit in limits)
