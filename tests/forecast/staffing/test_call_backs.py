import numpy as np
import pytest

from forecast.staffing.behaviour import Behaviour
from forecast.staffing.blending import blended, room
from forecast.staffing.call_backs import plan_call_backs
from forecast.staffing.deferrable import Batch, Kind, batches_of, fill
from forecast.staffing.erlang import DEFINITIONS, performance
from forecast.staffing.parameters import BadParameter
from forecast.staffing.plan import require
from forecast.staffing.simulate import simulate
from forecast.staffing.workload import workload
from tests.forecast.staffing.builders import OPEN, a_line, a_prediction, a_target

HALF_HOURS = np.full(48, 30.0)


@pytest.mark.parametrize(
    ("n", "load", "aht", "patience", "reserve", "level", "hours"),
    [(9, 5.0, 300, 120, 2, 0.815, 3.18), (30, 20.0, 1200, 240, 3, 0.815, 9.36)],
)
def test_blending_agrees_with_the_exact_chain(n, load, aht, patience, reserve, level, hours):
    # Notes beside the exact cases, section 5: one-dimensional birth-death chain, backlog never empty, 20 s.
    found = blended(np.array([load]), n, reserve, aht=aht, patience=patience, seconds=20)
    assert found.service_level[0] == pytest.approx(level, abs=5e-4)
    assert found.calling_back[0] == pytest.approx(hours, abs=5e-3)


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("patience", [30.0, 120.0, 3600.0, np.inf])
def test_without_call_backs_the_chain_is_the_formula(definition, patience):
    loads = np.array([0.2, 3.0, 8.5])
    found = blended(loads, 9, 9, aht=300, patience=patience, seconds=20, definition=definition)
    exact = performance(load=loads, n=9, aht=300, patience=patience, seconds=20)
    np.testing.assert_allclose(found.service_level, exact.service_level(definition), atol=1e-11)
    np.testing.assert_array_equal(found.calling_back, 0)
    np.testing.assert_allclose(found.busy, exact.occupancy * 9, rtol=1e-11)


def test_a_smaller_reserve_does_more_work_and_serves_callers_worse():
    found = [blended(np.array([5.0]), 9, k, aht=300, patience=120, seconds=20) for k in range(1, 10)]
    assert (np.diff([f.service_level[0] for f in found]) > 0).all()
    assert (np.diff([f.calling_back[0] for f in found]) < 0).all()


def test_a_reserve_of_zero_is_refused():
    with pytest.raises(BadParameter, match="reserve must be in 1 to 9, got 0"):
        blended(np.array([5.0]), 9, 0, aht=300, patience=120, seconds=20)


def test_the_room_keeps_the_promise_and_the_cap():
    loads, certain = np.array([4.9, 5.0, 5.1]), np.array([0.0, 1.0, 0.0])
    free = room(loads, certain, certain, 9, a_target(), aht=300, patience=120)
    assert (free.reserve, free.operators) == (2, pytest.approx(3.18, abs=5e-3))
    capped = room(loads, certain, certain, 9, a_target(max_occupancy=0.7), aht=300, patience=120)
    assert capped.operators + 4.62 == pytest.approx(0.7 * 9, abs=0.01)  # 5 erlangs of which 7.5 % hang up
    for n in (1, 6):  # nobody to spare; callers get less than the promise already
        assert room(loads, certain, certain, n, a_target(), aht=300, patience=120).operators == 0
    assert room(loads, certain, certain, 5, a_target(), aht=300, patience=np.inf).operators == 0


def test_where_less_is_wanted_the_reserve_is_larger_and_callers_gain():
    loads, certain = np.array([4.9, 5.0, 5.1]), np.array([0.0, 1.0, 0.0])
    full, little = (
        room(loads, certain, certain, 12, a_target(), aht=300, patience=120, wanted=wanted)
        for wanted in (np.inf, 1.5)
    )
    assert little.reserve > full.reserve
    assert little.service_level > full.service_level
    assert 1.5 <= little.operators < full.operators
    fewer = blended(np.array([5.0]), 12, little.reserve + 1, aht=300, patience=120, seconds=20)
    assert fewer.calling_back[0] < 1.5


def test_work_is_done_in_the_valleys_before_its_deadline():
    spare = np.array([0.0, 10.0, 40.0, 0.0, 40.0, 40.0])
    found = fill((Batch("voicemail", 0, 4, 45.0), Batch("web", 2, 6, 60.0)), spare)
    np.testing.assert_allclose(found.minutes[0], [0, 10, 35, 0, 0, 0])
    np.testing.assert_allclose(found.minutes[1], [0, 0, 5, 0, 40, 15])
    np.testing.assert_array_equal(found.late, 0)


def test_the_nearest_deadline_comes_first():
    found = fill((Batch("web", 0, 9, 30.0), Batch("voicemail", 1, 2, 20.0)), np.full(3, 25.0))
    np.testing.assert_allclose(found.minutes, [[25, 5, 0], [0, 20, 0]])


def test_work_past_its_deadline_is_late_but_done():
    found = fill((Batch("voicemail", 0, 1, 60.0), Batch("web", 0, 99, 500.0)), np.array([10.0, 500.0]))
    assert found.late[0] == pytest.approx(50)
    np.testing.assert_allclose(found.minutes.sum(axis=1), [60, 450])
    assert found.late[1] == 0  # due after the window


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deadline": 3}, "web must be after its release, got 3"),
        ({"minutes": -1}, "web must be >= 0 minutes, got -1"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused(change, message):
    with pytest.raises(BadParameter, match=message):
        Batch(**{"code": "web", "release": 3, "deadline": 9, "minutes": 5.0, **change})
    with pytest.raises(BadParameter, match="web must be > 0 hours, got 0"):
        Kind("web", 300, within=0)


def test_what_comes_at_night_is_released_in_the_morning_with_the_earliest_deadline():
    kind = Kind("voicemail", 240, within=24, after_opening=4)
    night = batches_of(kind, np.where(np.arange(48) < 10, 1.0, 0.0), OPEN, HALF_HOURS)
    assert [(b.release, b.deadline, b.minutes) for b in night] == [(16, 24, 40.0)]
    morning = batches_of(
        Kind("web", 300), np.where(np.arange(48) == 20, 2.0, 0.0), OPEN, HALF_HOURS, backlog=3
    )
    assert [(b.release, b.deadline, b.minutes) for b in morning] == [(16, 48, 15.0), (21, 49, 10.0)]
    evening = np.where(np.arange(48) == 40, 1.0, 0.0)
    assert batches_of(kind, evening, OPEN, HALF_HOURS) == ()  # can only be done after the window


def test_a_deadline_before_the_next_opening_moves_to_its_end():
    (found,) = batches_of(
        Kind("web", 300, within=2), np.where(np.arange(48) == 2, 1.0, 0.0), OPEN, HALF_HOURS
    )
    assert (found.release, found.deadline) == (16, 34)


def a_week_of_work(prediction, line, messages=8.0):
    opening = line.open_slots(prediction.grid.slots)
    arriving = np.where(opening, 0.0, messages / 30)
    return batches_of(
        Kind("voicemail", 240, after_opening=4),
        arriving,
        opening,
        prediction.grid.minutes_of(),
        backlog=messages,
    )


def test_the_requirement_carries_call_backs_and_still_keeps_the_promise():
    prediction, line, target = a_prediction(16, cv=0.1, days=2), a_line(), a_target(max_occupancy=0.85)
    batches = a_week_of_work(prediction, line)
    calls_only = require(prediction, line, target, paths_are="rates")
    found = require(prediction, line, target, paths_are="rates", batches=batches)
    plan = found.call_backs
    assert plan.total().sum() == pytest.approx(sum(b.minutes for b in batches))
    assert (plan.total() <= plan.room + 1e-6).all()
    assert (plan.total()[~line.open_slots(96)] == 0).all()
    assert plan.late.sum() == 0
    assert (plan.reserve[found.operators > 0] >= 1).all()
    assert found.service_level.min() >= target.share - 1e-6
    np.testing.assert_array_equal(found.operators, calls_only.operators + plan.extra)
    assert all(16 <= slot < 24 for slot in plan.clear("voicemail", 48))


def test_operators_are_added_only_where_a_deadline_would_be_missed():
    prediction, line, target = a_prediction(16), a_line(), a_target()
    calls_only = require(prediction, line, target, paths_are="rates")
    heavy = require(
        prediction, line, target, paths_are="rates", batches=a_week_of_work(prediction, line, 60.0)
    )
    assert heavy.call_backs.late.sum() == pytest.approx(0, abs=1e-6)
    assert heavy.call_backs.extra.sum() > 0
    assert (heavy.call_backs.extra[24:] == 0).all()  # due by noon
    work = workload(prediction, line, paths_are="rates")
    fixed = plan_call_backs(
        work, target, calls_only.operators, a_week_of_work(prediction, line, 60.0), may_add=False
    )
    assert fixed.late.sum() > 0
    assert (fixed.extra == 0).all()


def test_the_simulator_confirms_plan_and_promise_with_call_backs():
    prediction, line, target = a_prediction(24), a_line(), a_target()
    batches = a_week_of_work(prediction, line, 20.0)
    found = require(prediction, line, target, paths_are="rates", batches=batches)
    plan, pieces = found.call_backs, np.zeros(48)
    for batch in batches:
        pieces[batch.release] += batch.minutes / 4
    seen = simulate(
        prediction.grid, prediction.paths, found.operators, line, target, runs=400, seed=2,
        behaviour=Behaviour(service="exponential"), call_backs=pieces,
        reserve=np.maximum(plan.reserve, 1),
    )  # fmt: skip
    promised = (found.service_level * found.calls).sum() / found.calls.sum()
    assert seen.day == pytest.approx(promised, abs=seen.day_margin + 0.01)
    assert seen.day + seen.day_margin >= target.share
    assert seen.call_backs == pytest.approx(pieces.sum(), rel=0.05)
