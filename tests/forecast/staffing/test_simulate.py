from datetime import date

import numpy as np
import pytest

from forecast.grid import Grid
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.erlang import performance
from forecast.staffing.parameters import BadParameter
from forecast.staffing.plan import require
from forecast.staffing.redial import with_redials
from forecast.staffing.service import Handling, Line
from forecast.staffing.simulate import play, simulate
from tests.forecast.staffing.builders import OPEN, a_line, a_prediction, a_target

DAY = Grid(date(2026, 3, 2), 1, 30)

SYSTEMS = [  # load, operators, handling time, patience, seconds
    (0.5, 1, 300, 120, 20),
    (2.0, 3, 180, 60, 15),
    (5.0, 7, 300, 120, 20),
    (5.0, 4, 300, 30, 20),
    (9.5, 12, 300, np.inf, 20),
    (10.0, 10, 120, 900, 30),
    (20.0, 23, 300, 240, 20),
    (20.0, 16, 300, 60, 10),
    (48.0, 50, 60, 120, 20),
    (60.0, 66, 180, 300, 15),
]


def test_simulation_lies_inside_its_confidence_interval_for_ten_systems():
    inside = []
    week = Grid(date(2026, 3, 2), 7, 30)  # the start with an empty line hardly weighs
    for seed, (load, n, aht, patience, seconds) in enumerate(SYSTEMS):
        line = Line(Handling.same(aht), patience)
        seen = simulate(
            week,
            np.full(week.slots, load / aht * 1800),
            np.full(week.slots, n),
            line,
            a_target(seconds=seconds),
            runs=5,
            seed=seed,
            behaviour=Behaviour(service="exponential"),
        )
        exact = performance(load=load, n=n, aht=aht, patience=patience, seconds=seconds)
        for found, margin, value in (
            (seen.day, seen.day_margin, exact.sl_offered),
            (seen.day_wait, seen.day_wait_margin, exact.mean_wait),
            (seen.day_abandonment, seen.day_abandonment_margin, exact.p_abandon),
        ):
            inside.append(abs(found - value) <= margin)
            assert abs(found - value) <= 2.5 * margin, (load, n, found, value, margin)
    # 30 intervals of 95 %: fewer than 26 inside would happen once in 60 times if all were right.
    assert sum(inside) >= 26


@pytest.mark.parametrize(("per_slot", "aht"), [(30, 300), (60, 300), (30, 1200)])
def test_the_simulator_confirms_the_promise_of_the_requirement(per_slot, aht):
    shape = per_slot * (1 + 0.4 * np.sin(np.arange(48) / 48 * 4 * np.pi))
    line, target = a_line(aht=aht, patience=240), a_target()
    prediction = a_prediction(shape, cv=0.15, paths=300)
    found = require(prediction, line, target, paths_are="rates")
    seen = simulate(prediction.grid, prediction.paths, found.operators, line, target, runs=300, seed=1)
    promised = (found.service_level * found.calls).sum() / found.calls.sum()
    assert abs(seen.day - promised) <= seen.day_margin + 0.02  # lognormal, not exponential, service
    assert seen.day + seen.day_margin >= 0.8
    assert (seen.service_level + seen.service_level_margin)[OPEN].min() >= 0.76


def test_the_simulator_sees_in_every_half_hour_what_the_exact_pass_says_of_long_calls():
    # Notes beside the exact cases, section 4: calls of 20 min, where the rule for steady flow misses the target most.
    calls = 24 * (1 + 0.25 * np.sin(np.arange(48) / 48 * 8 * np.pi))
    line, target = a_line(aht=1200, patience=240), a_target()
    need, steady, modified = (
        require(a_prediction(calls), line, target, paths_are="rates", method=method)
        for method in ("exact", "stationary", "mol_sl")
    )
    first = int(np.flatnonzero(OPEN)[0])
    assert (
        need.operators[first] < steady.operators[first]
    )  # the line opens empty, and only the exact pass knows
    assert modified.operators[first] == steady.operators[first]
    exponential = Behaviour(service="exponential")
    seen = simulate(DAY, need.calls, need.operators, line, target, runs=300, seed=4, behaviour=exponential)
    apart = np.abs(seen.service_level - need.service_level)[OPEN]
    assert (apart <= 2 * seen.service_level_margin[OPEN]).all()
    assert (need.service_level[OPEN] >= 0.8 - 1e-6).all()
    rough = simulate(DAY, need.calls, steady.operators, line, target, runs=100, seed=4, behaviour=exponential)
    assert (rough.service_level + rough.service_level_margin)[OPEN].min() < 0.8


def test_the_same_seed_gives_the_same_day():
    given = (DAY, np.full(48, 20.0), np.full(48, 5), a_line(opening=None), a_target())
    first, again, other = (simulate(*given, runs=3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.service_level, again.service_level)
    assert (first.service_level != other.service_level).any()


def test_patience_shape_matters_as_measured():
    # notes beside the exact cases, section 6: 159 operators at 80/20, Weibull 1.5: the formula with mean patience says .80, the line .585.
    line = Line(Handling.same(300, cv=1.0), 120.0)
    load = 166.666666666666667
    seen = simulate(
        DAY,
        np.full(48, load * 6),
        np.full(48, 159),
        line,
        a_target(),
        runs=12,
        seed=4,
        behaviour=Behaviour(service="exponential", patience_shape=1.5),
    )
    assert performance(load=load, n=159, aht=300, patience=120).sl_offered == pytest.approx(0.804, abs=5e-4)
    assert seen.day == pytest.approx(0.585, abs=0.035)


def test_redials_load_the_line():
    # notes beside the exact cases, section 5: n = 7, redial after 1 / 10 min: .785 / .807 where the first-order correction says .820.
    line = Line(Handling.same(300), 120.0)
    given = (DAY, np.full(48, 30.0), np.full(48, 7), line, a_target())
    calm = simulate(*given, runs=60, seed=5, behaviour=Behaviour(service="exponential"))
    again = simulate(
        *given, runs=100, seed=5, behaviour=Behaviour(service="exponential", redial=0.5, redial_after=60)
    )
    first_order = with_redials(load=5, n=7, aht=300, patience=120, seconds=20, again=0.5).measures.sl_offered
    assert again.calls > calm.calls
    assert first_order == pytest.approx(0.820, abs=5e-4)
    assert again.day == pytest.approx(0.785, abs=again.day_margin + 0.005)
    # The first-order correction is a lower bound on the damage.
    assert again.day + again.day_margin < first_order < calm.day


def test_call_backs_use_the_idle_and_leave_the_reserve():
    # With one operator and a reserve of one nobody may ever call back; with two, messages are worked off when idle.
    line, target = a_line(opening=None), a_target()
    messages = np.zeros(48)
    messages[0] = 10
    alone, two = (
        simulate(DAY, np.full(48, 0.5), np.full(48, n), line, target, runs=20, seed=6, call_backs=messages)
        for n in (1, 2)
    )
    assert (alone.call_backs, alone.waiting_call_backs) == (0, 10)
    assert two.call_backs == pytest.approx(10, abs=0.5)


def test_callers_at_night_leave_messages_and_are_not_offered():
    line, target = a_line(), a_target()
    seen = simulate(
        DAY,
        np.full(48, 10.0),
        np.where(OPEN, 6, 0),
        line,
        target,
        runs=50,
        seed=7,
        behaviour=Behaviour(voicemail=0.4),
    )
    assert seen.calls == pytest.approx(180, rel=0.05)
    assert seen.call_backs + seen.waiting_call_backs == pytest.approx(0.4 * 300, rel=0.1)


def test_a_message_left_at_a_closed_line_is_called_back_at_once_where_somebody_is_at_work():
    line, target = a_line(), a_target()
    seen = play(
        DAY, np.where(OPEN, 0.0, 4.0), np.full(48, 4), line, target, runs=20, seed=8, behaviour=Behaviour(voicemail=1.0)
    )  # fmt: skip
    assert seen.call_backs.sum() > 1000
    assert seen.backlog.mean() < 0.05


def test_those_whose_shift_ends_finish_their_call_and_come_back_into_the_count():
    # Four operators, calls of an hour: whoever still talks when the cover grows again is one of the four.
    line = Line(Handling.same(3600, cv=0.01), np.inf)
    cover = np.r_[4, 0, 4, np.zeros(45)].astype(int)
    calls = np.r_[8.0, np.zeros(47)]
    seen = play(DAY, calls, cover, line, a_target(), runs=40, seed=9, behaviour=Behaviour())
    assert (seen.answered.sum(axis=1) <= 8).all()
    assert seen.answered[:, 0].max() == 8
    first = play(DAY, calls, np.r_[4, np.zeros(47)].astype(int), line, a_target(), runs=40, seed=9, behaviour=Behaviour())  # fmt: skip
    assert (first.answered.sum(axis=1) <= 4).all()
    assert first.answered.sum(axis=1).max() == 4


def test_nobody_at_the_phones_loses_everybody():
    seen = simulate(DAY, np.full(48, 3.0), np.zeros(48), a_line(opening=None), a_target(), runs=3, seed=1)
    assert seen.day == 0
    assert seen.day_abandonment == 1


def test_a_reserve_of_zero_is_refused():
    with pytest.raises(BadParameter, match="reserve must be >= 1, got 0"):
        Behaviour(reserve=0)
