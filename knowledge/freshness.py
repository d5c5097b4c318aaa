"""When was a fact last vouched for, and which ones must be checked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.dates import first_day, is_old
from knowledge.models import Entry


def checked_on(assured_date: str, source_dates: Iterable[str]) -> date | None:
    """The newest day on which a person or a source vouched for it; None when nobody knows."""
    days = (first_day(text) for text in (assured_date, *source_dates))
    return max((day for day in days if day), default=None)


def last_checked(entry: Entry) -> date | None:
    """`checked_on` for an entry."""
    return checked_on(entry.assured_date, (source.date for source in entry.sources))


def has_old_contact(entry: Entry, today: date) -> bool:
    """True when its phone or address must be given with care: an old source, or a middling one."""
    contact = entry.contact
    if not (contact.phones or contact.sms or contact.email or contact.address or contact.url):
        return False
    return (not entry.assured_date and entry.confidence == "medium") or is_old(last_checked(entry), today)
