"""From another directory's HSDS 3 file to drafts of entries: nothing is published before a person fills the blanks.

HSDS speaks one language and knows neither limits nor status, so each draft has blanks there that `validate` reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge.folding import words
from knowledge.hsds import Unmapped
from knowledge.hsds_parts import TAXONOMY
from knowledge.languages import LANGUAGES
from knowledge.models import STATUSES, TOPICS
from knowledge.scaffold import BLANK

_STATUS = {
    "active": "active",
    "inactive": "inactive",
    "defunct": "inactive",
    "temporarily closed": "temporarily_closed",
}
_READ = frozenset(
    {"id", "name", "status", "description", "url", "email", "alert", "eligibility_description", "application_process"}
    | {"fees_description", "interpretation_services", "assured_date", "required_documents", "languages", "phones"}
    | {"schedules", "service_at_locations", "organization", "attributes"}
)
_LONGEST_NAME = 6


def drafts(data: Any, place: str, language: str, source: str) -> tuple[list[dict[str, Any]], list[Unmapped]]:
    """Drafts from the services of an HSDS document, and what did not cross.

    Args:
        data: a service, a list of services, or a page with `contents`.
        place: the place the entries are true for.
        language: the language of the document's texts.
        source: the title of the source that each draft names.
    """
    entries: dict[str, dict[str, Any]] = {}
    report: list[Unmapped] = []
    for service in _services(data):
        entry = _draft(service, place, language, source)
        while entry["id"] in entries:
            entry["id"] += "-2"
        entries[entry["id"]] = entry
        for field in sorted(set(service) - _READ):
            report.append(Unmapped(entry["id"], field, "not read"))
        report.append(
            Unmapped(entry["id"], "needs, access, limits, confidentiality", "HSDS does not say: to be filled")
        )
    return list(entries.values()), report


def write_drafts(entries: Iterable[Mapping[str, Any]], folder: Path) -> Iterator[Path]:
    """One file a draft; a file that exists is left alone."""
    for entry in entries:
        path = folder / f"{entry['kind']}s" / f"{entry['id']}.yml"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(dict(entry), sort_keys=False, allow_unicode=True), encoding="utf-8")
        yield path


def _services(data: Any) -> Iterator[Mapping[str, Any]]:
    found = data.get("contents", [data]) if isinstance(data, Mapping) else data
    return (service for service in found if isinstance(service, Mapping) and service.get("name"))


def _draft(service: Mapping[str, Any], place: str, language: str, source: str) -> dict[str, Any]:
    def text(said: str) -> dict[str, str]:
        return {lang: said if lang == language else BLANK for lang in LANGUAGES}

    def listed(said: str | None) -> list[dict[str, str]]:
        return [text(line.strip()) for line in (said or "").splitlines() if line.strip()]

    lines = (service.get("description") or "").strip().splitlines() or [service["name"]]
    entry = {
        "id": "-".join([place, *words(service["name"])[:_LONGEST_NAME]]),
        "kind": "organization" if service.get("organization", {}).get("name") == service["name"] else "service",
        "place": place,
        "needs": [BLANK],
        "topics": _topics(service),
        "name": text(service["name"]),
        "short": text(lines[0]),
        "description": text(" ".join(lines[1:])) if lines[1:] else None,
        "access": dict.fromkeys(STATUSES, "unknown"),
        "eligibility_description": listed(service.get("eligibility_description")),
        "required_documents": [
            text(item["document"]) for item in service.get("required_documents") or [] if item.get("document")
        ],
        "fees_description": text(service["fees_description"]) if service.get("fees_description") else None,
        "application_process": listed(service.get("application_process")),
        "limits": [text(BLANK)],
        "confidentiality": [text(BLANK)],
        "contact": _contact(service),
        "schedules": [line for item in service.get("schedules") or [] if (line := _schedule(item))],
        "languages": [item["code"] for item in service.get("languages") or [] if item.get("code")],
        "interpretation_services": listed(service.get("interpretation_services")),
        "alert": listed(service.get("alert")),
        "sources": [
            {"title": source, "url": service.get("url") or "", "date": service.get("assured_date") or "unknown"}
        ],
        "confidence": "medium",
        "status": _STATUS.get(service.get("status", "active"), "active"),
    }
    return {name: value for name, value in entry.items() if value}


def _topics(service: Mapping[str, Any]) -> list[str]:
    terms = [item.get("taxonomy_term") or {} for item in service.get("attributes") or []]
    return [term["code"] for term in terms if term.get("taxonomy") == TAXONOMY and term.get("code") in TOPICS]


def _contact(service: Mapping[str, Any]) -> dict[str, Any]:
    phones = [phone for phone in service.get("phones") or [] if phone.get("number")]
    locations = [item.get("location") or {} for item in service.get("service_at_locations") or []]
    told = {
        "phones": [{"number": phone["number"]} for phone in phones if phone.get("type") != "text"],
        "sms": next((phone["number"] for phone in phones if phone.get("type") == "text"), None),
        "email": service.get("email"),
        "url": service.get("url"),
        "address": next((address for location in locations if (address := _address(location))), None),
    }
    return {name: value for name, value in told.items() if value}


def _address(location: Mapping[str, Any]) -> str:
    parts: Mapping[str, Any] = next(iter(location.get("addresses") or []), {})
    names = ("address_1", "address_2", "city", "state_province", "postal_code")
    return ", ".join(parts[name] for name in names if parts.get(name)) or str(location.get("description") or "")


def _schedule(item: Mapping[str, Any]) -> dict[str, Any] | None:
    """Weekly hours; anything rarer stays out, because it would be told as every week."""
    days, opens, closes = item.get("byday"), item.get("opens_at"), item.get("closes_at")
    if item.get("freq", "WEEKLY") != "WEEKLY" or item.get("interval", 1) != 1 or not (days and opens and closes):
        return None
    return {"byday": days.split(","), "opens_at": opens[:5], "closes_at": closes[:5]}
