"""Opening hours on the wall clock of the place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.models import Entry, Place, Text
from knowledge.parsing import entry_from
from knowledge.schedule import open_now

TEXT = {"fr": "x", "en": "x", "es": "x"}
MONTREAL = Place("montreal", "city", Text.of("x"), "CA", "America/Toronto", "CA", "QC")
MONTREUIL = Place("montreuil", "city", Text.of("x"), "FR", "Europe/Paris", "FR")
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]


def entry_with(**fields: object) -> Entry:
    """A small entry."""
    about = {"id": "x", "kind": "service", "place": "p", "needs": [], "name": TEXT, "short": TEXT, "sources": []}
    return entry_from(about | {"confidence": "high"} | fields)


def hours(days: list[str], opens: str, closes: str, **more: str) -> dict[str, object]:
    """One line of hours."""
    return {"byday": days, "opens_at": opens, "closes_at": closes, **more}


DAY = {"schedules": [hours(WEEKDAYS, "08:30", "17:00")]}
NIGHT = {"schedules": [hours(["FR"], "22:00", "02:00")]}


@pytest.mark.parametrize(
    ("fields", "place", "at", "state"),
    [
        (DAY, MONTREAL, "2026-11-25T13:30+00:00", "open"),  # 8:30 in winter
        (DAY, MONTREAL, "2026-11-25T13:29+00:00", "closed"),
        (DAY, MONTREAL, "2026-07-22T12:30+00:00", "open"),  # 8:30 in summer
        (DAY, MONTREAL, "2026-07-22T12:29+00:00", "closed"),
        (DAY, MONTREAL, "2026-11-25T22:00+00:00", "closed"),  # closes at 17:00 sharp
        (DAY, MONTREAL, "2026-11-28T15:00+00:00", "closed"),  # Saturday
        (DAY, MONTREAL, "2026-06-24T15:00+00:00", "holiday"),  # Québec's national holiday
        (DAY, MONTREAL, "2026-07-01T15:00+00:00", "holiday"),  # Canada Day
        (DAY, MONTREUIL, "2026-07-14T10:00+00:00", "holiday"),
        (DAY, MONTREUIL, "2026-06-24T10:00+00:00", "open"),
        (DAY, MONTREUIL, "2026-11-25T07:30+00:00", "open"),
        # The night the clocks go back in Montréal (1 November 2026): 1:30 comes twice.
        ({"schedules": [hours(["SU"], "00:00", "02:00")]}, MONTREAL, "2026-11-01T05:30+00:00", "open"),
        ({"schedules": [hours(["SU"], "00:00", "02:00")]}, MONTREAL, "2026-11-01T06:30+00:00", "open"),
        ({"schedules": [hours(["SU"], "00:00", "02:00")]}, MONTREAL, "2026-11-01T07:30+00:00", "closed"),
        (NIGHT, MONTREAL, "2026-11-28T04:00+00:00", "open"),  # Friday 23:00
        (NIGHT, MONTREAL, "2026-11-28T06:00+00:00", "open"),  # Saturday 1:00
        (NIGHT, MONTREAL, "2026-11-28T07:00+00:00", "closed"),  # Saturday 2:00
        ({"schedules": [hours(["WE"], "18:00", "24:00")]}, MONTREAL, "2026-11-26T04:59+00:00", "open"),
        ({"always_open": True}, MONTREAL, "2026-07-01T15:00+00:00", "open"),
        (
            {"always_open": True, "status": "temporarily_closed"},
            MONTREAL,
            "2026-11-25T15:00+00:00",
            "temporarily_closed",
        ),
        ({}, MONTREAL, "2026-11-25T15:00+00:00", "unknown"),
        ({"by_appointment": True}, MONTREAL, "2026-11-25T15:00+00:00", "by_appointment"),
        (DAY | {"by_appointment": True}, MONTREAL, "2026-11-25T15:00+00:00", "by_appointment"),
        (DAY | {"by_appointment": True}, MONTREAL, "2026-11-25T03:00+00:00", "closed"),
        (
            {"schedules": [hours(WEEKDAYS, "08:30", "17:00", valid_until="2026-10")]},
            MONTREAL,
            "2026-11-25T15:00+00:00",
            "unknown",
        ),
        (
            {"schedules": [hours(WEEKDAYS, "08:30", "17:00", valid_from="2026-11")]},
            MONTREAL,
            "2026-11-25T15:00+00:00",
            "open",
        ),
    ],
)
def test_open_now(fields: dict[str, object], place: Place, at: str, state: str) -> None:
    """Zones, summer time, holidays, nights, appointments and closures; what is not written is unknown."""
    assert state == open_now(entry_with(**fields), place, datetime.fromisoformat(at))


def test_a_time_without_zone_is_local() -> None:
    """A naive time is taken as the time on the wall."""
    assert open_now(entry_with(**DAY), MONTREAL, datetime(2026, 11, 25, 9, 0)) == "open"


def test_no_moment_of_a_year_raises() -> None:
    """Every hour of a year has a state."""
    entry = entry_with(**DAY)
    states = {open_now(entry, MONTREAL, datetime.fromtimestamp(1767225600 + 3600 * hour, UTC)) for hour in range(8760)}

    assert {"open", "closed", "holiday"} == states
