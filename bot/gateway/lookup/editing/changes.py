"""What changed since when: each start compares the facts with those of the start before, field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.gateway.lookup.editing import tables
from knowledge.models import Entry

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
_QUIET = frozenset({"priority", "record", "pack", "country"})  # nothing that a person is told


@dataclass(frozen=True)
class Change:
    """One sheet that is new, is told otherwise, or is gone."""

    day: str
    entry: str
    kind: str
    fields: tuple[str, ...]


class Changes:
    """The memory of what the facts were."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def compare(self, entries: Iterable[Entry], today: date) -> list[Change]:
        """Write down what differs from the start before; the very first start only remembers."""
        now = {entry.id: _digests(entry) for entry in entries}
        with self._engine.begin() as connection:
            began = connection.execute(sa.select(tables.since.c.day)).scalar()
            before = {row.entry: json.loads(row.fields) for row in connection.execute(sa.select(tables.snapshot))}
            if began is None:
                connection.execute(tables.since.insert().values(day=today.isoformat()))
            found = list(_differences(before, now, today.isoformat())) if began else []
            if before != now:
                connection.execute(tables.snapshot.delete())
                rows = [{"entry": entry, "fields": json.dumps(told)} for entry, told in now.items()]
                connection.execute(tables.snapshot.insert(), rows)
            for each in found:
                connection.execute(tables.change.insert().values(**vars(each) | {"fields": " ".join(each.fields)}))
        return found

    def since(self, day: str) -> list[Change]:
        """What changed on that day or later, the newest first."""
        c = tables.change.c
        query = sa.select(c.day, c.entry, c.kind, c.fields).where(c.day >= day).order_by(c.day.desc(), c.entry)
        with self._engine.connect() as connection:
            return [
                Change(row.day, row.entry, row.kind, tuple(row.fields.split())) for row in connection.execute(query)
            ]

    def began(self) -> str:
        """The day from which on changes are known."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(tables.since.c.day)).scalar() or ""


def _differences(before: dict[str, Any], now: dict[str, Any], day: str) -> Iterable[Change]:
    for entry in sorted(before.keys() | now.keys()):
        old, new = before.get(entry), now.get(entry)
        if old is None:
            yield Change(day, entry, ADDED, ())
        elif new is None:
            yield Change(day, entry, REMOVED, ())
        elif old != new:
            yield Change(day, entry, CHANGED, tuple(name for name in new if old.get(name) != new[name]))


def _digests(entry: Entry) -> dict[str, str]:
    return {
        field.name: hashlib.sha256(repr(getattr(entry, field.name)).encode()).hexdigest()[:12]
        for field in fields(entry)
        if field.name not in _QUIET
    }
