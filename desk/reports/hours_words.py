"""Hours and leave in a few words, for pages and the command line."""

from desk.results import Actual, HoursLine, LeaveKind
from desk.words import say


def amount_text(kind: LeaveKind, amount: float, language: str) -> str:
    """Return an amount of leave: days, for time off owed hours."""
    unit = "hours" if kind is LeaveKind.COMP else "days"
    return say(f"hours_page.{unit}", language, amount=f"{round(amount, 2):g}")


def away_text(line: HoursLine, language: str) -> str:
    """Return the days away by kind: ``年休假 2 天``; a dash if there are none."""
    found = (
        f"{say(f'leave_kind.{kind}', language)} {say('hours_page.days', language, amount=f'{days:g}')}"
        for kind, days in line.leave
    )
    return ", ".join(found) or "–"


def actual_text(actual: Actual, language: str) -> str:
    """Return what was really worked: ``08:30–17:30 (8 h)``."""
    if actual.start is None or actual.end is None:
        return say("hours_page.not_there", language)
    hours = say("hours_page.hours", language, amount=f"{actual.paid / 60:g}")
    return f"{clock_text(actual.start)}–{clock_text(actual.end)} ({hours})"


def clock_text(minutes: int) -> str:
    """Return a time as people type it here: hours run past 24 after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock_minutes(text: str) -> int | None:
    """
    Return minutes from midnight of ``HH:MM``, hours up to 47; None for an empty text.

    Raises
    ------
    ValueError
        If it is no time.
    """
    if not text.strip():
        return None
    hours, _, minutes = text.strip().replace("：", ":").partition(":")
    found = int(hours) * 60 + int(minutes or 0)
    if not (0 <= int(hours) < 48 and 0 <= int(minutes or 0) < 60):
        raise ValueError(text)
    return found
