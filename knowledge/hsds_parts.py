"""The parts of an HSDS 3 service: phones, schedules, locations, topics. Each has its own id, the same at every export."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from knowledge.dates import first_day, last_day
from knowledge.models import Contact, Entry, Schedule, Text
from knowledge.phones import e164

_NAMESPACE = uuid.UUID("6f1c0a52-6a38-5f0e-9d2c-6b6f75737365")
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
LANGUAGE_NAMES = {"fr": "French", "en": "English", "es": "Spanish", "ar": "Arabic"}
# The first number of such an address is that of a post box: letters reach it, nobody can walk there.
_POST_BOX = re.compile(r"[^0-9]*\b(?:C\.?P\.?|B\.?P\.?|P\.?O\.? Box|Apartado)\s*[0-9]", re.IGNORECASE)


def identifier(*parts: str) -> str:
    """The same id for the same thing at every export."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def part(entry: Entry, *parts: str, **told: Any) -> dict[str, Any]:
    """A part of a service, with its own id and without the fields that have nothing to say."""
    return {"id": identifier(entry.id, *parts)} | {name: value for name, value in told.items() if value}


def attribute(entry: Entry, topic: str) -> dict[str, Any]:
    """One of the seven topics, as a term of our own taxonomy."""
    term = {"id": identifier("topic", topic), "code": topic, "name": topic, "taxonomy": TAXONOMY}
    return part(entry, "topic", topic, taxonomy_term=term | {"description": _TOPICS[topic]})


def phones(entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    """Numbers in their international form where they have one; short ones such as 911 stay as they are."""
    for phone in entry.contact.phones:
        notes = " ".join(text.in_(language) for text in (phone.label, phone.note) if text)
        number = e164(phone.number, entry.country) or phone.number
        yield part(entry, "phone", phone.number, number=number, type="voice", description=notes)
    if entry.contact.sms:
        yield part(entry, "sms", number=entry.contact.sms, type="text")


def schedules(entry: Entry, language: str) -> Iterator[dict[str, Any]]:
    """The hours of each week, then what is only said in words."""
    if entry.always_open:
        yield part(entry, "schedule", "always", freq="WEEKLY", byday=_EVERY_DAY, description="24/7")
    for number, line in enumerate(entry.schedules):
        yield _schedule(entry, line, number, language)
    if entry.schedule_description:
        said = " ".join(text.in_(language) for text in entry.schedule_description)
        yield part(entry, "schedule", "description", description=said)


def _schedule(entry: Entry, line: Schedule, number: int, language: str) -> dict[str, Any]:
    """Opening hours stay local times: HSDS wants an offset, and one offset is wrong for half of the year."""
    start, end = first_day(line.valid_from), last_day(line.valid_until)
    return part(
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


def locations(entry: Entry, language: str) -> list[dict[str, Any]]:
    """The address, when it may be told."""
    address = _public_address(entry.contact)
    if address is None:
        return []
    said, name = address.in_(language), entry.name.in_(language)
    kind = "postal" if _POST_BOX.match(said) else "physical"
    location = part(entry, "location", location_type=kind, name=name, description=said)
    return [part(entry, "at-location", location=location)]


def _public_address(contact: Contact) -> Text | None:
    return None if contact.address_confidential else contact.address
