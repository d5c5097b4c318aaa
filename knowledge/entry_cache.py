"""Entries read from the database, each once: a page of many sheets costs one query, and none the second time."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from knowledge import tables
from knowledge.errors import UnknownEntry
from knowledge.models import Entry
from knowledge.parsing import entry_from

_E = tables.entry.c
AT_ONCE = 500  # ids in one query: engines limit the variables of a statement


class Entries:
    """Entries by id; the database does not change while it is open, so what was read stays true.

    Args:
        engine: the opened database.
        most: entries kept; the ones read first are dropped first.
    """

    def __init__(self, engine: Any, most: int = 4096) -> None:
        self._engine = engine
        self._most = most
        self._kept: dict[str, Entry] = {}
        self._lock = threading.Lock()

    def one(self, entry: str) -> Entry:
        """One entry.

        Raises:
            UnknownEntry: the id names none.
        """
        found = self.many((entry,))
        if not found:
            raise UnknownEntry(f'There is no entry "{entry}".')
        return found[0]

    def many(self, ids: Iterable[str]) -> tuple[Entry, ...]:
        """The entries that exist among `ids`, in the given order."""
        wanted = tuple(ids)
        found = {entry: kept for entry in wanted if (kept := self._kept.get(entry))}
        missing = [entry for entry in dict.fromkeys(wanted) if entry not in found]
        for start in range(0, len(missing), AT_ONCE):
            found |= self._load(missing[start : start + AT_ONCE])
        return tuple(found[entry] for entry in wanted if entry in found)

    def _load(self, ids: list[str]) -> dict[str, Entry]:
        query = sa.select(_E.id, _E.data, _E.pack, _E.country).where(_E.id.in_(ids))
        with self._engine.connect() as connection:
            rows = list(connection.execute(query))
        read = {row.id: entry_from(json.loads(row.data), row.pack, row.country) for row in rows}
        with self._lock:
            self._kept |= read
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return read
