"""When the line is open and what it promises, and its file service.toml."""

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from desk.sample.tables import clock, written_clock
from forecast.errors import DataError

FILE = "service.toml"
"""Name of the file in the centre's folder."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a setting comes from, and the day on which it was read."""

    text: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Deferrable:
    """
    A kind of work that can wait.

    Parameters
    ----------
    code
        ``voicemail``, ``web`` or ``follow_up``.
    seconds
        Mean time of an operator for one, in seconds.
    within
        Hours from its arrival until it must be done.
    after_opening
        Hours from the first opening after its arrival until it must be done, if that is sooner; None for no such limit.
    per_call
        Pieces per answered call; None where the history counts them.
    """

    code: str
    seconds: float
    within: float
    after_opening: float | None = None
    per_call: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A way in which rostered time is lost: its code, its share, whether at work, and whether the roster plans it."""

    code: str
    share: float
    inside: bool
    planned: bool


@dataclass(frozen=True, slots=True)
class Service:
    """
    When the line is open and what it promises.

    Parameters
    ----------
    open, close, late_close
        Opening hours in minutes from midnight; `late_close` on extended days.
    late_days
        Days of every year with extended hours, as (month, day).
    late_spans
        Spans with extended hours, first and last day.
    seats
        Desks with a phone.
    target_share, target_seconds
        The share to be answered within so many seconds.
    patience
        Mean patience of a caller in seconds.
    max_occupancy
        Highest planned share of busy time.
    emergency
        Pairs of what an emergency may plan and its value: ``occupancy`` in place of `max_occupancy`, for at most so many
        ``hours`` a day on so many ``days``. Empty for what a new centre starts with.
    handling
        Pairs of type and mean seconds of talk and after-call work.
    mix
        Pairs of type and its share of the calls.
    deferrable
        Work that can wait.
    shrinkage
        Ways in which rostered time is lost.
    from_history
        Parameters that are taken from the history as soon as it tells them: ``patience``, ``handling``, ``mix``.
    definition
        How abandoned callers count in the service level.
    method
        How the operators are found: ``stationary``, ``mol_sl`` or ``exact``.
    sources
        Pairs of setting and its source.
    """

    open: int
    close: int
    late_close: int
    late_days: tuple[tuple[int, int], ...]
    late_spans: tuple[tuple[date, date], ...]
    seats: int
    target_share: float
    target_seconds: float
    patience: float
    max_occupancy: float
    handling: tuple[tuple[str, float], ...]
    mix: tuple[tuple[str, float], ...]
    deferrable: tuple[Deferrable, ...]
    shrinkage: tuple[Loss, ...]
    from_history: tuple[str, ...]
    sources: tuple[tuple[str, Source], ...]
    definition: str = "offered"
    method: str = "mol_sl"
    emergency: tuple[tuple[str, float], ...] = ()

    def hours(self, day: date) -> tuple[int, int]:
        """Return opening and closing of a day in minutes from midnight."""
        late = (day.month, day.day) in self.late_days or any(a <= day <= b for a, b in self.late_spans)
        return self.open, self.late_close if late else self.close


def service_text(service: Service) -> str:
    """Return the file's content."""
    late_days = ", ".join(f'"{month:02d}-{day:02d}"' for month, day in service.late_days)
    late_spans = ", ".join(f"[{first}, {last}]" for first, last in service.late_spans)
    handling = "\n".join(f"{kind} = {seconds}" for kind, seconds in service.handling)
    mix = "\n".join(f"{kind} = {share}" for kind, share in service.mix)
    sources = "\n".join(
        f'{name} = {{ text = "{source.text}", as_of = {source.as_of} }}' for name, source in service.sources
    )
    emergency = "\n".join(f"{name} = {value:g}" for name, value in service.emergency)
    lists = ", ".join(f'"{name}"' for name in service.from_history)
    waiting = "\n".join(_deferrable_text(kind) for kind in service.deferrable)
    losses = "\n".join(
        f"{loss.code} = {{ share = {loss.share}, inside = {str(loss.inside).lower()}, "
        f"planned = {str(loss.planned).lower()} }}"
        for loss in service.shrinkage
    )
    return f"""\
# Opening hours. On late days (month-day of every year) and in late spans the line closes at late_close.
open = "{written_clock(service.open)}"
close = "{written_clock(service.close)}"
late_close = "{written_clock(service.late_close)}"
late_days = [{late_days}]
late_spans = [{late_spans}]

# Desks with a phone.
seats = {service.seats}

# The share of calls to be answered within so many seconds, and how abandoned calls count in it:
# offered, answered, without_short, credit or virtual.
target_share = {service.target_share}
target_seconds = {service.target_seconds}
definition = "{service.definition}"

# How the operators are found: stationary, mol_sl (modified offered load) or exact (transient pass).
method = "{service.method}"

# Mean patience of a caller in seconds.
patience = {service.patience}

# What is taken from the history as soon as it tells it, instead of the numbers here.
from_history = [{lists}]

# The share of busy time that is planned at most.
max_occupancy = {service.max_occupancy}

# What a declared emergency may plan in its place: for at most so many hours a day, on so many days.
[emergency]
{emergency}

# Mean seconds of talk and after-call work by type.
[handling]
{handling}

# Shares of the calls by type.
[mix]
{mix}

# Work that can wait: seconds for one, hours until it must be done (from its arrival, and from the first
# opening after it), and how many come per answered call where the history does not count them.
[deferrable]
{waiting}

# Shares of rostered time that are lost, at work (inside) or by absence; what the roster plans is not counted again.
[shrinkage]
{losses}

# Where each setting comes from, and the day on which it was read.
[sources]
{sources}
"""


def _deferrable_text(kind: Deferrable) -> str:
    more = "" if kind.after_opening is None else f", after_opening = {kind.after_opening}"
    more += "" if kind.per_call is None else f", per_call = {kind.per_call}"
    return f"{kind.code} = {{ seconds = {kind.seconds}, within = {kind.within}{more} }}"


def service_facts(service: Service) -> dict[str, object]:
    """Return the settings as the store keeps them: plain numbers, text, lists and tables."""
    return asdict(service) | {
        "late_days": [f"{month:02d}-{day:02d}" for month, day in service.late_days],
        "late_spans": [[first.isoformat(), last.isoformat()] for first, last in service.late_spans],
        "handling": dict(service.handling),
        "mix": dict(service.mix),
        "emergency": dict(service.emergency),
        "deferrable": {kind.code: asdict(kind) for kind in service.deferrable},
        "shrinkage": {loss.code: asdict(loss) for loss in service.shrinkage},
        "from_history": list(service.from_history),
        "sources": {
            name: {"text": source.text, "as_of": source.as_of.isoformat()} for name, source in service.sources
        },
    }


def read_service(path: Path) -> Service:
    """
    Return the service settings in a file.

    Raises
    ------
    DataError
        ``missing_file`` or ``unreadable_file``.
    """
    if not path.is_file():
        raise DataError("missing_file", file=str(path))
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return Service(
            open=clock(found["open"]),
            close=clock(found["close"]),
            late_close=clock(found["late_close"]),
            late_days=tuple((int(text[:2]), int(text[3:])) for text in found["late_days"]),
            late_spans=tuple((_day(first), _day(last)) for first, last in found["late_spans"]),
            seats=int(found["seats"]),
            target_share=float(found["target_share"]),
            target_seconds=float(found["target_seconds"]),
            patience=float(found["patience"]),
            handling=tuple((kind, float(seconds)) for kind, seconds in found["handling"].items()),
            max_occupancy=float(found["max_occupancy"]),
            mix=tuple((kind, float(share)) for kind, share in found["mix"].items()),
            deferrable=tuple(
                Deferrable(code, **{name: float(value) for name, value in kind.items()})
                for code, kind in found["deferrable"].items()
            ),
            shrinkage=tuple(
                Loss(code, float(loss["share"]), bool(loss["inside"]), bool(loss["planned"]))
                for code, loss in found["shrinkage"].items()
            ),
            from_history=tuple(str(name) for name in found["from_history"]),
            definition=str(found["definition"]),
            method=str(found["method"]),
            emergency=tuple((name, float(value)) for name, value in found.get("emergency", {}).items()),
            sources=tuple(
                (name, Source(str(source["text"]), _day(source["as_of"])))
                for name, source in found["sources"].items()
            ),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
        raise DataError("unreadable_file", file=str(path), reason=str(error)) from error


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value} is no date")
    return value
