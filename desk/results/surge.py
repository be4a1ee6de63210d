"""What the use cases say of surges: alarms, projections, days with their service, the replay."""

from dataclasses import dataclass
from datetime import date, datetime

from forecast.surge.alarm import Alarm
from forecast.surge.carriers import Carrier


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day of a projection: mean, 10, 50 and 90 percent points, and what came (None while unknown)."""

    day: date
    mean: float
    p10: float
    p50: float
    p90: float
    came: float | None


@dataclass(frozen=True, slots=True)
class DayService:
    """
    One day as it was played.

    Parameters
    ----------
    day
        The day.
    on_phones
        Most operators on the phones at one time.
    offered, answered, abandoned
        Mean callers, redials included.
    in_time, in_time_low, in_time_high
        Share answered within the target: mean, and the worst and best tenth of the runs.
    wait, worst_wait
        Mean wait, and that of the worst half-hour, in seconds.
    backlog
        Messages waiting at the end of the day.
    """

    day: date
    on_phones: int
    offered: float
    answered: float
    abandoned: float
    in_time: float
    in_time_low: float
    in_time_high: float
    wait: float
    worst_wait: float
    backlog: float


@dataclass(frozen=True, slots=True)
class Advice:
    """
    What the tool advised on a morning.

    Parameters
    ----------
    start, days
        Days that the new roster covers.
    peak_needed, peak_on_hand
        Most operators needed and rostered at one time in its first seven days.
    changed
        Cells that differ from the roster before.
    called_in, sent_home
        People with more, and with fewer, shifts than before.
    overtime_hours
        Paid hours above contract in it.
    """

    start: date
    days: int
    peak_needed: int
    peak_on_hand: int
    changed: int
    called_in: tuple[str, ...]
    sent_home: tuple[str, ...]
    overtime_hours: float


@dataclass(frozen=True, slots=True)
class Morning:
    """
    One morning of a replay.

    Parameters
    ----------
    day
        The morning; everything up to the evening before is known.
    alarm
        Whether an alarm is on.
    level
        What comes over what should come; 1 without an alarm.
    kinds
        Pairs of kind and its probability, empty without an alarm.
    ahead
        The next days as projected, and what came.
    fan
        Calls of this day if the excess halves, stays, doubles; empty once one band is enough.
    advice
        A new roster, if one was advised.
    """

    day: date
    alarm: bool
    level: float
    kinds: tuple[tuple[str, float], ...]
    ahead: tuple[DayAhead, ...]
    fan: tuple[tuple[str, float], ...] = ()
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """
    A case that was played.

    Parameters
    ----------
    case
        Its code.
    first, last
        Days that were played.
    alarms
        Every alarm, false ones included.
    carriers
        What carried the first two days of the main alarm.
    mornings
        Every morning.
    without, advised
        Service day by day with the roster that stood, and with the advised ones; empty if rosters were left out.
    """

    case: str
    first: date
    last: date
    alarms: tuple[Alarm, ...]
    carriers: tuple[Carrier, ...]
    mornings: tuple[Morning, ...]
    without: tuple[DayService, ...]
    advised: tuple[DayService, ...]

    @property
    def main(self) -> Alarm | None:
        """The alarm with the largest excess."""
        return max(self.alarms, key=lambda alarm: alarm.excess, default=None)

    @property
    def alarm_time(self) -> datetime | None:
        """When the main alarm was raised."""
        return None if self.main is None else self.main.raised
