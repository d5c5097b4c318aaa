"""The end-to-end tests in Rasa Pro's format hold on our engine, and what does not hold is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.settings import Settings
from tests.conversations.rasa_e2e import TestCaseError, cases, differences

FOLDER = Path(__file__).parent / "e2e"
CASES = [(name, steps) for path in sorted(FOLDER.glob("*.yml")) for name, steps in cases(path)]


@pytest.fixture
def conversations(real_engine, knowledge) -> Conversations:
    """The gateway's talks over the real engine."""
    return Conversations(real_engine, Settings(turns_per_minute=1000), EmergencyNumbers(knowledge))


@pytest.fixture
def slots(real_engine):
    """What the engine remembers of a talk; the only place where a test looks behind the contract."""

    async def read(conversation: str) -> dict:
        tracker = await real_engine._store.retrieve(conversation)
        return tracker.current_slot_values() if tracker else {}

    return read


@pytest.mark.parametrize(("name", "steps"), CASES, ids=[name for name, _ in CASES])
async def test_case_holds(name, steps, conversations, slots) -> None:
    """Each case of the files happens as written."""
    assert [] == await differences(name, steps, conversations, slots)


async def test_what_does_not_happen_is_found(conversations, slots) -> None:
    """A reply that is not said, said out of order, or a slot that is not set is reported."""
    steps = [
        {"user": "bonjour"},
        {"utter": "utter_goodbye"},
        {"bot": "Bonjour?"},
        {"slot_was_set": [{"language": "es"}]},
        {"slot_was_not_set": ["language"]},
    ]

    assert 4 == len(await differences("wrong", steps, conversations, slots))


async def test_an_unknown_step_is_refused(conversations, slots) -> None:
    """A step of another kind is refused with the kinds that are known."""
    with pytest.raises(TestCaseError, match="slot_was_set"):
        await differences("odd", [{"user": "bonjour"}, {"commands": []}], conversations, slots)
