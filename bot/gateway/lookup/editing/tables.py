"""The tables of the desk's own small database. None has a column for who asked, from where, or about whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy import Column, Integer, MetaData, String, Table, Text
from sqlalchemy.pool import QueuePool

log = structlog.get_logger()
metadata = MetaData()
dispute = Table(
    "desk_dispute",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry", String, nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("old", Text, nullable=False),
    Column("proposed", Text, nullable=False),
    Column("how", String, nullable=False),
    Column("comment", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("day", String, nullable=False),  # a day and no hour: an hour could be matched with a visit
    Column("state", String, nullable=False, index=True),
    Column("decided", String, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
)
audit = Table(
    "desk_audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),  # initials that an editor gave; never a worker or a visitor
    Column("action", String, nullable=False),
    Column("dispute", Integer),
)
snapshot = Table(
    "desk_snapshot",
    metadata,
    Column("entry", String, primary_key=True),
    Column("fields", Text, nullable=False),  # JSON: each field with a short digest of its content
)
change = Table(
    "desk_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", String, nullable=False, index=True),
    Column("entry", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("fields", String, nullable=False),
)
since = Table("desk_since", metadata, Column("day", String, primary_key=True))


def opened(folder: str, url: str = "") -> Any:
    """The database: a url, a file in a folder, or memory when neither is given or can be used.

    The facts must be told even where nothing can be written: then the queue lasts until the next start, and a log line
    says so.
    """
    try:
        engine = _engine(folder, url)
        metadata.create_all(engine)
    except (OSError, sa.exc.SQLAlchemyError) as failure:
        log.error("desk.state", error=type(failure).__name__, status="memory only")
        engine = _memory()
        metadata.create_all(engine)
    return engine


def _engine(folder: str, url: str) -> Any:
    if url:
        return sa.create_engine(url, pool_pre_ping=True)
    if not folder:
        return _memory()
    Path(folder).mkdir(parents=True, exist_ok=True)
    file = f"sqlite:///{Path(folder) / 'desk.sqlite'}"
    return sa.create_engine(file, connect_args={"check_same_thread": False, "timeout": 10})


def _memory() -> Any:
    """One connection for all threads, one at a time: a second one would open another, empty memory."""
    return sa.create_engine(
        "sqlite://", poolclass=QueuePool, pool_size=1, max_overflow=0, connect_args={"check_same_thread": False}
    )
