"""Shifts as an iCalendar file (RFC 5545), which every phone and office calendar reads."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from desk.results import CalendarEntry, CalendarLeave
from desk.words import say
from desk.words.writing import clock, duration, named

ALARMS = (timedelta(hours=12), timedelta(hours=1))
"""How long before a shift a phone reminds: the evening before an early one, and in time to set out."""

REFRESH = timedelta(hours=1)
"""How often a calendar should look again (RFC 7986, 5.7)."""


def shift_calendar(
    entries: Sequence[CalendarEntry],
    leaves: Sequence[CalendarLeave],
    *,
    name: str,
    zone: str,
    language: str,
) -> bytes:
    """
    Return shifts and leave as a calendar with alarms and the rules of its time zone.

    The same shifts give the same bytes: nothing in it depends on the moment of writing.

    Parameters
    ----------
    entries
        The shifts; a changed one keeps its identifier and carries a higher sequence number.
    leaves
        Days and half-days of leave; without alarms, and the time counts as free.
    name
        Title of the calendar.
    zone
        Time zone of the shifts.
    language
        Language of titles and alarms.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Lianxin//Shifts//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH)
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, ZoneInfo(zone), language))
    for leave in leaves:
        calendar.add_component(_leave(leave, ZoneInfo(zone), language))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _leave(leave: CalendarLeave, zone: ZoneInfo, language: str) -> Event:
    midnight = datetime(leave.day.year, leave.day.month, leave.day.day, tzinfo=zone)
    event = Event()
    event.add("uid", leave.uid)
    event.add("dtstamp", midnight.astimezone(UTC))
    if leave.half is None:
        event.add("dtstart", leave.day)
        event.add("dtend", leave.day + timedelta(days=1))
    else:
        first, last = leave.span
        event.add("dtstart", midnight + timedelta(minutes=first))
        event.add("dtend", midnight + timedelta(minutes=last))
    event.add("summary", say(f"feed.leave_{leave.half or 'day'}", language))
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _event(entry: CalendarEntry, zone: ZoneInfo, language: str) -> Event:
    name = named("shift", entry.name, language)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.published_at)
    event.add("last-modified", entry.published_at)
    event.add("dtstart", entry.start.replace(tzinfo=zone))
    event.add("dtend", entry.end.replace(tzinfo=zone))
    event.add("summary", name)
    event.add(
        "description",
        say(
            "feed.description",
            language,
            code=entry.code,
            paid=duration(timedelta(minutes=entry.paid), language),
            version=entry.version,
        ),
    )
    event.add("class", "PRIVATE")
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    minutes = entry.start.hour * 60 + entry.start.minute
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add(
            "description",
            say("feed.alarm", language, day=entry.start.date(), shift=name, start=clock(minutes, language)),
        )
        event.add_component(alarm)
    return event
