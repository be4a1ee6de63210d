"""What a request would do to the published roster, and the nearest thing that would work instead."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from desk.planning.house_rules import house_value
from desk.planning.known import load_centre
from desk.planning.publishing import short_notice_until
from desk.planning.revising import Cells, Standing, changes_between, published_on
from desk.results import Answer, Effect, RequestKind, RequestLine
from desk.store import team
from desk.store.requests import standing_by
from scheduler.problem import Absence, AbsenceKind, Assignment
from scheduler.roster import Breach
from scheduler.shifts import Shift

REACH = 30
"""Days before and after within which another day for a leave is looked for."""

NEAR = 7
"""Days before and after within which another partner for a swap is looked for."""

OFFERED = 3
"""Proposals at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A change of one standing roster: its cells, what would be broken that is not broken now, and half-days with no shift."""

    base: Standing
    cells: Cells
    breaches: tuple[Breach, ...]
    no_shift: tuple[date, ...] = ()

    @property
    def days(self) -> frozenset[date]:
        """The days whose cells change."""
        return frozenset(day for _, day in self.cells)


def effect_of(session: Session, line: RequestLine) -> tuple[Effect, tuple[Plan, ...]]:
    """Return what granting a request would do, told to a planner, and the changes that carry it out."""
    if line.kind is RequestKind.LEAVE:
        plans = leave_plans(session, line.person, line.first, line.last, line.away)
    elif line.kind is RequestKind.SWAP:
        plan, against = swap_plan(session, line)
        if plan is None:
            return Effect(None, None, (), against, ()), ()
        plans = (plan,)
    else:
        return Effect(None, None, (), (), ()), ()
    breaches = tuple(answer_of(breach) for plan in plans for breach in plan.breaches)
    unfit = tuple(Answer("half_no_shift", (("day", day),)) for plan in plans for day in plan.no_shift)
    breaches = (*unfit, *breaches)
    nearest = nearest_for(session, line) if breaches else ()
    before = sum(plan.base.missing(plan.base.roster, plan.days) for plan in plans)
    after = sum(plan.base.missing(plan.base.changed(plan.cells), plan.days) for plan in plans)
    changes = tuple(
        change
        for plan in plans
        for change in changes_between(
            plan.base.problem,
            dict(plan.base.roster.by_cell()),
            dict(plan.base.changed(plan.cells).by_cell()),
        )
    )
    first = sorted(changes, key=lambda change: change.person != line.person)
    if not plans:  # no shift of theirs is touched, or nothing is published yet
        base = published_on(session, line.first)
        missing = None if base is None else base.missing(base.roster, frozenset([line.first]))
        return Effect(missing, missing, (), (), nearest), ()
    return Effect(before, after, tuple(first), breaches, nearest), plans


def leave_plans(
    session: Session, person: str, first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE
) -> tuple[Plan, ...]:
    """
    Return per published roster how it would do without a person; a colleague steps in where the rules let one.

    Whoever is away for half a day works the shift that best fits the other half.
    """
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    found: dict[int, Standing] = {}
    for day in (first - timedelta(days=1), *days):
        base = published_on(session, day)
        if base is not None:
            found[base.version.id] = base
    away = frozenset(Absence(person, day, kind) for day in days)
    until = short_notice_until(session)
    plans = (_without(session, base, person, away, until) for base in found.values())
    return tuple(plan for plan in plans if plan is not None)


def swap_plan(session: Session, line: RequestLine) -> tuple[Plan | None, tuple[Answer, ...]]:
    """Return the roster with the two people's cells exchanged on both days, or why that cannot even be tried."""
    if line.colleague is None or line.their_day is None:
        raise ValueError("a swap needs a colleague and a day of theirs.")
    base = published_on(session, line.first)
    other = published_on(session, line.their_day)
    if base is None or other is None:
        return None, (Answer("unpublished", (("day", line.first if base is None else line.their_day),)),)
    if base.version.id != other.version.id:
        return None, (Answer("swap_across", (("first", line.first), ("second", line.their_day))),)
    cells = base.roster.by_cell()
    if (line.person, line.first) not in cells:
        return None, (Answer("no_shift_there", (("name", line.name), ("day", line.first))),)
    if (line.colleague, line.their_day) not in cells:
        return None, (Answer("no_shift_there", (("name", line.colleague_name), ("day", line.their_day))),)
    return _exchange(base, line.person, line.first, line.colleague, line.their_day), ()


def nearest_for(session: Session, line: RequestLine) -> tuple[Answer, ...]:
    """Return what would work in place of a request: the nearest days of leave, or others to swap with."""
    if line.kind is RequestKind.LEAVE:
        return _nearest_leave(session, line)
    if line.kind is RequestKind.SWAP:
        return _other_swaps(session, line)
    return ()


def full_days(session: Session, line: RequestLine, held: Iterable[RequestLine] = ()) -> tuple[date, ...]:
    """
    Return the days of a leave on which more would be on leave with it than the centre allows; halves count as halves.

    `held` are requests that have a place already, though nobody has granted them yet.
    """
    most = house_value(session, "leave_per_day")
    days = [line.first + timedelta(days=k) for k in range((line.last - line.first).days + 1)]
    count = dict.fromkeys(days, line.away.share)
    for absence in team.load_absences(session, line.first, line.last):
        if absence.person != line.person and absence.kind.is_leave:
            count[absence.day] += absence.kind.share
    for other in held:
        for day in days if other.person != line.person else ():
            count[day] += other.away.share if other.first <= day <= other.last else 0
    return tuple(day for day in days if count[day] > most)


def answer_of(breach: Breach) -> Answer:
    """Return a broken rule as a planner may read it."""
    facts = tuple((name, _plain(value)) for name, value in breach.details)
    return Answer(f"breach.{breach.code}", (("person", breach.person), ("day", breach.day), *facts))


def answers_for(person: str, breaches: Iterable[Breach], names: dict[str, str]) -> tuple[Answer, ...]:
    """Return broken rules as one person may read them: one's own in full, of colleagues only that it cannot be."""
    found: dict[Answer, None] = {}
    for breach in breaches:
        own = breach.person is None or breach.person == person
        if own:
            found[answer_of(breach)] = None
        else:
            name = names.get(breach.person or "", "")
            found[Answer("colleague_cannot", (("name", name), ("day", breach.day)))] = None
    return tuple(found)


def _without(
    session: Session, base: Standing, person: str, away: frozenset[Absence], until: datetime
) -> Plan | None:
    kinds = {kind.code: kind for kind in base.problem.shift_types}
    gone = [
        a
        for a in base.roster.of(person)
        if any(absence.meets(Shift(a.day, kinds[a.shift])) for absence in away)
    ]
    if not gone:
        return None
    then = base.away(away)
    known = set(base.breaches(base.roster))
    cells: dict[tuple[str, date], str | None] = {(person, a.day): None for a in gone}
    no_shift = []
    for lost in gone:
        half = next((a for a in away if a.day == lost.day and a.kind.share < 1), None)
        if half is not None:
            cells |= _other_half(then, cells, lost, half, known)
            if cells[person, lost.day] is None and kinds[lost.shift].paid:
                no_shift.append(lost.day)
        if Shift(lost.day, kinds[lost.shift]).start >= until:
            offered = standing_by(session, lost.day, lost.shift)
            cells |= _stand_in(
                then, cells, lost.day, _shift_of_half(then, lost, half), person, known, offered
            )
    broken = tuple(b for b in then.breaches(then.changed(cells)) if b not in known)
    return Plan(then, cells, broken, tuple(no_shift))


def _other_half(
    base: Standing, cells: Cells, lost: Assignment, half: Absence, known: set[Breach]
) -> dict[tuple[str, date], str | None]:
    """Return the cell of the shift that its person can still work on a half-day: of those that break nothing the best cover."""
    whole = next(kind for kind in base.problem.shift_types if kind.code == lost.shift)
    fits = [
        kind
        for kind in base.problem.shift_types
        if whole.on_phones
        and kind.on_phones
        and kind.paid <= whole.paid
        and kind.start < whole.end
        and whole.start < kind.end
        and not half.meets(Shift(lost.day, kind))
    ]
    found = []
    for kind in fits:
        tried = base.changed({**cells, (lost.person, lost.day): kind.code})
        if not any(b not in known and b.person == lost.person for b in base.breaches(tried)):
            found.append((base.missing(tried), -kind.paid, kind.code))
    return {(lost.person, lost.day): min(found)[2]} if found else {}


def _shift_of_half(base: Standing, lost: Assignment, half: Absence | None) -> str:
    """Return what a colleague would take over: the lost shift, or for half a day one that lies within that half."""
    if half is None:
        return lost.shift
    first, last = half.kind.span
    within = [
        k for k in base.problem.shift_types if k.on_phones and k.paid and first <= k.start and k.end <= last
    ]
    return max(within, key=lambda k: k.paid).code if within else lost.shift


def _stand_in(
    base: Standing,
    cells: Cells,
    day: date,
    shift: str,
    person: str,
    known: set[Breach],
    offered: frozenset[str],
) -> dict[tuple[str, date], str | None]:
    """Return the cell of the colleague who best takes a shift over, those on standby first: it must help, and break nothing."""
    kinds = {kind.code: kind for kind in base.problem.shift_types}
    open_roster = base.changed(cells)
    taken = open_roster.by_cell()
    spent = {p.code: sum(kinds[a.shift].paid for a in open_roster.of(p.code)) for p in base.problem.people}
    short = base.missing(open_roster)
    broken = sum(b not in known for b in base.breaches(open_roster))
    free = [p.code for p in base.problem.people if p.code != person and (p.code, day) not in taken]
    for code in sorted(free, key=lambda code: (code not in offered, spent[code], code)):
        tried = base.changed({**cells, (code, day): shift})
        left = sum(b not in known for b in base.breaches(tried))
        if (left, base.missing(tried)) < (broken, short) and left <= broken:
            return {(code, day): shift}
    return {}


def _exchange(base: Standing, one: str, day: date, other: str, their_day: date) -> Plan:
    now = base.roster.by_cell()
    cells: dict[tuple[str, date], str | None] = {}
    for when in {day, their_day}:
        cells[one, when] = now.get((other, when))
        cells[other, when] = now.get((one, when))
    known = set(base.breaches(base.roster))
    return Plan(base, cells, tuple(b for b in base.breaches(base.changed(cells)) if b not in known))


def _nearest_leave(session: Session, line: RequestLine) -> tuple[Answer, ...]:
    today = load_centre(session).today
    for step in range(1, REACH + 1):
        for move in (timedelta(days=step), timedelta(days=-step)):
            first, last = line.first + move, line.last + move
            if first <= today or full_days(session, replace(line, first=first, last=last)):
                continue
            if any(a.person == line.person for a in team.load_absences(session, first, last)):
                continue
            if not any(plan.breaches for plan in leave_plans(session, line.person, first, last, line.away)):
                if first == last:
                    return (Answer("nearest_leave_day", (("day", first),)),)
                return (Answer("nearest_leave", (("first", first), ("last", last))),)
    return (Answer("nearest_none", (("days", REACH),)),)


def _other_swaps(session: Session, line: RequestLine) -> tuple[Answer, ...]:
    base = published_on(session, line.first)
    if base is None or (line.person, line.first) not in base.roster.by_cell():
        return ()
    today = datetime.combine(load_centre(session).today, time())
    names = {person.code: person.name for person in base.problem.people}
    own = {a.day for a in base.roster.of(line.person)}
    found: list[Answer] = []
    cells = sorted(base.roster, key=lambda a: (abs((a.day - line.first).days), a.day, a.person))
    for a in cells:
        far = abs((a.day - line.first).days) > NEAR or datetime.combine(a.day, time()) < today
        useless = a.day != line.first and a.day in own
        if a.person == line.person or far or useless or (a.person, a.day) == (line.colleague, line.their_day):
            continue
        if a.day != line.first and (a.person, line.first) in base.roster.by_cell():
            continue
        if a.day == line.first and a.shift == base.roster.by_cell()[line.person, line.first]:
            continue
        if not _exchange(base, line.person, line.first, a.person, a.day).breaches:
            facts = (("name", names[a.person]), ("day", a.day), ("shift", a.shift))
            found.append(Answer("nearest_swap", facts))
        if len(found) == OFFERED:
            break
    return tuple(found) or (Answer("nearest_no_swap", (("days", NEAR),)),)


def _plain(value: object) -> object:
    if isinstance(value, timedelta):
        return f"{value / timedelta(hours=1):g}"
    if isinstance(value, (datetime, time)):
        return f"{value:%H:%M}"
    return value
