"""Exchange with other directories in Open Referral's HSDS 3: export, with a list of what does not fit.

A reader of the export must not lose where the protection stops, so `limits` and `confidentiality` are part of the
description there. A confidential address leaves this house in no way, and an unconfirmed entry is not exported.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from knowledge.dates import first_day, last_day
from knowledge.models import Contact, Entry, Schedule, Text
from knowledge.phones import e164

KINDS = ("service", "organization")
_NAMESPACE = uuid.UUID("6f1c0a52-6a38-5f0e-9d2c-6b6f75737365")
_STATUS = {"active": "active", "inactive": "inactive", "temporarily_closed": "temporarily closed"}
# Fields that HSDS has no room for; the report names them for each entry that has them.
_HOMELESS = (
    "needs", "topics", "access", "unconditional", "replacement_documents", "who_sees", "history", "unknown", "ask",
    "related", "supersedes", "sources", "always_open", "by_appointment", "deadlines",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Unmapped:
    """Something that did not cross, and why."""

    entry: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.field}: {self.why}"


def export(entries: Iterable[Entry], language: str) -> tuple[list[dict[str, Any]], list[Unmapped]]:
    """Services and organisations as HSDS services, in one language, and what did not cross."""
    services, report = [], []
    for entry in entries:
        if entry.kind not in KINDS:
            continue
        if entry.confidence == "low":
            report.append(Unmapped(entry.id, "entry", "not confirmed, so it is not exported"))
            continue
        services.append(_service(entry, language))
        report += _unmapped(entry, language)
    return services, sorted(report)


def identifier(*parts: str) -> str:
    """The same id for the same thing at every export."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def _service(entry: Entry, language: str) -> dict[str, Any]:
    def say(texts: Iterable[Text | None], between: str = " ") -> str:
        return between.join(text.in_(language) for text in texts if text)

    told: dict[str, Any] = {
        "id": identifier(entry.id),
        "name": entry.name.in_(language),
        "status": _STATUS[entry.status],
        "description": say([entry.short, entry.description, *entry.limits, *entry.confidentiality], "\n"),
        "url": entry.contact.url,
        "email": entry.contact.email,
        "alert": say(entry.alert),
        "eligibility_description": say(entry.eligibility_description),
        "application_process": say(entry.application_process, "\n"),
        "fees_description": say([entry.fees_description]),
        "interpretation_services": say(entry.interpretation_services),
        "assured_date": entry.assured_date if len(entry.assured_date) == len("2026-01-01") else "",
        "required_documents": [
            {"id": identifier(entry.id, "document", str(n)), "document": text.in_(language)}
            for n, text in enumerate(entry.required_documents)
        ],
        "languages": [{"id": identifier(entry.id, "language", code), "code": code} for code in entry.languages],
        "phones": list(_phones(entry, language)),
        "schedules": [_schedule(entry, line, n, language) for n, line in enumerate(entry.schedules)],
        "service_at_locations": _locations(entry, language),
    }
    if entry.kind == "organization":
        name, about = entry.name.in_(language), entry.short.in_(language)
        told |= {"organization": {"id": identifier(entry.id, "organization"), "name": name, "description": about}}
    return {name: value for name, value in told.items() if value}


def _phones(entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    for phone in entry.contact.phones:
        notes = [text.in_(language) for text in (phone.label, phone.note) if text]
        told = {
            "id": identifier(entry.id, "phone", phone.number),
            "number": e164(phone.number, entry.country) or phone.number,
            "type": "voice",
            "description": " ".join(notes),
        }
        yield {name: value for name, value in told.items() if value}
    if entry.contact.sms:
        yield {"id": identifier(entry.id, "sms"), "number": entry.contact.sms, "type": "text"}


def _schedule(entry: Entry, line: Schedule, number: int, language: str) -> dict[str, Any]:
    """Opening hours stay local times: HSDS wants an offset, and one offset is wrong for half of the year."""
    start, end = first_day(line.valid_from), last_day(line.valid_until)
    told = {
        "id": identifier(entry.id, "schedule", str(number)),
        "freq": "WEEKLY",
        "byday": ",".join(line.byday),
        "opens_at": line.opens_at,
        "closes_at": line.closes_at,
        "valid_from": start.isoformat() if start else "",
        "valid_to": end.isoformat() if end else "",
        "notes": line.note.in_(language) if line.note else "",
    }
    return {name: value for name, value in told.items() if value}


def _locations(entry: Entry, language: str) -> list[dict[str, Any]]:
    address = _public_address(entry.contact)
    if address is None:
        return []
    location = {
        "id": identifier(entry.id, "location"),
        "location_type": "physical",
        "name": entry.name.in_(language),
        "description": address.in_(language),
    }
    return [{"id": identifier(entry.id, "at-location"), "location": location}]


def _public_address(contact: Contact) -> Text | None:
    return None if contact.address_confidential else contact.address


def _unmapped(entry: Entry, language: str) -> Iterator[Unmapped]:
    for field in _HOMELESS:
        if getattr(entry, field):
            yield Unmapped(entry.id, field, "HSDS has no field for it")
    yield Unmapped(entry.id, "languages of the texts", f"only {language} is exported")
    if entry.contact.address_confidential:
        yield Unmapped(entry.id, "contact.address", "confidential: withheld")
    elif entry.contact.address:
        yield Unmapped(entry.id, "contact.address", "one line of text: not split into street, city and postal code")
    if entry.limits or entry.confidentiality:
        yield Unmapped(entry.id, "limits, confidentiality", "written into the description")
    if entry.schedule_description and not entry.schedules:
        yield Unmapped(entry.id, "schedule_description", "hours in words only")
