"""Use cases of a search in a process of its own, which pages start, watch and stop."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Self

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import check_window, load_centre
from desk.planning.paths import check_futures
from desk.planning.problems import problem_of
from desk.planning.rulebooks import periods_of
from desk.planning.solving import check_seconds, rests_under, solve_roster
from desk.results import JobState
from desk.store import Store, log, plans, rosters
from desk.store.rests import save_rests
from forecast.errors import PlanError, SettingError
from scheduler.problem import Assignment
from scheduler.roster import Roster
from scheduler.rulebook.periods import check_periods, tier_costs
from scheduler.solve import Progress, Status

BEAT = 1.0
"""Seconds between two notes of how far a search is."""

SILENCE = timedelta(seconds=60)
"""A search that has not been heard of for so long has died."""


def start_solving(
    store: Store, who: Account, *, start: date, days: int, seconds: float = 60.0, futures: int = 0
) -> int:
    """
    Start a search in a process of its own and return its number at once.

    Parameters
    ----------
    start, days, seconds, futures
        As for `desk.planning.solve_roster`.

    Raises
    ------
    SettingError
        ``window_length``, ``window_past``, ``search_seconds``, ``bad_futures``, or ``search_running`` if another one
        is not over.
    """
    require(who, "start_solving")
    check_seconds(seconds)
    if futures:
        check_futures(futures)
    with store.begin() as session:
        check_window(start, days, load_centre(session).today)
        for job in rosters.active_jobs(session):
            if _state(session, job).running:
                raise SettingError("search_running", job=job)
        number = rosters.add_job(
            session, start=start, days=days, limit=seconds, who=who.username, now=datetime.now(UTC)
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "desk.planning.job", str(number), str(futures)],
        env={**os.environ, "LIANXIN_DATABASE": store.url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_mind, args=(store, process, number), daemon=True).start()
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


def run_job(store: Store, who: Account, job: int, *, futures: int = 0) -> None:
    """Carry out a search that has been asked for, and keep in the store how far it is."""
    with store.read() as session:
        state = _state(session, job)
    try:
        with _Pulse(store, job) as pulse:
            version = solve_roster(
                store, who, start=state.start, days=state.days, seconds=state.limit, futures=futures,
                progress=pulse.told, stop=pulse.asked,
            )  # fmt: skip
    except PlanError as error:
        with store.begin() as session:
            rosters.change_job(session, job, state="failed", error=error.code, details=error.details)
        return
    with store.begin() as session:
        rosters.change_job(session, job, state="done", message="done", roster_id=version.id)


class _Pulse:
    """Keeps in the store, once a second and in a thread of its own, how far a search is; hears if it is to stop."""

    def __init__(self, store: Store, job: int) -> None:
        self.store, self.job = store, job
        self.stopped = False
        self._news: Progress | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._write({"state": "running", "message": "preparing"})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def told(self, progress: Progress) -> None:
        """Take a better roster; it is kept with the next beat."""
        self._news = progress

    def asked(self) -> bool:
        """Say whether someone wants the search to stop."""
        return self.stopped

    def _run(self) -> None:
        while not self._over.wait(BEAT):
            self._write({})

    def _write(self, fields: dict[str, object]) -> None:
        news, self._news = self._news, None
        if news is not None:
            fields |= {
                "message": f"tier_{news.tier}",
                "seconds": news.seconds,
                "cost": float(news.cost),
                "bound": float(news.bound),
                "details": {"roster": [[a.person, a.day.isoformat(), a.shift] for a in news.roster]},
            }
        with self.store.begin() as session:
            rosters.change_job(session, self.job, seen_at=datetime.now(UTC), **fields)
            self.stopped = rosters.is_stop_asked(session, self.job)


def _mind(store: Store, process: "subprocess.Popen[bytes]", job: int) -> None:
    """Wait for the process of a search; if it has died, keep what it had found."""
    if process.wait():
        with store.begin() as session:
            _bury(session, job)


def _state(session: Session, job: int) -> JobState:
    found = rosters.find_job(session, job)
    if found is None:
        raise SettingError("unknown_search", job=job)
    state, seen_at, _ = found
    if state.running and datetime.now(UTC) - seen_at > SILENCE:
        _bury(session, job)
        found = rosters.find_job(session, job)
    return state if found is None else found[0]


def _bury(session: Session, job: int) -> None:
    """End a search whose process has died: its last good roster becomes a draft, if there is one."""
    found = rosters.find_job(session, job)
    if found is None or not found[0].running:
        return
    kept = _rescued(session, found[0])
    if kept is None:
        rosters.change_job(session, job, state="failed", error="search_broken_off", details={})
    else:
        rosters.change_job(session, job, state="done", message="done", roster_id=kept, details={})


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
