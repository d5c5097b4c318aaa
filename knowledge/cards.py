"""The card of an entry: what is told to one person, in one language, about one aspect, always with its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.freshness import has_old_contact
from knowledge.models import Entry, Phone, Source, Text
from knowledge.phones import e164, is_short_code
from knowledge.queries import Knowledge
from knowledge.schedule import open_now

Card = dict[str, Any]
# What each aspect tells; the first part is the one asked for.
PARTS: dict[str, tuple[str, ...]] = {
    "overview": (
        "description",
        "access",
        "steps",
        "deadlines",
        "fees",
        "where",
        "phones",
        "hours",
        "history",
        "confidentiality",
    ),
    "where": ("where", "phones", "hours", "history"),
    "hours": ("hours", "phones", "where"),
    "documents": ("documents", "replacements", "who_sees"),
    "cost": ("fees",),
    "eligibility": ("access", "eligibility", "documents", "replacements"),
    "confidentiality": ("confidentiality", "who_sees", "phones"),
    "how": ("steps", "deadlines", "documents", "replacements", "where", "phones"),
    "validity": ("validity", "history", "deadlines"),
    "use": ("description", "steps", "where", "phones"),
    "everything": (
        "description", "access", "eligibility", "documents", "replacements", "who_sees", "fees", "steps", "deadlines",
        "where", "phones", "hours", "validity", "history", "confidentiality",
    ),
}  # fmt: skip
# Which parts answer an aspect, when it is not the first one alone.
_MAIN = {"validity": ("validity", "history"), "eligibility": ("access", "eligibility"), "use": ("description", "steps")}
_WHOLE = ("overview", "everything")
_MOST_RELATED = 5


def card(
    knowledge: Knowledge,
    entry: Entry,
    language: str,
    status: str | None = None,
    aspect: str = "overview",
    *,
    at: datetime | None = None,
    place: str | None = None,
) -> Card:
    """What to tell about an entry, ready for JSON.

    Args:
        knowledge: the facts, for whom to ask and what is related.
        entry: the fact sheet.
        language: of every text in the card.
        status: one of the six, a status entry's id, or None when it was not said.
        aspect: which question was asked; an unknown word counts as overview.
        at: the moment for "open now"; now when absent.
        place: where the person is; the entry's own place when absent.
    """
    view = _View(knowledge, entry, language, status, at, place or _home(knowledge, entry))
    if entry.confidence == "low":
        return view.not_known()
    return view.told(aspect if aspect in PARTS else "overview")


def _home(knowledge: Knowledge, entry: Entry) -> str:
    known = {place.id for place in knowledge.places()}
    return entry.place if entry.place in known else entry.pack


@dataclass(frozen=True)
class _View:
    """One entry as one person sees it."""

    knowledge: Knowledge
    entry: Entry
    language: str
    status: str | None
    at: datetime | None
    place: str

    def told(self, aspect: str) -> Card:
        entry = self.entry
        parts = PARTS[aspect]
        facts = {name: value for name in parts if (value := _READERS[name](self))}
        answered = aspect in _WHOLE or any(_is_known(facts.get(name)) for name in _MAIN.get(aspect, parts[:1]))
        today = (self.at or self.knowledge.now(self.place)).date()
        old_contact = has_old_contact(entry, today)
        told = {
            **self._head(),
            "summary": self.text(entry.short),
            "aspect": aspect,
            "answered": answered,
            "alert": self.texts(entry.alert),
            **facts,
            "limits": self.texts(entry.limits),
            "unknown": self.texts(entry.unknown),
            "ask": self._ask() if entry.unknown or old_contact or not answered else [],
            "related": self._related(),
            "old_contact": old_contact,
            **self._origin(),
        }
        kept = {"answered", "limits", "ask", "related", "old_contact", "source", "assured"}
        return {name: value for name, value in told.items() if name in kept or value not in ([], None, "")}

    def not_known(self) -> Card:
        """A fact nobody could confirm: its name, what is not known, and whom to ask."""
        unknown = self.texts(self.entry.unknown)
        told = {"answered": False, "unknown": unknown, "ask": self._ask(), "old_contact": False}
        return {**self._head(), **told, **self._origin()}

    def text(self, text: Text | None) -> str | None:
        return text.in_(self.language) if text else None

    def texts(self, texts: Iterable[Text]) -> list[str]:
        return [text.in_(self.language) for text in texts]

    def phones(self, entry: Entry) -> list[Card]:
        return [self._phone(phone, entry.country) for phone in entry.contact.phones]

    def _head(self) -> Card:
        return {"id": self.entry.id, "kind": self.entry.kind, "title": self.entry.name.in_(self.language)}

    def _origin(self) -> Card:
        source = _best_source(self.entry.sources)
        shown = {"title": source.title, "url": source.url or None, "date": source.date}
        return {"source": shown, "assured": self.entry.assured_date or None}

    def _phone(self, phone: Phone, country: str) -> Card:
        kind = "short" if is_short_code(phone.number, country) else "e164"
        told: Card = {"number": phone.number, kind: e164(phone.number, country)}
        told |= {"label": self.text(phone.label), "note": self.text(phone.note)}
        return {name: value for name, value in told.items() if value}

    def _ask(self) -> list[Card]:
        known = self.knowledge
        asked = known.entries(self.entry.ask, self.place) or known.whom_to_ask(self.place)
        return [
            {
                "id": other.id,
                "title": other.name.in_(self.language),
                "phones": self.phones(other),
                "url": other.contact.url or None,
            }
            for other in asked
            if other.id != self.entry.id
        ]

    def _related(self) -> list[Card]:
        others = self.knowledge.entries(self.entry.related, self.place)[:_MOST_RELATED]
        return [{"id": other.id, "title": other.name.in_(self.language)} for other in others]


def _is_known(fact: Any) -> bool:
    return bool(fact) and not (isinstance(fact, dict) and fact.get("value") == "unknown")


def _best_source(sources: tuple[Source, ...]) -> Source:
    """The newest source that has a date."""
    return max(sources, key=lambda source: (source.date != "unknown", source.date))


def _access(view: _View) -> Card | None:
    verdict = view.knowledge.access(view.entry, view.status)
    return {"value": verdict.value, "why": view.text(verdict.why)} if verdict else None


def _where(view: _View) -> Card:
    contact = view.entry.contact
    address = None if contact.address_confidential else view.text(contact.address)
    told = {"address": address, "url": contact.url, "email": contact.email}
    return {name: value for name, value in told.items() if value}


def _fees(view: _View) -> Card | None:
    entry = view.entry
    if entry.fees == "unknown" and not entry.fees_description:
        return None
    return {"value": entry.fees, "text": view.text(entry.fees_description)}


def _hours(view: _View) -> Card | None:
    entry, at = view.entry, view.at or view.knowledge.now(view.place)
    state = open_now(entry, view.knowledge.place(view.place), at)
    told = {
        "text": view.texts(entry.schedule_description),
        "schedules": [
            {
                "byday": list(line.byday),
                "opens_at": line.opens_at,
                "closes_at": line.closes_at,
                "note": view.text(line.note),
            }
            for line in entry.schedules
        ],
        "always_open": entry.always_open,
        "by_appointment": entry.by_appointment,
    }
    if not any(told.values()) and state == "unknown":
        return None
    return {**told, "open_now": state}


def _phones(view: _View) -> list[Card]:
    told = view.phones(view.entry)
    sms = view.entry.contact.sms
    return [*told, {"number": sms, "sms": True}] if sms else told


def _history(view: _View) -> list[Card]:
    return [
        {"from": part.valid_from or None, "until": part.valid_until or None, "text": part.text.in_(view.language)}
        for part in view.entry.history
    ]


def _validity(view: _View) -> Card | None:
    entry = view.entry
    if not (entry.valid_from or entry.valid_until):
        return None
    return {"from": entry.valid_from or None, "until": entry.valid_until or None}


_READERS: dict[str, Callable[[_View], Any]] = {
    "description": lambda view: view.text(view.entry.description),
    "access": _access,
    "eligibility": lambda view: view.texts(view.entry.eligibility_description),
    "documents": lambda view: view.texts(view.entry.required_documents),
    "replacements": lambda view: view.texts(view.entry.replacement_documents),
    "who_sees": lambda view: view.texts(view.entry.who_sees),
    "fees": _fees,
    "steps": lambda view: view.texts(view.entry.application_process),
    "where": _where,
    "phones": _phones,
    "hours": _hours,
    "confidentiality": lambda view: view.texts(view.entry.confidentiality),
    "deadlines": lambda view: view.texts(view.entry.deadlines),
    "history": _history,
    "validity": _validity,
}
