"""What the use cases say of forecasts and requirements."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

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


@dataclass(frozen=True, slots=True)
class ModelScore:
    """
    How well a model did on the centre's own past.

    Parameters
    ----------
    model
        Its code.
    crps
        Continuous ranked probability score over the mean absolute error of seasonal naive in the history.
    mase, wape
        Errors of the median, scaled and relative.
    coverage80, coverage95
        Share of days inside the intervals, in [0, 1].
    seconds
        Time of one forecast.
    """

    model: str
    crps: float
    mase: float
    wape: float
    coverage80: float
    coverage95: float
    seconds: float


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
        Backtest of both on the centre's own past; empty until it has been run.
    calendar
        Facts of every day of the window.
    events
        The centre's own events that touch the window.
    notes
        What a planner should know about it.
    made_at
        When it was computed, UTC.
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

    @property
    def total_range(self) -> tuple[float, float]:
        """The 10 and 90 % quantiles of the calls of the whole window, from the sample paths."""
        low, high = np.quantile(self.prediction.paths.sum(axis=1), (0.1, 0.9))
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A number that a result rests on, with its source and the day it was read."""

    code: str
    value: float | int | str
    source: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RequirementView:
    """Operators needed per half-hour; `low` and `high` are the calls at 10 % and 90 %, shape (grid.slots,)."""

    requirement: Requirement
    low: np.ndarray
    high: np.ndarray
    settings: tuple[SettingLine, ...]
