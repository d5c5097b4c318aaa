"""The list of what must be checked again, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.dates import is_old, last_day
from knowledge.freshness import last_checked
from knowledge.models import Entry


@dataclass(frozen=True, order=True)
class Stale:
    """One entry to check: since when nobody has, and when it ends."""

    checked: str
    entry: str
    pack: str
    until: str

    def __str__(self) -> str:
        ends = f", valid until {self.until}" if self.until else ""
        return f"{self.pack}/{self.entry}: last checked {self.checked or 'never'}{ends}"


def stale(entries: Iterable[Entry], today: date) -> list[Stale]:
    """Entries that nobody has vouched for in 18 months, or whose validity has passed."""
    return sorted(_stale(entries, today))


def _stale(entries: Iterable[Entry], today: date) -> Iterator[Stale]:
    for entry in entries:
        checked, until = last_checked(entry), last_day(entry.valid_until)
        if entry.status != "inactive" and (is_old(checked, today) or (until and until < today)):
            yield Stale(checked.isoformat() if checked else "", entry.id, entry.pack, entry.valid_until)
