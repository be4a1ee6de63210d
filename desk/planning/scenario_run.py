"""One scenario from its calls to named people: requirement, least change, played days, price."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from desk.planning.emergency_price import cost_hours, limits_used
from desk.planning.problems import PHONE
from desk.planning.rehearsal import (
    begun,
    callers_of,
    finished,
    first_tries,
    moved,
    overtime_minutes,
    processes,
    service_by_day,
    without_absent,
)
from desk.planning.rulebooks import NEVER_RELAXED, Books
from desk.planning.scenario_prices import price_of_an_hour, prices_of
from desk.planning.scenario_promise import promise
from desk.results import SettingLine, eased_of
from desk.results.scenarios import Changed, Outcome, Service
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.prediction import Prediction
from forecast.staffing.easing import Easing
from forecast.staffing.noise import rates_of
from forecast.staffing.plan import require
from forecast.staffing.runs import Runs
from forecast.staffing.service import Line, ServiceTarget
from forecast.surge.scenario import Scenario
from scheduler.explain import rest_owed
from scheduler.people import Person
from scheduler.problem import Absence, AbsenceKind, Problem, ZoneClosure
from scheduler.roster import Roster, cover_of, worked
from scheduler.rulebook import Rulebook, check_all
from scheduler.shifts import ShiftKind
from scheduler.solve import Stop, repair, solve

CLEAR = 0.5
"""Mean messages overnight below which the backlog counts as cleared."""

TRIES = 3
"""More searches at most for a roster that covers no worse than the one that stands."""

AIMS = ("cover", "stability")
"""Tiers that count in a scenario."""

Told = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """
    All that a scenario needs.

    Parameters
    ----------
    scenario
        The question.
    prediction
        Its calls by half-hour.
    line, target
        Its line and the promise.
    easing
        How far its emergency lets it be planned above the cap on occupancy, or None.
    settings
        The numbers behind it, each with its source.
    problem
        The team and what stands; its requirement is replaced.
    books
        The rules of the centre.
    rates
        What an hour counts in pay, by what it is, as in `desk.planning.house_rules.pay_rates`.
    """

    scenario: Scenario
    prediction: Prediction
    line: Line
    target: ServiceTarget
    easing: Easing | None
    settings: tuple[SettingLine, ...]
    problem: Problem
    books: Books
    rates: Mapping[str, float]


def answer(
    question: Question,
    *,
    runs: int,
    seconds: float,
    seed: int,
    afresh: bool = False,
    prices: bool = False,
    workers: int | None = None,
    told: Told,
    stop: Callable[[], bool],
) -> Outcome:
    """
    Return the outcome of one scenario.

    Parameters
    ----------
    question
        What is asked.
    runs
        Simulated runs, each on one forecast path.
    seconds
        Of the repair.
    seed
        Of everything drawn.
    afresh
        Whether to solve afresh as well, to compare how many cells change.
    prices
        Whether to work out what one more person or relaxed rule would bring.
    workers
        Processes of the simulation.
    told, stop
        Told what is done; asked whether to end early with what there is.
    """
    began = time.monotonic()
    scenario, line, target = question.scenario, question.line, question.target
    calls = first_tries(question.prediction, line)
    book = rulebook_of(scenario, question.books)
    problem = with_people(question.problem, scenario)
    standing = Roster(frozenset(problem.published or ()))
    there = without_absent(problem, standing)
    old = cover_of(problem, there, PHONE)
    rates = rates_of(calls.paths, calls.grid.slots_per_day)
    told("scenario_need", 0.0)

    def play(cover: np.ndarray) -> Generator[Runs, None, None]:
        return begun(
            calls.grid, rates, cover, line, target, runs=runs, seed=seed,
            behaviour=callers_of(line), absence=scenario.absence, workers=processes(workers),
        )  # fmt: skip

    needed = require(question.prediction, line, target, easing=question.easing)
    problem = replace(problem, requirements=(needed,))
    told("scenario_roster", 0.2)
    roster = _advised(problem, book, there, seconds, seed, stop)
    new = cover_of(problem, roster, PHONE)
    told("scenario_play", 0.5)
    before = _service(finished(play(old), stop=stop), calls.grid, old)
    # The processes play while this one works out what the formulas say.
    parts = play(new)
    promised = promise(calls, line, target, new, absence=scenario.absence, runs=runs, seed=seed)
    after = _service(
        finished(parts, progress=lambda share: told("scenario_play", 0.6 + 0.3 * share), stop=stop),
        calls.grid,
        new,
    )
    dates = problem.dates
    afresh_moved = None
    if afresh:
        other = solve(
            replace(problem, published=None), book, stop=Stop(seconds, stop), seed=seed, workers=processes()
        )
        afresh_moved = moved(standing, other.roster, dates)
    told("scenario_price", 0.95)
    people = _people(problem, question.books.normal, standing, roster)
    missing = np.maximum(needed.operators - new, 0)
    hours = calls.grid.step / 60
    return Outcome(
        scenario=scenario,
        calls=calls.mean.reshape(calls.grid.days, -1).sum(axis=1),
        needed=needed.operators,
        on_hand=new,
        promised=promised.level,
        breaks=tuple(sorted(Counter(breach.code for breach in check_all(problem, book, there)).items())),
        standing=before,
        advised=after,
        people=people,
        moved=moved(standing, roster, dates),
        afresh=afresh_moved,
        missing_standing=float(np.maximum(needed.operators - old, 0).sum()) * hours,
        missing_hours=float(missing.sum()) * hours,
        overtime_hours=sum(line.overtime_hours for line in people),
        cost_hours=cost_hours(problem, roster, question.rates),
        relaxed=limits_used(problem, question.books.normal, roster, book),
        standby=_standby(problem, roster, missing),
        leave=_leave(problem, missing),
        prices=(
            *price_of_an_hour(calls.grid, promised.one_more),
            *(prices_of(problem, question.books, book, roster, seed, stop) if prices else ()),
        ),
        seconds=time.monotonic() - began,
        names={person.code: person.name for person in problem.people},
        eased=eased_of(needed, question.settings),
    )


def _advised(
    problem: Problem, book: Rulebook, there: Roster, seconds: float, seed: int, stop: Callable[[], bool]
) -> Roster:
    """
    Return the roster of least change; where it covers worse than what stands, the search goes on, `TRIES` times at most.

    Only cover and stability are aimed at, which keeps whoever stands by: the rest is for the roster that is published.
    """
    book = replace(book, tiers=tuple(tier for tier in book.tiers if tier.name in AIMS))
    result = repair(problem, book, stop=Stop(seconds, stop), seed=seed, workers=processes())
    cover = book.tiers[0]
    standing = cover.cost(problem, there)
    for _ in range(TRIES):
        if stop() or cover.cost(problem, result.roster) <= standing:
            break
        result = repair(
            problem, book, stop=Stop(seconds, stop), seed=seed, workers=processes(), start=result.roster
        )
    if broken := check_all(problem, book, result.roster):
        raise SettingError(
            "breaks_rules", version="–", count=len(broken), rule=broken[0].code, day=broken[0].day
        )
    return result.roster


def rulebook_of(scenario: Scenario, books: Books) -> Rulebook:
    """
    Return the rules of a scenario: the ordinary ones, with those of an emergency where it relaxes them.

    Raises
    ------
    SettingError
        ``never_relaxed`` or ``scenario_unknown``.
    """
    if scenario.rulebook == "normal":
        return books.normal
    if not scenario.relax:
        return books.emergency
    for code in scenario.relax:
        if code in NEVER_RELAXED:
            raise SettingError("never_relaxed", rule=code)
        if code not in books.relaxable:
            raise SettingError(
                "scenario_unknown", field="relax", value=code, known=", ".join(books.relaxable)
            )
    return books.normal.relaxing(books.emergency, scenario.relax)


def with_people(problem: Problem, scenario: Scenario) -> Problem:
    """Return the problem with closed zones, those who are away, and those who come in addition."""
    start, days = problem.start, problem.days
    closures = {ZoneClosure(c.zone, day) for c in scenario.closures for day in c.when.on(start, days)}
    away = {Absence(a.person, day, AbsenceKind.SICK) for a in scenario.away for day in a.when.on(start, days)}
    known = {(absence.person, absence.day) for absence in problem.absences}
    people, more = list(problem.people), set[Absence]()
    for added in scenario.added:
        inside = set(added.when.on(start, days))
        for _ in range(added.people):
            code = f"+{len(people) - len(problem.people) + 1}"
            people.append(Person(code, code, skills=frozenset({PHONE})))
            more |= {Absence(code, day) for day in problem.dates if day not in inside}
    fresh = {absence for absence in away if (absence.person, absence.day) not in known}
    return replace(
        problem,
        people=tuple(people),
        closures=problem.closures | closures,
        absences=problem.absences | fresh | more,
        published=problem.published if problem.published is not None else frozenset(),
    )


def _service(runs: Runs, grid: Grid, cover: np.ndarray) -> Service:
    days = service_by_day(runs, grid, cover)
    offered, in_time = runs.offered.sum(axis=1), runs.in_time.sum(axis=1)
    share = np.where(offered > 0, in_time / np.maximum(offered, 1), 1.0)
    low, high = np.quantile(share, (0.1, 0.9))
    late = [k for k, day in enumerate(days) if _morning_backlog(runs, grid, k) > CLEAR]
    clear = grid.start if not late else grid.dates[late[-1] + 1] if late[-1] + 1 < grid.days else None
    return Service(
        days=days,
        offered=float(offered.mean()),
        answered=float(runs.answered.sum(axis=1).mean()),
        abandoned=float(runs.abandoned.sum(axis=1).mean()),
        in_time=float(in_time.sum() / max(offered.sum(), 1)) if offered.sum() else 1.0,
        in_time_low=float(low),
        in_time_high=float(high),
        wait=float(runs.waited.sum() / max(offered.sum(), 1)),
        worst_wait=max((day.worst_wait for day in days), default=0.0),
        waits=_waits(runs),
        clear=clear,
    )


def _waits(runs: Runs) -> np.ndarray:
    """Return mean, worst, 10 and 90 percent points of the runs' mean waits, shape (slots, 4), in seconds."""
    called = runs.offered.sum(axis=0)
    mean = runs.waited.sum(axis=0) / np.maximum(called, 1)
    each = np.where(runs.offered > 0, runs.waited / np.maximum(runs.offered, 1), 0.0)
    found = np.stack([mean, each.max(axis=0), *np.quantile(each, (0.1, 0.9), axis=0)], axis=1)
    found[called < len(runs.offered) * SPARSE] = np.nan
    return np.asarray(found)


SPARSE = 0.2
"""Mean calls in a half-hour below which its waits say nothing."""


def _morning_backlog(runs: Runs, grid: Grid, day: int) -> float:
    """Return the least of a day's mean backlog: what nobody has got to all day."""
    part = slice(day * grid.slots_per_day, (day + 1) * grid.slots_per_day)
    return float(runs.backlog[:, part].mean(axis=0).min())


def _people(problem: Problem, usual_book: Rulebook, before: Roster, after: Roster) -> tuple[Changed, ...]:
    owed = rest_owed(problem, usual_book, after)
    lines = []
    for person in problem.people:
        old, new = set(before.of(person.code)), set(after.of(person.code))
        changed = len({a.day for a in old ^ new})
        over = overtime_minutes(problem, after, person) / 60
        if changed or over:
            lines.append(
                Changed(person.code, person.name, len(old), len(new), changed, over, owed.get(person.code, 0))
            )
    return tuple(sorted(lines, key=lambda line: (line.before - line.after, line.person)))


def _hardest(problem: Problem, missing: np.ndarray) -> date:
    return problem.dates[int(missing.reshape(problem.days, -1).sum(axis=1).argmax())]


def _standby(problem: Problem, roster: Roster, missing: np.ndarray) -> tuple[str, ...]:
    """Return who could still come on the hardest day: whoever stands by, then the fewest hours in that week first."""
    day = _hardest(problem, missing)
    monday = day - timedelta(days=day.weekday())
    closed = {c.zone for c in problem.closures if c.day == day}
    away = {a.person for a in problem.absences if a.day == day and a.kind.share == 1}
    kinds = {kind.code: kind.kind for kind in problem.shift_types}
    busy = {a.person for a in roster.on(day) if kinds[a.shift] is not ShiftKind.STANDBY}
    ready = {a.person for a in roster.on(day)} - busy
    hours = {
        code: sum(s.type.paid for s in shifts if monday <= s.day < monday + timedelta(days=7))
        for code, shifts in worked(problem, roster).items()
    }
    free = [
        p
        for p in problem.people
        if p.code not in away | busy and (p.zone not in closed or p.permit) and p.no_overtime_until is None
    ]
    return tuple(
        p.code
        for p in sorted(free, key=lambda p: (p.code not in ready, hours[p.code] - p.weekly_minutes, p.code))
    )


def _leave(problem: Problem, missing: np.ndarray) -> tuple[tuple[str, date], ...]:
    short = missing.reshape(problem.days, -1).sum(axis=1) > 0
    days = {day for day, gap in zip(problem.dates, short, strict=True) if gap}
    return tuple(
        sorted(
            (a.person, a.day)
            for a in problem.absences
            if a.kind.is_leave and a.day in days and not a.person.startswith("+")
        )
    )
