"""Use cases of the centre's own events: what moves its calls besides the calendar."""

from datetime import date, timedelta

from desk.accounts import Account, require
from desk.store import Store, known, log
from forecast.calendar import NEVER_REPEATED, Event, EventKind
from forecast.errors import SettingError

LONGEST_NAME = 64
"""Characters of an event's name."""

LONGEST = 366
"""Days of one event."""

YEARS = (2000, 2099)
"""Years in which an event may begin."""


def events(store: Store, who: Account) -> tuple[Event, ...]:
    """Return the centre's own events by their start."""
    require(who, "events")
    with store.read() as session:
        return known.load_events(session)


def add_event(
    store: Store,
    who: Account,
    *,
    code: str,
    kind: EventKind,
    start: date,
    end: date | None = None,
    repeats: bool = False,
) -> Event:
    """
    Add an event of one day or more; every forecast from now on knows it.

    Parameters
    ----------
    code
        Name of the event; the same name in another year is the same event again, and its effect is learned from
        all of them.
    end
        Last day (included); `start` if left out.
    repeats
        Whether it comes again every year on the same dates.

    Raises
    ------
    SettingError
        ``event_without_name``, ``event_name_too_long``, ``event_ends_early``, ``event_too_long``,
        ``event_year``, ``event_never_repeats`` or ``event_known``.
    """
    require(who, "add_event")
    code, end = code.strip(), end or start
    _check(code, kind, start, end, repeats)
    event = Event(code, kind, start, end, repeats)
    with store.begin() as session:
        if any((e.code, e.start) == (code, start) for e in known.load_events(session)):
            raise SettingError("event_known", name=code, day=start)
        known.save_events(session, (event,))
        log.add_line(session, who.username, "add_event", after=_facts(event))
    return event


def remove_event(store: Store, who: Account, *, code: str, start: date) -> Event:
    """
    Remove an event, and return it so that it can be added again.

    Raises
    ------
    SettingError
        ``unknown_event``.
    """
    require(who, "remove_event")
    with store.begin() as session:
        found = next((e for e in known.load_events(session) if (e.code, e.start) == (code, start)), None)
        if found is None:
            raise SettingError("unknown_event", name=code, day=start)
        known.remove_event(session, found)
        log.add_line(session, who.username, "remove_event", before=_facts(found))
    return found


def _check(code: str, kind: EventKind, start: date, end: date, repeats: bool) -> None:
    if not code:
        raise SettingError("event_without_name")
    if len(code) > LONGEST_NAME:
        raise SettingError("event_name_too_long", longest=LONGEST_NAME)
    if end < start:
        raise SettingError("event_ends_early", first=start, last=end)
    if end - start >= timedelta(days=LONGEST):
        raise SettingError("event_too_long", longest=LONGEST)
    if not YEARS[0] <= start.year <= YEARS[1]:
        raise SettingError("event_year", year=str(start.year), first=str(YEARS[0]), last=str(YEARS[1]))
    if repeats and kind in NEVER_REPEATED:
        raise SettingError("event_never_repeats", name=code)


def _facts(event: Event) -> dict[str, object]:
    return {
        "code": event.code, "kind": event.kind, "start": event.start, "end": event.end,
        "repeats": event.repeats,
    }  # fmt: skip
