"""Dates as sources give them, `2019`, `2023-01` or `2023-01-15`, and the cautious day each stands for."""

from __future__ import annotations

import calendar
import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
OLD_AFTER_MONTHS = 18


def first_day(text: str | None) -> date | None:
    """The earliest day a partial date can mean; None for `unknown`. Age counts from here."""
    return _day(text, last=False)


def last_day(text: str | None) -> date | None:
    """The latest day a partial date can mean: something valid until 2023 is valid to its last day."""
    return _day(text, last=True)


def is_old(day: date | None, today: date) -> bool:
    """True past 18 months, and for a day nobody knows."""
    if day is None:
        return True
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    return months >= OLD_AFTER_MONTHS


def _day(text: str | None, last: bool) -> date | None:
    match = _DATE.fullmatch(text or "")
    if not match:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    month_number = int(month) if month else (12 if last else 1)
    try:
        length = calendar.monthrange(year, month_number)[1]
        return date(year, month_number, int(day) if day else (length if last else 1))
    except ValueError:
        return None
