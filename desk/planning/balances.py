"""Use cases of hours and leave: what everyone has, what is owed, what is about to lapse, and the month for the personnel office."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.entitlements import Use, annual_leave, balance_lines, together
from desk.planning.hours import cycle_start
from desk.planning.house_rules import house_value, pay_rates
from desk.planning.known import load_centre, local_now
from desk.planning.timekeeping import Record, load_record
from desk.reports.hours_sheet import hours_sheet, hours_table
from desk.results import (
    GRANTED_BY_HAND,
    Balance,
    Entitlement,
    HourKind,
    HoursMonth,
    LeaveKind,
    Tenure,
)
from desk.store import Store, log, team
from desk.store import hours as rows
from forecast.errors import SettingError
from scheduler.people import Person

STEPS = (1, 10, 20)
"""Completed years of service from which on annual leave grows; how far, is a setting."""

FAR = timedelta(days=800)
"""Days of leave this far ahead and back are read: entitlements of three calendar years."""


def hours_month(store: Store, who: Account, *, month: date) -> HoursMonth:
    """
    Return everyone's hours of a month, up to yesterday.

    Raises
    ------
    SettingError
        ``month_ahead`` if the month has not begun.
    """
    require(who, "hours_month")
    with store.read() as session:
        return _month(session, month)


def hours_file(store: Store, who: Account, *, month: date, kind: str, language: str | None = None) -> bytes:
    """
    Return the month for the personnel office, as a sheet (``xlsx``) or as ``csv``.

    Raises
    ------
    SettingError
        ``month_ahead``; ``hours_file_kind`` for another kind.
    """
    require(who, "hours_file")
    if kind not in {"xlsx", "csv"}:
        raise SettingError("hours_file_kind", kind=kind)
    with store.read() as session:
        found, centre = _month(session, month), load_centre(session).name
    if kind == "csv":
        return hours_table(found)
    return hours_sheet(found, centre, language or who.language)


def my_balance(store: Store, who: Account) -> Balance | None:
    """Return one's own leave and hours; None for an account that belongs to nobody in the team."""
    require(who, "my_balance")
    if who.person is None:
        return None
    with store.read() as session:
        return next(iter(balances_of(session, only=who.person)), None)


def balances(store: Store, who: Account) -> tuple[Balance, ...]:
    """Return everyone's leave and hours."""
    require(who, "balances")
    with store.read() as session:
        return balances_of(session)


def grant_leave(
    store: Store, who: Account, *, person: str, kind: LeaveKind, first: date, last: date, days: float
) -> Entitlement:
    """
    Let somebody take so many days of a kind within a span, in place of what was granted from the same day on.

    Raises
    ------
    SettingError
        ``unknown_member``, ``grant_kind`` for leave that is reckoned and not granted, or ``grant_span``.
    """
    require(who, "grant_leave")
    if kind not in GRANTED_BY_HAND:
        raise SettingError("grant_kind", kind=str(kind))
    if last < first or not 0 <= days <= (last - first).days + 1:
        raise SettingError("grant_span", first=first, last=last, days=days)
    granted = Entitlement(person, kind, first, last, float(days))
    with store.begin() as session:
        _check_member(session, person)
        known = [
            e for e in rows.load_entitlements(session) if (e.person, e.kind, e.first) == (person, kind, first)
        ]
        rows.save_entitlements(session, [granted])
        log.add_line(
            session,
            who.username,
            "grant_leave",
            before={"last": known[0].last, "days": known[0].days} if known else None,
            after={"person": person, "kind": kind, "first": first, "last": last, "days": granted.days},
        )
    return granted


def set_tenure(store: Store, who: Account, *, person: str, since: date) -> Tenure:
    """
    Keep since when somebody has worked, over all employers: annual leave goes by it.

    Raises
    ------
    SettingError
        ``unknown_member``, or ``tenure_ahead`` for a day that is still to come.
    """
    require(who, "set_tenure")
    with store.begin() as session:
        _check_member(session, person)
        today = local_now(load_centre(session)).date()
        if since > today:
            raise SettingError("tenure_ahead", day=since)
        known = {tenure.person: tenure.since for tenure in rows.load_tenures(session)}
        tenure = Tenure(person, since)
        rows.save_tenures(session, [tenure])
        log.add_line(
            session, who.username, "set_tenure",
            before={"person": person, "since": known.get(person)}, after={"person": person, "since": since},
        )  # fmt: skip
    return tenure


def balances_of(session: Session, *, only: str | None = None) -> tuple[Balance, ...]:
    """Return the balances of the team, or of one person, as they stand today."""
    today = local_now(load_centre(session)).date()
    reach = int(house_value(session, "comp_days"))
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    first = min(today - timedelta(days=reach), date(today.year, 1, 1), before)
    record = load_record(session, first, today, only=only)
    here = {person.code for person in team.load_people(session)}
    tenures = {tenure.person: tenure.since for tenure in rows.load_tenures(session)}
    grants = rows.load_entitlements(session)
    taken = rows.load_leave_days(session, today - FAR, today + FAR)
    away = {(a.person, a.day): a.kind.share for a in team.load_absences(session, today - FAR, today + FAR)}
    carry, warning = (int(house_value(session, n)) for n in ("annual_carry_days", "lapse_warning_days"))
    steps = {years: house_value(session, f"annual_days_{years}") for years in STEPS}
    found = []
    for person in (p for p in record.people if p.code in here):
        since = tenures.get(person.code)
        yearly = () if since is None else annual_leave(person.code, since, today, carry=carry, steps=steps)
        own = (grant for grant in grants if grant.person == person.code)
        day = person.weekly_minutes / 300
        uses = [
            Use(
                leave.kind,
                leave.day,
                (day if leave.kind is LeaveKind.COMP else 1.0) * away.get((leave.person, leave.day), 1.0),
            )
            for leave in taken
            if leave.person == person.code
        ]
        every = (*yearly, *own, *_owed(record, person, today, reach))
        lines = together(line for line in balance_lines(every, uses, today, warning=warning) if line.granted)
        found.append(
            Balance(
                person.code, person.name, lines,
                ((before, record.line(person, before, month - timedelta(days=1))), (month, record.line(person, month, today))),
                statutory=record.line(person, date(today.year, 1, 1), today).of(HourKind.STATUTORY),
                overtime_cap=record.terms.overtime[person.regime.value], day=today, since=since,
            )
        )  # fmt: skip
    return tuple(found)


def leave_left(session: Session, person: str, kind: LeaveKind, first: date, last: date) -> float | None:
    """
    Return what is left of a kind of leave for days of a span, in days; None if it is taken from nothing.

    Time off owed is reckoned in whole and part days of the person's contract.
    """
    if kind is LeaveKind.PERSONAL:
        return None
    today = local_now(load_centre(session)).date()
    (balance,) = balances_of(session, only=person)
    left = sum(
        line.left
        for line in balance.lines
        if line.kind is kind and line.first <= last and max(first, today) <= line.last
    )
    if kind is not LeaveKind.COMP:
        return left
    daily = next(p.weekly_minutes for p in team.load_people(session) if p.code == person) / 300
    return left / daily if daily else 0.0


def _owed(record: Record, person: Person, today: date, reach: int) -> Iterable[Entitlement]:
    """Return time off as it was earned, day by day, each to be taken within `reach` days."""
    start = cycle_start(person, today - timedelta(days=reach))
    for day, hours in record.owed(person).items():
        if start <= day <= record.until:
            yield Entitlement(person.code, LeaveKind.COMP, day, day + timedelta(days=reach), hours)


def _month(session: Session, month: date) -> HoursMonth:
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if first > local_now(load_centre(session)).date():
        raise SettingError("month_ahead", month=first)
    record = load_record(session, first, last)
    lines = tuple(record.line(person, first, last) for person in record.people)
    return HoursMonth(first, min(last, record.until), lines, tuple(pay_rates(session).values()))


def _check_member(session: Session, person: str) -> None:
    if person not in {member.code for member in team.load_people(session)}:
        raise SettingError("unknown_member", person=person)
