"""Use case of a centre's own first day: found it in an empty store."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.planning.service import START
from desk.results import Centre
from desk.sample import read_service, service_facts, tables
from desk.store import Store, known, log
from forecast.calendar import Calendar
from forecast.errors import SettingError
from forecast.grid import MINUTES_PER_DAY

ZONES = {
    "CN": "Asia/Shanghai",
    "HK": "Asia/Hong_Kong",
    "MO": "Asia/Macau",
    "TW": "Asia/Taipei",
    "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul",
    "SG": "Asia/Singapore",
    "GB": "Europe/London",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "US": "America/New_York",
}
"""Time zone of a country's centre where the founder names none."""

LONGEST_NAME = 80
"""Characters of a centre's name."""


def is_founded(store: Store) -> bool:
    """Tell whether there is a centre, before anyone can sign in to it."""
    with store.read() as session:
        return known.find_centre(session) is not None


def found_centre(
    store: Store,
    who: Account,
    *,
    name: str,
    country: str = "CN",
    zone: str = "",
    opens: int | None = None,
    closes: int | None = None,
) -> Centre:
    """
    Found the centre in an empty store.

    Parameters
    ----------
    country
        Code of the country whose holidays it keeps, or ``none``.
    zone
        Time zone; by default that of the country.
    opens, closes
        Opening hours in minutes from midnight; by default those of `START`.

    Raises
    ------
    SettingError
        ``centre_known``, ``centre_name``, ``unknown_country``, ``unknown_time_zone`` or ``opening_hours``.
    """
    require(who, "found_centre")
    service = read_service(START)
    first = service.open if opens is None else opens
    last = service.close if closes is None else closes
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise SettingError("centre_name", longest=LONGEST_NAME)
    if not 0 <= first < last <= MINUTES_PER_DAY:
        raise SettingError(
            "opening_hours", first=tables.written_clock(first), last=tables.written_clock(last)
        )
    Calendar(country)
    place = zone or ZONES.get(country, "UTC")
    try:
        ZoneInfo(place)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingError("unknown_time_zone", zone=place) from error
    service = replace(service, open=first, close=last, late_close=last)
    with store.begin() as session:
        found = known.find_centre(session)
        if found is not None:
            raise SettingError("centre_known", name=found.name)
        centre = Centre(name.strip(), country, place, first, last, datetime.now(UTC).date(), synthetic=False)
        known.save_centre(session, centre, service_facts(service))
        facts = {"name": centre.name, "country": country, "zone": place}
        log.add_line(session, who.username, "found_centre", after=facts)
        return load_centre(session)
