"""What is told where: a city tells its own pack, the packs it includes, and whatever is about it anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.models import Entry, Place


def is_visible(entry: Entry, place: Place, cities: Iterable[str]) -> bool:
    """True when this place tells the entry."""
    if entry.place == place.id:
        return True
    if entry.pack not in {place.id, *place.includes} or entry.place in cities:
        return False
    return not place.places or entry.place in place.places


def visible_entries(entries: Iterable[Entry], place: Place, cities: Iterable[str]) -> Iterator[tuple[Entry, int]]:
    """Each entry this place tells, with 0 for its own and 1 for wider ones."""
    names = frozenset(cities)
    for entry in entries:
        if is_visible(entry, place, names):
            yield entry, 0 if entry.place == place.id else 1
