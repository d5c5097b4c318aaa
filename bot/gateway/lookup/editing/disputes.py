"""The queue of disputed facts: written by workers, decided by editors, shown as a mark at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog

from bot.gateway.lookup.editing import tables

log = structlog.get_logger()
FIELDS = ("phones", "hours", "where", "fees", "documents", "access", "steps", "limits", "closed", "other")
WAYS = ("called", "visited", "website", "person_there", "other")
OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"
MOST_ACTS = 10_000
MOST_OPEN = 5  # of one sheet: more would tell an editor nothing new
_D, _A = tables.dispute.c, tables.audit.c


@dataclass(frozen=True)
class Dispute:
    """One thing that may be wrong, already without anything personal."""

    entry: str
    field: str
    old: str
    proposed: str
    how: str
    comment: str
    language: str
    day: str
    id: int = 0
    state: str = OPEN
    decided: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """What a reader sees of open disputes: which part and since when, never what was proposed."""

    field: str
    day: str


@dataclass(frozen=True)
class Act:
    """One line of the log of editors."""

    at: str
    who: str
    action: str
    dispute: int | None


class Disputes:
    """Reads and writes the queue; calls are short and block, so they run on a thread."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def add(self, dispute: Dispute) -> bool:
        """Put a dispute in the queue; False when the sheet has enough of them open."""
        values = {name: value for name, value in vars(dispute).items() if name != "id"}
        with self._engine.begin() as connection:
            waiting = sa.select(sa.func.count()).where(_D.entry == dispute.entry, _D.state == OPEN)
            if (connection.execute(waiting).scalar() or 0) >= MOST_OPEN:
                return False
            connection.execute(tables.dispute.insert().values(**values))
        return True

    def marks(self) -> Mapping[str, tuple[Mark, ...]]:
        """The open disputes of each sheet; none when the queue cannot be read, because the facts still must be."""
        try:
            return self._marks()
        except sa.exc.SQLAlchemyError as failure:
            log.error("desk.marks", error=type(failure).__name__)
            return {}

    def all(self, *states: str) -> list[Dispute]:
        """The disputes in these states, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(tables.dispute).where(_D.state.in_(states)).order_by(_D.id))
            return [Dispute(**row._mapping) for row in rows]

    def decide(self, dispute: int, state: str, note: str, day: str) -> bool:
        """Accept or reject an open dispute; False when it is not open any more."""
        if state not in (ACCEPTED, REJECTED):
            raise ValueError(state)
        chosen = tables.dispute.update().where(_D.id == dispute, _D.state == OPEN)
        with self._engine.begin() as connection:
            done = connection.execute(chosen.values(state=state, note=note, decided=day))
            return bool(done.rowcount)

    def note(self, act: Act) -> None:
        """Write a line of the log; the oldest lines make room, so that a guesser cannot fill the disk."""
        with self._engine.begin() as connection:
            written = connection.execute(tables.audit.insert().values(**vars(act)))
            oldest = written.inserted_primary_key[0] - MOST_ACTS
            connection.execute(tables.audit.delete().where(_A.id <= oldest))

    def acts(self, most: int = 200) -> list[Act]:
        """The log, the newest first."""
        query = sa.select(_A.at, _A.who, _A.action, _A.dispute).order_by(_A.id.desc()).limit(most)
        with self._engine.connect() as connection:
            return [Act(*row) for row in connection.execute(query)]

    def _marks(self) -> Mapping[str, tuple[Mark, ...]]:
        query = sa.select(_D.entry, _D.field, sa.func.max(_D.day)).where(_D.state == OPEN).group_by(_D.entry, _D.field)
        found: dict[str, tuple[Mark, ...]] = {}
        with self._engine.connect() as connection:
            for entry, field, day in connection.execute(query.order_by(_D.entry, _D.field)):
                found[entry] = (*found.get(entry, ()), Mark(field, day))
        return found
