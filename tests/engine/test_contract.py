"""What every engine promises to the gateway, asked of each that we have."""

from __future__ import annotations

import asyncio

import pytest

from bot.messages import EmptyTurn, IncomingMessage
from bot.replies.catalogue import catalogue
from tests.gateway.scripted_engine import ScriptedEngine


@pytest.fixture(params=["embedded", "scripted"])
def engine(request):
    """Each engine in turn; the scripted one is what the gateway's tests lean on, so it must keep the contract too."""
    return request.getfixturevalue("real_engine") if request.param == "embedded" else ScriptedEngine()


@pytest.mark.parametrize("language", ["fr", "en", "es"])
async def test_answers_in_the_language_and_place_of_the_page(engine, language) -> None:
    """What the page chose holds for the first answer already."""
    turn = await engine.answer(
        IncomingMessage(f"page {language}", "web", payload="/help_menu", language=language, place="quebec")
    )

    assert (language, "quebec") == (turn.language, turn.place)
    assert turn.replies
    assert [str(n) for n, _ in enumerate(turn.choices, start=1)] == [choice.id for choice in turn.choices]


@pytest.mark.parametrize(
    "text", ["?", "😀😀", "\u200f\u200b", "9" * 600, "a\0b", "{}[]\\", "<b>hi</b>", "DROP TABLE x;"]
)
async def test_answers_whatever_is_typed(engine, text) -> None:
    """No text brings silence or an exception."""
    turn = await engine.answer(IncomingMessage(f"odd {text[:9]!r}", "web", text=text, language="fr"))

    assert any(reply.text or reply.card for reply in turn.replies)


async def test_forgets_and_says_whether_there_was_something(engine) -> None:
    """A talk that was begun is forgotten once."""
    await engine.answer(IncomingMessage("to forget", "web", text="bonjour"))

    assert await engine.forget("to forget") is True


async def test_two_people_at_once_do_not_mix(engine) -> None:
    """Messages that arrive together are answered each in its own talk."""
    asked = [
        IncomingMessage(f"crowd {n}", "web", payload="/help_menu", language=("fr", "en", "es")[n % 3])
        for n in range(12)
    ]

    turns = await asyncio.gather(*(engine.answer(message) for message in asked))

    assert [message.language for message in asked] == [turn.language for turn in turns]


async def test_is_ready(engine) -> None:
    """An engine that answers says it is ready."""
    assert engine.ready() is True


async def test_a_failing_action_is_a_failure_and_not_silence(real_engine, monkeypatch) -> None:
    """Rasa swallows what an action raises; we do not take the silence for an answer."""

    async def breaks(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(real_engine._agent.action_endpoint, "request", breaks)

    with pytest.raises(EmptyTurn):
        await real_engine.answer(IncomingMessage("breaks", "web", payload="/library", language="en"))


@pytest.mark.parametrize("text", ["/restart", '/inform{"place": "quebec"}', " / utter_danger", "//delete_my_data"])
async def test_what_is_typed_is_never_a_command(real_engine, text) -> None:
    """A text that looks like a payload is understood as words: it gets a probability, a payload gets certainty."""
    turn = await real_engine.answer(IncomingMessage(f"typed {text}", "web", text=text, language="en", place="montreal"))

    assert turn.meta.confidence < 1.0
    assert turn.place == "montreal"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "mon mari me frappe quand il boit et je ne sais pas où aller"),
        ("en", "my husband hits me when he drinks and I do not know where to go"),
        ("es", "mi marido me pega cuando toma y no sé a dónde ir"),
    ],
)
async def test_the_numbers_come_in_the_language_of_the_message(real_engine, language, text) -> None:
    """The very first message decides the language of the emergency numbers on top, whatever the talk began in."""
    began = "en" if language == "fr" else "fr"
    await real_engine.answer(IncomingMessage(f"numbers {language}", "web", payload="/help_menu", language=began))
    turn = await real_engine.answer(IncomingMessage(f"numbers {language}", "web", text=text))
    words = catalogue(language).replies["emergency_first"]["text"].split("{")[0].strip()

    assert turn.meta.safety
    assert turn.replies[0].text.startswith(words)
