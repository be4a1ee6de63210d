"""Today so far: whether what came in until now is more than its share of the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from forecast.calendar import Calendar, Day, Event
from forecast.demand import Demand
from forecast.halfhours import Profile, learn
from forecast.surge.parts import Parts
from forecast.surge.rules import EARLIEST, JUMP_TODAY, PART_TODAY, WAVE_TODAY, surprise, wave


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """
    One rule after every half-hour of a day.

    Parameters
    ----------
    values
        Shape (slots,).
    slots
        Numbers of these half-hours in the day, shape (slots,).
    parts
        Name of the part that stands out most, one per slot; empty where the rule looks at the whole.
    """

    values: np.ndarray
    slots: np.ndarray
    parts: tuple[str, ...] = ()

    @property
    def highest(self) -> float:
        """The highest value, 0 before the first slot."""
        return float(self.values.max(initial=0.0))


class Today:
    """
    Judges each day after every half-hour.

    Parameters
    ----------
    half_hours
        Demand in slots shorter than a day; a slot that is not over yet is missing.
    parts
        The same by channel, type, topic, county; see `Parts`.
    """

    def __init__(self, half_hours: Demand, parts: Mapping[str, Demand] | None = None) -> None:
        self.demand = half_hours
        self.parts = Parts(parts) if parts else None
        grid = half_hours.grid
        self.sums = np.cumsum(half_hours.values.reshape(grid.days, grid.slots_per_day), axis=1)
        self.profile: Profile | None = None

    def learn(self, last: date, calendar: Calendar, events: Sequence[Event]) -> None:
        """
        Learn how a day is spread over its slots from the days up to `last`.

        Raises
        ------
        DataError
            ``no_profile`` if no day is complete.
        """
        self.profile = learn(self.demand.until(last), calendar, events)

    def judge(
        self,
        day: Day,
        mean: float,
        spread: float,
        *,
        before: tuple[float, float],
        far: float,
        variance: float,
    ) -> dict[str, Reading]:
        """
        Return every rule that looks at today after each half-hour in which enough of the day has passed.

        Parameters
        ----------
        day
            The day.
        mean, spread
            What the whole day should bring, and its log deviation.
        before
            What came and what the level of two weeks ago expected on the six days before.
        far
            What that level expects of the whole day.
        variance
            Of a day about that level, on the log scale; infinite if it is not known.
        """
        at = (day.date - self.demand.grid.start).days
        if self.profile is None or not 0 <= at < len(self.sums):
            return {}
        passed = np.minimum(np.cumsum(self.profile.of(day)), 1.0)
        seen = self.sums[at]
        slots = np.flatnonzero((passed >= EARLIEST) & np.isfinite(seen))
        share, seen = passed[slots], seen[slots]
        split = (1 - share) / (share * (self.profile.concentration + 1))
        found = {JUMP_TODAY: Reading(surprise(seen, mean * share, np.sqrt(spread**2 + split)), slots)}
        if np.isfinite(variance):
            found[WAVE_TODAY] = Reading(wave(before[0] + seen, before[1] + far * share, variance), slots)
        if self.parts is not None:
            values, worst, slots = self.parts.judge(day.date, mean, passed)
            found[PART_TODAY] = Reading(values, slots, tuple(self.parts.names[k] for k in worst))
        return found

    def moment(self, day: date, slot: int) -> datetime:
        """Return the end of a half-hour."""
        return datetime.combine(day, time()) + timedelta(minutes=(slot + 1) * self.demand.grid.step)
