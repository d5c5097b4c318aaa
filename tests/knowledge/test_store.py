"""Building and opening: the same tests over SQLite and PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge.errors import PackError, StoreError, UnknownEntry, UnknownPlace
from knowledge.queries import Knowledge
from knowledge.store import open_knowledge

from .conftest import NOW

Open = Callable[[], Knowledge]


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, packs: Path, tmp_path: Path) -> Open:
    """Opens the knowledge of `packs` on one engine, at a frozen moment."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else None

    def open_it() -> Knowledge:
        knowledge = open_knowledge(url, packs, tmp_path / "build")
        knowledge._clock = lambda: NOW
        request.addfinalizer(knowledge.close)
        return knowledge

    return open_it


def edit(path: Path, old: str, new: str) -> None:
    """Change a pack file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_cities_are_places_to_choose(opened: Open) -> None:
    """Cities are offered; the country's pack is known but not offered."""
    knowledge = opened()

    assert [place.id for place in knowledge.places()] == ["montreal", "quebec"]
    assert knowledge.place("canada").kind == "country"


def test_a_need_is_answered_in_order(opened: Open) -> None:
    """The main need first, then priority; what nobody confirmed comes last."""
    knowledge = opened()

    assert ids(knowledge.for_need("services_without_papers", "montreal")) == ["mtl-card", "mtl-library"]
    assert ids(knowledge.for_need("housing", "montreal")) == ["service-praida", "mtl-rumour"]


def test_what_a_city_does_not_include_is_not_told(opened: Open) -> None:
    """An entry about Montréal in the country's pack is told in Montréal only."""
    knowledge = opened()

    assert ids(knowledge.for_need("housing", "quebec")) == []
    assert ids(knowledge.for_need("asylum_how_to_claim", "quebec")) == ["process-asylum", "rule-one-year"]


def test_what_ended_is_not_told(opened: Open) -> None:
    """Inactive and replaced entries are left out, but their ids still open."""
    knowledge = opened()

    assert ids(knowledge.for_need("library", "montreal")) == ["mtl-library", "mtl-library-2020"]
    assert knowledge.entry("mtl-library-old").id == "mtl-library-old"
    assert knowledge.entries(["mtl-expired", "nothing"], "montreal") == ()


def test_an_entry_stops_being_told_the_day_after_it_ends(opened: Open, packs: Path) -> None:
    """Validity is looked at on every question, in the time of the place, without a rebuild."""
    with (packs / "montreal/services/mtl-library.yml").open("a", encoding="utf-8") as file:
        file.write('valid_until: "2026-11-25"\n')
    knowledge = opened()

    assert "mtl-library" in ids(knowledge.for_need("library", "montreal"))
    knowledge._clock = lambda: NOW.replace(day=26, hour=4, minute=59)  # still the 25th in Montréal
    assert "mtl-library" in ids(knowledge.for_need("library", "montreal"))
    knowledge._clock = lambda: NOW.replace(day=26, hour=5, minute=1)
    assert "mtl-library" not in ids(knowledge.for_need("library", "montreal"))


def test_a_status_puts_what_it_may_not_use_last(opened: Open) -> None:
    """For a citizen the card that is not meant for citizens comes after the rest."""
    found = opened().for_need("services_without_papers", "montreal", status="citizen")

    assert ids(found) == ["mtl-library", "mtl-card"]


def test_unknown_ids_are_named(opened: Open) -> None:
    """A wrong id is an error that says which."""
    knowledge = opened()

    with pytest.raises(UnknownEntry, match="nothing"):
        knowledge.entry("nothing")
    with pytest.raises(UnknownPlace, match="atlantis"):
        knowledge.for_need("food", "atlantis")


def test_search_finds_the_same_on_both_engines(opened: Open) -> None:
    """Accents, another language, a misspelling and silence give the same on both engines."""
    knowledge = opened()
    asked = {
        ("bibliotheque gratuite", "fr"): "mtl-library",
        ("sin papeles", "es"): "status-no-status",
        ("biblotheque", "fr"): "mtl-library",
        ("praida", "en"): "service-praida",
    }

    for (query, language), expected in asked.items():
        assert expected == knowledge.search(query, "montreal", language).ids[0], query
    assert knowledge.search("fusée spatiale", "montreal", "fr").ids == ()
    assert knowledge.search("praida", "quebec", "fr").ids == ()


@pytest.mark.parametrize(
    "query", ['c++ "', "asylum-seekers", "AND", "' OR 1=1 --", "*", "", "NEAR(", "a:b", "\x00", "l'", "☃", "(((", "\\'"]
)
def test_nothing_that_is_typed_breaks_search(opened: Open, query: str) -> None:
    """Signs of query languages are words or nothing, never an error."""
    assert isinstance(opened().search(query, "montreal", "en").ids, tuple)


def test_the_triage_of_the_country_serves_its_cities(opened: Open) -> None:
    """A result is named from its entry and offers only what the city tells."""
    knowledge = opened()

    here = knowledge.triage_result("montreal", {"paper": "claim"})
    there = knowledge.triage_result("quebec", {"paper": "claim"})

    assert (here.status, here.counts_as) == ("status-asylum-claimant", "asylum_claimant")
    assert here.name is not None
    assert here.name.in_("en") == "Asylum claimant"
    assert (here.next, there.next) == (("process-asylum", "service-praida"), ("process-asylum",))


def test_changed_packs_are_built_anew(opened: Open, packs: Path) -> None:
    """A changed file changes what is told at the next opening."""
    assert "You can get a card." not in opened().entry("mtl-card").short.values()
    edit(packs / "montreal/services/mtl-card.yml", "This card replaces an identity paper.", "You can get a card.")

    assert opened().entry("mtl-card").short.in_("en") == "You can get a card."


def test_an_invalid_pack_is_refused_with_every_problem(opened: Open, packs: Path) -> None:
    """Nothing is built from a broken pack, and nothing of it is silently left out."""
    edit(packs / "montreal/services/mtl-card.yml", "kind: service", "kind: servise")
    edit(packs / "montreal/services/mtl-311.yml", "514 872-0311", "514 872")

    with pytest.raises(PackError) as caught:
        opened()

    told = str(caught.value)
    assert '"servise" is not allowed' in told
    assert '"514 872" is not a phone number' in told


def test_an_expired_entry_does_not_stop_a_service_from_starting(opened: Open, packs: Path) -> None:
    """Age is a duty of editors: a restart in the night must not fail for it."""
    with (packs / "montreal/services/mtl-library.yml").open("a", encoding="utf-8") as file:
        file.write('valid_until: "2020"\n')

    assert "mtl-library" not in ids(opened().for_need("library", "montreal"))


def test_a_build_that_fails_leaves_nothing_behind(packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SQLite file appears whole or not at all."""

    def break_off(*_: object) -> None:
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr("knowledge.store.publish", break_off)
    with pytest.raises(RuntimeError):
        open_knowledge(packs=packs, build_dir=tmp_path / "build")

    assert os.listdir(tmp_path / "build") == []


def test_a_failed_build_keeps_the_facts_of_before(
    postgresql: str, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In PostgreSQL readers keep the old facts when a new build breaks off."""
    open_knowledge(postgresql, packs).close()
    edit(packs / "montreal/services/mtl-card.yml", "This card replaces an identity paper.", "You can get a card.")

    def break_off(*_: object) -> None:
        raise sa.exc.OperationalError("insert", {}, Exception("connection lost"))

    monkeypatch.setattr("knowledge.store.publish", break_off)
    with pytest.raises(StoreError):
        open_knowledge(postgresql, packs)

    engine = sa.create_engine(postgresql)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT data FROM knowledge_entry WHERE id = 'mtl-card'")).scalar()
    engine.dispose()
    assert "This card replaces an identity paper." in kept


def test_the_sqlite_file_is_opened_read_only(knowledge: Knowledge) -> None:
    """Nothing a person writes can reach the facts."""
    with pytest.raises(sa.exc.OperationalError, match="readonly"), knowledge._engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM knowledge_entry"))


def ids(entries: tuple[object, ...]) -> list[str]:
    """The ids of entries."""
    return [entry.id for entry in entries]  # type: ignore[attr-defined]
