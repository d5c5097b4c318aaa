"""Entries as plain data for the API, in one language; an unconfirmed one tells only what is not known."""

from __future__ import annotations

from typing import Any

from knowledge.eligibility import Verdict, is_open_to_all
from knowledge.freshness import last_checked
from knowledge.matches import Match
from knowledge.matrix import Row
from knowledge.models import STATUSES, Entry, Text
from knowledge.phones import e164

Document = dict[str, Any]


def entry_document(entry: Entry, language: str) -> Document:
    """One entry; a confidential address stays out, and where protection stops is always in."""
    checked = last_checked(entry)
    told: Document = {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name.in_(language),
        "topics": list(entry.topics),
        "needs": list(entry.needs),
        "confidence": entry.confidence,
        "unknown": _texts(entry.unknown, language),
        "ask": list(entry.ask),
        "sources": [{"title": s.title, "url": s.url or None, "date": s.date} for s in entry.sources],
        "last_checked": checked.isoformat() if checked else None,
        "assured": entry.assured_date or None,
    }
    return told if entry.confidence == "low" else told | _confirmed(entry, language)


def status_document(entry: Entry, language: str) -> Document:
    """One status that is explained; `counts_as` is its column in access and matrix."""
    about = {"counts_as": entry.maps_to or None, "next": list(entry.related)}
    return entry_document(entry, language) | about


def row_document(row: Row, language: str, statuses: tuple[str, ...]) -> Document:
    """One row of the matrix."""
    cells = {status: _verdict(v, language) for status, v in zip(statuses, row.verdicts, strict=True)}
    return {"id": row.entry.id, "name": row.entry.name.in_(language), "access": cells}


def match_document(match: Match, language: str) -> Document:
    """One result of a search with its reasons."""
    reasons = [
        {"kind": r.kind, "word": r.word, "quote": r.quote.in_(language) if r.quote else None} for r in match.reasons
    ]
    return entry_document(match.entry, language) | {"reasons": reasons, "open_now": match.open}


def _confirmed(entry: Entry, language: str) -> Document:
    contact = entry.contact
    address = None if contact.address_confidential else contact.address
    return {
        "summary": entry.short.in_(language),
        "description": entry.description.in_(language) if entry.description else None,
        "access": {status: _verdict(_access(entry, status), language) for status in STATUSES if status in entry.access},
        "open_to_all": bool(entry.access or entry.unconditional) and is_open_to_all(entry),
        "fees": entry.fees,
        "required_documents": _texts(entry.required_documents, language),
        "replacement_documents": _texts(entry.replacement_documents, language),
        "steps": _texts(entry.application_process, language),
        "deadlines": _texts(entry.deadlines, language),
        "phones": [{"number": p.number, "e164": e164(p.number, entry.country) or None} for p in contact.phones],
        "url": contact.url or None,
        "email": contact.email or None,
        "address": address.in_(language) if address else None,
        "languages": list(entry.languages),
        "limits": _texts(entry.limits, language),
        "confidentiality": _texts(entry.confidentiality, language),
        "alert": _texts(entry.alert, language),
        "history": [
            {"from": h.valid_from or None, "until": h.valid_until or None, "text": h.text.in_(language)}
            for h in entry.history
        ],
    }


def _access(entry: Entry, status: str) -> Verdict:
    said = entry.access[status]
    return Verdict(said.value, said.why)


def _verdict(verdict: Verdict, language: str) -> Document:
    return {"value": verdict.value, "why": verdict.why.in_(language) if verdict.why else None}


def _texts(texts: tuple[Text, ...], language: str) -> list[str]:
    return [text.in_(language) for text in texts]
