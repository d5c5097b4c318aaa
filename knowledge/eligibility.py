"""May this person use this service? Without a status the answer stays useful: what is open to all is said so."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.models import STATUSES, Entry, Text

DEPENDS = "depends"


@dataclass(frozen=True)
class Verdict:
    """yes, no, partly, unknown or depends; and why, in words of the pack."""

    value: str
    why: Text | None = None


def access(entry: Entry, status: str | Entry | None) -> Verdict | None:
    """What one status may do with an entry.

    Args:
        entry: a fact sheet; statuses, rules and terms have no access and give None.
        status: one of the six, a status entry (it counts as its `maps_to`), or None for "not said".
    """
    if not entry.access:
        return Verdict("yes") if entry.unconditional else None
    counted = counted_as(status)
    if counted is None:
        return Verdict("yes" if is_open_to_all(entry) else DEPENDS)
    said = entry.access.get(counted)
    if said is None:
        return Verdict("unknown")
    return Verdict(said.value, said.why)


def is_open_to_all(entry: Entry) -> bool:
    """True when nobody is asked for a status, or when every status is answered yes."""
    return entry.unconditional or all(
        status in entry.access and entry.access[status].value == "yes" for status in STATUSES
    )


def counted_as(status: str | Entry | None) -> str | None:
    """One of the six statuses, or None when it was not said or cannot be known."""
    word = status.maps_to if isinstance(status, Entry) else status
    return word if word in STATUSES else None
