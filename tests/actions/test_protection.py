"""Protection never sends anybody where they may be harmed, and never asks."""

from __future__ import annotations

import pytest

from actions.emergency import Emergency
from actions.protection import PREPARATIONS, Protection
from bot.replies.catalogue import catalogue
from tests.actions.speaking import cards, replies, said_by

PLACES = ("montreal", "quebec", "montreuil")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("need", sorted(PREPARATIONS))
async def test_every_need_has_its_path(knowledge, place, need) -> None:
    """Whatever happened and wherever, the first answer shows somebody or says honestly whom to ask."""
    messages = await said_by(Protection(knowledge), need, place=place)

    assert cards(messages)


@pytest.mark.parametrize("place", PLACES)
async def test_who_fears_the_police_is_not_sent_to_it(knowledge, place) -> None:
    """The helpers named to whoever fears the police are not the police."""
    messages = await said_by(
        Protection(knowledge), "police_fear", understood={"entities": {"step": "who"}}, place=place
    )

    assert [] == [card["id"] for card in cards(messages) if "spvm" in card["id"] or "police" in card["id"]]
    assert [] == [
        p["number"] for card in cards(messages) for p in card.get("phones", ()) if p["number"] in {"911", "17"}
    ]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_who_is_watched_reads_nothing_that_tells(language) -> None:
    """The words for somebody who is watched name neither violence nor police nor this guide."""
    text = catalogue(language).replies["protection_unsafe"]["text"].lower()

    assert [] == [word for word in ("violen", "polic", "boussole", "abus", "patron", "boss") if word in text]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("crisis", ["danger_now", "suicidal_distress"])
async def test_a_crisis_gets_numbers_that_fit(knowledge, place, crisis) -> None:
    """Three sheets at most, each with a phone; whoever wants to die reads the line for that first."""
    messages = await said_by(Emergency(knowledge), crisis, place=place)
    shown = cards(messages)

    assert 1 <= len(shown) <= 3
    assert all(card["phones"] for card in shown)
    assert crisis in knowledge.entry(shown[0]["id"]).needs


async def test_arrest_alone_does_not_bring_the_police_number(knowledge) -> None:
    """Whoever says that somebody was arrested does not read "call 911" first."""
    messages = await said_by(Protection(knowledge), "detained_or_arrested", understood={"safety": ["arrest"]})

    assert ["detained_intro"] == replies(messages)
