"""Read one cell: a moment or a count, in the ways that people and Excel write them."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})[:：时点](\d{1,2})?(?:[:：分](\d{1,2})?(?:\.\d+)?)?秒?分?)?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"^(\d{1,2})(?:[:：时点](\d{1,2})?(?:[:：]\d{1,2})?分?)?(?:\s*[-–—~～至到].*)?$")
_NUMBER = re.compile(r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?$")

EXCEL_ZERO = datetime(1899, 12, 30)
"""The day that Excel counts from."""

EXCEL_DAYS = (20_000, 80_000)
"""Serial numbers taken for days (1954 to 2119)."""


_remembered = lru_cache(maxsize=1 << 16, typed=True)
"""The same cells come again and again: every day's times, a report's columns read one after the other."""


@_remembered
def read_moment(cell: object) -> datetime | None:
    """
    Return the local moment that a cell writes, or None.

    ``2026-01-05``, ``2026/1/5 8:30``, ``2026.1.5``, ``2026年1月5日8时30分``, ``20260105``, Excel's dates and
    their serial numbers.
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return _serial(float(cell))
    text = str(cell).strip()
    match = _DATE.match(text) or _COMPACT.match(text)
    if match is None:
        return (
            _serial(float(text)) if _NUMBER.match(text) and text[-1:].isdigit() and "," not in text else None
        )
    year, month, day, hour, minute, second = (*(int(part or 0) for part in match.groups()), 0, 0, 0)[:6]
    try:
        return datetime(year, month, day) + _span(hour, minute, second)
    except (ValueError, OverflowError):
        return None


@_remembered
def read_clock(cell: object) -> timedelta | None:
    """Return the time of day that a cell writes (``08:30``, ``8时``, ``08:30-09:00``, an hour), or None."""
    if isinstance(cell, datetime):
        return timedelta(hours=cell.hour, minutes=cell.minute)
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute)
    match = _CLOCK.match(str(cell).strip()) if cell is not None else None
    if match is None:
        return None
    try:
        return _span(int(match[1]), int(match[2] or 0), 0)
    except ValueError:
        return None


@_remembered
def read_count(cell: object) -> float | None:
    """Return the number that a cell writes (thousands by comma allowed), or None."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        number = float(cell)
        return number if abs(number) < float("inf") else None
    text = str(cell).strip()
    if not text[-1:].isdigit() or not _NUMBER.match(text):
        return None
    number = float(text.replace(",", ""))
    return number if abs(number) < float("inf") else None


def _span(hour: int, minute: int, second: int) -> timedelta:
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise ValueError("no time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _serial(number: float) -> datetime | None:
    if not EXCEL_DAYS[0] <= number <= EXCEL_DAYS[1]:
        return None
    return EXCEL_ZERO + timedelta(seconds=round(number * 86400))
