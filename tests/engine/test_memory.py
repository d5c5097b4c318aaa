"""What is remembered of a talk: in memory, the last turns only, and gone when it is to be gone."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.tracker_store import TURNS_KEPT, ForgetfulTrackerStore
from bot.messages import IncomingMessage

SECRET = "me llamo Canaria Prudencia"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time on it."""
        return self.now


def talk(person: str, turns: int) -> DialogueStateTracker:
    """A talk of so many turns; the first message carries the secret."""
    tracker = DialogueStateTracker(person, Domain.empty().slots)
    tracker.update(SlotSet("place", "quebec"))
    for number in range(turns):
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(SECRET if number == 0 else f"message {number}"))
    return tracker


@pytest.fixture
def clock() -> Clock:
    """A clock at zero."""
    return Clock()


async def test_only_the_last_turns_are_kept(clock) -> None:
    """What was typed before the last turns is dropped, the slots are not."""
    store = ForgetfulTrackerStore(Domain.empty(), clock=clock)
    await store.save(talk("ana", TURNS_KEPT + 4))
    kept = store._talks["ana"].events

    assert TURNS_KEPT == sum(isinstance(event, UserUttered) for event in kept)
    assert SECRET not in repr([event.as_dict() for event in kept])
    assert any(isinstance(event, SlotSet) and event.value == "quebec" for event in kept)


async def test_a_talk_does_not_grow(clock) -> None:
    """After a hundred turns as many events are kept as after ten."""
    store = ForgetfulTrackerStore(Domain.empty(), clock=clock)
    await store.save(talk("ana", 10))
    ten = len(store._talks["ana"].events)
    await store.save(talk("ana", 100))

    assert ten == len(store._talks["ana"].events)


async def test_an_old_talk_is_forgotten(clock) -> None:
    """A talk is gone once it was silent for longer than its keeping time, though nobody asked for it."""
    store = ForgetfulTrackerStore(Domain.empty(), clock=clock, seconds_kept=60)
    await store.save(talk("ana", 1))
    clock.now = 61
    await store.save(talk("bea", 1))

    assert ["bea"] == list(await store.keys())
    assert await store.retrieve("ana") is None


async def test_the_oldest_of_too_many_is_forgotten(clock) -> None:
    """The number of talks in memory has a limit."""
    store = ForgetfulTrackerStore(Domain.empty(), clock=clock, talks_kept=2)
    for person in ("ana", "bea", "cid"):
        clock.now += 1
        await store.save(talk(person, 1))

    assert ["bea", "cid"] == list(await store.keys())


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "efface tout"), ("en", "delete everything"), ("es", "borra todo")]
)
async def test_after_forgetting_the_next_message_starts_anew(real_engine, language, words) -> None:
    """Once forgotten, nothing of the place or the talk is known any more."""
    person = f"forgets {language}"
    await real_engine.answer(IncomingMessage(person, "web", text=SECRET, language=language, place="quebec"))
    await real_engine.answer(IncomingMessage(person, "web", text=words, language=language))
    await real_engine.forget(person)
    turn = await real_engine.answer(IncomingMessage(person, "web", payload="/help_menu"))

    assert "montreal" == turn.place
    assert await real_engine.forget(person) is True
    assert await real_engine.forget(person) is False
