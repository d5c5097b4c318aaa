"""Statuses side by side: what each may use of one topic in one place, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.eligibility import Verdict
from knowledge.models import STATUSES, Entry
from knowledge.queries import Knowledge

KINDS = ("service", "organization", "procedure")
# The five that a newcomer may have; a citizen's column would say yes almost everywhere.
COMPARED = tuple(status for status in STATUSES if status != "citizen")


@dataclass(frozen=True)
class Row:
    """One sheet and its verdict for each status, in the order of the columns."""

    entry: Entry
    verdicts: tuple[Verdict, ...]


def matrix(knowledge: Knowledge, place: str, topic: str | None, statuses: Sequence[str] = COMPARED) -> tuple[Row, ...]:
    """The rows of a place and topic (all topics when None): what is open to most statuses comes first."""
    rows = [
        Row(entry, tuple(knowledge.access(entry, status) or Verdict("unknown") for status in statuses))
        for entry in knowledge.all_entries(place)
        if entry.kind in KINDS and (topic is None or topic in entry.topics) and (entry.access or entry.unconditional)
    ]
    return tuple(sorted(rows, key=lambda row: -sum(verdict.value == "yes" for verdict in row.verdicts)))
