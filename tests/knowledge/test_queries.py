"""Finding services, procedures and places by what a person says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from knowledge.queries import Knowledge

MONTREAL = ZoneInfo("America/Toronto")


def ids(entries: tuple[object, ...]) -> list[str]:
    """The ids of entries."""
    return [entry.id for entry in entries]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "place", "found"),
    [
        ("bibliotheques", "montreal", "mtl-library"),
        ("bibliotecas de montreal", "montreal", "mtl-library"),
        ("carte sans peur", "montreal", "mtl-card"),
        ("la PRAIDA", "montreal", "service-praida"),
        ("praida", "montreal", "service-praida"),
        ("le 311", "montreal", "mtl-311"),
        ("centre multiethnic", "quebec", "qc-cmq"),
        ("centro multietnico", "quebec", "qc-cmq"),
        ("women shelter", "montreal", "mtl-shelter"),
    ],
)
def test_a_named_place_is_found(knowledge: Knowledge, name: str, place: str, found: str) -> None:
    """Accents, plurals, acronyms, other languages and small mistakes do not matter."""
    assert found in ids(knowledge.find_place(name, place, "fr"))


@pytest.mark.parametrize("name", ["banane", "", "le la les", "xyzzy", "?"])
def test_a_name_nobody_has_finds_nothing(knowledge: Knowledge, name: str) -> None:
    """Nothing is better than a wrong address."""
    assert knowledge.find_place(name, "montreal", "fr") == ()


def test_services_open_to_all_come_first(knowledge: Knowledge) -> None:
    """Without a status, what asks nobody for papers is told before what depends."""
    found = ids(knowledge.find_services("montreal", needs=["services_without_papers"]))

    assert found == ["mtl-library", "mtl-card"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"topic": "papers"}, ["mtl-card"]),
        ({"topic": "papers", "status": "citizen"}, []),
        ({"topic": "papers", "status": "status-no-status"}, ["mtl-card"]),
        ({"language": "fr"}, ["mtl-library"]),
        ({"language": "ht"}, []),
        ({"open_at": datetime(2026, 11, 25, 10, 0, tzinfo=MONTREAL)}, ["mtl-311", "mtl-shelter"]),
        ({"open_at": datetime(2026, 11, 25, 22, 0, tzinfo=MONTREAL)}, ["mtl-shelter"]),
        ({"needs": ["food", "housing"]}, ["service-211", "service-praida", "mtl-rumour"]),
    ],
)
def test_services_fit_every_wish(knowledge: Knowledge, wish: dict[str, object], found: list[str]) -> None:
    """Topic, status, language, need and hour each narrow the list; unknown hours are not "open"."""
    assert found == ids(knowledge.find_services("montreal", **wish))  # type: ignore[arg-type]


def test_procedures_are_found_by_need(knowledge: Knowledge) -> None:
    """A procedure is found from every city that includes its country."""
    assert ids(knowledge.find_procedure("quebec", needs=["asylum_how_to_claim"])) == ["process-asylum"]


def test_emergency_and_whom_to_ask_fall_back_to_the_country(knowledge: Knowledge) -> None:
    """A city without its own list uses the one of its country."""
    assert ids(knowledge.emergency("montreal")) == ["emergency-911"]
    assert (
        ids(knowledge.whom_to_ask("montreal")),
        ids(knowledge.whom_to_ask("quebec")),
    ) == (["mtl-311"], ["service-211"])


def test_statuses_of_a_place(knowledge: Knowledge) -> None:
    """The statuses of the country are explained in its cities."""
    assert {"status-asylum-claimant", "status-citizen", "status-no-status"} == set(ids(knowledge.statuses("quebec")))
