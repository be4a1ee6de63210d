"""What a watch says: every day beside its expectation, and the alarms."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from forecast.calendar import Event, EventKind
from forecast.surge.expected import Expected
from forecast.surge.rules import Widths


@dataclass(frozen=True, slots=True)
class Watched:
    """
    One day under watch.

    Parameters
    ----------
    day
        The day.
    seen
        What came in, NaN if unknown.
    expected, low, high
        What the calendar and the level before it say: mean, and the 10 and 90 percent points.
    spread
        Log deviation behind the band, count noise left out.
    deviation
        How many deviations the day lies above its expectation.
    statistics
        Value of each rule in use, as a share of its threshold: above 1 is out of band.
    alarm
        Whether the surge is on after this day.
    capped
        Whether the count was held down by the seats: a floor, not the demand.
    """

    day: date
    seen: float
    expected: float
    low: float
    high: float
    spread: float
    deviation: float
    statistics: tuple[float, ...]
    alarm: bool
    capped: bool


@dataclass(frozen=True, slots=True)
class Alarm:
    """
    A stretch of days out of band.

    Parameters
    ----------
    raised
        Moment at which it was raised: the end of a half-hour, or midnight after the day that did.
    since
        First day that already belonged to it.
    rule
        Which rule saw it first.
    part
        Channel, type, topic or county that gave it away (``topic=food``), empty if the whole did.
    size
        What came over what should have come, since `since`.
    excess
        Calls above expectation, since `since`.
    stood_down
        Day on which the band was back, or None.
    capped
        Whether a count in it was held down by the seats, so that `size` is a lower bound.
    origin
        Last day known to the forecast that it is measured against.
    threshold
        Deviations from which a single day was out of band.
    """

    raised: datetime
    since: date
    rule: str
    part: str
    size: float
    excess: float
    stood_down: date | None
    capped: bool
    origin: date
    threshold: float

    def event(self, last: date) -> Event:
        """Return the emergency as an event up to a day: its days neither repeat nor teach."""
        end = self.stood_down if self.stood_down is not None and self.stood_down <= last else last
        return Event(
            f"emergency_{self.since}", EventKind.EMERGENCY, self.since, max(end - timedelta(days=1), self.since)
            if self.stood_down == end else end,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """
    What a watch has worked out, so that the next one over the same days need not: exactly the same comes of it.

    Parameters
    ----------
    expected
        Every day's expectation, up to the last day watched.
    widths, thresholds, calm
        As tuned before the first day watched, and the number of calm days behind them.
    """

    expected: Expected
    widths: Widths
    thresholds: np.ndarray
    calm: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Every day under watch, the alarms in it, the thresholds (in deviations) after the last day, and what was learned."""

    days: tuple[Watched, ...]
    alarms: tuple[Alarm, ...]
    thresholds: tuple[float, ...]
    rules: tuple[str, ...]
    learned: Learned = field(compare=False, repr=False)

    @property
    def running(self) -> Alarm | None:
        """The alarm that is on after the last day."""
        return self.alarms[-1] if self.alarms and self.alarms[-1].stood_down is None else None
