"""The team in the store: people, shift types, transport, absences, wishes and duties carried."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk.store.tables import AbsenceRow, ClosureRow, PersonRow, ShiftTypeRow, TransportRow, WishRow
from desk.store.terms_tables import CarriedRow
from scheduler.people import HoursCycle, Person, Regime, Transport
from scheduler.problem import Absence, AbsenceKind, DutyCount, Wish, ZoneClosure
from scheduler.shifts import ShiftKind, ShiftType


def save_people(session: Session, people: Iterable[Person]) -> None:
    """Keep the team in its order."""
    for place, person in enumerate(people):
        session.merge(
            PersonRow(
                code=person.code,
                place=place,
                name=person.name,
                regime=person.regime.value,
                cycle=person.cycle.value,
                weekly_minutes=person.weekly_minutes,
                skills=sorted(person.skills),
                senior=person.senior,
                zone=person.zone,
                no_nights_until=person.no_nights_until,
                no_overtime_until=person.no_overtime_until,
                nursing_minutes=person.nursing_minutes,
                permit=person.permit,
                active=True,
            )
        )


def load_people(session: Session, *, departed: bool = False) -> tuple[Person, ...]:
    """Return the team in its order, on request with those who have left."""
    query = select(PersonRow).order_by(PersonRow.place, PersonRow.code)
    if not departed:
        query = query.where(PersonRow.active)
    return tuple(
        Person(
            code=row.code,
            name=row.name,
            regime=Regime(row.regime),
            cycle=HoursCycle(row.cycle),
            weekly_minutes=row.weekly_minutes,
            skills=frozenset(row.skills),
            senior=row.senior,
            zone=row.zone,
            no_nights_until=row.no_nights_until,
            no_overtime_until=row.no_overtime_until,
            nursing_minutes=row.nursing_minutes,
            permit=row.permit,
        )
        for row in session.scalars(query)
    )


def set_active(session: Session, code: str, *, active: bool) -> None:
    """Let somebody belong to the team, or not any more; what they have worked stays."""
    session.execute(update(PersonRow).where(PersonRow.code == code).values(active=active))


def forget_from(session: Session, person: str, day: date) -> None:
    """Forget days away and wishes of a person from a day on."""
    session.execute(delete(AbsenceRow).where(AbsenceRow.person == person, AbsenceRow.day >= day))
    session.execute(delete(WishRow).where(WishRow.person == person, WishRow.day >= day))


def forget_absence(session: Session, person: str, day: date) -> None:
    """Forget that a person is away on a day."""
    session.execute(delete(AbsenceRow).where(AbsenceRow.person == person, AbsenceRow.day == day))


def save_shift_types(session: Session, types: Iterable[ShiftType]) -> None:
    """Keep the shift types in their order."""
    for place, kind in enumerate(types):
        session.merge(
            ShiftTypeRow(
                code=kind.code,
                place=place,
                name=kind.name,
                start=kind.start,
                length=kind.length,
                paid=kind.paid,
                kind=kind.kind.value,
                on_phones=kind.on_phones,
                skill=kind.skill,
                not_before=sorted(kind.not_before),
            )
        )


def load_shift_types(session: Session) -> tuple[ShiftType, ...]:
    """Return the shift types in their order."""
    rows = session.scalars(select(ShiftTypeRow).order_by(ShiftTypeRow.place))
    return tuple(
        ShiftType(
            code=row.code,
            name=row.name,
            start=row.start,
            length=row.length,
            paid=row.paid,
            kind=ShiftKind(row.kind),
            on_phones=row.on_phones,
            skill=row.skill,
            not_before=frozenset(row.not_before),
        )
        for row in rows
    )


def save_transport(session: Session, lines: Iterable[Transport]) -> None:
    """Keep the first and last transport of every zone."""
    for line in lines:
        session.merge(
            TransportRow(
                zone=line.zone,
                day_off=line.day_off,
                earliest_start=line.earliest_start,
                latest_end=line.latest_end,
            )
        )


def load_transport(session: Session) -> tuple[Transport, ...]:
    """Return the first and last transport of every zone."""
    rows = session.scalars(select(TransportRow).order_by(TransportRow.zone, TransportRow.day_off))
    return tuple(Transport(row.zone, row.day_off, row.earliest_start, row.latest_end) for row in rows)


def save_absences(session: Session, absences: Iterable[Absence]) -> None:
    """Keep days away."""
    for absence in absences:
        session.merge(AbsenceRow(person=absence.person, day=absence.day, kind=absence.kind.value))


def load_absences(session: Session, first: date, last: date) -> frozenset[Absence]:
    """Return the days away from `first` to `last`."""
    rows = session.scalars(select(AbsenceRow).where(AbsenceRow.day.between(first, last)))
    return frozenset(Absence(row.person, row.day, AbsenceKind(row.kind)) for row in rows)


def save_wishes(session: Session, wishes: Iterable[Wish]) -> None:
    """Keep wishes; one of the same person, day and shift is replaced."""
    kept = {(row.person, row.day, row.shift): row for row in session.scalars(select(WishRow))}
    for wish in wishes:
        row = kept.get((wish.person, wish.day, wish.shift))
        if row is None:
            session.add(WishRow(person=wish.person, day=wish.day, shift=wish.shift, weight=wish.weight))
        else:
            row.weight = wish.weight


def load_wishes(session: Session, first: date, last: date) -> tuple[Wish, ...]:
    """Return the wishes from `first` to `last`."""
    rows = session.scalars(select(WishRow).where(WishRow.day.between(first, last)).order_by(WishRow.id))
    return tuple(Wish(row.person, row.day, row.shift, row.weight) for row in rows)


def save_closures(session: Session, closures: Iterable[ZoneClosure]) -> None:
    """Keep closed zones."""
    for closure in closures:
        session.merge(ClosureRow(zone=closure.zone, day=closure.day))


def load_closures(session: Session, first: date, last: date) -> frozenset[ZoneClosure]:
    """Return the zones closed from `first` to `last`."""
    rows = session.scalars(select(ClosureRow).where(ClosureRow.day.between(first, last)))
    return frozenset(ZoneClosure(row.zone, row.day) for row in rows)


def save_duties(session: Session, duties: Iterable[DutyCount]) -> None:
    """Keep what people have carried before."""
    for duty in duties:
        session.merge(CarriedRow(person=duty.person, measure=duty.measure, year=duty.year, count=duty.count))


def load_duties(session: Session) -> tuple[DutyCount, ...]:
    """Return what people have carried before."""
    rows = session.scalars(
        select(CarriedRow).order_by(CarriedRow.person, CarriedRow.measure, CarriedRow.year)
    )
    return tuple(DutyCount(row.person, row.measure, row.count, row.year) for row in rows)
