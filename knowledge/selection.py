"""Which entries fit a wish in a place, the best first: asked of the database so that it reads only those it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from knowledge import tables
from knowledge.facets import EVERYTHING, kind_facet, need_facet, topic_facet

_F = tables.facet.c
_PAGE = 200


@dataclass(frozen=True)
class Wish:
    """What is asked for; the same wish on the same day has the same answer.

    Args:
        place: where.
        today: the day there, as 2026-01-31.
        need: main need or not; the main one comes first.
        kinds: any of these kinds.
        topic: this topic.
        language: spoken there.
        status: one of the six that may use it.
        with_hours: only what says when it is open.
        open_first: what is open to all comes before what depends.
        limit: how many at most.
        offset: how many to leave out.
    """

    place: str
    today: str
    need: str | None = None
    kinds: tuple[str, ...] = ()
    topic: str | None = None
    language: str | None = None
    status: str | None = None
    with_hours: bool = False
    open_first: bool = False
    limit: int | None = None
    offset: int = 0

    def query(self) -> Any:
        """The ids that fit, the best first."""
        query = sa.select(_F.entry).where(_F.place == self.place, _F.facet == self._facet())
        query = query.where(_F.first_day <= self.today, _F.last_day >= self.today)
        if self.need and self.topic:
            query = query.where(self._is_about(self.topic))
        if self.kinds:
            query = query.where(_F.kind.in_(self.kinds))
        if self.language:
            query = query.where(_F.languages.contains(f" {self.language} ", autoescape=True))
        if self.status:
            query = query.where(sa.not_(_F.closed_to.contains(f" {self.status} ", autoescape=True)))
        if self.with_hours:
            query = query.where(_F.has_hours)
        order = [_F.is_conditional] if self.open_first else []
        return query.order_by(*order, _F.is_aside, _F.position).limit(self.limit).offset(self.offset or None)

    def _facet(self) -> str:
        if self.need:
            return need_facet(self.need)
        if self.topic:
            return topic_facet(self.topic)
        return kind_facet(self.kinds[0]) if len(self.kinds) == 1 else EVERYTHING

    def _is_about(self, topic: str) -> Any:
        other = tables.facet.alias().c
        same = sa.and_(other.place == _F.place, other.entry == _F.entry, other.facet == topic_facet(topic))
        return sa.exists(sa.select(other.entry).where(same))


class Selection:
    """The facets of one database. Answers are kept: the database does not change while it is open."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.ids = lru_cache(maxsize=4096)(self._ids)
        self._everything = lru_cache(maxsize=16)(lambda place, today: frozenset(self._ids(Wish(place, today))))
        self._replaced = lru_cache(maxsize=64)(self._load_replaced)

    def each(self, wish: Wish) -> Iterator[str]:
        """The ids that fit, read a page at a time while somebody asks for more."""
        while page := self.ids(replace(wish, limit=_PAGE)):
            yield from page
            wish = replace(wish, offset=wish.offset + _PAGE)

    def told(self, place: str, today: str) -> frozenset[str]:
        """Everything a place tells on a day."""
        return self._everything(place, today)

    def instead(self, entry: str, place: str, today: str) -> str:
        """What the place tells instead of an entry on a day; the entry itself when nothing replaces it."""
        replaced = self._replaced(place)
        seen = {entry}
        while entry in replaced and replaced[entry][1] <= today and replaced[entry][0] not in seen:
            entry = replaced[entry][0]
            seen.add(entry)
        return entry

    def _ids(self, wish: Wish) -> tuple[str, ...]:
        with self._engine.connect() as connection:
            return tuple(row[0] for row in connection.execute(wish.query()))

    def _load_replaced(self, place: str) -> dict[str, tuple[str, str]]:
        table = tables.replaced.c
        query = sa.select(table.entry, table.by, table.first_day).where(table.place == place)
        with self._engine.connect() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
