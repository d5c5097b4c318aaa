"""What knowledge tests share: a small valid folder of packs, and the knowledge built from it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from knowledge import search_index, tables
from knowledge.queries import Knowledge
from knowledge.store import open_knowledge

HERE = Path(__file__).parent
PACKS = HERE / "packs"
POSTGRESQL = os.environ.get("BOUSSOLE_TEST_POSTGRESQL", "postgresql://root@127.0.0.1/test")
# A Wednesday, 10:00 in Montréal.
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """The small packs in SQLite, at a frozen moment."""
    opened = open_knowledge(packs=PACKS, build_dir=tmp_path_factory.mktemp("build"))
    opened._clock = lambda: NOW
    yield opened
    opened.close()


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of the small packs that a test may change."""
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL; without one the test is skipped, but not in CI."""
    engine = sa.create_engine(POSTGRESQL)
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}")
    yield POSTGRESQL
    with engine.begin() as connection:
        search_index.drop(connection)
        tables.metadata.drop_all(connection)
    engine.dispose()
