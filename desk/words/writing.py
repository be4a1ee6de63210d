"""How a language writes short dates, times of day, shares and durations."""

from datetime import date, datetime, timedelta

from desk.words import say, sentences
from scheduler.shifts import ShiftType


def weekday(day: date, language: str) -> str:
    """Return the shortest name of the weekday: ``一`` or ``Mo``."""
    return say(f"weekday.d{day.isoweekday()}", language)


def short_day(day: date, language: str) -> str:
    """Return day and month without the year: ``11月23日`` or ``23 Nov``."""
    return say("writing.short_day", language, day=day.day, month=say(f"month.m{day.month}", language))


def span(first: date, last: date, language: str) -> str:
    """Return a span of days, its year named once: ``2026年11月23日–12月20日`` or ``23 Nov – 20 Dec 2026``."""
    return say(
        "writing.span" if first.year == last.year else "writing.span_of_years",
        language,
        first=short_day(first, language),
        last=short_day(last, language),
        first_year=str(first.year),
        year=str(last.year),
    )


def clock(minutes: int, language: str) -> str:
    """Return a time of day from minutes after midnight; past 1440 it says that it is the next day."""
    time = f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    return time if minutes <= 1440 else say("writing.next_day", language, time=time)


def moment(when: datetime, language: str) -> str:
    """Return day, month and time of a moment: ``11月23日 08:30`` or ``23 Nov 08:30``."""
    month = say(f"month.m{when.month}", language)
    return say("writing.moment", language, day=when.day, month=month, time=f"{when:%H:%M}")


def percent(share: float, digits: int = 0) -> str:
    """Return a share as a percentage; the same in both languages."""
    return f"{share:.{digits}%}"


def duration(length: timedelta, language: str) -> str:
    """Return a length of time in hours and minutes."""
    hours, minutes = divmod(round(length / timedelta(minutes=1)), 60)
    if not minutes:
        return say("writing.hours", language, hours=hours)
    return say("writing.hours_minutes", language, hours=hours, minutes=minutes)


def named(section: str, code: str, language: str) -> str:
    """
    Return the name of a coded thing, or the code made readable where no language names it.

    Codes of own events and of other countries' holidays come from data, so not all of them have words.
    """
    try:
        return say(f"{section}.{code}", language)
    except KeyError:
        return code.replace("_", " ")


def source_text(source: str, language: str) -> str:
    """Return what a shipped limit or setting rests on; what a centre has written itself stays as it is."""
    return sentences(language).get(f"source.{source}", source)


def full_day(day: date, language: str) -> str:
    """Return a date without its weekday: ``2026年11月23日`` or ``23 Nov 2026``."""
    return say("writing.full_day", language, day=short_day(day, language), year=str(day.year))


def month_name(day: date, language: str) -> str:
    """Return a month of a year: ``2026年11月`` or ``Nov 2026``."""
    return say("writing.month", language, month=say(f"month.m{day.month}", language), year=str(day.year))


def shift_name(shift: ShiftType, language: str) -> str:
    """Return a shift's name; common names are known in every language, others stay as the centre wrote them."""
    return named("shift", shift.name, language)


def shift_mark(shift: ShiftType, language: str) -> str:
    """Return at most two characters for a cell: the start of a Chinese name, else the shift's code."""
    name = shift_name(shift, language)
    return shift.code[:2] if name.isascii() else name[:2]
