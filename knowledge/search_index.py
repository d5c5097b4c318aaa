"""The full-text index beside the tables (filled in by step 4)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from knowledge.models import Entry

DATA: tuple[Path, ...] = ()


def create(connection: Any) -> None:
    """Make the empty index."""


def drop(connection: Any) -> None:
    """Remove the index."""


def fill(connection: Any, entries: Iterable[Entry]) -> None:
    """Index every entry."""
