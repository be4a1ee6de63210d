"""What the use cases say of surges: alarms, projections, days with their service, the replay."""

from dataclasses import dataclass
from datetime import date, datetime

from desk.results.rulebooks import Emergency
from forecast.surge.alarm import Alarm, Watched
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


@dataclass(frozen=True, slots=True)
class Owed:
    """Someone to whom rest days are owed, and how many."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class SurgeView:
    """
    What the watch of a centre says.

    Parameters
    ----------
    today, known_until
        The running day, and the last day with data.
    alarm
        The alarm that is on, or that ended in the last two weeks; None if all is calm.
    days
        The last weeks beside their expectation.
    carriers
        What carries it, by channel, type, topic, county; empty without a breakdown of its days.
    ahead
        The next days as projected while it is on; empty before its first day is over.
    kinds
        Pairs of kind and its probability.
    level
        What comes over what should come, now.
    lasts
        10, 50 and 90 percent points of the days that it may last.
    fan
        Calls of today if the excess halves, stays, doubles; empty once one band is enough.
    recorded
        Whether its known days are recorded as an event.
    declared
        The declared emergency that holds today.
    owed
        Rest days owed, once it is over.
    """

    today: date
    known_until: date
    alarm: Alarm | None
    days: tuple[Watched, ...]
    carriers: tuple[Carrier, ...] = ()
    ahead: tuple[DayAhead, ...] = ()
    kinds: tuple[tuple[str, float], ...] = ()
    level: float = 1.0
    lasts: tuple[float, ...] = ()
    fan: tuple[tuple[str, float], ...] = ()
    recorded: bool = False
    declared: Emergency | None = None
    owed: tuple[Owed, ...] = ()

    @property
    def running(self) -> bool:
        """Whether an alarm is on."""
        return self.alarm is not None and self.alarm.stood_down is None
