"""Use case after something has happened: a repaired roster with the least change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.conflicts import conflict_among, known_locks
from desk.planning.easing import easing_of
from desk.planning.emergency_price import price_of
from desk.planning.house_rules import pay_rates
from desk.planning.known import load_centre
from desk.planning.problems import problem_of
from desk.planning.rulebooks import load_books, periods_of
from desk.planning.service import setting_lines
from desk.planning.solving import WORKERS, check_seconds, rests_under
from desk.planning.staffing import half_hours, line_of, load_service, target_of
from desk.results import Repaired, RosterVersion, ShiftMove, eased_of
from desk.store import Store, log, plans, rosters, team
from desk.store.rests import load_rests, save_rests
from forecast.errors import PlanError, SettingError
from forecast.grid import Grid
from forecast.staffing.plan import require as operators_for
from forecast.staffing.requirement import Requirement
from scheduler.goals.stability import Stability
from scheduler.problem import Absence, AbsenceKind, Assignment, Problem, ZoneClosure
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.rulebook.periods import part, period_on
from scheduler.solve import Shortfall, Status, Stop, shortfalls_of, solve_periods

DEMAND = (0.25, 20.0)
"""Least and most that calls may become, as a multiple of the forecast."""


def repair_roster(
    store: Store,
    who: Account,
    *,
    version: int,
    since: date | None = None,
    until: date | None = None,
    ill: tuple[str, ...] = (),
    closed: tuple[str, ...] = (),
    demand: float = 1.0,
    seconds: float = 2.2,
    stop: Callable[[], bool] | None = None,
) -> Repaired:
    """
    Return a new draft for the same days that loses the fewest calls with the fewest changes.

    Illness and closed zones are facts: they are kept with the draft. What lies before `since` stays as it is.

    Parameters
    ----------
    version
        The roster that people know.
    since, until
        First and last day of what has happened; from today (or its first day) to the roster's end if not given.
    ill
        Codes of people who cannot come.
    closed
        Zones from which nobody can come.
    demand
        Calls as a multiple of the forecast, 0.25 to 20.
    seconds
        Time for the search.
    stop
        Asked now and then whether to end the search with the best there is.

    Raises
    ------
    SettingError
        ``unknown_version``, ``repair_days``, ``repair_demand``, ``not_on_the_phones``, ``unknown_zone`` or
        ``search_seconds``.
    PlanError
        ``no_roster`` if nothing keeps the rules in the time.
    """
    require(who, "repair_roster")
    check_seconds(seconds)
    if not DEMAND[0] <= demand <= DEMAND[1]:
        raise SettingError("repair_demand", value=demand, low=DEMAND[0], high=DEMAND[1])
    with store.read() as session:
        base, number = version_of(session, version)
        last = base.start + timedelta(days=base.days - 1)
        today = load_centre(session).today
        first = since or max(base.start, today)
        end = until or last
        if not base.start <= first <= end <= last:
            raise SettingError("repair_days", since=first, until=end, start=base.start, end=last)
        needed, kept = _needed(session, number, demand, first, end)
        whole = _whole(session, number)
        problem = _from_day(session, version, whole, needed, first)
        away, shut = _facts(session, problem, ill, closed, first, end)
        periods = periods_of(session, first, problem.days)
        days = periods_of(session, whole.start, whole.days)
        spared = tuple(
            rest for rest in load_rests(session, version) if demand == 1.0 or not first <= rest.day <= end
        )
        usual = load_books(session).normal
        rates = {name: rule.value for name, rule in pay_rates(session).items()}
    whole, problem = (
        replace(each, absences=each.absences | away, closures=each.closures | shut)
        for each in (whole, problem)
    )
    problem = replace(
        problem,
        locks=frozenset(lock for lock in problem.locks if lock.person not in ill or lock.day > end),
    )
    limit = Stop(seconds) if stop is None else Stop(seconds, stop)
    result = solve_periods(problem, periods, stop=limit, workers=WORKERS, least_change=True)
    if result.status is Status.EMPTY:
        raise PlanError("no_roster", start=first, days=problem.days)
    known = problem.published or frozenset()
    past = frozenset(a for a in _cells_of(store, version) if a.day < first)
    roster = Roster(_known_to(whole, past) | result.roster.assignments)
    rested = rests_under(replace(whole, requirements=(needed,)), days, roster, known=spared)
    goals = tuple(zip(result.tiers, (float(cost) for cost in result.cost), strict=True))
    with store.begin() as session:
        team.save_absences(session, away)
        team.save_closures(session, shut)
        if kept is None:
            number = _keep(session, number, needed, demand, first, end)
        made = rosters.add_roster(
            session, Roster(past | result.roster.assignments), start=base.start, days=base.days,
            requirement_id=number, goals=goals, status=result.status.value, who=who.username,
            now=datetime.now(UTC),
        )  # fmt: skip
        rosters.save_locks(session, made, (*known_locks(session, version, whole), *problem.locks))
        save_rests(session, made, rested)
        log.add_line(
            session, who.username, "repair", before={"id": version},
            after={"id": made, "since": first, "until": end, "away": len(ill), "closed": closed, "demand": demand},
        )  # fmt: skip
    conflict = conflict_among(problem, periods, result.roster, result.released)
    consent = today + timedelta(days=_notice(periods[0].book))
    with store.read() as session:
        draft = version_of(session, made)[0]
        behind = plans.find_requirement(session, id=number)
    there = Roster(frozenset(a for a in known if not _is_gone(problem, a)))
    before, after = shortfalls_of(problem, there), result.shortfalls
    eased = None if behind is None else eased_of(_from(needed, first), behind[1].settings)
    return Repaired(
        version=draft,
        base=version,
        since=first,
        changes=changes_between(known, result.roster.assignments, consent_before=consent),
        missing_before=_hours(before),
        missing_after=_hours(after),
        lost_before=sum(gap.lost for gap in before),
        lost_after=sum(gap.lost for gap in after),
        price=replace(price_of(problem, usual, periods, there, result.roster, rates), eased=eased),
        names={person.code: person.name for person in problem.people},
        shift_names={kind.code: kind.name for kind in problem.shift_types},
        seconds=result.seconds,
        proven=result.status is Status.OPTIMAL,
        conflict=conflict,
    )


def version_of(session: Session, version: int) -> tuple[RosterVersion, int]:
    """
    Return a version and the number of its requirement.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    found = rosters.find_version(session, version)
    if found is None:
        raise SettingError("unknown_version", version=version)
    return found


def problem_and_roster(session: Session, version: int) -> tuple[Problem, Roster]:
    """Return the whole problem of a version and its roster; what was published before it is what people know."""
    base, number = version_of(session, version)
    problem = _whole(session, number)
    earlier = rosters.superseded_before(session, base) if base.state == "published" else None
    if base.state == "published":
        cells = (
            rosters.load_roster(session, earlier.id)[0].assignments if earlier is not None else frozenset()
        )
        problem = replace(problem, published=_known_to(problem, cells) if earlier is not None else None)
    roster = Roster(_known_to(problem, rosters.load_roster(session, version)[0].assignments))
    return problem, roster


def part_of_day(session: Session, version: int, day: date) -> tuple[Problem, Rulebook, Roster]:
    """Return the part of a version that lies under the same rules as a day, and these rules."""
    problem, roster = problem_and_roster(session, version)
    period = period_on(periods_of(session, problem.start, problem.days), day)
    done = (a for a in roster if a.day < period.first)
    inside = frozenset(a for a in roster.assignments if period.holds(a.day))
    return part(problem, period, done), period.book, Roster(inside)


def _whole(session: Session, number: int) -> Problem:
    """
    Return the problem of a requirement by its number.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    kept = plans.find_requirement(session, id=number)
    if kept is None:
        raise SettingError("unknown_version", version=number)
    return problem_of(session, kept[1])


def _from_day(session: Session, version: int, whole: Problem, needed: Requirement, first: date) -> Problem:
    """Return the problem of a version from a day on; what lies before is history, and the version is what people know."""
    roster = rosters.load_roster(session, version)[0]
    cells = _known_to(whole, roster.assignments)
    there = Roster(cells).by_cell()
    offset = (first - whole.start).days
    return replace(
        whole,
        start=first,
        days=whole.days - offset,
        people=tuple(
            replace(p, terms=p.terms.over(whole.days - offset, whole=whole.days)) for p in whole.people
        ),
        requirements=(_from(needed, first),),
        shift_needs=tuple(need for need in whole.shift_needs if need.day >= first),
        calendar=whole.calendar[offset:],
        before=(*whole.before, *sorted((a for a in cells if a.day < first), key=lambda a: (a.day, a.person))),
        published=frozenset(a for a in cells if a.day >= first),
        locks=frozenset(
            lock
            for lock in known_locks(session, version, whole)
            if lock.day >= first and there.get((lock.person, lock.day)) == lock.shift
        ),
    )


def changes_between(
    old: frozenset[Assignment], new: frozenset[Assignment], *, consent_before: date = date.min
) -> tuple[ShiftMove, ...]:
    """Return the cells in which two rosters differ, by day and person; those before a day need consent."""
    before, after = Roster(old).by_cell(), Roster(new).by_cell()
    cells = sorted({(a.day, a.person) for a in old ^ new})
    return tuple(
        ShiftMove(person, day, before.get((person, day)), after.get((person, day)), day < consent_before)
        for day, person in cells
    )


def _facts(
    session: Session, problem: Problem, ill: tuple[str, ...], closed: tuple[str, ...], first: date, end: date
) -> tuple[frozenset[Absence], frozenset[ZoneClosure]]:
    people = {person.code for person in problem.people}
    zones = {person.zone for person in problem.people}
    for code in ill:
        if code not in people:
            raise SettingError("not_on_the_phones", name=code)
    for zone in closed:
        if zone not in zones:
            raise SettingError("unknown_zone", name=zone, known=", ".join(sorted(zones)))
    days = [first + timedelta(days=k) for k in range((end - first).days + 1)]
    return (
        frozenset(Absence(code, day, AbsenceKind.SICK) for code in ill for day in days),
        frozenset(ZoneClosure(zone, day) for zone in closed for day in days),
    )


def _needed(
    session: Session, number: int, demand: float, first: date, end: date
) -> tuple[Requirement, int | None]:
    """
    Return the requirement of a version and its number, or a changed one and None.

    It changes with other demand on some days, and in the half-hours that an emergency plans busier now, or no more.
    """
    kept, behind = plans.find_requirement(session, id=number), plans.forecast_behind(session, number)
    if kept is None or behind is None:
        raise SettingError("unknown_version", version=number)
    usual, service = kept[1].requirement, load_service(session)
    inside = _slots(usual.grid, first, end)
    eased = set(usual.eased) & set(inside)
    easing = easing_of(session, service, first, (end - first).days + 1, beside=usual)
    if demand == 1.0 and easing is None and not eased:
        return usual, number
    prediction = half_hours(session, behind[1])
    factor = np.ones(usual.grid.slots)
    factor[inside] = demand
    more = replace(
        prediction,
        mean=prediction.mean * factor,
        quantiles=prediction.quantiles * factor[:, None],
        paths=np.rint(prediction.paths * factor),
    )
    changed = operators_for(more, line_of(service, usual.grid), target_of(service), easing=easing)
    slots = sorted(eased ^ set(changed.eased) if demand == 1.0 else inside)
    if not slots:
        return usual, number
    arrays = {name: getattr(usual, name).copy() for name in ("operators", "calls", "lost", "service_level")}
    for name, values in arrays.items():
        values[slots] = getattr(changed, name)[slots]
    now = sorted((set(usual.eased) - eased) | set(changed.eased))
    return replace(usual, **arrays, eased=tuple(now)), None


def _keep(session: Session, number: int, needed: Requirement, demand: float, first: date, end: date) -> int:
    behind, kept = plans.forecast_behind(session, number), plans.find_requirement(session, id=number)
    if behind is None or kept is None:
        raise SettingError("unknown_version", version=number)
    part = _slots(needed.grid, first, end)
    low, high = kept[1].low.copy(), kept[1].high.copy()
    low[part] *= demand
    high[part] *= demand
    fan = None if kept[1].fan is None else kept[1].fan.copy()
    if fan is not None:
        fan[:, part] *= demand
    return plans.add_requirement(
        session, behind[0], needed, band=(low, high),
        settings=setting_lines(load_service(session), eased=bool(needed.eased)),
        knowledge=f"demand {demand:g} {first} {end}", now=datetime.now(UTC), fan=fan,
    )  # fmt: skip


def _slots(grid: Grid, first: date, end: date) -> range:
    at = (first - grid.start).days * grid.slots_per_day
    return range(at, ((end - grid.start).days + 1) * grid.slots_per_day)


def _from(needed: Requirement, first: date) -> Requirement:
    grid = needed.grid
    skipped = (first - grid.start).days
    at = skipped * grid.slots_per_day
    rest = slice(at, None)
    return replace(
        needed,
        call_backs=None,
        grid=Grid(first, grid.days - skipped, grid.step, grid.zone),
        operators=needed.operators[rest],
        calls=needed.calls[rest],
        lost=needed.lost[rest],
        service_level=needed.service_level[rest],
        eased=tuple(slot - at for slot in needed.eased if slot >= at),
    )


def _known_to(problem: Problem, cells: frozenset[Assignment]) -> frozenset[Assignment]:
    """Return the cells of people and shift types that still exist."""
    people, types = {p.code for p in problem.people}, {t.code for t in problem.shift_types}
    return frozenset(a for a in cells if a.person in people and a.shift in types)


def _cells_of(store: Store, version: int) -> frozenset[Assignment]:
    with store.read() as session:
        return rosters.load_roster(session, version)[0].assignments


def _is_gone(problem: Problem, cell: Assignment) -> bool:
    """Say whether a shift that people know cannot be worked any more: its person is away or cannot come."""
    person = next(p for p in problem.people if p.code == cell.person)
    shift = problem.shift_of(cell)
    shut = ZoneClosure(person.zone, cell.day) in problem.closures and not person.permit
    return shut or any(a.person == cell.person and a.meets(shift) for a in problem.absences)


def _notice(book: Rulebook) -> int:
    """Return the days of short notice, from the rulebook's goal of stability."""
    goals = [goal for tier in book.tiers for goal, _ in tier.goals]
    return next((goal.short_notice_days for goal in goals if isinstance(goal, Stability)), 0)


def _hours(gaps: tuple[Shortfall, ...]) -> float:
    return sum(gap.missing * ((gap.end - gap.start) / timedelta(hours=1)) for gap in gaps)
