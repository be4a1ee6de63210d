"""What the use cases say of a festival: demand, standby, the team's wishes and years before, and what it costs."""

from dataclasses import dataclass
from datetime import date

from desk.results.centre import Window
from forecast.calendar import Day


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """
    A day of the plan.

    Parameters
    ----------
    day
        Facts of the date.
    expected, low, high
        Forecast calls and their 80 % interval.
    last_time
        Calls on the same day of the festival a year earlier; None if unknown.
    needed, peak
        Operator hours needed, and most operators at once.
    rostered
        Most operators on the phones at once; None without a roster.
    standby75, standby90
        People on standby who would fill the largest gap if calls came as high as in 75 or 90 % of the futures.
    """

    day: Day
    expected: float
    low: float
    high: float
    last_time: float | None
    needed: float
    peak: int
    rostered: int | None
    standby75: int
    standby90: int


@dataclass(frozen=True, slots=True)
class HolidayMember:
    """
    A member of the team before a festival.

    Parameters
    ----------
    code, name, zone
        Who, and from where.
    eves, times
        New year's eves and statutory days of this festival worked in the years on record.
    wishes
        Days on which a day off is wished for.
    away
        Days of approved absence.
    shifts
        Shifts of the break in the roster; None without one.
    """

    code: str
    name: str
    zone: str
    eves: int
    times: int
    wishes: tuple[date, ...]
    away: tuple[date, ...]
    shifts: int | None


@dataclass(frozen=True, slots=True)
class PayLine:
    """
    Hours of one kind of day and what they count in pay.

    Parameters
    ----------
    kind
        ``"statutory"``, ``"rest_day"`` or ``"workday"``.
    hours
        Paid hours of employees of enterprises.
    others
        Paid hours of public servants, who get time off instead of pay.
    multiplier
        Multiple of the usual pay.
    source, as_of
        Where it stands, and the day on which it was read.
    """

    kind: str
    hours: float
    others: float
    multiplier: float
    source: str
    as_of: date

    @property
    def weighted(self) -> float:
        """Hours of usual pay."""
        return self.hours * self.multiplier


@dataclass(frozen=True, slots=True)
class HolidayPlan:
    """
    A festival on one page.

    Parameters
    ----------
    window
        The break and the days to plan.
    days, members
        The days and the team.
    version, state
        Number and state of the roster that it speaks of; None without one.
    pay
        What the roster costs, by kind of day; empty without one.
    """

    window: Window
    days: tuple[HolidayDay, ...]
    members: tuple[HolidayMember, ...]
    version: int | None
    state: str | None
    pay: tuple[PayLine, ...]
