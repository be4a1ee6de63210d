"""What the use cases say of forecasts and requirements."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from desk.scored import ModelScore
from forecast.calendar import Day
from forecast.prediction import Note, Prediction
from forecast.staffing.requirement import Requirement


@dataclass(frozen=True, slots=True)
class Span:
    """A named stretch of days (an event, a festival)."""

    code: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Known daily values: `values` has the shape (len(dates),), NaN where a day is missing."""

    dates: tuple[date, ...]
    values: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class ForecastView:
    """
    A daily forecast with all that a planner needs beside it.

    Parameters
    ----------
    origin
        The last day known when it was made.
    start, days
        The window that was asked for; `prediction` and `naive` cover exactly it.
    history
        The last 120 days before `start` as far as known.
    last_year
        The same days of the festival calendar (or of the year) one year earlier.
    prediction, naive
        The champion's forecast and seasonal naive beside it.
    scores
        Of every model that was tried on the centre's own past, best first; empty if the history is too short.
    calendar
        Facts of every day of the window.
    events
        The centre's own events that touch the days of `history` or the window.
    notes
        What a planner should know about it.
    made_at
        When it was computed, UTC.
    past
        Facts of every day of `history`.
    """

    origin: date
    start: date
    days: int
    history: Series
    last_year: Series
    prediction: Prediction
    naive: Prediction
    champion: str
    scores: tuple[ModelScore, ...]
    calendar: tuple[Day, ...]
    events: tuple[Span, ...]
    notes: tuple[Note, ...]
    made_at: datetime
    past: tuple[Day, ...] = ()

    @property
    def total_range(self) -> tuple[float, float]:
        """The 10 and 90 % quantiles of the calls of the whole window, from the sample paths."""
        low, high = np.quantile(self.prediction.paths.sum(axis=1), (0.1, 0.9))
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """
    A number that a result rests on.

    Parameters
    ----------
    code
        The parameter.
    value
        What was used.
    source, as_of
        Where the setting stands, and the day it was read.
    fitted, low, high, count
        What the history says with its 95 % interval, and how many calls (or hang-ups, messages) say so.
    from_history
        Whether `value` is the fitted one; else it is the setting.
    warning
        Code of what a planner should know about the fit.
    """

    code: str
    value: float | int | str
    source: str
    as_of: date | None = None
    fitted: float | None = None
    low: float | None = None
    high: float | None = None
    count: int | None = None
    from_history: bool = False
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Capped:
    """
    How far seats held the history down.

    Parameters
    ----------
    share
        Share of the open half-hours of the last year that were at their capacity.
    answered, calls
        Calls answered in those half-hours, and calls that came; the difference was not served.
    counted
        Whether those not served were counted by the switchboard; else they are estimated.
    """

    share: float
    answered: float
    calls: float
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Eased:
    """
    Half-hours that are planned at an emergency's cap on occupancy.

    Parameters
    ----------
    usual, now
        The cap of ordinary days and that of the emergency, each with its source.
    spans
        Day with the minutes from midnight at which each stretch begins and ends.
    """

    usual: SettingLine
    now: SettingLine
    spans: tuple[tuple[date, int, int], ...]


def eased_of(needed: Requirement, settings: tuple[SettingLine, ...]) -> Eased | None:
    """Return the half-hours that a requirement plans at an emergency's cap, by the settings behind it; None if none."""
    if not needed.eased:
        return None
    grid, known = needed.grid, {line.code: line for line in settings}
    spans: list[tuple[date, int, int]] = []
    for slot in needed.eased:
        day, place = divmod(slot, grid.slots_per_day)
        begin = place * grid.step
        if spans and spans[-1][0] == grid.dates[day] and spans[-1][2] == begin:
            begin = spans.pop()[1]
        spans.append((grid.dates[day], begin, (place + 1) * grid.step))
    return Eased(known["max_occupancy"], known["emergency_occupancy"], tuple(spans))


@dataclass(frozen=True, slots=True, eq=False)
class RequirementView:
    """
    Operators needed per half-hour, and what they rest on.

    Parameters
    ----------
    requirement
        The operators, with the plan of call-backs.
    low, high
        Calls at 10 % and 90 %, shape (grid.slots,).
    settings
        The numbers used, each with its source.
    fan
        Offered load in erlangs at 10, 25, 50, 75 and 90 % of the futures, shape (5, grid.slots).
    method
        How the operators were found.
    capped
        How far seats held the history down, or None if it does not tell.
    """

    requirement: Requirement
    low: np.ndarray
    high: np.ndarray
    settings: tuple[SettingLine, ...]
    fan: np.ndarray | None = None
    method: str = "mol_sl"
    capped: Capped | None = None

    @property
    def eased(self) -> Eased | None:
        """Half-hours planned at an emergency's cap on occupancy, or None."""
        return eased_of(self.requirement, self.settings)

    @property
    def rostered_hours(self) -> float:
        """Operator-hours to roster so that the requirement is there: divided by 1 - s, over the roster as a whole."""
        return self.requirement.operator_hours() / (1.0 - self.requirement.shrinkage)
