import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.staffing.break_points import break_points
from forecast.staffing.erlang import DEFINITIONS, performance
from forecast.staffing.parameters import BadParameter
from forecast.staffing.question import Question, measured
from forecast.staffing.required import answer, required, search
from tests.forecast.staffing.cases import column, rows


def test_required_operators_agree_with_the_exact_cases():
    found = rows(("C_req", "A_req"))
    got = required(
        column(found, "load_erl"),
        aht=column(found, "aht_s"),
        patience=column(found, "patience_s", np.inf),
        seconds=column(found, "t_s"),
        target=column(found, "target"),
        max_occupancy=column(found, "max_occ", 1.0),
    )
    np.testing.assert_array_equal(got, column(found, "required_n"))


def test_table_agrees_with_the_exact_cases():
    for row in rows(("C_req", "A_req")):
        question = Question(
            aht=float(row["aht_s"]),
            patience=float(row["patience_s"] or "inf"),
            seconds=float(row["t_s"]),
            target=float(row["target"]),
            max_occupancy=float(row["max_occ"] or 1),
        )
        n = int(row["required_n"])
        low = max(n - 2, 1)
        points = break_points(question, low, n + 2)
        assert low + np.searchsorted(points, float(row["load_erl"])) == n, row["id"]


@pytest.mark.parametrize("patience", [np.inf, 1.0, 120.0, 3600.0])
@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("cap", [1.0, 0.85])
def test_table_and_search_give_the_same_operators(patience, definition, cap):
    question = Question(300, patience, 20, 0.8, cap, definition)
    loads = np.random.default_rng(1).uniform(0.01, 60, 3000)
    np.testing.assert_array_equal(answer(question, loads), search(question, loads))


@given(
    st.floats(0.001, 300),
    st.floats(30, 1800),
    st.sampled_from([5.0, 60.0, 300.0, np.inf]),
    st.floats(0, 120),
    st.floats(0.05, 0.999),
)
@settings(max_examples=150, deadline=None)
def test_required_is_the_smallest_number_that_reaches_the_target(load, aht, patience, seconds, target):
    n = int(required(load, aht=aht, patience=patience, seconds=seconds, target=target))
    enough = performance(load=load, n=n, aht=aht, patience=patience, seconds=seconds)
    fewer = performance(load=load, n=n - 1, aht=aht, patience=patience, seconds=seconds)
    assert enough.sl_offered >= target - 2e-10
    assert fewer.sl_offered < target


def test_required_rises_with_load_and_target_and_falls_with_the_wait():
    loads = np.linspace(0.1, 200, 400)
    assert (np.diff(required(loads, aht=300, patience=120)) >= 0).all()
    assert (np.diff(required(50, aht=300, patience=120, target=np.linspace(0.05, 0.99, 50))) >= 0).all()
    assert (np.diff(required(50, aht=300, patience=120, seconds=np.linspace(0, 200, 50))) <= 0).all()


def test_occupancy_tie_needs_no_operator_more():
    # 27.3 / 0.7 is 39 exactly; in binary numbers it is 39.000000000000007.
    assert required(27.3, aht=300, seconds=20, target=0.5, max_occupancy=0.7) == 39


def test_minimum_cover_holds_even_without_calls():
    np.testing.assert_array_equal(required([0.0, 0.1, 30.0], aht=300, patience=60, minimum=2)[:2], [2, 2])
    assert required(0.0, aht=300) == 0


def test_a_line_whose_callers_leave_at_once_still_has_one_operator():
    assert required(5.0, aht=300, patience=0.001, seconds=20, target=0.8, definition="credit") == 1


def test_rounded_up_to_the_standard_example():
    # pyworkforce documentation: 100 calls in 30 min of 3 min each, 80 % in 20 s: 14 operators, 88.835 %.
    assert required(10, aht=180, seconds=20, target=0.8) == 14
    found = performance(load=10, n=14, aht=180, seconds=20)
    assert found.sl_offered == pytest.approx(0.8883500191794669, abs=1e-13)
    assert found.p_wait == pytest.approx(0.1741319335950498, abs=1e-13)


def _erlang_c_by_hand(load, aht, seconds, target, cap):
    """Return the smallest n by the textbook recursion, one operator at a time."""
    blocking, n = 1.0, 0
    while True:
        n += 1
        blocking = load * blocking / (n + load * blocking)
        if n > load and load / n <= cap * (1 + 1e-9):
            waits = n * blocking / (n - load * (1 - blocking))
            if 1 - waits * math.exp(-(n - load) * seconds / aht) >= target - 1e-10:
                return n


@pytest.mark.parametrize(
    ("aht", "seconds", "target"), [(300, 20, 0.8), (1200, 15, 0.8), (180, 30, 0.95), (300, 0, 0.9)]
)
@pytest.mark.parametrize("cap", [1.0, 0.85, 0.7])
def test_erlang_c_agrees_with_the_textbook_recursion(aht, seconds, target, cap):
    loads = [0.001, 0.01, 0.2, 0.5, 1, 2.5, 5, 10, 10.6, 27.3, 60, 166.666666666666667, 500, 1500]
    expected = [_erlang_c_by_hand(load, aht, seconds, target, cap) for load in loads]
    got = required(loads, aht=aht, seconds=seconds, target=target, max_occupancy=cap)
    np.testing.assert_array_equal(got, expected)
    question = Question(aht, np.inf, seconds, target, cap)
    many = np.concatenate([loads, np.linspace(0.01, 30, 500)])
    np.testing.assert_array_equal(answer(question, many)[: len(loads)], expected)


@pytest.mark.parametrize("per_line", [3, 400])  # searched together, and from tables made together
def test_many_lines_at_once_give_what_each_gives_alone(per_line):
    rng = np.random.default_rng(per_line)
    lines = [
        Question(300, 120, 20, 0.8, 0.85),
        Question(39.3, np.inf, 0, 0.9999, 0.6),  # the cap begins to bind within the table
        Question(13, np.inf, 514, 0.3),  # endless patience: the service level drops at a load of n
        Question(1200, 0.01, 20, 0.95),
        *(Question(aht, patience) for aht, patience in rng.uniform(60, 900, (6, 2))),
    ]
    which = np.repeat(np.arange(len(lines)), per_line)
    rng.shuffle(which)
    loads = rng.uniform(0.01, 700, which.size) * (rng.random(which.size) > 0.1)
    columns = {
        name: np.array([getattr(line, name) for line in lines])[which]
        for name in ("aht", "patience", "seconds", "target", "max_occupancy")
    }
    found = required(loads, **columns)
    np.testing.assert_array_equal(found[loads == 0], 0)
    for k, line in enumerate(lines):
        here = np.flatnonzero((which == k) & (loads > 0))
        n = found[here].astype(float)
        assert (measured(loads[here], n, line.lines(here.size), "offered")[0] >= 0).all(), line
        fewer = here[n > 1]
        short = measured(loads[fewer], found[fewer] - 1.0, line.lines(fewer.size), "offered")[0]
        assert (short < 0).all(), line


def test_a_load_that_nobody_can_carry_is_named():
    for load in (1e12, [1e12, 5.0]):
        with pytest.raises(BadParameter, match="small enough for 10000000 operators"):
            required(load, aht=[300, 301], patience=120)
