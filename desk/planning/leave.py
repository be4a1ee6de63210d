"""What days of leave are taken from: the working days of a span, and whether there is enough left for them."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.planning.balances import leave_left
from desk.planning.known import load_calendar, load_centre
from desk.planning.revising import published_cells, published_days
from desk.results import Answer, LeaveDay, LeaveKind, RequestLine
from desk.store import hours as rows
from desk.store import team
from forecast.errors import SettingError
from scheduler.problem import Absence, AbsenceKind
from scheduler.shifts import Shift


def leave_days(
    session: Session, person: str, first: date, last: date, away: AbsenceKind = AbsenceKind.LEAVE
) -> tuple[date, ...]:
    """
    Return the days of a span that count as leave: rostered ones, and working days where nothing is published.

    For half a day a rostered shift counts that reaches into it. Standing by at home is no work, so it takes no leave.
    """
    kinds = {kind.code: kind for kind in team.load_shift_types(session)}
    calendar = load_calendar(session, load_centre(session).country)
    known, cells = published_days(session, first, last), published_cells(session, first, last)

    def counts(day: date) -> bool:
        kind = kinds.get(cells.get((person, day), ""))
        if calendar.day(day).statutory:
            return False
        if day not in known:
            return not calendar.day(day).is_off
        return kind is not None and kind.paid > 0 and Absence(person, day, away).meets(Shift(day, kind))

    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    return tuple(day for day in days if counts(day))


def check_enough(
    session: Session,
    person: str,
    leave: str | None,
    first: date,
    last: date,
    away: AbsenceKind = AbsenceKind.LEAVE,
) -> None:
    """
    Let leave through for which there is enough of its kind.

    Raises
    ------
    SettingError
        ``leave_not_enough``.
    """
    if leave is None:
        return
    left = leave_left(session, person, LeaveKind(leave), first, last)
    needed = away.share * len(leave_days(session, person, first, last, away))
    if left is not None and needed > left + 1e-9:
        raise SettingError("leave_not_enough", kind=leave, days=f"{needed:g}", left=left)


def take_leave(session: Session, line: RequestLine) -> tuple[Answer, ...]:
    """
    Note what granted leave is taken from, and say so; nothing where nobody has said what it should be.

    Raises
    ------
    SettingError
        ``leave_not_enough`` if other leave has used it up meanwhile.
    """
    if line.leave is None:
        return ()
    check_enough(session, line.person, line.leave, line.first, line.last, line.away)
    days = leave_days(session, line.person, line.first, line.last, line.away)
    rows.save_leave_days(session, [LeaveDay(line.person, day, LeaveKind(line.leave)) for day in days])
    return (Answer("leave_taken", (("leave", line.leave), ("days", f"{line.away.share * len(days):g}"))),)
