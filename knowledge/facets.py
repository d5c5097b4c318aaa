"""The rows of what each place tells: in which order, for which needs, until when, and what replaces what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from knowledge.dates import first_day, last_day
from knowledge.eligibility import is_open_to_all
from knowledge.models import Entry, Place
from knowledge.visibility import visible_entries

EVERYTHING = ""
ALWAYS, NEVER = "0001-01-01", "9999-12-31"
_UNCONFIRMED = 10  # what nobody could confirm comes after what somebody did


def need_facet(need: str) -> str:
    """The facet of a need."""
    return f"need:{need}"


def topic_facet(topic: str) -> str:
    """The facet of a topic."""
    return f"topic:{topic}"


def kind_facet(kind: str) -> str:
    """The facet of a kind."""
    return f"kind:{kind}"


def static_order(entry: Entry) -> tuple[int, str]:
    """What is told first when nothing else decides."""
    return (entry.priority + (_UNCONFIRMED if entry.confidence == "low" else 0), entry.id)


@dataclass(frozen=True)
class Told:
    """What one place tells, in order, and what it tells instead of something else."""

    place: str
    entries: tuple[Entry, ...]
    replaced: Mapping[str, Entry]

    def facet_rows(self) -> Iterator[dict[str, Any]]:
        """One row for each way an entry is asked for."""
        for position, entry in enumerate(self.entries):
            row = {"place": self.place, "position": position, "entry": entry.id, **self._filters(entry)}
            for facet, is_aside in _facets(entry):
                yield row | {"facet": facet, "is_aside": is_aside}

    def replaced_rows(self) -> Iterator[dict[str, Any]]:
        """What replaces what here."""
        for entry, by in self.replaced.items():
            yield {
                "place": self.place,
                "entry": entry,
                "by": by.id,
                "first_day": _iso(first_day(by.valid_from), ALWAYS),
            }

    def _filters(self, entry: Entry) -> dict[str, Any]:
        closed = [status for status, access in entry.access.items() if access.value == "no"]
        return {
            "is_conditional": not ((entry.access or entry.unconditional) and is_open_to_all(entry)),
            "kind": entry.kind,
            "languages": _words(entry.languages),
            "closed_to": _words(closed),
            "has_hours": bool(entry.always_open or entry.schedules),
            "first_day": _iso(first_day(entry.valid_from), ALWAYS),
            "last_day": self._last_day(entry),
        }

    def _last_day(self, entry: Entry) -> str:
        if entry.status == "inactive":
            return ALWAYS
        last = _iso(last_day(entry.valid_until), NEVER)
        by = self.replaced.get(entry.id)
        if by is None:
            return last
        start = first_day(by.valid_from)
        return min(last, (start - timedelta(days=1)).isoformat()) if start else ALWAYS


def told_in(place: Place, entries: Sequence[Entry], cities: Iterable[str]) -> Told:
    """What a place tells. An entry is replaced only where its successor is told too: a city may know better."""
    seen = sorted(visible_entries(entries, place, cities), key=_order)
    here = {entry.id: entry for entry, _ in seen}
    replaced = {
        entry.supersedes: entry for entry in here.values() if entry.supersedes in here and entry.status != "inactive"
    }
    return Told(place.id, tuple(here.values()), replaced)


def _order(seen: tuple[Entry, int]) -> tuple[int, int, str]:
    entry, distance = seen
    priority, name = static_order(entry)
    return (priority, distance, name)


def _facets(entry: Entry) -> Iterator[tuple[str, bool]]:
    yield EVERYTHING, False
    yield kind_facet(entry.kind), False
    for rank, need in enumerate(dict.fromkeys(entry.needs)):
        yield need_facet(need), rank > 0
    for topic in dict.fromkeys(entry.topics):
        yield topic_facet(topic), False


def _words(words: Iterable[str]) -> str:
    """Words that a query can look for whole: a space on each side."""
    return f" {' '.join(words)} "


def _iso(day: date | None, otherwise: str) -> str:
    return day.isoformat() if day else otherwise
