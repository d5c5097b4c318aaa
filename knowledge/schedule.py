"""Is it open now? Only what the hours say; when they do not say it the answer is `unknown`, never a guess."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from knowledge.dates import first_day, last_day
from knowledge.models import Entry, Place, Schedule

OPEN = "open"
CLOSED = "closed"
BY_APPOINTMENT = "by_appointment"
TEMPORARILY_CLOSED = "temporarily_closed"
HOLIDAY = "holiday"  # the hours of a holiday are not written: ask before going
UNKNOWN = "unknown"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MIDNIGHT = "24:00"


def open_now(entry: Entry, place: Place, at: datetime) -> str:
    """The state of an entry at a moment, on the wall clock of the place; a time without zone is taken as local."""
    if entry.status == "temporarily_closed":
        return TEMPORARILY_CLOSED
    if entry.always_open:
        return OPEN
    if not entry.schedules:
        return BY_APPOINTMENT if entry.by_appointment else UNKNOWN
    return _by_hours(entry, place, at)


def is_holiday(place: Place, day: date) -> bool:
    """True on a public holiday of the place."""
    return bool(place.holidays_country) and day in _holidays(
        place.holidays_country, place.holidays_subdivision, day.year
    )


def _by_hours(entry: Entry, place: Place, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(place.timezone)) if at.tzinfo else at
    if is_holiday(place, local.date()):
        return HOLIDAY
    lines = [line for line in entry.schedules if _is_valid(line, local.date())]
    if not lines:
        return UNKNOWN
    if not any(_covers(line, local) for line in lines):
        return CLOSED
    return BY_APPOINTMENT if entry.by_appointment else OPEN


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str, year: int) -> Container[date]:
    found: Container[date] = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    return found


def _is_valid(line: Schedule, day: date) -> bool:
    return (first_day(line.valid_from) or date.min) <= day <= (last_day(line.valid_until) or date.max)


def _covers(line: Schedule, local: datetime) -> bool:
    """True inside the line's hours, also those that run past midnight."""
    today, yesterday = DAYS[local.weekday()], DAYS[(local - timedelta(days=1)).weekday()]
    opens, now = time.fromisoformat(line.opens_at), local.time().replace(tzinfo=None)
    if line.closes_at == _MIDNIGHT:
        return today in line.byday and opens <= now
    closes = time.fromisoformat(line.closes_at)
    if opens < closes:
        return today in line.byday and opens <= now < closes
    return (today in line.byday and now >= opens) or (yesterday in line.byday and now < closes)
