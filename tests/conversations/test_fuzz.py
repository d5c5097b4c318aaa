"""Whatever people do, they get an answer, never the same fallback twice in a row, and always a way out.

500 turns here; `make fuzz` holds 10,000 (FUZZ_TURNS).
"""

from __future__ import annotations

import os
from collections import defaultdict
from itertools import pairwise

import pytest

from bot.gateway.app import EmergencyNumbers
from bot.gateway.conversation import Conversations
from bot.messages import LANGUAGES, PLACES, IncomingMessage, Turn
from bot.settings import Settings
from tests.conversations.random_person import RandomPerson

TURNS = int(os.environ.get("FUZZ_TURNS", "500"))
PEOPLE = 10
# Replies that say "I did not understand" in one way or another.
FALLBACKS = frozenset(
    {"did_you_mean", "not_understood", "not_understood_again", "search_found", "out_of_scope", "other_language_again",
     "status_not_understood", "status_not_understood_again", "empty", "expired_choice", "still_here"}
)  # fmt: skip
# Replies after which nothing is offered, because the talk is over or the screen must be bare.
ENDS = frozenset({"forgotten", "decoy"})
MOST_EVENTS = 200  # of one talk; three turns with their slots are about 60


@pytest.fixture(scope="module")
async def played(real_engine, knowledge) -> dict[str, list[Turn]]:
    """Ten people doing anything, in turns."""
    talks = Conversations(real_engine, Settings(turns_per_minute=10**6), EmergencyNumbers(knowledge))
    people = {f"fuzz {n}": RandomPerson(n) for n in range(PEOPLE)}
    turns: dict[str, list[Turn]] = defaultdict(list)
    for number in range(TURNS):
        name = f"fuzz {number % PEOPLE}"
        act = people[name].act(turns[name][-1].choices if turns[name] else ())
        index = int(name.split()[1])
        message = IncomingMessage(name, ("web", "sms", "whatsapp")[index % 3], text=act.text)
        if not turns[name]:
            message = IncomingMessage(name, message.channel, act.text, None, LANGUAGES[index % 3], PLACES[index % 3])
        turns[name].append(await talks.answer(message, choice=act.pressed))
    return turns


def all_turns(played: dict[str, list[Turn]]) -> list[Turn]:
    """Every turn of everybody."""
    return [turn for turns in played.values() for turn in turns]


def test_there_is_always_an_answer(played) -> None:
    """No turn is empty and none is an apology: nothing broke."""
    empty = [turn.meta for turn in all_turns(played) if not any(reply.text or reply.card for reply in turn.replies)]
    broken = [turn.meta for turn in all_turns(played) if "apology" in turn.meta.said]

    assert [] == empty
    assert [] == broken


def test_no_fallback_comes_twice_in_a_row(played) -> None:
    """Whoever is not understood twice reads something else the second time."""
    twice = [
        after.meta.said
        for turns in played.values()
        for before, after in pairwise(turns)
        if FALLBACKS & set(after.meta.said) and before.replies == after.replies
    ]

    assert [] == twice


def test_there_is_always_a_way_out(played) -> None:
    """Each turn offers a choice or a telephone, unless the person asked to be gone."""
    trapped = [
        turn.meta.said
        for turn in all_turns(played)
        if not turn.choices
        and not any(reply.card and reply.card.parts.get("phones") for reply in turn.replies)
        and not ENDS & set(turn.meta.said)
    ]

    assert [] == trapped


def test_answers_are_in_our_languages_and_places(played) -> None:
    """No turn is for a place or in a language that does not exist."""
    assert {turn.language for turn in all_turns(played)} <= set(LANGUAGES)
    assert {turn.place for turn in all_turns(played)} <= set(PLACES)


async def test_a_talk_does_not_grow(played, real_engine) -> None:
    """After all these turns a talk remembers its slots and the last turns only."""
    sizes = []
    for name in played:
        tracker = await real_engine._store.retrieve(name)
        sizes.append(len(tracker.events) if tracker else 0)

    assert max(sizes) <= MOST_EVENTS
