"""Use cases of solving: a draft roster here and now, or in a process of its own that pages ask how far it is."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import check_window, load_centre
from desk.planning.paths import scenarios_of
from desk.planning.problems import problem_of
from desk.planning.rulebooks import periods_of
from desk.planning.staffing import requirement_of
from desk.results import JobState, RosterVersion
from desk.store import Store, log, plans, rosters
from desk.store.rests import save_rests
from forecast.errors import PlanError, SettingError
from scheduler.problem import Assignment, Lock, Problem
from scheduler.roster import Roster
from scheduler.rulebook.periods import Periods, check_periods, parts, tier_costs
from scheduler.solve import Progress, Status, Stop, solve_periods
from scheduler.solve.breaks import Rest, place_breaks
from scheduler.solve.futures import robust

SILENCE = timedelta(seconds=30)
"""A search that has not been heard of for so long has died."""

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
        ``no_roster`` if nobody's own limits leave a roster.
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
        raise PlanError("no_roster", start=start, days=days)
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
    people = {person.code for person in problem.people}
    kinds = {kind.code for kind in problem.shift_types} | {None}
    found = frozenset() if draft is None else rosters.load_locks(session, draft)
    return frozenset(lock for lock in found if lock.person in people and lock.shift in kinds)


def rests_under(problem: Problem, periods: Periods, roster: Roster, *, seed: int = 0) -> tuple[Rest, ...]:
    """Return every meal and pause of a roster, as long and as often as the book of the day asks."""
    return tuple(
        rest
        for period, piece, inside in parts(problem, periods, roster)
        for rest in place_breaks(piece, inside, period.book.rest_times, seed=seed)
    )


def start_solving(store: Store, who: Account, *, start: date, days: int, seconds: float = 60.0) -> int:
    """
    Start a search in a process of its own and return its number at once.

    Raises
    ------
    SettingError
        ``window_length``, ``window_past``, ``search_seconds``, or ``search_running`` if another one is not over.
    """
    require(who, "start_solving")
    check_seconds(seconds)
    with store.begin() as session:
        check_window(start, days, load_centre(session).today)
        for job in rosters.active_jobs(session):
            if _state(session, job).running:
                raise SettingError("search_running", job=job)
        number = rosters.add_job(
            session, start=start, days=days, limit=seconds, who=who.username, now=datetime.now(UTC)
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "desk.planning.job", str(number)],
        env={**os.environ, "LIANXIN_DATABASE": store.url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(
        target=process.wait, daemon=True
    ).start()  # the system forgets it as soon as it has ended
    return number


def solving(store: Store, who: Account, *, job: int) -> JobState:
    """
    Return how far a search is.

    Raises
    ------
    SettingError
        ``unknown_search``.
    """
    require(who, "solving")
    with store.begin() as session:
        return _state(session, job)


def stop_solving(store: Store, who: Account, *, job: int) -> None:
    """
    Ask a search to end soon and keep the best roster that it has; one that is over stays as it is.

    Raises
    ------
    SettingError
        ``unknown_search``.
    """
    require(who, "stop_solving")
    with store.begin() as session:
        _state(session, job)
        rosters.change_job(session, job, stop_asked=True)


def run_job(store: Store, who: Account, job: int) -> None:
    """Carry out a search that has been asked for, and keep in the store how far it is."""
    with store.read() as session:
        state = _state(session, job)
    asked = _Asked(store, job)

    def told(progress: Progress) -> None:
        cells = [[a.person, a.day.isoformat(), a.shift] for a in progress.roster]
        with store.begin() as session:
            rosters.change_job(
                session,
                job,
                state="running",
                message=f"tier_{progress.tier}",
                seconds=progress.seconds,
                cost=float(progress.cost),
                bound=float(progress.bound),
                details={"roster": cells},
                seen_at=datetime.now(UTC),
            )

    asked.beat("preparing")
    try:
        version = solve_roster(
            store, who, start=state.start, days=state.days, seconds=state.limit, progress=told, stop=asked
        )
    except PlanError as error:
        with store.begin() as session:
            rosters.change_job(session, job, state="failed", error=error.code, details=error.details)
        return
    with store.begin() as session:
        rosters.change_job(session, job, state="done", message="done", roster_id=version.id)


class _Asked:
    """Tells a search whether someone wants it to stop, and the store that it is alive; about once a second."""

    def __init__(self, store: Store, job: int) -> None:
        self.store, self.job = store, job
        self.next, self.answer = 0.0, False

    def __call__(self) -> bool:
        if time.monotonic() >= self.next:
            self.beat(None)
        return self.answer

    def beat(self, message: str | None) -> None:
        fields = {} if message is None else {"message": message}
        with self.store.begin() as session:
            rosters.change_job(session, self.job, state="running", seen_at=datetime.now(UTC), **fields)
            self.answer = rosters.is_stop_asked(session, self.job)
        self.next = time.monotonic() + 1.0


def _state(session: Session, job: int) -> JobState:
    found = rosters.find_job(session, job)
    if found is None:
        raise SettingError("unknown_search", job=job)
    state, seen_at, _ = found
    patience = SILENCE + timedelta(seconds=state.limit)
    if state.running and datetime.now(UTC) - seen_at > patience:
        kept = _rescued(session, state)
        if kept is None:
            rosters.change_job(session, job, state="failed", error="search_broken_off", details={})
        else:
            rosters.change_job(session, job, state="done", message="done", roster_id=kept, details={})
        found = rosters.find_job(session, job)
    return state if found is None else found[0]


def _rescued(session: Session, state: JobState) -> int | None:
    """Keep the last good roster of a search that has died as a draft and return its number, if there is one."""
    cells = dict(state.details).get("roster")
    number = plans.latest_requirement(session, state.start, state.days)
    kept = None if number is None else plans.find_requirement(session, id=number)
    if number is None or kept is None or not isinstance(cells, list) or not cells:
        return None
    roster = Roster(frozenset(Assignment(p, date.fromisoformat(day), shift) for p, day, shift in cells))
    problem, periods = problem_of(session, kept[1]), periods_of(session, state.start, state.days)
    known = {kind.code for kind in problem.shift_types}, {person.code for person in problem.people}
    if any(a.shift not in known[0] or a.person not in known[1] for a in roster):
        return None
    if check_periods(problem, periods, roster):
        return None
    goals = tuple((name, float(cost)) for name, cost in tier_costs(problem, periods, roster))
    version = rosters.add_roster(
        session, roster, start=state.start, days=state.days, requirement_id=number, goals=goals,
        status=Status.BROKEN_OFF.value, who="lianxin", now=datetime.now(UTC),
    )  # fmt: skip
    save_rests(session, version, rests_under(problem, periods, roster))
    log.add_line(session, "lianxin", "draft", after={"id": version, "search": state.id, "broken_off": True})
    return version


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
