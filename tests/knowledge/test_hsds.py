"""Exchange with other directories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from knowledge import hsds, hsds_import
from knowledge.cli import main
from knowledge.languages import LANGUAGES
from knowledge.models import Contact, Text
from knowledge.problems import errors
from knowledge.queries import Knowledge
from knowledge.store import read_valid
from knowledge.validate import STILL_BLANK, validate

# What HSDS 3 requires of each object we write, by the name of the field that holds it.
REQUIRED = {
    "phones": {"id", "number"},
    "schedules": {"id"},
    "languages": {"id", "name", "code"},
    "required_documents": {"id", "document"},
    "service_at_locations": {"id", "location"},
    "location": {"id", "location_type"},
    "service_areas": {"id", "name"},
    "cost_options": {"id"},
    "attributes": {"id", "taxonomy_term"},
    "taxonomy_term": {"id", "name", "description"},
    "organization": {"id", "name", "description"},
}
# The closed lists of words, and the forms, that HSDS 3 allows.
ALLOWED = {
    "status": r"active|inactive|defunct|temporarily closed",
    "location_type": r"physical|postal|virtual",
    "freq": r"WEEKLY|MONTHLY",
    "byday": r"(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*",
    "opens_at": r"([01]\d|2[0-3]):[0-5]\d",
    "closes_at": r"([01]\d|2[0-3]):[0-5]\d",
    "assured_date": r"\d{4}-\d\d-\d\d",
    "valid_from": r"\d{4}-\d\d-\d\d",
    "valid_to": r"\d{4}-\d\d-\d\d",
    "url": r"https?://\S+",
    "website": r"https?://\S+",
    "email": r"[^@\s]+@[^@\s]+",
    "code": r"[a-z_]+",
    "type": r"voice|text",
}


def objects(part: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of an export, with the name of the field that holds it."""
    if isinstance(part, dict):
        yield name, part
        for field, value in part.items():
            yield from objects(value, field)
    elif isinstance(part, list):
        for item in part:
            yield from objects(item, name)


def misfits(services: list[dict[str, Any]]) -> list[str]:
    """What HSDS 3 would refuse."""
    found = [f"{s.get('name')}: no {field}" for s in services for field in ("id", "name", "status") if not s.get(field)]
    for name, part in objects(services):
        found += [f"{name}: no {field}" for field in sorted(REQUIRED.get(name, set()) - set(part))]
        found += [
            f"{name}.{field}: {part[field]}"
            for field, form in ALLOWED.items()
            if field in part and not re.fullmatch(form, part[field])
        ]
        found += [f"{name}.id: {part['id']}"] if str(UUID(part["id"])) != part["id"] else []
    return found


@pytest.fixture
def exported(knowledge: Knowledge) -> tuple[list[dict[str, object]], list[hsds.Unmapped]]:
    """What Montréal exports in Spanish."""
    return hsds.export(knowledge.all_entries("montreal"), "es")


def test_the_house_exports_what_hsds_accepts() -> None:
    """Every service of every city, in each language: required fields, closed lists of words, dates and ids."""
    entries, _, _ = read_valid(None)

    for language in LANGUAGES:
        services, report = hsds.export(entries, language)
        assert len(services) > 50
        assert misfits(services) == []
        assert all(line.why for line in report)


def test_ids_stay_the_same(knowledge: Knowledge) -> None:
    """Two exports name the same service by the same id."""
    entries = knowledge.all_entries("montreal")
    once, twice = ([service["id"] for service in hsds.export(entries, "en")[0]] for _ in range(2))

    assert once == twice
    assert len(set(once)) == len(once)


def test_a_confidential_address_is_withheld_and_reported(
    exported: tuple[list[dict[str, object]], list[hsds.Unmapped]],
) -> None:
    """The address of a shelter is nowhere in the export, and the report says so."""
    services, report = exported

    assert "Secr" not in json.dumps(services, ensure_ascii=False)
    assert hsds.Unmapped("mtl-shelter", "contact.address", "confidential: withheld") in report


def test_hours_prices_and_topics_cross(knowledge: Knowledge) -> None:
    """Round-the-clock and hours in words become schedules, free is a cost of nothing, a post box is no door."""
    at_night = replace(
        knowledge.entry("mtl-library"),
        always_open=True,
        schedules=(),
        fees="free",
        topics=("daily_life",),
        schedule_description=(Text.of("On call"),),
        contact=Contact(address=Text.of("PO Box 65083, Montréal")),
    )

    [service], report = hsds.export([at_night], "en", {"montreal": "Montréal"})

    assert [line["description"] for line in service["schedules"]] == ["24/7", "On call"]
    assert [cost["amount"] for cost in service["cost_options"]] == [0]
    assert service["service_areas"][0]["name"] == "Montréal"
    assert service["service_at_locations"][0]["location"]["location_type"] == "postal"
    assert hsds_import.drafts(service, "montreal", "en", "Directory")[0][0]["topics"] == ["daily_life"]
    assert "organization" in {line.field for line in report}


def test_limits_cross_with_the_description(exported: tuple[list[dict[str, object]], list[hsds.Unmapped]]) -> None:
    """Where the protection stops is in what other directories show."""
    services, _ = exported

    assert all("La policía no sigue estas reglas." in str(service["description"]) for service in services)


def test_what_nobody_confirmed_is_not_exported(
    exported: tuple[list[dict[str, object]], list[hsds.Unmapped]],
) -> None:
    """A low-confidence entry stays here, and the report says so."""
    services, report = exported

    assert "Hogar Ejemplo" not in {service["name"] for service in services}
    assert "mtl-rumour" in {line.entry for line in report if line.field == "entry"}


def test_an_import_makes_drafts_that_cannot_be_published(packs: Path, tmp_path: Path) -> None:
    """Every problem of a draft is a blank: languages, needs, limits and confidentiality wait for a person."""
    file = tmp_path / "hsds.json"
    service = {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Community Kitchen",
        "status": "active",
        "description": "Cook and eat together.",
        "wait_time": "none",
        "phones": [{"id": "1", "number": "+1 514 872-0311"}],
        "schedules": [
            {"id": "2", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00:00", "closes_at": "12:00:00"},
            {"id": "3", "freq": "MONTHLY", "byday": "1WE", "opens_at": "09:00", "closes_at": "12:00"},
        ],
        "service_at_locations": [
            {"id": "4", "location": {"id": "5", "addresses": [{"address_1": "1 Main Street", "city": "Laval"}]}}
        ],
    }
    file.write_text(json.dumps({"contents": [service]}), encoding="utf-8")

    assert main(["--packs", str(packs), "hsds-import", str(file), "--place", "quebec", "--source", "Directory"]) == 0

    draft = packs / "quebec" / "services" / "quebec-community-kitchen.yml"
    assert "1 Main Street, Laval" in draft.read_text(encoding="utf-8")
    assert "1WE" not in draft.read_text(encoding="utf-8")
    assert {STILL_BLANK} == {problem.message for problem in errors(validate(packs, "quebec").problems)}


def test_an_import_never_overwrites(packs: Path) -> None:
    """A file that exists is left alone."""
    entries, report = hsds_import.drafts([{"name": "CMQ", "pets": "no"}], "quebec", "en", "Directory")
    first = list(hsds_import.write_drafts(entries, packs / "quebec"))
    second = list(hsds_import.write_drafts(entries, packs / "quebec"))

    assert (len(first), len(second)) == (1, 0)
    assert hsds.Unmapped("quebec-cmq", "pets", "not read") in report
