"""Use cases of personal calendars: a secret address that can be renewed and revoked, and the same as a file."""

import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, new_token, require, token_hash
from desk.planning.known import load_centre
from desk.reports.shift_calendar import shift_calendar
from desk.results import CalendarEntry, CalendarLeave, CalendarLink, Centre
from desk.store import Store, calendar_links, log, rosters, sign_ins, team
from desk.words import say
from forecast.errors import SettingError
from scheduler.shifts import Shift

LOOK_BACK = timedelta(days=62)
"""Past shifts stay in a calendar for two months."""

LOOK_AHEAD = timedelta(days=400)
"""Farther ahead nothing is published."""

READ_EVERY = timedelta(minutes=1)
"""How exactly the last reading is kept."""

NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:lianxin:shift")
"""Root of all identifiers of shifts (RFC 9562, version 5)."""


def calendar_link(store: Store, who: Account) -> CalendarLink | None:
    """Return since when one's own address is in use, or None if there is none; the address itself is kept nowhere."""
    require(who, "calendar_link")
    with store.read() as session:
        found = calendar_links.find_link(session, who.username)
    return None if found is None else CalendarLink(*found)


def renew_calendar_link(store: Store, who: Account) -> str:
    """
    Return the path of a new secret address of one's own calendar; the earlier one ends at once.

    Raises
    ------
    SettingError
        ``account_without_person`` if the account belongs to nobody in the team.
    """
    require(who, "renew_calendar_link")
    return _renew(store, who.username, who.username)


def revoke_calendar_link(store: Store, who: Account) -> bool:
    """End one's own address at once; False if there was none."""
    require(who, "revoke_calendar_link")
    return _revoke(store, who.username, who.username)


def give_calendar_link(store: Store, who: Account, *, username: str) -> str:
    """
    Return the path of a new address for someone else's calendar.

    Raises
    ------
    SettingError
        ``unknown_account`` or ``account_without_person``.
    """
    require(who, "give_calendar_link")
    return _renew(store, who.username, username)


def end_calendar_link(store: Store, who: Account, *, username: str) -> bool:
    """
    End someone else's address at once, say after a phone was lost; False if there was none.

    Raises
    ------
    SettingError
        ``unknown_account``.
    """
    require(who, "end_calendar_link")
    return _revoke(store, who.username, username)


def my_calendar(store: Store, who: Account) -> bytes:
    """
    Return one's own published shifts and granted leave as an iCalendar file.

    Raises
    ------
    SettingError
        ``account_without_person``.
    """
    require(who, "my_calendar")
    if who.person is None:
        raise SettingError("account_without_person", username=who.username)
    with store.read() as session:
        return _calendar(session, who.person, who.language)


def person_calendar(store: Store, who: Account, *, person: str, language: str | None = None) -> bytes:
    """
    Return the published shifts of a member of the team as an iCalendar file.

    Raises
    ------
    SettingError
        ``unknown_member``.
    """
    require(who, "person_calendar")
    with store.read() as session:
        if not sign_ins.person_exists(session, person):
            raise SettingError("unknown_member", person=person)
        return _calendar(session, person, language or who.language)


def calendar_feed(store: Store, token: str) -> bytes | None:
    """Return the calendar behind a secret address; None for one that is forged, revoked or of somebody who has left."""
    key, now = token_hash(token), datetime.now(UTC)
    with store.read() as session:
        found = calendar_links.owner_of(session, key)
        if found is None or found[0].person is None or sign_ins.has_left(session, found[0].person):
            return None
        content = _calendar(session, found[0].person, found[0].language)
    if found[1] is None or now - found[1] > READ_EVERY:
        with store.begin() as session:
            calendar_links.note_reading(session, key, now)
    return content


def _renew(store: Store, by: str, username: str) -> str:
    token = new_token()
    with store.begin() as session:
        if _account(session, username).person is None:
            raise SettingError("account_without_person", username=username)
        calendar_links.set_link(session, username, token_hash(token), datetime.now(UTC))
        log.add_line(session, by, "renew_calendar_link", after={"username": username})
    return f"/calendar/{token}.ics"


def _revoke(store: Store, by: str, username: str) -> bool:
    with store.begin() as session:
        _account(session, username)
        ended = calendar_links.remove_link(session, username)
        if ended:
            log.add_line(session, by, "revoke_calendar_link", after={"username": username})
    return ended


def _account(session: Session, username: str) -> Account:
    found = sign_ins.account_and_hash(session, username)
    if found is None:
        raise SettingError("unknown_account", username=username)
    return found[0]


def _calendar(session: Session, person: str, language: str) -> bytes:
    here = load_centre(session)
    first, last = here.today - LOOK_BACK, here.today + LOOK_AHEAD
    name = next(p.name for p in team.load_people(session, departed=True) if p.code == person)
    title = say("feed.title", language, name=name, centre=here.name)
    entries = _entries(session, here.name, person, first, last)
    leaves = _leaves(session, here, person, first, last)
    return shift_calendar(entries, leaves, name=title, zone=here.zone, language=language)


def _leaves(
    session: Session, here: Centre, person: str, first: date, last: date
) -> tuple[CalendarLeave, ...]:
    """Return a person's granted leave; a half-day within the opening hours, where these hold it."""
    found = []
    for away in team.load_absences(session, first, last):
        if away.person == person and away.kind.is_leave:
            begin, end = max(away.kind.span[0], here.opens), min(away.kind.span[1], here.closes)
            span = (begin, end) if begin < end else away.kind.span
            uid = f"{uuid.uuid5(NAMES, f'{here.name}/{person}/{away.day}/leave')}@lianxin"
            half = None if away.kind.share == 1 else away.kind.value
            found.append(CalendarLeave(uid, away.day, half, span))
    return tuple(sorted(found, key=lambda leave: leave.day))


def _entries(
    session: Session, centre: str, person: str, first: date, last: date
) -> tuple[CalendarEntry, ...]:
    """Return a person's published shifts; on every day the version published last decides."""
    kinds = {kind.code: kind for kind in team.load_shift_types(session)}
    found: dict[date, CalendarEntry] = {}
    for version in rosters.published_over(session, first, last):
        end = version.start + timedelta(days=version.days - 1)
        found = {day: entry for day, entry in found.items() if not version.start <= day <= end}
        for assignment in rosters.load_roster(session, version.id)[0].of(person):
            day = assignment.day
            if first <= day <= last:
                shift = Shift(day, kinds[assignment.shift])
                found[day] = CalendarEntry(
                    uid=f"{uuid.uuid5(NAMES, f'{centre}/{person}/{day}')}@lianxin",
                    name=shift.type.name,
                    code=shift.type.code,
                    start=shift.start,
                    end=shift.end,
                    paid=shift.type.paid,
                    version=version.id,
                    published_at=version.published_at or version.made_at,
                )
    return tuple(found[day] for day in sorted(found))
