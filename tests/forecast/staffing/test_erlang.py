from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.staffing.erlang import DEFINITIONS, erlang_b, erlang_c, performance
from tests.forecast.staffing.cases import column, rows


@pytest.mark.parametrize(
    ("reference", "ours", "absolute"),
    [
        ("p_wait", "p_wait", 1e-12),
        ("p_abandon", "p_abandon", 1e-12),
        ("occupancy", "occupancy", 1e-12),
        ("sl_offered", "sl_offered", 1e-11),
        ("sl_answered", "sl_answered", 1e-11),
        ("sl_virtual", "sl_virtual", 1e-11),
        ("p_w_le_t", "sl_credit", 1e-11),
    ],
)
def test_shares_agree_with_the_exact_cases(reference, ours, absolute):
    found = rows(("C", "A", "C_req", "A_req"))
    measured = _measure(found)
    np.testing.assert_allclose(
        getattr(measured, ours), column(found, reference), rtol=0, atol=absolute, strict=True
    )


@pytest.mark.parametrize("measure", ["asa", "mean_wait", "mean_queue"])
def test_waits_agree_with_the_exact_cases_to_nine_digits(measure):
    found = rows(("C", "A", "C_req", "A_req"))
    saturated = np.abs(_operators(found) - column(found, "load_erl")) < 1e-3
    got, exact = getattr(_measure(found), measure), column(found, measure)
    np.testing.assert_allclose(got[~saturated], exact[~saturated], rtol=1e-9, atol=0)
    np.testing.assert_allclose(got[saturated], exact[saturated], rtol=1e-6, atol=0)


def test_erlang_b_agrees_with_the_exact_cases():
    found = rows(("C", "A", "C_req", "A_req"))
    got = erlang_b(column(found, "load_erl"), _operators(found))
    np.testing.assert_allclose(got, column(found, "erlang_b"), rtol=1e-12, atol=1e-300)


def _operators(found):
    return np.array([float(row["n"] or row["required_n"]) for row in found])


def _measure(found):
    return performance(
        load=column(found, "load_erl"),
        n=_operators(found),
        aht=column(found, "aht_s"),
        patience=column(found, "patience_s", np.inf),
        seconds=column(found, "t_s"),
    )


def test_angus_worked_example_of_erlang_c():
    # I. Angus, An Introduction to Erlang B and Erlang C, 2001: 0.2 calls/s of 240 s, 55 operators, 15 s.
    found = performance(load=48, n=55, aht=240, seconds=15)
    assert found.p_wait == pytest.approx(0.2387, abs=5e-5)
    assert found.asa == pytest.approx(8.184, abs=5e-4)
    assert found.sl_offered == pytest.approx(0.8459, abs=5e-5)


def test_garnett_mandelbaum_reiman_compare_erlang_a_and_c():
    # Garnett, Mandelbaum, Reiman 2002: 48 calls/min of 1 min, 50 operators, patience 2 min.
    impatient = performance(load=48, n=50, aht=60, patience=120)
    assert impatient.p_abandon == pytest.approx(0.031, abs=5e-4)
    assert impatient.mean_wait == pytest.approx(3.7, abs=0.05)
    assert impatient.occupancy == pytest.approx(0.93, abs=5e-3)
    assert impatient.mean_queue == pytest.approx(3, abs=0.05)
    endless = performance(load=48, n=50, aht=60)
    assert endless.mean_wait == pytest.approx(20.8, abs=0.05)
    assert endless.occupancy == pytest.approx(0.96, abs=5e-3)
    assert endless.mean_queue == pytest.approx(17, abs=0.5)


@pytest.mark.parametrize(("lines", "load"), [(10, 4.461), (20, 12.03), (100, 84.06)])
def test_erlang_b_table_at_one_percent(lines, load):
    # Standard Erlang B table, 1 % column.
    assert erlang_b(load, lines) == pytest.approx(0.01, rel=1e-3)


def test_erlang_c_agrees_with_the_calculator_manual():
    # call-center-tools manual: 1000 calls/h of 120 s, 40 operators, 20 s: 19.07 %, 93.72 %, 3.43 s.
    load = 1000 * 120 / 3600
    assert erlang_c(load, 40) == pytest.approx(0.1907, abs=5e-5)
    found = performance(load=load, n=40, aht=120, seconds=20)
    assert found.sl_offered == pytest.approx(0.9372, abs=5e-5)
    assert found.asa == pytest.approx(3.43, abs=5e-3)


def test_small_line_by_hand():
    # One operator, load 1/2, endless patience: P(wait) = 1/2, wait = aht * rho / (1 - rho) = aht.
    found = performance(load=0.5, n=1, aht=100, seconds=0)
    assert found.p_wait == pytest.approx(0.5, abs=1e-15)
    assert found.mean_wait == pytest.approx(100, rel=1e-14)
    # One operator, patience = aht, load 1: states are Poisson(1), so P(wait) = 1 - 1/e.
    even = performance(load=1, n=1, aht=100, patience=100)
    assert even.p_wait == pytest.approx(1 - np.exp(-1), abs=1e-15)
    assert even.occupancy == pytest.approx(1 - np.exp(-1), abs=1e-15)


parameters = st.fixed_dictionaries(
    {
        "load": st.floats(-6, 4).map(lambda e: 10**e),
        "n": st.integers(1, 20_000),
        "aht": st.floats(0, 4).map(lambda e: 10**e),
        "patience": st.one_of(st.just(np.inf), st.floats(-3, 6).map(lambda e: 10**e)),
        "seconds": st.one_of(st.just(0.0), st.floats(-2, 6).map(lambda e: 10**e)),
    }
)


@given(parameters)
@settings(max_examples=400, deadline=None)
def test_every_measure_is_a_number_in_its_range(given_):
    found = performance(**given_)
    for name in ("p_wait", "p_abandon", "occupancy", *(f"sl_{d}" for d in DEFINITIONS)):
        assert 0 <= getattr(found, name) <= 1 + 1e-15, name
    for name in ("asa", "mean_wait", "mean_queue"):
        assert getattr(found, name) >= 0, name
    assert found.sl_offered <= found.sl_without_short + 1e-14
    assert found.sl_offered <= found.sl_credit + 1e-14
    assert found.sl_offered <= found.sl_virtual + 1e-14


@given(parameters)
@settings(max_examples=300, deadline=None)
def test_calls_are_conserved(given_):
    found = performance(**given_)
    load, rate = given_["load"], given_["load"] / given_["aht"]
    if found.stable:
        assert found.occupancy * given_["n"] == pytest.approx(load * (1 - found.p_abandon), rel=1e-12)
        assert found.mean_queue == pytest.approx(rate * found.mean_wait, rel=1e-12, abs=1e-300)
    if np.isfinite(given_["patience"]):
        assert found.p_abandon * given_["patience"] == pytest.approx(found.mean_wait, rel=1e-12)
        # Garnett, Mandelbaum, Reiman 2002, Appendix C.
        assert found.p_abandon <= erlang_b(load, given_["n"]) + 1e-13


@given(parameters)
@settings(max_examples=300, deadline=None)
def test_one_more_operator_never_harms(given_):
    more = performance(**{**given_, "n": given_["n"] + 1})
    fewer = performance(**given_)
    for definition in DEFINITIONS:
        assert more.service_level(definition) >= fewer.service_level(definition) - 1e-12
    assert more.p_abandon <= fewer.p_abandon + 1e-12


def test_endless_patience_is_the_limit_of_long_patience():
    impatient = performance(load=[8.0, 9.5, 170.0], n=[10, 10, 180], aht=300, patience=1e9, seconds=20)
    endless = performance(load=[8.0, 9.5, 170.0], n=[10, 10, 180], aht=300, seconds=20)
    for name in ("p_wait", "sl_offered", "asa", "mean_wait", "occupancy"):
        np.testing.assert_allclose(getattr(impatient, name), getattr(endless, name), rtol=1e-4)


def test_without_the_wait_of_the_answered_all_else_is_the_same():
    line = {"load": [0.0, 3.0, 12.0, 40.0], "n": 10, "aht": 240.0, "patience": 90.0}
    whole, part = performance(**line), performance(**line, asa=False)
    for field in fields(whole):
        if field.name != "asa":
            np.testing.assert_array_equal(getattr(part, field.name), getattr(whole, field.name))
    assert np.isfinite(whole.asa).all()
    assert np.isnan(part.asa).tolist() == [False, True, True, True]


def test_no_patience_is_the_limit_of_erlang_b():
    found = performance(load=[9, 30, 0.5], n=[10, 10, 1], aht=300, patience=1e-6)
    np.testing.assert_allclose(found.p_abandon, erlang_b([9, 30, 0.5], [10, 10, 1]), rtol=1e-7)


def test_the_five_definitions_have_their_closed_form_for_one_operator():
    # Load 1, one operator, patience = aht: the states are Poisson(1) and every integral has a closed form.
    t, mean = 30.0, 100.0
    found = performance(load=1, n=1, aht=mean, patience=mean, seconds=t)
    # f(v) = pi_1 mu exp(1 - e^-s - s), s = v / mean, pi_1 = e^-1: P(V > t) = pi_1 (exp(1) - exp(1 - x)), x = e^-t/mean.
    x = np.exp(-t / mean)
    tail = np.exp(-1) * (np.exp(1) - np.exp(1 - x))
    tail_exact = 1 - np.exp(-x)
    assert tail == pytest.approx(tail_exact, rel=1e-14)
    assert found.sl_virtual == pytest.approx(1 - tail_exact, rel=1e-13)
    assert found.sl_credit == pytest.approx(1 - x * tail_exact, rel=1e-13)
    # int_0^S e^-s e^(1-e^-s-s) ds with u = 1 - e^-s is int_0^(1-x) (1-u) e^u du = (2-u) e^u at the bounds.
    waited = np.exp(-1) * ((1 + x) * np.exp(1 - x) - 2)
    within = np.exp(-1) + waited
    answered = np.exp(-1) + np.exp(-1) * (np.exp(1) - 2)
    assert found.sl_offered == pytest.approx(within, rel=1e-13)
    assert found.sl_answered == pytest.approx(within / answered, rel=1e-13)
    assert found.sl_without_short == pytest.approx(within / (within + x * tail_exact), rel=1e-13)


EXTREMES = [  # load, n, aht, patience, seconds; P(wait), virtual, offered, P(abandon): mpmath, 60 digits, from the series M(c, z)
    (
        (33.75, 34, 10.8, 730000, 0.001),
        (0.94901616092487739, 0.051005979580424965, 0.051005979580409831, 5.5294358761539556e-05),
    ),
    (
        (80, 2, 2000, 0.005, 5),
        (0.97531721989639542, 0.029547194061173676, 0.0246876561777013, 0.9753123438222987),
    ),
    ((80, 2, 2000, 0.001, 1000000), (0.97531336786008915, 1, 0.024687607432797423, 0.97531239256720259)),
    (
        (0.5, 1, 300, 0.001, 20),
        (0.33333370370257204, 0.68816399183805177, 0.66666740740514407, 0.33333259259485598),
    ),
    (
        (450, 470, 300, 1000000, 60),
        (0.25350318568681995, 0.99537568467285809, 0.99537223141442921, 3.7999285022090732e-06),
    ),
    (
        (100, 1, 300, 30, 600),
        (0.99999939922135506, 0.82091041031104273, 0.0099999939586561722, 0.99000000600778648),
    ),
]


@pytest.mark.parametrize(("given_", "exact"), EXTREMES)
def test_extremes_agree_with_high_precision(given_, exact):
    load, n, aht, patience, seconds = given_
    found = performance(load=load, n=n, aht=aht, patience=patience, seconds=seconds)
    got = (found.p_wait, found.sl_virtual, found.sl_offered, found.p_abandon)
    np.testing.assert_allclose(got, exact, rtol=1e-9, atol=1e-13)
