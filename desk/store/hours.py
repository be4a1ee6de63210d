"""Hours really worked, entitlements, tenure and days of leave in the store."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.results import Actual, Entitlement, LeaveDay, LeaveKind, Tenure
from desk.store.hours_tables import ActualRow, EntitlementRow, LeaveDayRow, TenureRow


def save_actuals(session: Session, actuals: Iterable[Actual]) -> None:
    """Keep what was really worked; a known day of a person is replaced."""
    new = {(a.person, a.day): a for a in actuals}
    if not new:
        return
    days = [day for _, day in new]
    for row in session.scalars(select(ActualRow).where(ActualRow.day.between(min(days), max(days)))):
        a = new.pop((row.person, row.day), None)
        if a is not None:
            row.start, row.end, row.paid = a.start, a.end, a.paid
    session.add_all(
        ActualRow(person=a.person, day=a.day, start=a.start, end=a.end, paid=a.paid) for a in new.values()
    )


def load_actuals(session: Session, first: date, last: date) -> tuple[Actual, ...]:
    """Return what was really worked on the days from `first` to `last`."""
    columns = (ActualRow.person, ActualRow.day, ActualRow.start, ActualRow.end, ActualRow.paid)
    query = (
        select(*columns).where(ActualRow.day.between(first, last)).order_by(ActualRow.day, ActualRow.person)
    )
    return tuple(Actual(*row) for row in session.execute(query))


def save_entitlements(session: Session, entitlements: Iterable[Entitlement]) -> None:
    """Keep what people may take; one of the same person, kind and first day is replaced."""
    for e in entitlements:
        session.merge(
            EntitlementRow(person=e.person, kind=e.kind.value, first=e.first, last=e.last, days=e.days)
        )


def load_entitlements(session: Session) -> tuple[Entitlement, ...]:
    """Return everything that was granted by hand or by file."""
    rows = session.scalars(select(EntitlementRow).order_by(EntitlementRow.person, EntitlementRow.first))
    return tuple(Entitlement(row.person, LeaveKind(row.kind), row.first, row.last, row.days) for row in rows)


def save_tenures(session: Session, tenures: Iterable[Tenure]) -> None:
    """Keep since when people have worked."""
    for tenure in tenures:
        session.merge(TenureRow(person=tenure.person, since=tenure.since))


def load_tenures(session: Session) -> tuple[Tenure, ...]:
    """Return since when people have worked, as far as it is known."""
    rows = session.scalars(select(TenureRow).order_by(TenureRow.person))
    return tuple(Tenure(row.person, row.since) for row in rows)


def save_leave_days(session: Session, days: Iterable[LeaveDay]) -> None:
    """Keep what days of leave are taken from."""
    for day in days:
        session.merge(LeaveDayRow(person=day.person, day=day.day, kind=day.kind.value))


def load_leave_days(session: Session, first: date, last: date) -> tuple[LeaveDay, ...]:
    """Return what the days of leave from `first` to `last` are taken from, as far as somebody said."""
    query = select(LeaveDayRow).where(LeaveDayRow.day.between(first, last)).order_by(LeaveDayRow.day)
    return tuple(LeaveDay(row.person, row.day, LeaveKind(row.kind)) for row in session.scalars(query))


def remove_leave_days(session: Session, person: str, first: date, last: date) -> None:
    """Forget what days of leave were taken from, because they were given back."""
    session.execute(
        delete(LeaveDayRow).where(LeaveDayRow.person == person, LeaveDayRow.day.between(first, last))
    )
