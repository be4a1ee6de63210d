"""What the use cases say of why a day's forecast is what it is."""

from dataclasses import dataclass
from datetime import date

from forecast.explain import Explanation
from forecast.prediction import Note


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """
    One day of the forecast with its grounds.

    Parameters
    ----------
    explanation
        Parts and past days.
    low, high
        The 10 and 90 % quantiles of the day.
    origin
        The last day known.
    events
        Codes of the centre's own events that touch the day.
    notes
        What a planner should know about the forecast, why its model was chosen first.
    """

    explanation: Explanation
    low: float
    high: float
    origin: date
    events: tuple[str, ...]
    notes: tuple[Note, ...] = ()
