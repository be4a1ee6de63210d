"""What the use cases say of a day at the centre: the last week, who is on duty, and the next seven days."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from desk.results.facts import Facts
from forecast.calendar import Day


@dataclass(frozen=True, slots=True)
class PastDay:
    """
    A day that is over, or as far as it is known.

    Parameters
    ----------
    day
        Facts of the date.
    calls, requests
        Calls and requests that came in; None where nothing is recorded.
    expected, low, high
        What had been forecast before the day, with its 80 % interval; None if there is no such forecast.
    answered, in_time
        Shares of the calls that were answered, and answered within the target time, in [0, 1]; None if unknown.
    on_duty
        People with a published shift; where nothing was published those who worked, as recorded; None if neither is known.
    """

    day: Day
    calls: float | None
    requests: float | None
    expected: float | None
    low: float | None
    high: float | None
    answered: float | None
    in_time: float | None
    on_duty: int | None

    @property
    def deviation(self) -> float | None:
        """How far the calls were from the forecast, as a share of it."""
        return self.calls / self.expected - 1 if self.calls is not None and self.expected else None

    @property
    def unusual(self) -> bool:
        """Whether the calls were outside of the 80 % interval."""
        if self.calls is None or self.low is None or self.high is None:
            return False
        return not self.low <= self.calls <= self.high


@dataclass(frozen=True, slots=True)
class ComingDay:
    """
    A day ahead.

    Parameters
    ----------
    day
        Facts of the date.
    expected, low, high
        Forecast calls and their 80 % interval.
    needed_hours, rostered_hours, missing_hours
        Operator hours; the last two None if nothing is published.
    on_duty
        People with a published shift; None if nothing is published.
    in_time
        Share of the calls expected to be answered within the target time; None if nothing is published.
    """

    day: Day
    expected: float
    low: float
    high: float
    needed_hours: float
    rostered_hours: float | None
    missing_hours: float | None
    on_duty: int | None
    in_time: float | None


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift of the day with the people on it; times are local."""

    code: str
    name: str
    start: datetime
    end: datetime
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DayCurve:
    """
    One day by half-hours; every array has the shape (48,).

    Parameters
    ----------
    expected, low, high
        Forecast calls and their 80 % interval.
    actual
        Calls so far, NaN where nothing is known yet.
    needed, planned
        Operators needed, and on the phones as published.
    """

    expected: np.ndarray
    low: np.ndarray
    high: np.ndarray
    actual: np.ndarray
    needed: np.ndarray
    planned: np.ndarray

    @property
    def known(self) -> bool:
        """Whether anything of the day has come in."""
        return bool(np.isfinite(self.actual).any())


@dataclass(frozen=True, slots=True)
class Backlog:
    """
    Messages left after hours that wait to be called back.

    Parameters
    ----------
    messages
        How many; partly expected where the night is not recorded yet.
    estimated
        Whether part of them is an estimate from the nights before.
    hours
        Operator hours that they take.
    clear_at
        When the last is done with the published roster; None if not today.
    """

    messages: float
    estimated: bool
    hours: float
    clear_at: datetime | None


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that somebody should look at: a code and its facts, and whether it cannot wait."""

    code: str
    details: Facts
    urgent: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Briefing:
    """
    Everything about a day that the head reports upwards.

    Parameters
    ----------
    centre
        Name of the centre.
    synthetic
        Whether its data are made up.
    day
        The day that it is about.
    now
        Local time for which "now" stands.
    target
        Share of the calls that is promised to be answered in time.
    past, ahead
        The days before, oldest first, and the next ones from `day` on.
    curve
        The day itself by half-hours; None if it lies outside of what can be forecast.
    duties
        Shifts of the day with their people, by start.
    over_hours
        People whose published hours of this week are above those of their contract: name, hours, contract hours.
    backlog
        Messages to be called back; None if none are recorded at all.
    risks
        What to look at, the urgent first.
    """

    centre: str
    synthetic: bool
    day: date
    now: datetime
    target: float
    past: tuple[PastDay, ...]
    ahead: tuple[ComingDay, ...]
    curve: DayCurve | None
    duties: tuple[Duty, ...]
    over_hours: tuple[tuple[str, float, float], ...]
    backlog: Backlog | None
    risks: tuple[Risk, ...]

    @property
    def on_now(self) -> tuple[Duty, ...]:
        """The shifts that run now."""
        return tuple(duty for duty in self.duties if duty.start <= self.now < duty.end)
