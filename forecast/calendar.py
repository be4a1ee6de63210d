"""Facts about dates: statutory holidays, make-up workdays, the lunar day, own events; each with an as-of date."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import chain

import holidays
from lunardate import LunarDate

from forecast.errors import SettingError

LUNAR_COUNTRIES = frozenset({"CN", "HK", "MO", "TW", "SG", "MY", "KR", "VN"})
"""Countries whose public calendar keeps the lunar new year."""

YEARLY_COUNTRIES = frozenset({"CN"})
"""Countries that announce each year's breaks and make-up workdays anew; a year without them is provisional."""


class DayKind(StrEnum):
    """What a date is at work."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class Day:
    """
    The facts of one date.

    Parameters
    ----------
    date
        The date.
    kind
        Workday, weekend, holiday (a working weekday or weekend day inside a break counts as holiday
        if the calendar lists it) or make-up workday.
    holiday
        Normalised code of the holiday (``"spring_festival"``), or None.
    statutory
        A day of triple pay, not merely a day off moved next to it.
    lunar
        Lunar month and day, negative month for a leap month; None outside `LUNAR_COUNTRIES`.
    lunar_distance
        Days from the nearest lunar new year (0 on the day, -1 on its eve); None outside `LUNAR_COUNTRIES`.
    provisional
        The year's arrangement is not announced yet.
    """

    date: dt.date
    kind: DayKind
    holiday: str | None
    statutory: bool
    lunar: tuple[int, int] | None
    lunar_distance: int | None
    provisional: bool

    @property
    def is_off(self) -> bool:
        """Whether offices rest on this day."""
        return self.kind in {DayKind.WEEKEND, DayKind.HOLIDAY}


@dataclass(frozen=True, slots=True)
class Override:
    """
    A planner's correction of one date, known from `as_of` on.

    Parameters
    ----------
    date
        The date that is changed.
    kind
        What it becomes.
    holiday
        Code of the holiday it belongs to, or None.
    statutory
        Whether it is a day of triple pay.
    as_of
        The first day on which this was known; a forecast made earlier does not see it.
    """

    date: dt.date
    kind: DayKind
    holiday: str | None
    statutory: bool
    as_of: dt.date


class EventKind(StrEnum):
    """What kind of happening an event is."""

    CONSUMER_DAY = "consumer_day"
    SHOPPING = "shopping"
    ALERT = "alert"
    EMERGENCY = "emergency"
    PLATFORM = "platform"
    OUTAGE = "outage"
    CENSORED = "censored"
    OTHER = "other"


NEVER_REPEATED = frozenset({EventKind.EMERGENCY, EventKind.OUTAGE, EventKind.CENSORED, EventKind.PLATFORM})
"""Kinds that happen once: nothing of them is expected again on the same date of another year."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    Something of the centre's own that moves demand.

    Parameters
    ----------
    code
        Name of the event, unique with `start`; the same code in another year is the same event again.
    kind
        See `EventKind`. An emergency or an outage never repeats; a platform change is a lasting level break.
    start, end
        First and last day (included).
    repeats
        Whether it comes again every year on the same month and day.

    Raises
    ------
    ValueError
        If it ends before it starts.
    """

    code: str
    kind: EventKind
    start: date
    end: date
    repeats: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"event.end must be >= event.start {self.start}, got {self.end}.")

    def spans(self, first: date, last: date) -> tuple[tuple[date, date], ...]:
        """Return every occurrence (first and last day) that touches the days from `first` to `last`."""
        years = range(first.year - 1, last.year + 2) if self.repeats else (self.start.year,)
        length = self.end - self.start
        found = []
        for year in years:
            try:
                begin = self.start.replace(year=year)
            except ValueError:  # 29 February in a common year
                begin = date(year, 2, 28)
            if begin <= last and begin + length >= first:
                found.append((begin, begin + length))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Festival:
    """
    One break of a year: the run of days off that holds a named holiday.

    Parameters
    ----------
    code
        Normalised holiday code.
    main
        Its main day (lunar new year's day, 1 October ...).
    first, last
        First and last day off of the run, weekends joined on included.
    provisional
        The year's arrangement is not announced yet.
    """

    code: str
    main: date
    first: date
    last: date
    provisional: bool


class Calendar:
    """
    The facts of every date in one country, as known on a given day.

    Parameters
    ----------
    country
        ISO code (``"CN"``, ``"GB"`` ...) or ``"none"`` for weekdays and weekends only.
    overrides
        A planner's corrections; those with `as_of` after the calendar's `as_of` are not seen.
    as_of
        The day of knowledge; None means everything is known.

    Raises
    ------
    SettingError
        ``unknown_country`` if no calendar is kept for it.
    """

    def __init__(
        self, country: str = "CN", overrides: Iterable[Override] = (), as_of: date | None = None
    ) -> None:
        code = country.strip().upper()
        if code != "NONE" and code not in holidays.list_supported_countries():
            raise SettingError("unknown_country", country=country)
        self.country = "none" if code == "NONE" else code
        self.as_of = as_of
        self.overrides = tuple(sorted(overrides, key=lambda o: (o.date, o.as_of)))
        self._known = {o.date: o for o in self.overrides if as_of is None or o.as_of <= as_of}

    def at(self, as_of: date) -> "Calendar":
        """Return the same calendar with the knowledge of another day."""
        return Calendar(self.country, self.overrides, as_of)

    @property
    def corrections(self) -> tuple[Override, ...]:
        """The corrections that are known, by date: with the country, all that the facts of a date rest on."""
        return tuple(self._known.values())

    def day(self, day: date) -> Day:
        """Return the facts of one date."""
        facts = _published(self.country, day)
        override = self._known.get(day)
        if override is None:
            return facts
        return replace(
            facts,
            kind=override.kind,
            holiday=override.holiday,
            statutory=override.statutory,
            provisional=False,
        )

    def days(self, first: date, count: int) -> tuple[Day, ...]:
        """Return the facts of `count` dates from `first` on."""
        published = _published_days(self.country, first, count)
        if not self._known:
            return published
        return tuple(self.day(day.date) if day.date in self._known else day for day in published)

    def is_provisional(self, year: int) -> bool:
        """Whether the arrangement of breaks and make-up workdays of a year is not announced yet."""
        entered = any(o.date.year == year and o.kind is DayKind.MAKEUP for o in self._known.values())
        return not entered and _is_provisional(self.country, year)

    def festivals(self, year: int) -> tuple[Festival, ...]:
        """Return the year's named breaks, by main day."""
        mains: dict[str, date] = {}
        for facts in self.days(date(year, 1, 1), 366 if _is_leap(year) else 365):
            code = facts.holiday
            if code is None or facts.kind is not DayKind.HOLIDAY:
                continue
            if code == "spring_festival" and facts.lunar_distance != 0 and self.country in LUNAR_COUNTRIES:
                continue
            if facts.statutory or code not in mains:
                mains.setdefault(code, facts.date)
        return tuple(
            sorted((self._break_around(code, main) for code, main in mains.items()), key=lambda f: f.main)
        )

    def _break_around(self, code: str, main: date) -> Festival:
        first = last = main
        while self.day(first - timedelta(days=1)).is_off:
            first -= timedelta(days=1)
        while self.day(last + timedelta(days=1)).is_off:
            last += timedelta(days=1)
        return Festival(code, main, first, last, self.is_provisional(main.year))


@cache
def lunar_new_year(year: int) -> date:
    """Return the lunar new year's day that falls into a Gregorian year (1950 to 2099)."""
    return LunarDate(year, 1, 1).to_solar_date()  # type: ignore[no-any-return]  # lunardate ships no types


@cache
def _published(country: str, day: date) -> Day:
    lunar, distance = (_lunar(day), _lunar_distance(day)) if country in LUNAR_COUNTRIES else (None, None)
    weekend = day.weekday() >= 5
    if country == "none":
        return Day(day, DayKind.WEEKEND if weekend else DayKind.WORKDAY, None, False, None, None, False)
    table, make_up = _tables(country, day.year)
    provisional = _is_provisional(country, day.year)
    if day in make_up:
        return Day(day, DayKind.MAKEUP, None, False, lunar, distance, provisional)
    names = table.get(day)
    if names is not None:
        code, statutory = normalise(names)
        if code == UNNAMED:
            code = _named_neighbour(country, day)
        return Day(day, DayKind.HOLIDAY, code, statutory, lunar, distance, provisional)
    if weekend:
        return Day(day, DayKind.WEEKEND, None, False, lunar, distance, provisional)
    return Day(day, DayKind.WORKDAY, None, False, lunar, distance, provisional)


def _published_days(country: str, first: date, count: int) -> tuple[Day, ...]:
    last = first + timedelta(days=count - 1)
    years = (_published_year(country, year) for year in range(first.year, last.year + 1))
    skipped = (first - date(first.year, 1, 1)).days
    return tuple(chain.from_iterable(years))[skipped : skipped + count]


@cache
def _published_year(country: str, year: int) -> tuple[Day, ...]:
    days = 366 if _is_leap(year) else 365
    return tuple(_published(country, date(year, 1, 1) + timedelta(days=k)) for k in range(days))


@cache
def _tables(country: str, year: int) -> tuple[dict[date, str], frozenset[date]]:
    """Return the named days and the make-up workdays of a year, names in English."""
    make = holidays.country_holidays(country, years=year, language=_english(country))
    make_up: set[date] = getattr(make, "weekend_workdays", set())
    # The package adds a few make-up workdays of its first years to every year.
    return dict(make.items()), frozenset(day for day in make_up if day.year == year)


def _named_neighbour(country: str, day: date) -> str:
    """Return the nearest named holiday in the same run of days off: the one that a moved day off belongs to."""
    for distance in range(1, 8):
        for near in (day - timedelta(days=distance), day + timedelta(days=distance)):
            names = _tables(country, near.year)[0].get(near)
            if names is not None and (code := normalise(names)[0]) != UNNAMED:
                return code
    return UNNAMED


@cache
def _english(country: str) -> str | None:
    languages = holidays.list_localized_countries().get(country, ())
    return next((name for name in ("en_US", "en_GB") if name in languages), None)


@cache
def _is_provisional(country: str, year: int) -> bool:
    return country in YEARLY_COUNTRIES and not _tables(country, year)[1]


def normalise(names: str) -> tuple[str, bool]:
    """
    Return the code of a holiday's English name and whether the day itself is the holiday.

    "New Year's Day (observed)" and "Day off (substituted from 01/04/2026)" belong to a holiday without
    being one; several names on one date are joined by ";" and the first decides.
    """
    name = names.split(";")[0].strip()
    lowered = name.lower()
    moved = any(word in lowered for word in ("observed", "substitut", "day off", "in lieu", "extended"))
    for known, code in _KNOWN_NAMES:
        if known in lowered:
            return code, not moved
    bare = lowered.split("(")[0].strip()
    code = "_".join(
        "".join(c if c.isalnum() else " " for c in bare.replace("'", "").replace("’", "")).split()
    )
    return (UNNAMED if lowered.startswith("day off") else code or UNNAMED), not moved


UNNAMED = "holiday"
"""Code of a day off that the calendar does not name."""


_KNOWN_NAMES = (
    ("spring festival", "spring_festival"),
    ("chinese new year", "spring_festival"),
    ("lunar new year", "spring_festival"),
    ("mid-autumn", "mid_autumn"),
    ("tomb-sweeping", "qingming"),
    ("ching ming", "qingming"),
    ("dragon boat", "dragon_boat"),
    ("tuen ng", "dragon_boat"),
    ("national day", "national_day"),
    ("new year's eve", "new_years_eve"),
    ("new year's day", "new_years_day"),
    ("christmas eve", "christmas_eve"),
    ("christmas", "christmas"),
    ("boxing day", "boxing_day"),
    ("labor day", "labor_day"),
    ("labour day", "labor_day"),
)
"""Parts of English holiday names and the code they share across countries; the first match decides."""


def _lunar(day: date) -> tuple[int, int]:
    found = LunarDate.from_solar_date(day.year, day.month, day.day)
    return (-found.month if found.is_leap_month else found.month, found.day)


def _lunar_distance(day: date) -> int:
    return min(
        ((day - lunar_new_year(year)).days for year in (day.year - 1, day.year, day.year + 1)), key=abs
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
