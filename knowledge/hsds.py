"""Exchange with other directories in Open Referral's HSDS 3: export, with a list of what does not fit.

A reader of the export must not lose where the protection stops, so `limits` and `confidentiality` are part of the
description there. A confidential address leaves this house in no way, and an unconfirmed entry is not exported.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.dates import first_day, last_day
from knowledge.models import Contact, Entry, Schedule, Text
from knowledge.phones import e164

KINDS = ("service", "organization")
_NAMESPACE = uuid.UUID("6f1c0a52-6a38-5f0e-9d2c-6b6f75737365")
_STATUS = {"active": "active", "inactive": "inactive", "temporarily_closed": "temporarily closed"}
_EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
# HSDS wants a name and a description of each term of a taxonomy.
TAXONOMY = "Boussole topics"
_TOPICS = {
    "papers": "Status, permits, cards and identity papers",
    "health": "Health care and health insurance",
    "home_food": "Housing, shelter, food and clothes",
    "work_money": "Work, rights at work and money",
    "school_languages": "School, child care and language courses",
    "daily_life": "Daily life and finding one's way in the city",
    "rights": "Rights, complaints, legal help and protection",
}
_LANGUAGE_NAMES = {"fr": "French", "en": "English", "es": "Spanish", "ar": "Arabic"}
# The first number of such an address is that of a post box: letters reach it, nobody can walk there.
_POST_BOX = re.compile(r"[^0-9]*\b(?:C\.?P\.?|B\.?P\.?|P\.?O\.? Box|Apartado)\s*[0-9]", re.IGNORECASE)
# Fields that HSDS has no room for; the report names them for each entry that has them.
_HOMELESS = (
    "needs", "access", "unconditional", "replacement_documents", "who_sees", "history", "unknown", "ask",
    "related", "supersedes", "sources", "by_appointment", "deadlines",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Unmapped:
    """Something that did not cross, and why."""

    entry: str
    field: str
    why: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.field}: {self.why}"


def export(
    entries: Iterable[Entry], language: str, areas: Mapping[str, str] | None = None
) -> tuple[list[dict[str, Any]], list[Unmapped]]:
    """Services and organisations as HSDS services, in one language, and what did not cross.

    Args:
        entries: any entries; only services and organisations cross.
        language: the language of the texts.
        areas: the name of each place; a place without one keeps its id.
    """
    services, report = [], []
    for entry in entries:
        if entry.kind not in KINDS:
            continue
        if entry.confidence == "low":
            report.append(Unmapped(entry.id, "entry", "not confirmed, so it is not exported"))
            continue
        area = (areas or {}).get(entry.place, entry.place)
        services.append(_service(entry, language) | {"service_areas": [_part(entry, "area", name=area)]})
        report += _unmapped(entry, language)
    return services, sorted(report)


def identifier(*parts: str) -> str:
    """The same id for the same thing at every export."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def _part(entry: Entry, *parts: str, **told: Any) -> dict[str, Any]:
    """A part of a service, with its own id and without the fields that have nothing to say."""
    return {"id": identifier(entry.id, *parts)} | {name: value for name, value in told.items() if value}


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
            _part(entry, "document", str(n), document=text.in_(language))
            for n, text in enumerate(entry.required_documents)
        ],
        "languages": [
            _part(entry, "language", code, name=_LANGUAGE_NAMES.get(code, code), code=code) for code in entry.languages
        ],
        "phones": list(_phones(entry, language)),
        "schedules": list(_schedules(entry, language)),
        "service_at_locations": _locations(entry, language),
        "attributes": [_attribute(entry, topic) for topic in entry.topics],
        "cost_options": [{"id": identifier(entry.id, "cost"), "amount": 0}] if entry.fees == "free" else [],
    }
    if entry.kind == "organization":
        name, about, contact = entry.name.in_(language), entry.short.in_(language), entry.contact
        told["organization"] = _part(
            entry, "organization", name=name, description=about, website=contact.url, email=contact.email
        )
    return {name: value for name, value in told.items() if value}


def _attribute(entry: Entry, topic: str) -> dict[str, Any]:
    term = {"id": identifier("topic", topic), "code": topic, "name": topic, "taxonomy": TAXONOMY}
    return _part(entry, "topic", topic, taxonomy_term=term | {"description": _TOPICS[topic]})


def _phones(entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    for phone in entry.contact.phones:
        notes = " ".join(text.in_(language) for text in (phone.label, phone.note) if text)
        number = e164(phone.number, entry.country) or phone.number
        yield _part(entry, "phone", phone.number, number=number, type="voice", description=notes)
    if entry.contact.sms:
        yield _part(entry, "sms", number=entry.contact.sms, type="text")


def _schedules(entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    """The hours of each week, then what is only said in words."""
    if entry.always_open:
        yield _part(entry, "schedule", "always", freq="WEEKLY", byday=_EVERY_DAY, description="24/7")
    for number, line in enumerate(entry.schedules):
        yield _schedule(entry, line, number, language)
    if entry.schedule_description:
        said = " ".join(text.in_(language) for text in entry.schedule_description)
        yield _part(entry, "schedule", "description", description=said)


def _schedule(entry: Entry, line: Schedule, number: int, language: str) -> dict[str, Any]:
    """Opening hours stay local times: HSDS wants an offset, and one offset is wrong for half of the year."""
    start, end = first_day(line.valid_from), last_day(line.valid_until)
    return _part(
        entry,
        "schedule",
        str(number),
        freq="WEEKLY",
        byday=",".join(line.byday),
        opens_at=line.opens_at,
        closes_at=line.closes_at,
        valid_from=start.isoformat() if start else "",
        valid_to=end.isoformat() if end else "",
        notes=line.note.in_(language) if line.note else "",
    )


def _locations(entry: Entry, language: str) -> list[dict[str, Any]]:
    address = _public_address(entry.contact)
    if address is None:
        return []
    said, name = address.in_(language), entry.name.in_(language)
    kind = "postal" if _POST_BOX.match(said) else "physical"
    location = _part(entry, "location", location_type=kind, name=name, description=said)
    return [_part(entry, "at-location", location=location)]


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
    if entry.fees in ("paid", "varies") and not entry.fees_description:
        yield Unmapped(entry.id, "fees", f"{entry.fees}, without words or an amount")
    if entry.kind == "service":
        yield Unmapped(
            entry.id, "organization", "we do not hold it apart from the service; the tables of HSDS want one"
        )
    if entry.schedule_description:
        yield Unmapped(entry.id, "schedule_description", "hours in words only")
