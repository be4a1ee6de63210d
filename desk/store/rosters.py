"""Versions of rosters and the searches that make them, in the store."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk.results import JobState, RosterVersion
from desk.store.log import plain
from desk.store.plan_tables import AssignmentRow, JobRow, RosterRow
from desk.store.tables import LockedCellRow
from scheduler.problem import Assignment, Lock
from scheduler.roster import Roster


def add_roster(
    session: Session,
    roster: Roster,
    *,
    start: date,
    days: int,
    requirement_id: int,
    goals: tuple[tuple[str, float], ...],
    status: str,
    who: str,
    now: datetime,
) -> int:
    """Keep a roster as a draft and return the number of the version."""
    row = RosterRow(
        start=start,
        days=days,
        state="draft",
        status=status,
        requirement_id=requirement_id,
        goals=[list(goal) for goal in goals],
        made_by=who,
        made_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(
        AssignmentRow(roster_id=row.id, person=a.person, day=a.day, shift=a.shift, locked=False)
        for a in roster
    )
    return row.id


def versions(session: Session) -> tuple[RosterVersion, ...]:
    """Return every version, newest first."""
    return tuple(_version(row) for row in session.scalars(select(RosterRow).order_by(RosterRow.id.desc())))


def find_version(session: Session, version: int) -> tuple[RosterVersion, int] | None:
    """Return a version and the number of its requirement."""
    row = session.get(RosterRow, version)
    return None if row is None else (_version(row), row.requirement_id)


def load_roster(session: Session, version: int) -> tuple[Roster, frozenset[tuple[str, date]]]:
    """Return the assignments of a version and which cells are locked."""
    cells = select(AssignmentRow.person, AssignmentRow.day, AssignmentRow.shift)
    rows = session.execute(cells.where(AssignmentRow.roster_id == version))
    roster = Roster(frozenset(Assignment(person, day, shift) for person, day, shift in rows))
    return roster, frozenset((lock.person, lock.day) for lock in load_locks(session, version))


def load_locks(session: Session, version: int) -> frozenset[Lock]:
    """Return the cells of a version that stay when solving again."""
    rows = session.scalars(select(LockedCellRow).where(LockedCellRow.roster_id == version))
    return frozenset(Lock(row.person, row.day, row.shift) for row in rows)


def save_locks(session: Session, version: int, locks: Iterable[Lock]) -> None:
    """Let cells of a version stay when solving again."""
    for lock in locks:
        session.merge(LockedCellRow(roster_id=version, person=lock.person, day=lock.day, shift=lock.shift))


def remove_lock(session: Session, version: int, person: str, day: date) -> None:
    """Let a cell change again when solving."""
    session.execute(
        delete(LockedCellRow).where(
            LockedCellRow.roster_id == version, LockedCellRow.person == person, LockedCellRow.day == day
        )
    )


def latest_draft(session: Session, start: date, days: int) -> int | None:
    """Return the newest version of a window if it is a draft."""
    row = session.scalar(
        select(RosterRow)
        .where(RosterRow.start == start, RosterRow.days == days)
        .order_by(RosterRow.id.desc())
        .limit(1)
    )
    return row.id if row is not None and row.state == "draft" else None


def set_cell(
    session: Session,
    version: int,
    person: str,
    day: date,
    shift: str | None,
    goals: tuple[tuple[str, float], ...],
) -> None:
    """Set one cell of a draft, with what the draft costs now."""
    session.execute(
        delete(AssignmentRow).where(
            AssignmentRow.roster_id == version, AssignmentRow.person == person, AssignmentRow.day == day
        )
    )
    if shift is not None:
        session.add(AssignmentRow(roster_id=version, person=person, day=day, shift=shift, locked=False))
    values = {"goals": [list(goal) for goal in goals], "status": "edited"}
    session.execute(update(RosterRow).where(RosterRow.id == version).values(**values))


def published_over(session: Session, first: date, last: date) -> tuple[RosterVersion, ...]:
    """Return the published versions that touch the days from `first` to `last`, oldest first."""
    rows = session.scalars(
        select(RosterRow)
        .where(RosterRow.state == "published", RosterRow.start <= last)
        .order_by(RosterRow.published_at, RosterRow.id)
    )
    return tuple(
        version
        for version in map(_version, rows)
        if version.start + timedelta(days=version.days - 1) >= first
    )


def superseded_before(session: Session, version: RosterVersion) -> RosterVersion | None:
    """Return the version of the same days that was published before this one."""
    return next(iter(superseded_versions(session, version)), None)


def superseded_versions(session: Session, version: RosterVersion) -> tuple[RosterVersion, ...]:
    """Return the versions of the same days that were published before this one, the newest first."""
    rows = session.scalars(
        select(RosterRow)
        .where(
            RosterRow.state == "superseded",
            RosterRow.start == version.start,
            RosterRow.days == version.days,
            RosterRow.id != version.id,
        )
        .order_by(RosterRow.published_at.desc())
    )
    return tuple(map(_version, rows))


def set_published(session: Session, version: RosterVersion, who: str, now: datetime) -> bool:
    """Publish a draft and retire what lies within its days; False if someone else was quicker."""
    done = session.execute(
        update(RosterRow)
        .where(RosterRow.id == version.id, RosterRow.state != "published")
        .values(state="published", published_by=who, published_at=now)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an update returns a cursor result
        return False
    end = version.start + timedelta(days=version.days)
    within = [
        row.id
        for row in session.scalars(
            select(RosterRow).where(
                RosterRow.state == "published", RosterRow.start >= version.start, RosterRow.id != version.id
            )
        )
        if row.start + timedelta(days=row.days) <= end
    ]
    session.execute(update(RosterRow).where(RosterRow.id.in_(within)).values(state="superseded"))
    return True


def assignments_before(session: Session, day: date, reach: int) -> tuple[Assignment, ...]:
    """Return the published assignments of the `reach` days before a day."""
    first = day - timedelta(days=reach)
    cells: dict[tuple[str, date], Assignment] = {}
    for version in published_over(session, first, day - timedelta(days=1)):
        roster, _ = load_roster(session, version.id)
        end = version.start + timedelta(days=version.days - 1)
        cells = {key: a for key, a in cells.items() if not version.start <= key[1] <= end}
        cells |= {(a.person, a.day): a for a in roster if first <= a.day < day}
    return tuple(cells[key] for key in sorted(cells))


def add_job(session: Session, *, start: date, days: int, limit: float, who: str, now: datetime) -> int:
    """Note a search that is about to start, and return its number."""
    row = JobRow(
        state="waiting",
        start=start,
        days=days,
        limit_seconds=limit,
        stop_asked=False,
        seconds=0.0,
        message="waiting",
        details={},
        made_by=who,
        made_at=now,
        seen_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_job(session: Session, job: int) -> tuple[JobState, datetime, str] | None:
    """Return how far a search is, when it was last heard of, and who asked for it."""
    row = session.get(JobRow, job)
    if row is None:
        return None
    state = JobState(
        id=row.id,
        state=row.state,
        start=row.start,
        days=row.days,
        limit=row.limit_seconds,
        seconds=row.seconds,
        cost=row.cost,
        bound=row.bound,
        message=row.message,
        version=row.roster_id,
        error=row.error,
        details=tuple(row.details.items()),
    )
    return state, row.seen_at, row.made_by


def active_jobs(session: Session) -> tuple[int, ...]:
    """Return the searches that are not over."""
    return tuple(session.scalars(select(JobRow.id).where(JobRow.state.in_(("waiting", "running")))))


def is_stop_asked(session: Session, job: int) -> bool:
    """Say whether someone wants this search to stop."""
    return bool(session.scalar(select(JobRow.stop_asked).where(JobRow.id == job)))


def change_job(session: Session, job: int, **fields: object) -> None:
    """Change fields of a search that is not over."""
    details = fields.pop("details", None)
    if isinstance(details, Mapping):
        fields["details"] = plain(details)
    session.execute(
        update(JobRow).where(JobRow.id == job, JobRow.state.in_(("waiting", "running"))).values(**fields)
    )


def _version(row: RosterRow) -> RosterVersion:
    return RosterVersion(
        id=row.id,
        start=row.start,
        days=row.days,
        state=row.state,
        made_by=row.made_by,
        made_at=row.made_at,
        published_at=row.published_at,
        goals=tuple((code, value) for code, value in row.goals),
        status=row.status,
    )
