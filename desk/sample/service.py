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
    handling
        Pairs of type and mean seconds of talk and after-call work.
    mix
        Pairs of type and its share of the calls.
    call_back
        Mean seconds to call one message back.
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
    call_back: float
    sources: tuple[tuple[str, Source], ...]

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
    return f"""\
# Opening hours. On late days (month-day of every year) and in late spans the line closes at late_close.
open = "{written_clock(service.open)}"
close = "{written_clock(service.close)}"
late_close = "{written_clock(service.late_close)}"
late_days = [{late_days}]
late_spans = [{late_spans}]

# Desks with a phone.
seats = {service.seats}

# The share of calls to be answered within so many seconds.
target_share = {service.target_share}
target_seconds = {service.target_seconds}

# Mean patience of a caller, and of one call back to a message, in seconds.
patience = {service.patience}
call_back = {service.call_back}

# The share of busy time that is planned at most.
max_occupancy = {service.max_occupancy}

# Mean seconds of talk and after-call work by type.
[handling]
{handling}

# Shares of the calls by type.
[mix]
{mix}

# Where each setting comes from, and the day on which it was read.
[sources]
{sources}
"""


def service_facts(service: Service) -> dict[str, object]:
    """Return the settings as the store keeps them: plain numbers, text, lists and tables."""
    return asdict(service) | {
        "late_days": [f"{month:02d}-{day:02d}" for month, day in service.late_days],
        "late_spans": [[first.isoformat(), last.isoformat()] for first, last in service.late_spans],
        "handling": dict(service.handling),
        "mix": dict(service.mix),
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
            call_back=float(found["call_back"]),
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
