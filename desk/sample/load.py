"""load_centre: read a centre's folder (history, team, rules of service) into one frozen object."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from desk.results import Actual, Entitlement, LeaveDay, Tenure
from desk.sample import tables
from desk.sample.service import FILE, Service, read_service
from forecast.calendar import Event
from forecast.demand import Demand
from forecast.errors import DataError
from scheduler.people import Person, Transport
from scheduler.problem import Absence, Assignment, Wish
from scheduler.shifts import ShiftType

PHONE = "phone"
"""The skill of everyone who answers calls."""


@dataclass(frozen=True, slots=True, eq=False)
class SampleCentre:
    """
    A centre as its folder describes it.

    Parameters
    ----------
    people
        Everyone: operators (skill `PHONE`), the analyst (``analysis``), the head and the duty managers (``lead``).
    shift_types, transport, absences, wishes, events, service
        See the types; `absences` hold the past and what is approved to come.
    duties
        Who worked on the days of the last two Spring Festival breaks.
    actuals, tenures, entitlements, leave_taken
        Who really worked in the last year, since when everyone works, leave granted, and what days of leave were taken from.
    requests
        Requests registered each day over all channels (answered calls, messages, web, counter).
    calls
        Calls offered to the line in each half-hour, repeated tries and calls after hours included:
        what staffing works from.
    half_hours
        One row per half-hour; columns as in ``half_hours/`` of the folder's README, indexed by start.
    """

    people: tuple[Person, ...]
    shift_types: tuple[ShiftType, ...]
    transport: tuple[Transport, ...]
    absences: tuple[Absence, ...]
    wishes: tuple[Wish, ...]
    events: tuple[Event, ...]
    duties: tuple[Assignment, ...]
    actuals: tuple[Actual, ...]
    tenures: tuple[Tenure, ...]
    entitlements: tuple[Entitlement, ...]
    leave_taken: tuple[LeaveDay, ...]
    service: Service
    requests: Demand
    calls: Demand
    half_hours: pd.DataFrame

    @property
    def operators(self) -> tuple[Person, ...]:
        """Everyone who answers calls."""
        return tuple(person for person in self.people if PHONE in person.skills)


def load_centre(folder: Path) -> SampleCentre:
    """
    Read a centre's folder.

    Raises
    ------
    DataError
        ``missing_file``, ``missing_column``, ``unreadable_file``, or ``unreadable_value`` with file, row,
        column and value.
    """
    half_hours = _yearly(folder, "half_hours", ["offered", "requests"]).set_index("start")
    return SampleCentre(
        people=tables.PEOPLE.read(folder),
        shift_types=tables.SHIFT_TYPES.read(folder),
        transport=tables.TRANSPORT.read(folder),
        absences=tables.ABSENCES.read(folder),
        wishes=tables.WISHES.read(folder),
        events=tables.EVENTS.read(folder),
        duties=tables.DUTIES.read(folder),
        actuals=tables.ACTUALS.read(folder),
        tenures=tables.TENURES.read(folder),
        entitlements=tables.ENTITLEMENTS.read(folder),
        leave_taken=tables.LEAVE_TAKEN.read(folder),
        service=read_service(folder / FILE),
        requests=Demand.from_series(
            half_hours["requests"], step=30, name="requests", unit="requests"
        ).daily(),
        calls=Demand.from_series(half_hours["offered"], step=30, name="calls", unit="calls"),
        half_hours=half_hours,
    )


def read_requests(folder: Path) -> pd.DataFrame:
    """
    Return the registered requests by half-hour, channel, type, topic and county (only what came in).

    Columns: ``start`` (time), ``channel``, ``type``, ``topic``, ``county`` (categories), ``requests``.
    """
    frame = _yearly(folder, "requests", ["channel", "type", "topic", "county", "requests"])
    return frame.astype(dict.fromkeys(["channel", "type", "topic", "county"], "category"))


def answered_by_type(folder: Path) -> pd.DataFrame | None:
    """Return the answered calls per day, one column per type; None if the folder does not break them down."""
    if not (folder / "requests").is_dir():
        return None
    rows = read_requests(folder)
    phone = rows[rows["channel"] == "phone"]
    return phone.assign(day=phone["start"].dt.normalize()).pivot_table(
        index="day", columns="type", values="requests", aggfunc="sum", fill_value=0, observed=True
    )


def read_messages(folder: Path) -> pd.DataFrame:
    """Return every message left after hours: ``left_at``, ``called_back_at``, ``tries``, ``outcome``."""
    path = folder / "voicemail.csv.gz"
    if not path.is_file():
        raise DataError("missing_file", file=str(path))
    return pd.read_csv(path, parse_dates=["left_at", "called_back_at"])


def _yearly(folder: Path, name: str, needed: list[str]) -> pd.DataFrame:
    """Return a table that is kept in one packed CSV per year."""
    files = sorted((folder / name).glob("*.csv.gz"))
    if not files:
        raise DataError("missing_file", file=str(folder / name))
    frames = []
    for file in files:
        try:
            frame = pd.read_csv(file, parse_dates=["start"])
        except (OSError, EOFError, ValueError) as error:
            raise DataError("unreadable_file", file=str(file), reason=str(error)) from error
        for column in needed:
            if column not in frame.columns:
                raise DataError("missing_column", file=str(file), column=column)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)
