"""Exchange with other directories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge import hsds, hsds_import
from knowledge.cli import main
from knowledge.problems import errors
from knowledge.queries import Knowledge
from knowledge.validate import STILL_BLANK, validate

# What HSDS 3 requires of each object we write.
REQUIRED = {
    "phones": {"id", "number"},
    "schedules": {"id"},
    "languages": {"id"},
    "required_documents": {"id"},
    "service_at_locations": {"id"},
}


@pytest.fixture
def exported(knowledge: Knowledge) -> tuple[list[dict[str, object]], list[hsds.Unmapped]]:
    """What Montréal exports in Spanish."""
    return hsds.export(knowledge.all_entries("montreal"), "es")


def test_services_have_what_hsds_requires(exported: tuple[list[dict[str, object]], list[hsds.Unmapped]]) -> None:
    """Each service and each part of it has the required fields, and statuses are HSDS words."""
    services, _ = exported

    for service in services:
        assert {"id", "name", "status"} <= set(service)
        assert service["status"] in {"active", "inactive", "defunct", "temporarily closed"}
        for name, required in REQUIRED.items():
            assert all(required <= set(part) for part in service.get(name, ()))  # type: ignore[attr-defined]


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
