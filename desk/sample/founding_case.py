"""What the founding case's replay knows beside the history: when the calendar changed and when the roads closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from forecast.calendar import DayKind, Override
from scheduler.problem import ZoneClosure


@dataclass(frozen=True, slots=True)
class Case:
    """
    A drill on days that have been.

    Parameters
    ----------
    code
        Its name on the command line.
    first, last
        Days that are played.
    roster_start, roster_days
        The roster that stood when it began.
    notices
        Corrections of the calendar with the day on which each became known.
    closures
        Closed zones.
    closures_known
        Morning from which they are planned with.
    late_from, late_close
        First day with longer hours and their end, in minutes from midnight: part of what the advice is given for.
    """

    code: str
    first: date
    last: date
    roster_start: date
    roster_days: int
    notices: tuple[Override, ...]
    closures: frozenset[ZoneClosure]
    closures_known: date
    late_from: date
    late_close: int


_ANNOUNCED, _EXTENDED = date(2019, 11, 21), date(2020, 1, 27)

_NOTICES = (
    Override(date(2020, 1, 31), DayKind.WORKDAY, None, False, _ANNOUNCED),
    Override(date(2020, 2, 1), DayKind.MAKEUP, None, False, _ANNOUNCED),
    Override(date(2020, 2, 2), DayKind.WEEKEND, None, False, _ANNOUNCED),
    *(
        Override(date(2020, 1, 31) + timedelta(days=k), DayKind.HOLIDAY, "spring_festival", False, _EXTENDED)
        for k in range(3)
    ),
)
"""The break of 24 to 30 January was announced on 21 November 2019 and prolonged to 2 February on 27 January 2020."""

_CLOSED = frozenset(
    ZoneClosure(zone, date(2020, 1, 24) + timedelta(days=k))
    for zone in ("qinghe", "shiqiao", "bailu")
    for k in range(37)
)
"""Roads to the counties closed on 24 January [published]; how long is chosen: to the end of February."""

FOUNDING_CASE = Case(
    code="founding-case",
    first=date(2020, 1, 1),
    last=date(2020, 2, 29),
    roster_start=date(2020, 1, 13),
    roster_days=35,
    notices=_NOTICES,
    closures=_CLOSED,
    closures_known=date(2020, 1, 24),
    late_from=date(2020, 1, 23),
    late_close=1230,
)
"""January and February 2020 at the sample centre."""

CASES: dict[str, Case] = {FOUNDING_CASE.code: FOUNDING_CASE}
"""Every case that can be played."""
