"""Builds the database from valid packs and opens it: all or nothing, and never half a pack."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from knowledge import search_index, tables
from knowledge.errors import PackError, StoreError
from knowledge.facets import static_order, told_in
from knowledge.models import Entry, Place
from knowledge.pack import PACKS, Pack, fingerprint, read_packs
from knowledge.parsing import entry_from, place_from
from knowledge.problems import errors
from knowledge.queries import Knowledge
from knowledge.validate import check_packs

BUILD = Path(__file__).parent.parent / "build"
_AT_ONCE = 5_000  # rows in one insert
_BUILD_LOCK = 7_410_001  # one builder at a time in a shared PostgreSQL


def open_knowledge(url: str | None = None, packs: Path | None = None, build_dir: Path | None = None) -> Knowledge:
    """The knowledge, built first when the packs have changed.

    Args:
        url: a database (postgresql://…); a SQLite file in `build_dir` when absent.
        packs: the folder of packs; the one of the house when absent.
        build_dir: where the SQLite file lies.

    Raises:
        PackError: with every problem, when a pack is not valid.
    """
    name = f"{fingerprint(packs or PACKS, *search_index.DATA)}-{tables.STORE_VERSION}"
    if url is None:
        file = (build_dir or BUILD) / f"knowledge-{name}.sqlite"
        if not file.is_file():
            _build_file(file, packs, name)
        return Knowledge(_sqlite_engine(file))
    engine = sa.create_engine(url, pool_pre_ping=True)
    _build_server(engine, packs, name)
    return Knowledge(engine)


def publish(connection: Any, entries: Iterable[Entry], places: Iterable[Place], raw: Mapping[str, Any]) -> None:
    """Fill empty tables. `raw` holds the plain data: `raw["entries"][id]`, `raw["triage"][place id]`."""
    entries, places = sorted(entries, key=static_order), list(places)
    cities = [place.id for place in places if place.kind == "city"]
    _insert(connection, tables.place, (_place_row(place, index, raw) for index, place in enumerate(places)))
    _insert(connection, tables.entry, (_entry_row(entry, raw["entries"][entry.id]) for entry in entries))
    seen: dict[str, list[str]] = {}
    for place in places:
        told = told_in(place, entries, cities)
        _insert(connection, tables.facet, told.facet_rows())
        _insert(connection, tables.replaced, told.replaced_rows())
        for entry in told.entries:
            seen.setdefault(entry.id, []).append(place.id)
    search_index.fill(connection, entries, seen)
    for table in tables.metadata.tables:  # without it, large packs are read in the wrong order
        connection.execute(sa.text(f"ANALYZE {table}"))


def read_valid(root: Path | None = None) -> tuple[list[Entry], list[Place], dict[str, Any]]:
    """Entries and places of the packs, or PackError. Age does not count here: a service must be able to start."""
    packs, problems = read_packs(root)
    wrong = errors([*problems, *check_packs(packs, None)])
    if wrong:
        raise PackError(sorted(set(wrong)))
    entries = [entry_from(file.data, pack.name, pack.country) for pack in packs.values() for file in pack.entries]
    places = [place_from(_with_id(pack)) for pack in packs.values()]
    raw = {
        "entries": {file.data["id"]: file.data for pack in packs.values() for file in pack.entries},
        "triage": {pack.name: pack.triage.data for pack in packs.values() if pack.triage},
        "places": {pack.name: pack.about.data for pack in packs.values()},
    }
    return entries, places, raw


def _with_id(pack: Pack) -> dict[str, Any]:
    data: dict[str, Any] = pack.about.data
    return data


def _build_file(file: Path, packs: Path | None, name: str) -> None:
    entries, places, raw = read_valid(packs)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".knowledge-", suffix=".sqlite", dir=file.parent)
    os.close(handle)
    try:
        engine = sa.create_engine(f"sqlite:///{temporary}")
        with engine.begin() as connection:
            _create(connection)
            publish(connection, entries, places, raw)
            connection.execute(tables.meta.insert().values(fingerprint=name))
        engine.dispose()
        os.replace(temporary, file)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _build_server(engine: Any, packs: Path | None, name: str) -> None:
    """Build inside one transaction: others read the old facts until the new ones are all there."""
    try:
        with engine.connect() as connection:
            if _is_built(connection, name):
                return
        entries, places, raw = read_valid(packs)
        with engine.begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _BUILD_LOCK})
            if _is_built(connection, name):
                return
            search_index.drop(connection)
            tables.metadata.drop_all(connection)
            _create(connection)
            publish(connection, entries, places, raw)
            connection.execute(tables.meta.insert().values(fingerprint=name))
    except sa.exc.SQLAlchemyError as error:
        raise StoreError(
            f"The knowledge database cannot be built: {error.__class__.__name__}. Check its URL."
        ) from error


def _is_built(connection: Any, name: str) -> bool:
    if not sa.inspect(connection).has_table(tables.meta.name):
        return False
    return bool(connection.execute(sa.select(tables.meta.c.fingerprint)).scalar() == name)


def _create(connection: Any) -> None:
    tables.metadata.create_all(connection)
    search_index.create(connection)


def _sqlite_engine(file: Path) -> Any:
    """Read only: nothing that a person writes can ever reach this file."""
    return sa.create_engine(
        f"sqlite:///file:{file}?mode=ro&uri=true",
        poolclass=QueuePool,
        connect_args={"check_same_thread": False},
    )


def _insert(connection: Any, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        connection.execute(table.insert(), some)


def _place_row(place: Place, index: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    triage = raw["triage"].get(place.id)
    data = json.dumps(raw["places"][place.id], ensure_ascii=False)
    return {
        "id": place.id,
        "position": index,
        "data": data,
        "triage": json.dumps(triage, ensure_ascii=False) if triage else None,
    }


def _entry_row(entry: Entry, data: Mapping[str, Any]) -> dict[str, Any]:
    written = json.dumps(data, ensure_ascii=False)
    return {"id": entry.id, "pack": entry.pack, "country": entry.country, "data": written}
