"""The referee: the simulator plays a roster and confirms what the formulas promise."""

from datetime import timedelta

import numpy as np
import pytest

from desk import planning
from forecast.errors import SettingError
from tests.desk.builders import HEAD, a_version
from tests.desk.staffed import START, a_staffed_centre

WEEK = {"start": START, "days": 7}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_staffed_centre(tmp_path_factory.mktemp("centre"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def draft(store):
    return planning.solve_roster(store, HEAD, **WEEK, seconds=2)


def test_without_a_roster_there_is_nothing_to_confirm(tmp_path):
    store = a_staffed_centre(tmp_path)
    with pytest.raises(SettingError) as caught:
        planning.confirm_service(store, HEAD, **WEEK)
    assert caught.value.code == "no_roster_yet"
    store.close()


def test_the_simulator_confirms_the_promise_of_a_roster(store, draft):
    told = []
    found = planning.confirm_service(store, HEAD, **WEEK, runs=30, seed=3, progress=told.append)
    assert found.version.id == draft.id
    assert found.confirmed
    assert abs(found.promised - found.simulated) <= found.margin + 0.01
    assert found.keeps_target
    assert found.calls > 30 * 500
    assert found.call_backs > 0
    assert found.holds > 1
    assert told[-1] == pytest.approx(1)
    assert (np.diff(told) >= 0).all()
    assert found.by_day_simulated.shape == (7,)


def test_the_same_seed_shows_the_same_and_another_draws_anew(store, draft):
    first, again, other = (
        planning.confirm_service(store, HEAD, **WEEK, runs=3, seed=seed).simulated for seed in (1, 1, 2)
    )
    assert first == again != other


def a_thin_roster(store):
    """Two people, one early and one late, on every day: half of the callers are answered in time."""
    days = [START + timedelta(days=k) for k in range(7)]
    cells = {(person, day): shift for day in days for person, shift in (("op01", "E"), ("op02", "L"))}
    return a_version(store, cells, **WEEK, published=None)


def test_the_simulator_confirms_what_a_thin_roster_can_promise(store):
    found = planning.confirm_service(store, HEAD, **WEEK, version=a_thin_roster(store), runs=30, seed=3)
    assert 0.4 < found.promised < 0.7
    assert abs(found.promised - found.simulated) <= found.margin
    assert (found.confirmed, found.keeps_target) == (True, False)
    assert found.holds < 0.6
    assert found.left > 10 * found.call_backs / 7  # messages and cases pile up


def test_whoever_is_at_a_meal_answers_no_call(store, monkeypatch):
    thin = a_thin_roster(store)
    eating = planning.confirm_service(store, HEAD, **WEEK, version=thin, runs=20, seed=3)
    meals = planning.roster_rests(store, HEAD, version=thin, day=START)
    assert (meals.on_phones < meals.planned).any()
    # The what-if page counts the same people.
    asked = planning.what_if(store, HEAD, volume=1.0, absence=0.0, **WEEK)
    np.testing.assert_array_equal(asked.before.planned[:48], meals.on_phones)
    monkeypatch.setattr("desk.planning.confirming.rests_of", lambda *_: ())
    fasting = planning.confirm_service(store, HEAD, **WEEK, version=thin, runs=20, seed=3)
    assert eating.promised < fasting.promised - 0.03
    assert eating.simulated < fasting.simulated - 0.03


def test_the_simulator_refuses_where_callers_are_not_as_the_formula_takes_them(tmp_path):
    store = a_staffed_centre(tmp_path)
    for code, value in (("patience_shape", 4), ("redial", 0.8)):
        planning.set_line_setting(store, HEAD, code=code, value=value, source="抽样 200 通")
    found = planning.confirm_service(store, HEAD, **WEEK, version=a_thin_roster(store), runs=30, seed=3)
    store.close()
    assert found.simulated + found.margin < found.promised
    assert not found.confirmed


def test_the_simulator_plays_the_shape_and_the_redials_of_the_settings(store, draft):
    plain = planning.confirm_service(store, HEAD, **WEEK, version=draft.id, runs=20, seed=3)
    for code, value in (("patience_shape", 1.6), ("redial", 0.45)):
        planning.set_line_setting(store, HEAD, code=code, value=value, source="抽样 200 通")
    found = planning.confirm_service(store, HEAD, **WEEK, version=draft.id, runs=20, seed=3)
    assert (plain.shape, plain.redial, found.shape, found.redial) == (1.0, 0.0, 1.6, 0.45)
    assert found.simulated != plain.simulated
    # Redials that the forecast counts already are taken out first, so as many callers are played as before.
    assert found.calls == pytest.approx(plain.calls, rel=0.03)


@pytest.mark.parametrize(
    ("change", "code"), [({"version": 99}, "unknown_version"), ({"runs": 1}, "simulation_runs")]
)
def test_what_cannot_be_played_is_named(store, draft, change, code):
    with pytest.raises(SettingError) as caught:
        planning.confirm_service(store, HEAD, **WEEK, **change)
    assert caught.value.code == code
