"""Everything about one entry, for whoever must judge it: all sources, every status, since when, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.dates import first_day, is_old, last_day
from knowledge.errors import UnknownEntry
from knowledge.freshness import last_checked
from knowledge.models import STATUSES, Access, Entry, History
from knowledge.queries import Knowledge


@dataclass(frozen=True)
class Sheet:
    """One entry with what surrounds it.

    Attributes:
        entry: the fact sheet itself.
        checked: the newest day on which a person or a source vouched for it.
        overdue: nobody has for 18 months, or its validity has passed.
        told: whether it is told in this place today; else it is kept for its history.
        access: what each of the six statuses may do, when the entry says it.
        related: what to look at next.
        replaces: what it took the place of.
        replaced_by: what took its place.
    """

    entry: Entry
    checked: date | None
    overdue: bool
    told: bool
    access: tuple[tuple[str, Access], ...]
    related: tuple[Entry, ...]
    replaces: Entry | None
    replaced_by: Entry | None


def sheet(knowledge: Knowledge, entry: str, place: str) -> Sheet:
    """The sheet of an entry as seen from a place.

    Raises:
        UnknownEntry: the id names nothing.
    """
    found = knowledge.entry(entry)
    told = knowledge.all_entries(place)
    return Sheet(
        found,
        last_checked(found),
        is_overdue(found, knowledge.now(place).date()),
        any(other.id == entry for other in told),
        tuple((status, found.access[status]) for status in STATUSES if status in found.access),
        knowledge.entries((*found.related, *found.ask), place),
        _known(knowledge, found.supersedes),
        next((other for other in told if other.supersedes == entry), None),
    )


def true_on(entry: Entry, day: date) -> tuple[History, ...]:
    """What the history says was true on a day; a partial date counts from its first to its last day."""
    return tuple(
        part
        for part in entry.history
        if (first_day(part.valid_from) or date.min) <= day <= (last_day(part.valid_until) or date.max)
    )


def is_overdue(entry: Entry, today: date) -> bool:
    """True when it must be checked again."""
    until = last_day(entry.valid_until)
    return is_old(last_checked(entry), today) or bool(until and until < today)


def _known(knowledge: Knowledge, entry: str) -> Entry | None:
    try:
        return knowledge.entry(entry) if entry else None
    except UnknownEntry:
        return None
