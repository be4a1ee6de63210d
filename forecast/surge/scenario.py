"""A scenario as data: what if so many more call, so many cannot come, and the rules are these."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from forecast.calendar import DayKind
from forecast.errors import SettingError
from forecast.surge.shapes import Kind

STEADY = "steady"
"""A shape that is at its height from its first to its last day."""

SHAPES: tuple[str, ...] = (STEADY, Kind.SHOCK.value, Kind.SCARE.value, Kind.EPIDEMIC.value)
"""Shapes that a volume may have."""


ADDED: tuple[str, ...] = ("borrowed", "home", "neighbour")
"""Kinds of people who come in addition."""


@dataclass(frozen=True, slots=True)
class When:
    """
    A span of days: dates, or numbers of days within the window (1 is the first); None is its beginning or end.

    Raises
    ------
    SettingError
        ``scenario_end_before_start``.
    """

    first: date | int | None = None
    last: date | int | None = None
    field: str = ""

    def __post_init__(self) -> None:
        same = isinstance(self.first, int) == isinstance(self.last, int)
        if self.first is not None and self.last is not None and same and self.last < self.first:  # type: ignore[operator]  # the same kind
            raise SettingError(
                "scenario_end_before_start", field=self.field, start=str(self.first), end=str(self.last)
            )

    def on(self, start: date, days: int) -> tuple[date, ...]:
        """
        Return its days within a window.

        Raises
        ------
        SettingError
            ``scenario_end_before_start`` if a date ends before a numbered day begins.
        """
        first, last = self._day(self.first, start, 1), self._day(self.last, start, days)
        if last < first:
            raise SettingError("scenario_end_before_start", field=self.field, start=str(first), end=str(last))
        return tuple(day for k in range(days) if first <= (day := start + timedelta(days=k)) <= last)

    @staticmethod
    def _day(value: date | int | None, start: date, default: int) -> date:
        if isinstance(value, date):
            return value
        return start + timedelta(days=(default if value is None else value) - 1)


@dataclass(frozen=True, slots=True)
class Volume:
    """
    More calls, or fewer.

    Parameters
    ----------
    shape
        One of `SHAPES`.
    size
        Calls at full height as a multiple of what this part usually brings: 3 is three times; below 1 is fewer.
    when
        Its first day, and its last (a steady one ends there; others fade as their kind does).
    share
        Share of all calls that the part has: 1 for the whole line.
    channel, topic
        Names the part, for the reader.
    adds
        Whether it adds to every day alike, as a multiple of a usual day, so that a holiday does not shrink it.
    """

    shape: str = STEADY
    size: float = 1.0
    when: When = When()
    share: float = 1.0
    channel: str = ""
    topic: str = ""
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """Nobody from a zone can come, but for those with a permit."""

    zone: str
    when: When = When()


@dataclass(frozen=True, slots=True)
class Away:
    """One person does not come."""

    person: str
    when: When = When()


@dataclass(frozen=True, slots=True)
class Added:
    """
    People who come in addition.

    Parameters
    ----------
    people
        How many.
    kind
        ``borrowed`` (at a desk), ``home`` (home seats, not bound by roads) or ``neighbour`` (another centre's).
    when
        Their days.
    """

    people: int
    kind: str = "borrowed"
    when: When = When()


@dataclass(frozen=True, slots=True)
class Hours:
    """The line opens and closes at other times, in minutes from midnight."""

    opens: int
    closes: int
    when: When = When()


@dataclass(frozen=True, slots=True)
class Deflection:
    """A published alert answers part of the calls before they are made."""

    share: float
    when: When = When()


@dataclass(frozen=True, slots=True)
class DayChange:
    """The calendar changes one day."""

    day: date
    kind: DayKind
    holiday: str | None = None
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    A question about a window of days.

    Parameters
    ----------
    code, title
        Name in files and for readers.
    volume, deflection
        What moves the calls.
    handling
        Handling time as a multiple of the usual one.
    patience
        Mean patience in seconds, or None for the usual one.
    absence
        Share of the rostered operators who stay away without notice.
    closures, away, added
        Who can come.
    hours
        When the line is open.
    rulebook
        ``normal`` or ``emergency``; an emergency needs `signed`.
    signed
        Who has declared it.
    relax
        Codes of the rules that the emergency may relax; empty for all that its book relaxes.
    calendar
        Days that change.
    """

    code: str
    title: str = ""
    volume: tuple[Volume, ...] = ()
    deflection: tuple[Deflection, ...] = ()
    handling: float = 1.0
    patience: float | None = None
    absence: float = 0.0
    closures: tuple[Closure, ...] = ()
    away: tuple[Away, ...] = ()
    added: tuple[Added, ...] = ()
    hours: tuple[Hours, ...] = ()
    rulebook: str = "normal"
    signed: str = ""
    relax: tuple[str, ...] = ()
    calendar: tuple[DayChange, ...] = ()

    def __post_init__(self) -> None:
        self._check_amounts()
        self._check_choices()
        _once("away.person", [line.person for line in self.away])
        _once("closure.zone", [line.zone for line in self.closures])
        _once("calendar.day", [str(line.day) for line in self.calendar])

    def _check_amounts(self) -> None:
        _within("handling", self.handling, 0.25, 4.0)
        _within("absence", self.absence, 0.0, 1.0)
        if self.patience is not None:
            _within("patience", self.patience, 1.0, 3600.0)
        for volume in self.volume:
            _within("volume.size", volume.size, 0.0, 20.0)
            _within("volume.share", volume.share, 0.0, 1.0)
        for deflection in self.deflection:
            _within("deflection.share", deflection.share, 0.0, 0.9)
        for added in self.added:
            _within("added.people", added.people, 1, 200)
        for hours in self.hours:
            _within("hours.opens", hours.opens, 0, 1439)
            _within("hours.closes", hours.closes, 1, 1440)
            if hours.closes <= hours.opens:
                raise SettingError(
                    "scenario_end_before_start",
                    field="hours",
                    start=_clock(hours.opens),
                    end=_clock(hours.closes),
                )

    def _check_choices(self) -> None:
        _known("rulebook", self.rulebook, ("normal", "emergency"))
        for volume in self.volume:
            _known("volume.shape", volume.shape, SHAPES)
        for added in self.added:
            _known("added.kind", added.kind, ADDED)
        if self.rulebook == "emergency" and not self.signed.strip():
            raise SettingError("scenario_unsigned", field="signed")
        if self.relax and self.rulebook == "normal":
            raise SettingError("scenario_relaxes", field="relax", rules=", ".join(self.relax))

    def check(self, people: Mapping[str, str], zones: frozenset[str]) -> None:
        """
        Hold the scenario to a centre.

        Parameters
        ----------
        people
            Zone by person code.
        zones
            Zones that the centre knows.

        Raises
        ------
        SettingError
            ``scenario_unknown``.
        """
        for closure in self.closures:
            _known("closure.zone", closure.zone, tuple(sorted(zones)))
        for line in self.away:
            _known("away.person", line.person, tuple(people))


def _within(field: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise SettingError(
            "scenario_range", field=field, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}"
        )


def _known(field: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SettingError("scenario_unknown", field=field, value=value, known=", ".join(known))


def _once(field: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise SettingError("scenario_twice", field=field, value=value)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
