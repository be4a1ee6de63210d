"""Use cases of the centre itself: who and when it is, its calendar, its log."""

from datetime import UTC, date, datetime, timedelta

from desk.accounts import Account, require
from desk.planning.known import load_calendar, load_centre
from desk.reports.log_table import log_table
from desk.results import AuditLine, CalendarYear, Centre, Window
from desk.store import Store, known, log
from forecast.calendar import Calendar, DayKind, Festival, Override
from forecast.errors import SettingError

AHEAD = 400
"""Days ahead in which festivals are offered for planning: a year and a month."""

SHORTEST_BREAK = 3
"""Days off that make a festival worth a plan of its own."""

MARGIN = 7
"""Days planned before a break and after it."""

YEARS = (1950, 2099)
"""Years whose lunar new year is known."""


def centre(store: Store, who: Account) -> Centre:
    """Return the centre."""
    require(who, "centre")
    with store.read() as session:
        return load_centre(session)


def festival_windows(store: Store, who: Account) -> tuple[Window, ...]:
    """Return the breaks of at least three days that begin within the next 400 days, with the days to plan."""
    require(who, "festival_windows")
    with store.read() as session:
        here = load_centre(session)
        calendar = load_calendar(session, here.country)
    return windows_from(calendar, here.today)


def windows_from(calendar: Calendar, today: date) -> tuple[Window, ...]:
    """Return the festivals ahead of a day; two that share a break count once, by the longer known name first."""
    found: dict[date, Window] = {}
    for year in (today.year, today.year + 1, today.year + 2):
        for festival in calendar.festivals(year):
            length = (festival.last - festival.first).days + 1
            if today <= festival.first <= today + timedelta(days=AHEAD) and length >= SHORTEST_BREAK:
                found.setdefault(festival.first, _window(festival, today))
    return tuple(found[first] for first in sorted(found))


def calendar_year(store: Store, who: Account, *, year: int, as_of: date | None = None) -> CalendarYear:
    """
    Return a year's days and breaks, on request as they were known on a day.

    Raises
    ------
    SettingError
        ``year_out_of_range``.
    """
    require(who, "calendar_year")
    _check_year(year)
    with store.read() as session:
        here = load_centre(session)
        calendar = load_calendar(session, here.country)
    if as_of is not None:
        calendar = calendar.at(as_of)
    first = date(year, 1, 1)
    return CalendarYear(
        year=year,
        provisional=calendar.is_provisional(year),
        days=calendar.days(first, (date(year + 1, 1, 1) - first).days),
        festivals=tuple(_window(festival, first) for festival in calendar.festivals(year)),
    )


def override_day(
    store: Store,
    who: Account,
    *,
    day: date,
    kind: DayKind,
    holiday: str | None = None,
    statutory: bool = False,
    as_of: date | None = None,
) -> None:
    """
    Correct one date of the calendar, known from `as_of` (today) on.

    Raises
    ------
    SettingError
        ``statutory_needs_holiday`` if a day of triple pay is no holiday; ``year_out_of_range``.
    """
    require(who, "override_day")
    _check_year(day.year)
    if statutory and kind is not DayKind.HOLIDAY:
        raise SettingError("statutory_needs_holiday", day=day)
    now = datetime.now(UTC)
    with store.begin() as session:
        here = load_centre(session)
        before = load_calendar(session, here.country).day(day)
        override = Override(day, kind, holiday, statutory, as_of or here.today)
        known.add_override(session, override, who.username, now)
        log.add_line(
            session,
            who.username,
            "override_day",
            before={"day": day, "kind": before.kind, "holiday": before.holiday},
            after={"day": day, "kind": kind, "holiday": holiday, "as_of": override.as_of},
        )


def audit_log(store: Store, who: Account, *, limit: int = 500) -> tuple[AuditLine, ...]:
    """Return the newest lines of the log, newest first."""
    require(who, "audit_log")
    with store.read() as session:
        return log.lines(session, limit=limit)


def audit_table(store: Store, who: Account) -> bytes:
    """Return the whole log as CSV in UTF-8, oldest line first; what looks like a formula gets an apostrophe."""
    require(who, "audit_table")
    with store.read() as session:
        return log_table(reversed(log.lines(session, limit=None)))


def _check_year(year: int) -> None:
    first, last = YEARS[0] + 1, YEARS[1] - 1
    if not first <= year <= last:
        raise SettingError("year_out_of_range", year=str(year), first=str(first), last=str(last))


def _window(festival: Festival, today: date) -> Window:
    start = max(festival.first - timedelta(days=MARGIN), today)
    end = festival.last + timedelta(days=MARGIN)
    return Window(
        code=festival.code,
        main=festival.main,
        first=festival.first,
        last=festival.last,
        provisional=festival.provisional,
        start=start,
        days=(end - start).days + 1,
    )
