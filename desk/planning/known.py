"""What every use case starts from: the centre, its demand and its calendar, read in one go."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desk.results import Centre
from desk.store import known as rows
from desk.store import marks
from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import DataError, SettingError
from forecast.grid import MINUTES_PER_DAY

HALF_HOUR = 30
"""Minutes of a slot in requirements and rosters."""

LONGEST = 120
"""Days that one plan may cover."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """
    What a plan rests on.

    Parameters
    ----------
    centre
        The centre.
    demand
        Daily totals of the whole line.
    calendar, events
        What is known about dates; the marks of the history are among the events.
    fingerprint
        Names exactly this calendar, these events and this history: equal fingerprints, equal forecasts.
    """

    centre: Centre
    demand: Demand
    calendar: Calendar
    events: tuple[Event, ...]
    fingerprint: str

    @property
    def origin(self) -> date:
        """The last day known."""
        return self.demand.grid.end


def load_centre(session: Session) -> Centre:
    """
    Return the centre.

    Raises
    ------
    SettingError
        ``empty_store`` if nothing has been set up yet.
    """
    row, last = rows.find_centre(session), rows.last_day(session)
    if row is None:
        raise SettingError("empty_store")
    today = date.today() if last is None else last + timedelta(days=1)
    return Centre(row.name, row.country, row.zone, row.opens, row.closes, today, row.synthetic)


def local_now(centre: Centre) -> datetime:
    """Return the centre's own time; the sample lives at the dawn after its history, a real centre by the clock."""
    dawn = datetime.combine(centre.today, time())
    return dawn if centre.synthetic else max(datetime.now(ZoneInfo(centre.zone)).replace(tzinfo=None), dawn)


def load_calendar(session: Session, country: str) -> Calendar:
    """Return the country's calendar with the planners' corrections."""
    return Calendar(country, rows.load_overrides(session))


def load_knowledge(session: Session) -> Knowledge:
    """
    Return all that a forecast needs.

    Raises
    ------
    SettingError
        ``empty_store``.
    DataError
        ``nothing_imported`` if no demand has been imported.
    """
    centre = load_centre(session)
    demand = rows.load_demand(session, "total", step=MINUTES_PER_DAY, zone=centre.zone)
    if demand is None:
        raise DataError("nothing_imported")
    calendar = load_calendar(session, centre.country)
    marked = tuple(mark.event for mark in marks.load(session, "accepted"))
    events = (*rows.load_events(session), *marked)
    digest = hashlib.sha256(demand.values.tobytes())
    digest.update(json.dumps([str(demand.grid), str(calendar.overrides), str(events)]).encode())
    return Knowledge(centre, demand, calendar, events, digest.hexdigest())


def check_window(start: date, days: int, today: date) -> None:
    """
    Let only windows through that can be planned.

    Raises
    ------
    SettingError
        ``window_length`` or ``window_past``.
    """
    check_length(days)
    if start < today:
        raise SettingError("window_past", start=start, today=today)


def check_length(days: int) -> None:
    """
    Let only spans through that can be shown or planned.

    Raises
    ------
    SettingError
        ``window_length``.
    """
    if not 1 <= days <= LONGEST:
        raise SettingError("window_length", days=days, longest=LONGEST)
