"""What is slow is made once: the knowledge and the engine of the house, from the real packs and sentences."""

from __future__ import annotations

from bot import logs

logs.configure("ERROR")

from pathlib import Path  # noqa: E402  # logs come first: what is imported after them must not print people's words

import pytest  # noqa: E402

from bot.settings import Settings  # noqa: E402
from knowledge.queries import Knowledge  # noqa: E402
from knowledge.store import open_knowledge  # noqa: E402

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser) -> None:
    """`pytest --update`: transcripts are written as they go now; read the difference before you keep it."""
    parser.addoption("--update", action="store_true", help="write what is answered into tests/conversations/*.yml")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The facts of the real packs."""
    return open_knowledge(build_dir=ROOT / "build")


@pytest.fixture(scope="session")
def real_engine(knowledge):
    """The embedded engine with the real model; every test talks under a conversation id of its own."""
    from bot.run import opened_engine

    engine = opened_engine(Settings(build_dir=ROOT / "build"), knowledge)
    yield engine
    engine.close()
