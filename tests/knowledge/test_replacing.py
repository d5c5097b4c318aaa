"""A city may know better than its country: what replaces an entry, where, and from when; over both engines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.queries import Knowledge
from knowledge.store import open_knowledge

from .conftest import NOW

Open = Callable[[], Knowledge]
LINE = "montreal/services/mtl-211.yml"


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, packs: Path, tmp_path: Path) -> Open:
    """Opens the packs, in which Montréal has its own 211, on one engine."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    national = (packs / "canada/services/service-211.yml").read_text(encoding="utf-8")
    own = national.replace("id: service-211", "id: mtl-211").replace("quebec-province", "montreal")
    (packs / LINE).write_text(own + "supersedes: service-211\n", encoding="utf-8")

    def open_it() -> Knowledge:
        knowledge = open_knowledge(url, packs, tmp_path / "build")
        knowledge._clock = lambda: NOW
        request.addfinalizer(knowledge.close)
        return knowledge

    return open_it


def test_the_city_tells_its_own_and_the_others_still_tell_the_country_s(opened: Open) -> None:
    """What Montréal replaces is still told in Québec."""
    knowledge = opened()

    def told(place: str) -> list[str]:
        return [entry.id for entry in knowledge.all_entries(place) if entry.id.endswith("211")]

    assert (["mtl-211"], ["service-211"]) == (told("montreal"), told("quebec"))


def test_a_reference_to_what_is_replaced_leads_to_what_replaces_it(opened: Open) -> None:
    """An entry of the country that says "ask 211" says it of the city's 211 there."""
    knowledge = opened()

    assert ["mtl-211"] == [entry.id for entry in knowledge.entries(["service-211", "mtl-211"], "montreal")]
    assert ["service-211"] == [entry.id for entry in knowledge.entries(["service-211"], "quebec")]


def test_search_finds_what_the_city_tells(opened: Open) -> None:
    """The same words find the city's entry in the city and the country's elsewhere."""
    knowledge = opened()

    assert "mtl-211" in knowledge.search("211", "montreal", "fr").ids
    assert "service-211" not in knowledge.search("211", "montreal", "fr").ids
    assert "service-211" in knowledge.search("211", "quebec", "fr").ids


def test_nothing_is_replaced_before_its_day(opened: Open, packs: Path) -> None:
    """The old entry is told until the new one begins."""
    with (packs / LINE).open("a", encoding="utf-8") as file:
        file.write('valid_from: "2026-11-27"\n')
    knowledge = opened()

    def line(day: int) -> list[str]:
        knowledge._clock = lambda: NOW.replace(day=day)
        return [entry.id for entry in knowledge.entries(["service-211"], "montreal")]

    assert (["service-211"], ["mtl-211"]) == (line(26), line(27))
