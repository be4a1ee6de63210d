"""Requests, consents and house rules in the store."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from desk.results import Answer, Consent, HouseRule, RequestKind, RequestLine, RequestState
from desk.store.log import plain
from desk.store.tables import (
    AbsenceRow,
    ConsentRow,
    HouseRuleRow,
    PersonRow,
    RequestRow,
    ShiftTypeRow,
    WishRow,
)
from scheduler.problem import AbsenceKind
from scheduler.shifts import ShiftKind


def add_request(
    session: Session,
    *,
    kind: RequestKind,
    state: RequestState,
    person: str,
    first: date,
    last: date,
    shift: str | None,
    colleague: str | None,
    their_day: date | None,
    answers: Iterable[Answer],
    who: str,
    now: datetime,
    leave: str | None = None,
    half: str | None = None,
) -> int:
    """Keep a request and return its number."""
    row = RequestRow(
        kind=kind.value,
        state=state.value,
        person=person,
        first=first,
        last=last,
        shift=shift,
        colleague=colleague,
        their_day=their_day,
        answers=_packed(answers),
        made_by=who,
        made_at=now,
        leave_kind=leave,
        half=half,
    )
    session.add(row)
    session.flush()
    return row.id


def find_request(session: Session, number: int) -> RequestLine | None:
    """Return a request by its number."""
    return next(iter(_lines(session, RequestRow.id == number)), None)


def requests(session: Session, states: Iterable[RequestState] | None = None) -> tuple[RequestLine, ...]:
    """Return requests in the order in which they were made, on demand only those in some states."""
    if states is None:
        return _lines(session)
    return _lines(session, RequestRow.state.in_([state.value for state in states]))


def requests_of(session: Session, person: str) -> tuple[RequestLine, ...]:
    """Return the requests that a person has made or is asked to agree to."""
    return _lines(session, or_(RequestRow.person == person, RequestRow.colleague == person))


def standing_by(session: Session, day: date, shift: str) -> frozenset[str]:
    """Return who has been granted to stand by on a day for a shift, or as a standby shift for any."""
    rows = session.execute(
        select(RequestRow.person)
        .join(ShiftTypeRow, ShiftTypeRow.code == RequestRow.shift)
        .where(
            RequestRow.kind == RequestKind.STANDBY.value,
            RequestRow.state == RequestState.GRANTED.value,
            RequestRow.first <= day,
            RequestRow.last >= day,
            or_(RequestRow.shift == shift, ShiftTypeRow.kind == ShiftKind.STANDBY.value),
        )
    )
    return frozenset(row.person for row in rows)


def answer_request(
    session: Session,
    line: RequestLine,
    state: RequestState,
    answers: Iterable[Answer],
    *,
    who: str,
    now: datetime,
    version: int | None = None,
) -> bool:
    """Move a request on; False if someone else was quicker."""
    done = session.execute(
        update(RequestRow)
        .where(RequestRow.id == line.id, RequestRow.state == line.state.value)
        .values(
            state=state.value,
            answers=_packed((*line.answers, *answers)),
            decided_by=who,
            decided_at=now,
            roster_id=version if version is not None else line.version,
        )
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an update returns a cursor result


def remove_leave(session: Session, person: str, first: date, last: date) -> None:
    """Forget a person's days and half-days of leave."""
    session.execute(
        delete(AbsenceRow).where(
            AbsenceRow.person == person,
            AbsenceRow.day.between(first, last),
            AbsenceRow.kind.in_([kind.value for kind in AbsenceKind if kind.is_leave]),
        )
    )


def remove_wish(session: Session, person: str, first: date, last: date, shift: str | None) -> None:
    """Forget a person's wish for a shift or a day off."""
    same = WishRow.shift.is_(None) if shift is None else WishRow.shift == shift
    session.execute(
        delete(WishRow).where(
            WishRow.person == person, WishRow.day.between(first, last), same, WishRow.weight > 0
        )
    )


def ask_consents(
    session: Session,
    version: int,
    cells: Iterable[tuple[str, date, str | None, str | None]],
    now: datetime,
) -> int:
    """Ask everyone once for the change of a cell; return how many were asked just now."""
    known = {(row.person, row.day) for row in session.scalars(_of_version(version))}
    new = [cell for cell in cells if cell[:2] not in known]
    session.add_all(
        ConsentRow(
            roster_id=version, person=person, day=day, before=before, after=after, state="asked", asked_at=now
        )
        for person, day, before, after in new
    )
    return len(new)


def consents_for(session: Session, version: int) -> dict[tuple[str, date], Consent]:
    """Return who was asked for which cell of a version, and what they said."""
    return {(row.person, row.day): _consent(row) for row in session.scalars(_of_version(version))}


def consents_of(session: Session, person: str) -> tuple[Consent, ...]:
    """Return what a person was asked to agree to, the newest version first."""
    query = (
        select(ConsentRow)
        .where(ConsentRow.person == person)
        .order_by(ConsentRow.roster_id.desc(), ConsentRow.day)
    )
    return tuple(_consent(row) for row in session.scalars(query))


def set_consent(
    session: Session, version: int, person: str, day: date, *, given: bool, now: datetime
) -> bool:
    """Keep a person's answer; False if they were not asked."""
    done = session.execute(
        update(ConsentRow)
        .where(ConsentRow.roster_id == version, ConsentRow.person == person, ConsentRow.day == day)
        .values(state="given" if given else "refused", answered_at=now)
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]  # an update returns a cursor result


def load_house_rules(session: Session) -> tuple[HouseRule, ...]:
    """Return the limits that the centre has set itself."""
    rows = session.scalars(select(HouseRuleRow).order_by(HouseRuleRow.name))
    return tuple(HouseRule(row.name, row.value, "house", row.source, row.as_of) for row in rows)


def save_house_rule(session: Session, rule: HouseRule) -> None:
    """Keep a limit of the centre's own."""
    session.merge(HouseRuleRow(name=rule.name, value=rule.value, source=rule.source, as_of=rule.as_of))


def _lines(session: Session, *where: ColumnElement[bool]) -> tuple[RequestLine, ...]:
    asker, colleague = aliased(PersonRow), aliased(PersonRow)
    query = (
        select(RequestRow, asker.name, colleague.name)
        .join(asker, asker.code == RequestRow.person)
        .outerjoin(colleague, colleague.code == RequestRow.colleague)
        .where(*where)
        .order_by(RequestRow.id)
    )
    return tuple(_line(row, name, other) for row, name, other in session.execute(query))


def _line(row: RequestRow, name: str, colleague_name: str | None) -> RequestLine:
    return RequestLine(
        id=row.id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        person=row.person,
        name=name,
        first=row.first,
        last=row.last,
        shift=row.shift,
        colleague=row.colleague,
        colleague_name=colleague_name,
        their_day=row.their_day,
        answers=tuple(
            Answer(code, tuple((name, _fact(value)) for name, value in facts.items()))
            for code, facts in row.answers
        ),
        made_at=row.made_at,
        decided_at=row.decided_at,
        version=row.roster_id,
        leave=row.leave_kind,
        half=None if row.half is None else AbsenceKind(row.half),
    )


def _packed(answers: Iterable[Answer]) -> list[Any]:
    return [[answer.code, plain(dict(answer.facts))] for answer in answers]


def _fact(value: object) -> object:
    """Return a fact as it was: JSON keeps dates as text."""
    if isinstance(value, str) and len(value) == len("2026-11-23"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _of_version(version: int) -> Any:  # Any: the type of a select of rows
    return select(ConsentRow).where(ConsentRow.roster_id == version)


def _consent(row: ConsentRow) -> Consent:
    return Consent(row.roster_id, row.day, row.before, row.after, row.state)
