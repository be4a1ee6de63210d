"""What the use cases say of forecasts looked back on, and of festivals laid over each other."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from forecast.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Hindsight:
    """
    How one forecast turned out on the days known by now; NaN where none is.

    Parameters
    ----------
    days
        Days with an actual count.
    wape, naive_wape
        Sum of absolute errors over the sum of actual calls, of the forecast and of seasonal naive.
    bias
        Forecast over actual calls, less 1.
    inside80, inside95
        Share of days inside the intervals.
    """

    days: int
    wape: float
    naive_wape: float
    bias: float
    inside80: float
    inside95: float


@dataclass(frozen=True, slots=True, eq=False)
class ForecastReview:
    """
    A forecast as it stood on a past day, beside what came in.

    Parameters
    ----------
    as_of
        The last day that was known to it.
    kept
        Whether it was made at that time; if not, it was computed later from what was known then.
    made_at
        When it was computed, UTC.
    prediction, naive
        The forecast and seasonal naive.
    actual
        What came in, shape (prediction.grid.days,); NaN where nothing is known yet.
    hindsight
        How it turned out.
    kept_dates
        Days as of which a forecast was kept, newest first.
    """

    as_of: date
    kept: bool
    made_at: datetime
    prediction: Prediction
    naive: Prediction
    actual: np.ndarray
    hindsight: Hindsight
    kept_dates: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FestivalCurve:
    """
    One year's festival, day by day about its main day, as a share of the usual day before it.

    Parameters
    ----------
    year
        Of the main day.
    main
        The main day (lunar new year's day, 1 October ...).
    share
        Shape (days,), from `FIRST` days after the main day on; NaN where nothing is known.
    left_out
        It lies in an emergency or an outage and teaches nothing.
    low, high
        The 10 and 90 % quantiles where it is forecast, shape (days,); None for the past.
    """

    year: int
    main: date
    share: np.ndarray
    left_out: bool
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    @property
    def expected(self) -> bool:
        """Whether it is still to come."""
        return self.low is not None
