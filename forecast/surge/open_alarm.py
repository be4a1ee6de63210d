"""An alarm while it is on, and what is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from forecast.surge.alarm import Alarm, Watched

FLEETING = 7
"""Days up to which an alarm that is over counts as a false one: its days are calm history."""


@dataclass(slots=True)
class OpenAlarm:
    """
    An alarm as the watch carries it on from day to day; days are places on the watch's grid.

    Parameters
    ----------
    raised
        Moment at which it was raised.
    at, since
        Day that raised it, and first day that already belonged to it.
    rule, part
        Which rule raised it, and for which part of the calls.
    origin, threshold
        Last day of the forecast behind it, and the deviations above which a day is out of band.
    calm
        Days in a row that were within the band again.
    stood_down
        Day on which it ended, if it has.
    """

    raised: datetime
    at: int
    since: int
    rule: str
    part: str
    origin: date
    threshold: float
    calm: int = 0
    stood_down: int | None = None

    @property
    def lasted(self) -> bool:
        """Whether it was more than a false alarm, or still is on."""
        return self.stood_down is None or self.stood_down - self.since > FLEETING

    def told(self, dates: Sequence[date], days: Mapping[date, Watched]) -> Alarm:
        """Return it as others see it, up to the last of `dates`."""
        end = len(dates) - 1 if self.stood_down is None else self.stood_down
        part = [days[day] for day in dates[self.since : end + 1] if day in days]
        part = [watched for watched in part if np.isfinite(watched.seen)]
        seen, wanted = sum(w.seen for w in part), sum(w.expected for w in part)
        return Alarm(
            raised=self.raised,
            since=dates[self.since],
            rule=self.rule,
            part=self.part,
            size=seen / max(wanted, 1e-9),
            excess=seen - wanted,
            stood_down=None if self.stood_down is None else dates[self.stood_down],
            capped=any(w.capped for w in part),
            origin=self.origin,
            threshold=self.threshold,
        )
