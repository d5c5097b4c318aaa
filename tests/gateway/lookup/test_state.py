"""The desk's database: the same answers from memory, a file and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from bot.gateway.lookup.editing.changes import Changes
from bot.gateway.lookup.editing.disputes import MOST_OPEN, Act, Dispute, Disputes, Mark
from bot.gateway.lookup.editing.tables import metadata, opened
from tests.knowledge.conftest import postgresql  # noqa: F401  # a fixture

ONE = Dispute("mtl-211", "phones", "211", "212", "called", "", "fr", "2026-11-25")


@pytest.fixture(params=["memory", "file", "postgresql"])
def engine_of_the_desk(request, tmp_path):
    """An empty database of each kind."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    engine = opened(str(tmp_path) if request.param == "file" else "", url)
    yield engine
    metadata.drop_all(engine)
    engine.dispose()


def test_a_dispute_from_report_to_decision(engine_of_the_desk) -> None:
    """A dispute is a mark while it is open, is decided once, and is kept with its decision."""
    queue = Disputes(engine_of_the_desk)
    added = [queue.add(ONE), queue.add(replace(ONE, field="hours", day="2026-11-26"))]
    marks = queue.marks()
    first, second = queue.all("open")
    decided = [queue.decide(first.id, "accepted", "called", "2026-11-27") for _ in range(2)]

    assert [True, True] == added
    assert {"mtl-211": (Mark("hours", "2026-11-26"), Mark("phones", "2026-11-25"))} == marks
    assert [True, False] == decided
    assert {"mtl-211": (Mark("hours", "2026-11-26"),)} == queue.marks()
    assert [replace(ONE, id=first.id, state="accepted", decided="2026-11-27", note="called")] == queue.all("accepted")
    assert [second] == queue.all("open")


def test_the_log_gives_the_newest_first(engine_of_the_desk) -> None:
    """Acts come back in reverse order."""
    queue = Disputes(engine_of_the_desk)
    acts = [Act("2026-11-25T10:00+00:00", "AB", "accepted", 1), Act("2026-11-25T11:00+00:00", "CD", "left", None)]
    for act in acts:
        queue.note(act)

    assert acts[::-1] == queue.acts()


def test_many_at_once_lose_nothing(engine_of_the_desk) -> None:
    """Disputes of different sheets that come at the same moment are all there."""
    queue = Disputes(engine_of_the_desk)
    with ThreadPoolExecutor(8) as threads:
        added = list(threads.map(lambda n: queue.add(replace(ONE, entry=f"sheet-{n}")), range(40)))

    assert [True] * 40 == added
    assert 40 == len(queue.marks())


def test_a_sheet_is_reported_only_so_often(engine_of_the_desk) -> None:
    """Open disputes of one sheet are bounded; a decision makes room."""
    queue = Disputes(engine_of_the_desk)
    added = [queue.add(ONE) for _ in range(MOST_OPEN + 1)]
    queue.decide(queue.all("open")[0].id, "rejected", "", "2026-11-25")

    assert [True] * MOST_OPEN + [False] == added
    assert queue.add(ONE)


def test_changes_are_remembered(engine_of_the_desk, knowledge) -> None:
    """What the facts were is remembered, so that a sheet told otherwise is seen."""
    changes = Changes(engine_of_the_desk)
    first, *others = knowledge.all_entries("quebec")
    changes.compare([first, *others], date(2026, 11, 1))
    found = changes.compare([replace(first, fees="varies", priority=9), *others], date(2026, 11, 25))

    assert [(first.id, "changed", ("fees",))] == [(each.entry, each.kind, each.fields) for each in found]
    assert found == changes.since("2026-11-25")
