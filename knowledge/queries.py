"""The questions the house asks of its facts: by need, by place, by name, by status."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from knowledge import eligibility, finder, schedule, tables
from knowledge.eligibility import Verdict
from knowledge.entry_cache import Entries
from knowledge.errors import UnknownEntry, UnknownPlace
from knowledge.models import STATUSES, Entry, Place
from knowledge.parsing import place_from
from knowledge.search import Found, Search
from knowledge.selection import Selection, Wish
from knowledge.triage import Answers, DecisionTable, Result

SERVICES = ("service", "organization")
_SPARE = 10  # hits that have expired or are replaced are left out afterwards


def _now() -> datetime:
    return datetime.now(UTC)


class Knowledge:
    """The facts, opened. Reads only; safe to share between threads."""

    def __init__(self, engine: Any, clock: Callable[[], datetime] = _now) -> None:
        self._engine = engine
        self._clock = clock
        self._entries = Entries(engine)
        self._entry = self._entries.one
        self._selection = Selection(engine)
        self._names = lru_cache(maxsize=16)(self._load_names)
        self._table = lru_cache(maxsize=16)(self._load_triage)
        self._search = Search(engine)
        self._places = {place.id: place for place in self._load_places()}

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def places(self) -> tuple[Place, ...]:
        """The cities a person can choose."""
        return tuple(place for place in self._places.values() if place.kind == "city")

    def place(self, place: str) -> Place:
        """One place, city or country."""
        try:
            return self._places[place]
        except KeyError:
            raise UnknownPlace(f'There is no place "{place}".') from None

    def entry(self, entry: str) -> Entry:
        """One entry by its id, wherever it is told."""
        return self._entry(entry)

    def entries(self, ids: Iterable[str], place: str) -> tuple[Entry, ...]:
        """The entries among `ids` that are told in this place today, or what it tells instead, in the given order."""
        today, told = self._today(place), self._told(place)
        here = (self._selection.instead(entry, self.place(place).id, today) for entry in ids)
        return self._entries.many(entry for entry in dict.fromkeys(here) if entry in told)

    def for_need(self, need: str, place: str, status: str | None = None, limit: int = 20) -> tuple[Entry, ...]:
        """What answers a need here, the best first.

        Entries whose main need it is come first, then by priority, then the city's own before wider ones.
        With a status, what it may not use comes last: it may still be worth knowing for someone else.
        """
        found = self._entries.many(self._selection.ids(self._wish(place, need=need, limit=limit)))
        return tuple(sorted(found, key=lambda entry: self._is_closed_to(entry, status)))

    def find_services(
        self,
        place: str,
        topic: str | None = None,
        status: str | None = None,
        language: str | None = None,
        *,
        needs: Sequence[str] | None = None,
        open_at: datetime | None = None,
        limit: int = 50,
    ) -> tuple[Entry, ...]:
        """Services and organisations that fit every given wish; what is open to all comes first.

        A status leaves out what it may not use. `open_at` keeps what is surely open then: unknown hours are left out.
        """
        counted = eligibility.counted_as(self.status(status)) if status else None
        wish = self._wish(place, kinds=SERVICES, topic=topic, language=language, status=counted, open_first=True)
        wish = replace(wish, with_hours=open_at is not None)
        ids = self._fitting(wish, needs)
        if open_at is None:
            return self._entries.many(islice(ids, limit))
        here = self.place(place)
        pages = iter(lambda: self._entries.many(islice(ids, limit)), ())
        found = (
            entry for entry in chain.from_iterable(pages) if schedule.open_now(entry, here, open_at) == schedule.OPEN
        )
        return tuple(islice(found, limit))

    def find_procedure(
        self, place: str, topic: str | None = None, needs: Sequence[str] | None = None
    ) -> tuple[Entry, ...]:
        """Procedures that fit, the best first."""
        wish = self._wish(place, kinds=("procedure",), topic=topic, open_first=True)
        return self._entries.many(self._fitting(wish, needs))

    def find_place(self, name: str, place: str, language: str) -> tuple[Entry, ...]:
        """Services or organisations that a person names, the surest first; empty when nothing is near."""
        return self._entries.many(finder.find(name, self._names(place), language))

    def search(self, query: str, place: str, language: str, limit: int = 5) -> Found:
        """Entries told here today that fit what a person typed; none when nothing fits well enough."""
        found = self._search.find(query, language, limit + _SPARE, self.place(place).id)
        told = self._told(place)
        return replace(found, hits=tuple(hit for hit in found.hits if hit.id in told)[:limit])

    def status(self, status: str) -> Entry | str:
        """What `eligibility.access` takes for a status id: its entry, or the word itself."""
        if status in STATUSES:
            return status
        try:
            return self._entry(status)
        except UnknownEntry:
            return status

    def access(self, entry: Entry, status: str | None) -> Verdict | None:
        """May a person with this status (one of the six, or a status entry's id) use it?"""
        return eligibility.access(entry, self.status(status) if status else None)

    def triage(self, place: str) -> DecisionTable:
        """The decision table of this place or of a pack it includes."""
        return self._table(place)

    def triage_result(self, place: str, answers: Answers) -> Result:
        """What the answers lead to, named, with only the next entries that are told here."""
        result = self.triage(place).result(answers)
        next_ids = tuple(entry.id for entry in self.entries(result.next, place))
        overlays = tuple(
            replace(rule, next=tuple(entry.id for entry in self.entries(rule.next, place))) for rule in result.overlays
        )
        result = replace(result, next=next_ids, overlays=overlays)
        if not result.status:
            return result
        try:
            entry = self._entry(result.status)
        except UnknownEntry:
            return replace(result, status="")
        return replace(
            result,
            name=result.name or entry.name,
            meaning=result.meaning or entry.short,
            counts_as=result.counts_as or entry.maps_to,
        )

    def emergency(self, place: str) -> tuple[Entry, ...]:
        """Whom to call in danger, the first to be said first."""
        named = self._named(place, "emergency")
        return self.entries(named, place) or self._of_kind(place, "emergency")

    def whom_to_ask(self, place: str) -> tuple[Entry, ...]:
        """Who can answer when nothing better is known."""
        return self.entries(self._named(place, "ask"), place)

    def statuses(self, place: str) -> tuple[Entry, ...]:
        """The statuses explained here."""
        return self._of_kind(place, "status")

    def all_entries(self, place: str) -> tuple[Entry, ...]:
        """Everything told here today."""
        return self._entries.many(self._selection.ids(self._wish(place)))

    def now(self, place: str) -> datetime:
        """The time on the wall there."""
        return self._clock().astimezone(ZoneInfo(self.place(place).timezone))

    def _named(self, place: str, field: str) -> tuple[str, ...]:
        here = self.place(place)
        lists = [getattr(self._places[name], field) for name in (here.id, *here.includes) if name in self._places]
        return next((names for names in lists if names), ())

    def _of_kind(self, place: str, kind: str) -> tuple[Entry, ...]:
        return self._entries.many(self._selection.ids(self._wish(place, kinds=(kind,))))

    def _is_closed_to(self, entry: Entry, status: str | None) -> bool:
        verdict = self.access(entry, status) if status else None
        return verdict is not None and verdict.value == "no"

    def _fitting(self, wish: Wish, needs: Sequence[str] | None) -> Iterator[str]:
        """Ids that fit, what is open to all first; with several needs, those of the first need before the others."""
        if not needs or len(needs) == 1:
            return self._selection.each(replace(wish, need=needs[0] if needs else None))
        each = [list(self._selection.each(replace(wish, need=need))) for need in needs]
        found = self._entries.many(dict.fromkeys(chain.from_iterable(each)))
        return (entry.id for entry in sorted(found, key=lambda entry: not eligibility.is_open_to_all(entry)))

    def _told(self, place: str) -> frozenset[str]:
        return self._selection.told(self.place(place).id, self._today(place))

    def _today(self, place: str) -> str:
        return self.now(place).date().isoformat()

    def _wish(self, place: str, **wanted: Any) -> Wish:
        return Wish(self.place(place).id, self._today(place), **wanted)

    def _load_places(self) -> list[Place]:
        query = sa.select(tables.place.c.data).order_by(tables.place.c.position)
        with self._engine.connect() as connection:
            return [place_from(json.loads(row.data)) for row in connection.execute(query)]

    def _load_triage(self, place: str) -> DecisionTable:
        here = self.place(place)
        for name in (here.id, *here.includes):
            query = sa.select(tables.place.c.triage).where(tables.place.c.id == name)
            with self._engine.connect() as connection:
                data = connection.execute(query).scalar()
            if data:
                return DecisionTable(json.loads(data))
        raise UnknownPlace(f'No triage is written for "{place}".')

    def _load_names(self, place: str) -> finder.Names:
        return finder.names_of(self._entries.many(self._selection.ids(self._wish(place, kinds=finder.KINDS))))
