"""A person takes over and gives back: what the assistant may say meanwhile, and what the person at the desk sees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.gateway.handover import MemoryDesk
from bot.messages import Choice, IncomingMessage, Reply, Turn, TurnMeta
from tests.gateway.scripted_engine import ScriptedEngine


class PeopleEngine(ScriptedEngine):
    """A scripted engine that has just named people to talk to."""

    async def answer(self, message: IncomingMessage) -> Turn:
        """The turn that the engine makes of "talk to a person"."""
        turn = await super().answer(message)
        return replace(turn, meta=TurnMeta("talk_to_human", said=("talk_to_human",)))


@pytest.fixture
def desk() -> MemoryDesk:
    """A desk where somebody sits."""
    return MemoryDesk()


@pytest.fixture
def engine() -> PeopleEngine:
    """An engine that names people."""
    return PeopleEngine()


@pytest.fixture
def talks(engine, desk, settings, knowledge) -> Conversations:
    """Conversations with a desk."""
    return Conversations(engine, settings, EmergencyNumbers(knowledge), desk=desk)


def typed(text: str) -> IncomingMessage:
    """A message of one person."""
    return IncomingMessage("one", "web", text=text, language="en")


async def called(talks: Conversations) -> Turn:
    """A talk that has just been given to a person."""
    offered = await talks.answer(typed("a person please"))
    live = next(choice for choice in offered.choices if choice.payload == "gateway:live")
    return await talks.answer(typed(""), choice=live.id)


async def test_the_guide_is_silent(talks, engine, desk) -> None:
    """While a person holds the talk, what is written goes to them and not to the engine."""
    await called(talks)
    turn = await talks.answer(typed("my name is a secret"))

    assert ["a person please"] == [message.text for message in engine.received]
    assert ["my name is a secret"] == desk.heard["one"]
    assert ("live_passed",) == turn.meta.said


async def test_nothing_said_before_is_shown(talks, desk) -> None:
    """The person who takes over sees nothing of the talk before."""
    await called(talks)

    assert [] == desk.heard["one"]


async def test_the_person_s_words_come_first(talks, desk) -> None:
    """What the person at the desk wrote is read with the next turn, once."""
    await called(talks)
    desk.say("one", "Hello, I am here.")
    turn = await talks.answer(typed("are you there?"))
    after = await talks.answer(typed("thanks"))

    assert Reply("Hello, I am here.") == turn.replies[0]
    assert Reply("Hello, I am here.") not in after.replies


async def test_the_guide_returns_when_asked(talks, engine, desk) -> None:
    """Going back to the guide ends it: the desk keeps nothing, the engine is asked again."""
    turn = await called(talks)
    back = next(choice for choice in turn.choices if choice.payload == "gateway:live_leave")
    await talks.answer(typed(""), choice=back.id)
    await talks.answer(typed("library"))

    assert {} == desk.heard
    assert "library" == engine.received[-1].text


async def test_the_guide_returns_when_the_person_leaves(talks, engine, desk) -> None:
    """When the desk lets go, the next message is answered by the guide, and that is said first."""
    await called(talks)
    desk.release("one")
    turn = await talks.answer(typed("library"))

    assert "The guide answers again" in turn.replies[0].text
    assert "library" == engine.received[-1].text


async def test_a_closed_desk_promises_nobody(engine, settings, knowledge) -> None:
    """Outside hours the talk stays with the guide and numbers are offered."""
    talks = Conversations(engine, settings, EmergencyNumbers(knowledge), desk=MemoryDesk(staffed=False))
    turn = await called(talks)

    assert ("live_closed",) == turn.meta.said
    assert "/talk_to_human" in [choice.payload for choice in turn.choices]


async def test_without_a_desk_nobody_is_offered(engine, settings, knowledge) -> None:
    """By default there is no way to write to a person, and none is promised."""
    talks = Conversations(engine, settings, EmergencyNumbers(knowledge))
    turn = await talks.answer(typed("a person please"))

    assert Choice("3", "Write to a person", "gateway:live") not in turn.choices


async def test_erasing_frees_the_desk(talks, desk) -> None:
    """A talk that is erased is gone at the desk too."""
    await called(talks)
    await talks.forget("one")

    assert {} == desk.heard
