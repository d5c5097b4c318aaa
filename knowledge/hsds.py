"""Exchange with other directories in Open Referral's HSDS 3: export, with a list of what does not fit.

A reader of the export must not lose where the protection stops, so `limits` and `confidentiality` are part of the
description there. A confidential address leaves this house in no way, and an unconfirmed entry is not exported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.hsds_parts import LANGUAGE_NAMES, attribute, identifier, locations, part, phones, schedules
from knowledge.models import Entry, Text

KINDS = ("service", "organization")
_STATUS = {"active": "active", "inactive": "inactive", "temporarily_closed": "temporarily closed"}
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
        services.append(_service(entry, language) | {"service_areas": [part(entry, "area", name=area)]})
        report += _unmapped(entry, language)
    return services, sorted(report)


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
            part(entry, "document", str(n), document=text.in_(language))
            for n, text in enumerate(entry.required_documents)
        ],
        "languages": [
            part(entry, "language", code, name=LANGUAGE_NAMES.get(code, code), code=code) for code in entry.languages
        ],
        "phones": list(phones(entry, language)),
        "schedules": list(schedules(entry, language)),
        "service_at_locations": locations(entry, language),
        "attributes": [attribute(entry, topic) for topic in entry.topics],
        "cost_options": [{"id": identifier(entry.id, "cost"), "amount": 0}] if entry.fees == "free" else [],
    }
    if entry.kind == "organization":
        name, about, contact = entry.name.in_(language), entry.short.in_(language), entry.contact
        told["organization"] = part(
            entry, "organization", name=name, description=about, website=contact.url, email=contact.email
        )
    return {name: value for name, value in told.items() if value}


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
