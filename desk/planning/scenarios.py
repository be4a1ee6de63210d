"""Use cases of scenarios: keep them, run them, lay them side by side."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from desk.accounts import Account, require
from desk.planning import cluster
from desk.planning.easing import easing_of_scenario
from desk.planning.forecasting import forecast
from desk.planning.house_rules import pay_rates
from desk.planning.known import load_knowledge
from desk.planning.problems import operators_only, problem_of
from desk.planning.rulebooks import load_books
from desk.planning.scenario_calls import calls_of, line_of_scenario
from desk.planning.scenario_run import Question, answer, rulebook_of
from desk.planning.scenario_sweep import breaking_point, service_grid
from desk.planning.service import setting_lines
from desk.planning.staffing import half_hours, line_of, load_service, requirement, target_of
from desk.results.scenarios import Outcome, ScenarioTable, Sweep
from desk.store import Store, log
from desk.store import scenarios as kept
from forecast.errors import SettingError
from forecast.surge.scenario import Scenario
from forecast.surge.scenario_file import BUILT_IN, built_in, parse, write

MOST = 6
"""Scenarios side by side at most."""

PATHS = 200
"""Forecast paths, each simulated once."""

SECONDS = 8.0
"""Of each search for a roster."""

Told = Callable[[str, float], None]
"""Is told what is being done (a code) and the share that is done."""


def run_scenarios(
    store: Store,
    who: Account,
    *,
    scenarios: Sequence[Scenario],
    start: date,
    days: int,
    runs: int = PATHS,
    seconds: float = SECONDS,
    seed: int = 0,
    afresh: bool = False,
    prices: bool = False,
    progress: Told | None = None,
    stop: Callable[[], bool] | None = None,
) -> ScenarioTable:
    """
    Run up to six scenarios on the window of a published roster and lay them side by side.

    Parameters
    ----------
    scenarios
        The questions.
    start, days
        The window.
    runs, seconds, seed
        Simulated runs, time of each search, seed.
    afresh, prices
        Whether to compare with solving afresh, and to price one more person and each relaxed rule.
    progress, stop
        Told how far it is; asked whether to end early with what is done.

    Raises
    ------
    SettingError
        ``scenario_count``, ``never_relaxed``, or as `Scenario.check`, `desk.planning.requirement`.
    """
    require(who, "run_scenarios")
    if not 1 <= len(scenarios) <= MOST:
        raise SettingError("scenario_count", count=len(scenarios), most=MOST)
    told, asked = progress or _quiet, stop or _never
    view = forecast(store, who, start=start, days=days)
    needed = requirement(store, who, start=start, days=days)
    with store.read() as session:
        service, knowledge = load_service(session), load_knowledge(session)
        problem, books = operators_only(problem_of(session, needed)), load_books(session)
        rates = {name: rule.value for name, rule in pay_rates(session).items()}
    people = {person.code: person.zone for person in problem.people}
    zones = frozenset(people.values()) | {line.zone for line in problem.transport}
    for scenario in scenarios:
        scenario.check(people, zones)
        rulebook_of(scenario, books)
    outcomes: list[Outcome] = []
    with cluster.workers() as count:
        for k, scenario in enumerate(scenarios):
            if outcomes and asked():
                break
            calls = calls_of(
                scenario, view.prediction, demand=knowledge.demand, calendar=knowledge.calendar,
                events=knowledge.events, seed=seed,
            )  # fmt: skip
            with store.read() as session:
                split = half_hours(session, calls)
            line = line_of_scenario(scenario, line_of(service, split.grid), split.grid)
            question = Question(
                scenario, split, line, target_of(service), easing_of_scenario(scenario, service, start, days),
                setting_lines(service, eased=True), problem, books, rates,
            )  # fmt: skip
            outcomes.append(
                answer(
                    question,
                    runs=runs,
                    seconds=seconds,
                    seed=seed,
                    afresh=afresh,
                    prices=prices,
                    workers=count,
                    told=_part(told, k, len(scenarios)),
                    stop=asked,
                )
            )
    told("scenario_done", 1.0)
    return ScenarioTable(start, days, tuple(outcomes))


def scenarios(store: Store, who: Account) -> tuple[Scenario, ...]:
    """Return the scenarios that come with the house, then the kept ones by name."""
    require(who, "scenarios")
    with store.read() as session:
        own = tuple(parse(text, code) for code, text in kept.load(session))
    return (*(built_in(code) for code in BUILT_IN), *own)


def save_scenario(store: Store, who: Account, *, scenario: Scenario) -> None:
    """
    Keep a scenario for everyone under its code; one of the same code is replaced.

    Raises
    ------
    SettingError
        ``scenario_name`` if the code is no plain word or belongs to one that comes with the house.
    """
    require(who, "save_scenario")
    if not re.fullmatch(r"[\w-]{1,60}", scenario.code) or scenario.code in BUILT_IN:
        raise SettingError("scenario_name", name=scenario.code)
    now = datetime.now(UTC)
    with store.begin() as session:
        kept.save(session, scenario.code, write(scenario), who.username, now)
        log.add_line(session, who.username, "save_scenario", after={"code": scenario.code})


def sweep(
    store: Store,
    who: Account,
    *,
    volumes: Sequence[float],
    absences: Sequence[float],
    start: date,
    days: int,
    runs: int = 8,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """
    Return the share answered in time with the published roster for each volume and absence, and where it breaks.

    Parameters
    ----------
    volumes, absences
        Calls as a multiple of the forecast, rising, 0 to 20; shares of the operators who stay away, in [0, 1].

    Raises
    ------
    SettingError
        ``scenario_range``; as `run_scenarios` and `desk.planning.cluster.workers`.
    """
    require(who, "sweep")
    for field, values, high in (("volume", volumes, 20.0), ("absence", absences, 1.0)):
        if not values or list(values) != sorted(values) or not 0 <= values[0] <= values[-1] <= high:
            shown = " ".join(f"{value:g}" for value in values)
            raise SettingError("scenario_range", field=field, value=shown, low="0", high=f"{high:g}")
    view = forecast(store, who, start=start, days=days)
    needed = requirement(store, who, start=start, days=days)
    with store.read() as session:
        service = load_service(session)
        problem = operators_only(problem_of(session, needed))
        prediction = half_hours(session, view.prediction)
    line = line_of(service, prediction.grid)
    target = target_of(service)
    with cluster.workers() as count:
        found = service_grid(
            replace(problem, published=problem.published or frozenset()), prediction, line, target,
            volumes=volumes, absences=absences, runs=runs, seed=seed, workers=count, progress=progress,
        )  # fmt: skip
    return Sweep(
        start, days, tuple(volumes), tuple(absences), found, breaking_point(found, volumes, target.share)
    )


def _part(told: Told, which: int, count: int) -> Told:
    """Tell the share of one scenario among several."""
    return lambda code, share: told(code, (which + share) / count)


def _quiet(_code: str, _share: float) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
