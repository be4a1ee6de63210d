"""What the use cases say of calls by channel, type, topic or county."""

from dataclasses import dataclass
from datetime import date

from forecast.hierarchy import Parts
from forecast.prediction import Prediction


@dataclass(frozen=True, slots=True, eq=False)
class BreakdownView:
    """
    The forecast of a window by the names of one dimension.

    Parameters
    ----------
    dimensions
        What else it can be told apart by.
    parts
        The forecast by name; adds up to `total` on the mean and on every path.
    total
        The forecast of the sum of all names.
    last_year
        Share of each name in the last 365 days, in the order of ``parts.names``.
    origin
        The last day known.
    """

    dimensions: tuple[str, ...]
    parts: Parts
    total: Prediction
    last_year: tuple[float, ...]
    origin: date


@dataclass(frozen=True, slots=True)
class BreakdownTaken:
    """What a file of calls by kind has brought: days, combinations and calls."""

    first: date
    last: date
    combinations: int
    calls: int
