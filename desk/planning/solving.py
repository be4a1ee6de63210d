"""Use case of solving: a draft roster, here and now."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.conflicts import conflict_of_all, known_locks
from desk.planning.paths import scenarios_of
from desk.planning.problems import problem_of
from desk.planning.rulebooks import periods_of
from desk.planning.staffing import requirement_of
from desk.results import RosterVersion
from desk.store import Store, log, rosters
from desk.store.rests import save_rests
from forecast.errors import PlanError, SettingError
from scheduler.problem import Lock, Problem
from scheduler.rests import Rest
from scheduler.roster import Roster
from scheduler.rulebook.periods import Periods, check_periods, parts
from scheduler.solve import Progress, Status, Stop, solve_periods
from scheduler.solve.breaks import place_breaks
from scheduler.solve.futures import robust

LONGEST_SEARCH = 3600.0
"""Seconds of one search at most."""

Told = Callable[[Progress], None]
"""Is told of every better roster."""


WORKERS = max(2, os.cpu_count() or 2)
"""Threads of a search; two neighbourhoods side by side find more than one, even on one core."""


def solve_roster(
    store: Store,
    who: Account,
    *,
    start: date,
    days: int,
    seconds: float = 20.0,
    seed: int = 0,
    futures: int = 0,
    order: tuple[str, ...] = (),
    progress: Told | None = None,
    stop: Callable[[], bool] | None = None,
) -> RosterVersion:
    """
    Return a new draft: the best roster found in the time; it has passed every rule.

    Parameters
    ----------
    start, days
        The window.
    seconds, seed
        Time and seed of the search.
    futures
        Scenarios of the forecast over which the expected loss is least; 0 takes the one requirement.
    order
        Tiers of goals to put first, for this once.
    progress, stop
        Told of every better roster; asked whether to end.

    Raises
    ------
    PlanError
        As `desk.planning.requirement`; ``bad_futures``; ``search_seconds`` or ``no_operators``;
        ``least_hours_conflict`` if people's own least hours leave no roster, ``no_roster`` if anything else does.
    """
    require(who, "solve_roster")
    check_seconds(seconds)
    number, view = requirement_of(store, who, start=start, days=days)
    with store.read() as session:
        problem = problem_of(session, view)
        locks = _locks(session, problem)
        periods = periods_of(session, start, days, order=order)
    problem = replace(problem, locks=locks)
    asked = problem
    if futures:
        with store.read() as session:
            asked = robust(problem, scenarios_of(session, number, futures))
    result = solve_periods(
        asked, periods, stop=Stop(seconds, stop or _never), seed=seed, workers=WORKERS, progress=progress
    )
    kept = replace(problem, locks=locks - set(result.released))
    breaches = check_periods(kept, periods, result.roster)
    if result.status is Status.EMPTY or breaches:
        raise _impossible(problem, periods)
    goals = tuple(zip(result.tiers, (float(cost) for cost in result.cost), strict=True))
    with store.begin() as session:
        version = rosters.add_roster(
            session,
            result.roster,
            start=start,
            days=days,
            requirement_id=number,
            goals=goals,
            status=result.status.value,
            who=who.username,
            now=datetime.now(UTC),
        )
        rosters.save_locks(session, version, locks)
        save_rests(session, version, rests_under(problem, periods, result.roster, seed=seed))
        log.add_line(session, who.username, "draft", after={"id": version, "start": start, "days": days})
    with store.read() as session:
        found = rosters.find_version(session, version)
    if found is None:
        raise AssertionError("the draft has just been kept")
    return found[0]


def _locks(session: Session, problem: Problem) -> frozenset[Lock]:
    """Return the cells set by hand in the newest draft of these days; they stay."""
    draft = rosters.latest_draft(session, problem.start, problem.days)
    return frozenset() if draft is None else known_locks(session, draft, problem)


def _impossible(problem: Problem, periods: Periods) -> PlanError:
    """Return why nobody can roster these days: whose least hours contradict leave or rules; a cell set by hand gives way."""
    everyone = conflict_of_all(replace(problem, locks=frozenset()), periods)
    names = {person.code: person.name for person in problem.people}
    whose = dict.fromkeys(names[demand.code] for demand in everyone if demand.kind == "least_hours")
    facts = {"start": problem.start, "days": problem.days}
    if not whose:
        return PlanError("no_roster", **facts)
    return PlanError("least_hours_conflict", people=", ".join(whose), **facts)


def rests_under(
    problem: Problem, periods: Periods, roster: Roster, *, seed: int = 0, known: tuple[Rest, ...] = ()
) -> tuple[Rest, ...]:
    """Return every meal and pause of a roster, as the book of the day asks; days that are known stay if they can."""
    return tuple(
        rest
        for period, piece, inside in parts(problem, periods, roster)
        for rest in place_breaks(
            piece, inside, period.book.rest_times, seed=seed, known=known, workers=WORKERS
        )
    )


def check_seconds(seconds: float) -> None:
    """
    Let only searches through that end within an hour.

    Raises
    ------
    SettingError
        ``search_seconds``.
    """
    if not 0 < seconds <= LONGEST_SEARCH:
        raise SettingError("search_seconds", seconds=seconds, longest=LONGEST_SEARCH)


def _never() -> bool:
    return False
