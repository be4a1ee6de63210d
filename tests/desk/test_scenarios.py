"""Scenarios from calls to named people, on a week of the sample centre with its published roster."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from joblib import parallel_config
from typer.testing import CliRunner

from desk import cli, planning
from desk.accounts import Account, Role
from desk.planning import cluster, scenario_prices, scenario_run
from desk.planning.rehearsal import CALLERS, begun, callers_of, finished, first_tries
from desk.planning.rulebooks import NEVER_RELAXED
from desk.planning.scenario_sweep import BROKEN, breaking_point
from desk.words import LANGUAGES, say
from forecast.errors import SettingError
from forecast.grid import Grid
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.surge.scenario import Added, Away, Closure, Scenario, Volume, When
from forecast.surge.scenario_file import built_in, write
from tests.desk.builders import HEAD
from tests.desk.staffed import START, a_staffed_centre
from tests.forecast.staffing.builders import a_prediction
from tests.scheduler.builders import a_person, a_problem

DAYS, SEED = 7, 3
MANAGER = Account("manager", "顾行之", Role.MANAGER)
QUICK = {"runs": 40, "seconds": 1.0, "seed": SEED}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_staffed_centre(tmp_path_factory.mktemp("centre"), days=DAYS)
    version = planning.solve_roster(opened, HEAD, start=START, days=DAYS, seconds=3.0)
    planning.publish(opened, HEAD, version=version.id)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def codes(store):
    return tuple(m.code for m in planning.team(store, HEAD).people if "phone" in m.skills)


@pytest.fixture(scope="module")
def table(store, codes):
    nobody = Scenario("nobody", away=tuple(Away(code) for code in codes))
    asked = (Scenario("usual"), replace(built_in("founding_case"), absence=0.1), nobody)
    return planning.run_scenarios(
        store, MANAGER, scenarios=asked, start=START, days=DAYS, afresh=True, **QUICK
    )


def test_an_ordinary_week_needs_no_change_and_keeps_what_the_formulas_promise(table):
    usual = table.outcomes[0]
    assert usual.moved.cells <= usual.afresh.cells
    assert usual.advised.in_time_low <= usual.promised <= usual.advised.in_time_high
    assert abs(usual.promised - usual.advised.in_time) < 0.02


def test_an_emergency_takes_more_people_who_are_named(table):
    usual, case, _ = table.outcomes
    assert case.calls.sum() > 1.8 * usual.calls.sum()
    assert case.needed_hours > usual.needed_hours
    assert case.missing_standing > usual.missing_standing
    assert all(line.name for line in case.people)
    assert sum(line.days_changed for line in case.people) == case.moved.cells > 0
    assert case.moved.cells < case.afresh.cells
    assert {price.what for price in case.prices} == {"hour"}


def test_in_a_surge_with_a_tenth_away_the_simulation_keeps_what_the_formulas_promise(table):
    case = table.outcomes[1]
    assert case.promised < 0.9
    assert case.advised.in_time_low <= case.promised <= case.advised.in_time_high
    assert abs(case.promised - case.advised.in_time) < 0.03


def test_every_half_hour_has_its_wait_with_a_band(table):
    waits = table.outcomes[1].advised.waits
    known = np.isfinite(waits[:, 0])
    assert known.sum() > 5 * DAYS
    assert (waits[known, 2] <= waits[known, 3]).all()
    assert (waits[known, 3] <= waits[known, 1]).all()


def test_with_nobody_left_it_is_said_what_would_happen(table):
    nobody = table.outcomes[2]
    assert nobody.on_hand.sum() == 0
    assert nobody.advised.answered == 0
    assert nobody.advised.offered > 0
    assert nobody.missing_hours == nobody.needed_hours


def test_no_emergency_touches_protection_or_the_floor_of_rest(table):
    relaxed = {line.usual.owner for line in table.outcomes[1].relaxed}
    assert relaxed
    assert not relaxed & NEVER_RELAXED


def test_the_same_question_with_the_same_seed_meets_the_same_callers(store, table):
    again = planning.run_scenarios(
        store, MANAGER, scenarios=(Scenario("usual"),), start=START, days=DAYS, **QUICK
    )
    assert again.outcomes[0].standing.offered == table.outcomes[0].standing.offered
    assert again.outcomes[0].standing.in_time == table.outcomes[0].standing.in_time


@pytest.mark.parametrize(
    ("scenario", "code", "field"),
    [
        (Scenario("x", closures=(Closure("atlantis"),)), "scenario_unknown", "closure.zone"),
        (Scenario("x", away=(Away("nobody"),)), "scenario_unknown", "away.person"),
        (Scenario("x", volume=(Volume(size=2.0, when=When(5, START)),)), "scenario_end_before_start", ""),
        (replace(built_in("founding_case"), relax=("protection",)), "never_relaxed", None),
    ],
)  # fmt: skip
def test_what_contradicts_the_centre_is_refused_in_both_languages(store, scenario, code, field):
    with pytest.raises(SettingError) as caught:
        planning.run_scenarios(store, MANAGER, scenarios=(scenario,), start=START, days=DAYS, **QUICK)
    assert caught.value.code == code
    if field is not None:
        assert caught.value.details["field"] == field
    told = {say(f"error.{code}", language, **caught.value.details) for language in LANGUAGES}
    assert len(told) == 2
    assert all("{" not in sentence for sentence in told)


def test_a_person_more_and_each_rule_relaxed_have_their_price(store, monkeypatch):
    monkeypatch.setattr(scenario_prices, "PRICE_SECONDS", 0.2)
    busy = Scenario("busy", volume=(Volume(size=12.0),))
    found = planning.run_scenarios(
        store, MANAGER, scenarios=(busy,), start=START, days=DAYS, prices=True, **QUICK
    )
    prices = found.outcomes[0].prices
    assert {price.what for price in prices} == {"hour", "person", "rule"}
    assert not {price.detail for price in prices} & NEVER_RELAXED
    assert all(price.calls_saved >= 0 for price in prices)


def test_calls_are_first_tries_and_callers_try_again_as_the_line_says():
    line = Line(Handling.same(300.0), 90.0, redial=0.2, counted=0.1)
    prediction = a_prediction(np.full(48, 10.0))
    assert callers_of(line).redial == 0.2
    assert callers_of(replace(line, redial=0.0)) == CALLERS
    assert first_tries(prediction, line).mean == pytest.approx(9.8)
    assert first_tries(prediction, line).paths == pytest.approx(prediction.paths * 0.98)


def test_whoever_asks_to_stop_gets_the_parts_played_so_far_and_the_processes_are_free_again():
    grid, line = Grid(START, 1, 30), Line(Handling.same(300.0), 90.0)
    rates, cover = np.full((1, 48), 3.0), np.full(48, 2)
    with parallel_config(backend="threading"):
        stopped, whole = (
            finished(
                begun(grid, rates, cover, line, ServiceTarget(0.8, 15), runs=16, seed=1, workers=2), stop=stop
            )
            for stop in (lambda: True, lambda: False)
        )
    assert (len(stopped.offered), len(whole.offered)) == (2, 16)


def test_people_come_in_addition_on_their_days_only():
    problem = a_problem(days=4, people=(a_person("p1"), a_person("p2")))
    more = scenario_run.with_people(problem, Scenario("x", added=(Added(2, when=When(2, 3)),)))
    assert [p.code for p in more.people] == ["p1", "p2", "+1", "+2"]
    away = sorted(a.day.day - problem.start.day for a in more.absences if a.person == "+1")
    assert away == [0, 3]


def test_a_sweep_falls_with_volume_and_absence_and_says_where_it_breaks(store):
    found = planning.sweep(
        store, MANAGER, volumes=(1.0, 3.0), absences=(0.0, 0.6), start=START, days=DAYS, runs=8, seed=SEED
    )
    assert found.in_time.shape == (2, 2)
    assert (found.in_time[1] < found.in_time[0]).all()
    assert (found.in_time[:, 1] < found.in_time[:, 0]).all()
    assert found.breaks[1] is not None
    assert found.breaks[0] is None or found.breaks[0] > found.breaks[1]
    with pytest.raises(SettingError, match="scenario_range"):
        planning.sweep(store, MANAGER, volumes=(1.0,), absences=(1.2,), start=START, days=DAYS)


def test_the_breaking_point_lies_between_two_volumes():
    # 0.8 of a target of 0.8 is 0.64: halfway from 0.74 at 1 to 0.54 at 2.
    found = np.array([[0.74, 0.9, 0.5], [0.54, 0.8, 0.4]])
    assert BROKEN == 0.8
    assert breaking_point(found, (1.0, 2.0), 0.8) == (pytest.approx(1.5), None, 1.0)


def test_the_command_runs_a_file_and_refuses_a_bad_one(store, tmp_path):
    good, bad = tmp_path / "half.toml", tmp_path / "bad.toml"
    good.write_text(write(Scenario("half", absence=0.5)), encoding="utf-8")
    bad.write_text("absence = 1.2\n", encoding="utf-8")
    out = tmp_path / "compare.xlsx"

    def called(*words):
        env = {"LIANXIN_DATABASE": store.url, "COLUMNS": "200"}
        return CliRunner().invoke(cli.app, ["--lang", "en", *map(str, words)], env=env)

    done = called("whatif", good, "--start", START, "--days", DAYS, "--runs", 8, "--seconds", 1, "--out", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"PK")
    assert "Within 15 s" in done.output
    refused = called("whatif", bad, "--start", START, "--days", DAYS)
    assert refused.exit_code == 2
    assert "absence" in refused.output
    assert "120%" in refused.output


def test_a_kept_scenario_is_there_for_everyone(store):
    mine = Scenario("mine", volume=(Volume("scare", 2.0, When(2)),), absence=0.1)
    planning.save_scenario(store, MANAGER, scenario=mine)
    assert mine in [
        replace(s, volume=mine.volume) for s in planning.scenarios(store, HEAD) if s.code == "mine"
    ]
    with pytest.raises(SettingError, match="scenario_name"):
        planning.save_scenario(store, MANAGER, scenario=replace(mine, code="founding_case"))
    assert START + timedelta(days=1) in mine.volume[0].when.on(START, DAYS)


def test_a_cluster_that_is_not_there_is_named(store, monkeypatch):
    monkeypatch.setenv("LIANXIN_CLUSTER", "tcp://127.0.0.1:1")
    with pytest.raises(SettingError, match="cluster_") as caught:
        planning.sweep(store, MANAGER, volumes=(1.0,), absences=(0.0,), start=START, days=DAYS)
    assert caught.value.details["address"] == "tcp://127.0.0.1:1"


def test_worker_processes_find_packages_where_streamlit_has_put_pages_on_the_path(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(cluster.PACKAGE / "views"), *sys.path])
    with cluster.workers() as count:
        assert count >= 1
        assert not any(Path(entry).name == "views" for entry in sys.path)
