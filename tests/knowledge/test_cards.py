"""What a card tells, and what it never leaves out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.cards import PARTS, card
from knowledge.models import Entry
from knowledge.pack import PACKS as HOUSE
from knowledge.queries import Knowledge
from knowledge.store import open_knowledge


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The packs of the house."""
    return open_knowledge(packs=HOUSE, build_dir=tmp_path_factory.mktemp("house"))


def of(knowledge: Knowledge, entry: str, **wish: Any) -> dict[str, Any]:
    """The card of an entry in English, seen from Montréal."""
    return card(knowledge, knowledge.entry(entry), "en", place="montreal", **wish)


@pytest.mark.parametrize("aspect", PARTS)
def test_limits_and_source_are_always_told(knowledge: Knowledge, aspect: str) -> None:
    """Whatever is asked, where the protection stops and where it comes from are in the card."""
    told = of(knowledge, "mtl-card", aspect=aspect)

    assert told["limits"] == ["The police do not follow these rules."]
    assert told["source"] == {"title": "City page", "url": "https://example.org/page", "date": "2026-05-01"}


@pytest.mark.parametrize("aspect", PARTS)
def test_no_card_of_the_house_lacks_limits_or_source(house: Knowledge, aspect: str) -> None:
    """Every service and organisation of the real packs tells its limits, in every language, and is JSON."""
    for place in house.places():
        for entry in house.all_entries(place.id):
            for language in ("fr", "en", "es"):
                told = card(house, entry, language, aspect=aspect, place=place.id)
                assert json.loads(json.dumps(told)) == told
                assert told["source"]["title"]
                if entry.kind in ("service", "organization") and entry.confidence != "low":
                    assert told["limits"], entry.id


def test_a_confidential_address_is_told_in_no_card(knowledge: Knowledge) -> None:
    """The address of a shelter appears nowhere."""
    told = json.dumps([of(knowledge, "mtl-shelter", aspect=aspect) for aspect in PARTS])

    assert "Secr" not in told


def test_what_nobody_confirmed_is_told_as_not_known(knowledge: Knowledge) -> None:
    """A low-confidence entry gives its name, what is not known and whom to ask; no fact."""
    told = of(knowledge, "mtl-rumour", aspect="where")

    assert {"id", "kind", "title", "answered", "unknown", "ask", "old_contact", "source", "assured"} == set(told)
    assert [other["id"] for other in told["ask"]] == ["mtl-311"]


@pytest.mark.parametrize(
    ("entry", "status", "access"),
    [
        ("mtl-card", None, {"value": "depends", "why": None}),
        ("mtl-card", "citizen", {"value": "no", "why": "Your papers are enough."}),
        ("mtl-card", "status-no-status", {"value": "yes", "why": None}),
        ("mtl-library", None, {"value": "yes", "why": None}),
    ],
)
def test_access_depends_on_the_status(
    knowledge: Knowledge, entry: str, status: str | None, access: dict[str, str | None]
) -> None:
    """The status is optional and the answer stays useful without it."""
    assert access == of(knowledge, entry, status=status)["access"]


def test_phones_are_ready_to_dial(knowledge: Knowledge) -> None:
    """A short code stays short, a phone gets its international form and its note."""
    phones = of(knowledge, "mtl-311", aspect="where")["phones"]

    assert phones == [
        {"number": "311", "short": "311"},
        {"number": "514 872-0311", "e164": "+15148720311", "note": "From outside."},
    ]


def test_hours_say_whether_it_is_open(knowledge: Knowledge) -> None:
    """Hours come with the state at the moment."""
    assert of(knowledge, "mtl-311", aspect="hours")["hours"]["open_now"] == "open"


@pytest.mark.parametrize(
    ("entry", "aspect", "answered"),
    [
        ("mtl-card", "overview", True),
        ("mtl-card", "documents", True),
        ("mtl-card", "hours", False),
        ("mtl-card", "cost", True),
        ("mtl-library", "cost", False),
        ("mtl-card", "validity", True),
        ("mtl-library", "where", True),
        ("mtl-library", "nonsense", True),
    ],
)
def test_a_card_says_whether_it_answers(knowledge: Knowledge, entry: str, aspect: str, answered: bool) -> None:
    """When the pack does not know, the card says so and names whom to ask."""
    told = of(knowledge, entry, aspect=aspect)

    assert answered == told["answered"]
    assert answered or told["ask"]


def test_an_old_contact_is_marked(knowledge: Knowledge) -> None:
    """A phone from an old or middling source is given with care, and with someone to ask."""
    marked = {name: of(knowledge, name)["old_contact"] for name in ("mtl-shelter", "mtl-card", "mtl-311")}

    assert marked == {"mtl-shelter": True, "mtl-card": True, "mtl-311": False}
    assert of(knowledge, "mtl-shelter")["ask"]


def test_related_entries_are_those_told_here(knowledge: Knowledge) -> None:
    """An ended entry is not offered as a next step."""
    assert [other["id"] for other in of(knowledge, "mtl-card")["related"]] == ["mtl-library", "service-211"]


def test_history_is_told_when_validity_is_asked(knowledge: Knowledge) -> None:
    """Old papers can be explained."""
    told = of(knowledge, "mtl-card", aspect="validity")["history"]

    assert told == [{"from": "2019", "until": "2023-01", "text": "Doctors of the World issued the card."}]


def test_the_same_question_gets_the_same_card(knowledge: Knowledge) -> None:
    """Cards are deterministic."""
    entry: Entry = knowledge.entry("mtl-card")

    assert card(knowledge, entry, "fr") == card(knowledge, entry, "fr")
