"""One test for each edge rule (E01 to E28)."""

import numpy as np
import pytest

from forecast.staffing.erlang import DEFINITIONS, erlang_b, performance
from forecast.staffing.parameters import BadParameter, shrinkages
from forecast.staffing.required import required

GOOD = {"load": 10, "n": 12, "aht": 300, "patience": 120, "seconds": 20}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("staffing_load", {"load": -1}),  # E01
        ("staffing_load", {"load": np.nan}),  # E02
        ("staffing_load", {"load": np.inf}),
        ("staffing_aht", {"aht": 0}),  # E03
        ("staffing_aht", {"aht": np.nan}),
        ("staffing_patience", {"patience": 0}),  # E04
        ("staffing_patience", {"patience": -5}),
        ("staffing_patience", {"patience": np.nan}),
        ("staffing_seconds", {"seconds": -1}),  # E05
        ("staffing_seconds", {"seconds": np.nan}),
        ("staffing_operators", {"n": -1}),  # E06
        ("staffing_operators", {"n": 7.5}),  # E07
        ("staffing_operators", {"n": np.nan}),
    ],
)
def test_performance_names_the_parameter_the_bound_and_the_value(code, change):
    with pytest.raises(ValueError, match="must be") as caught:
        performance(**{**GOOD, **change})
    assert isinstance(caught.value, BadParameter)
    assert caught.value.code == code
    name, value = next(iter(change.items()))
    assert caught.value.details["name"] == name
    assert float(str(caught.value.details["value"])) == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("staffing_target", {"target": 80}),  # E08
        ("staffing_target", {"target": 1.0}),
        ("staffing_target", {"target": 0.0}),
        ("staffing_target", {"target": np.nan}),
        ("staffing_occupancy", {"max_occupancy": 0}),  # E09
        ("staffing_occupancy", {"max_occupancy": 1.01}),
        ("staffing_load", {"load": np.nan}),
        ("staffing_minimum", {"minimum": -1}),
        ("staffing_minimum", {"minimum": 1.5}),
        ("staffing_minimum", {"minimum": [1, np.nan]}),
    ],
)
def test_required_refuses_what_makes_no_sense(code, change):
    with pytest.raises(BadParameter) as caught:
        required(**{"load": 10, "aht": 300, **change})
    assert caught.value.code == code
    assert str(caught.value).startswith(next(iter(change)))


@pytest.mark.parametrize("value", [-0.1, 1.0, np.nan])
def test_e10_shrinkage_lies_in_zero_to_one(value):
    with pytest.raises(BadParameter, match=r"shrinkage must be in \[0, 1\)"):
        shrinkages(value)


@pytest.mark.parametrize("n", [5, 10, 0])
def test_e11_e12_a_queue_that_never_settles_says_so(n):
    found = performance(load=10, n=n, aht=300)
    assert not found.stable
    assert (found.p_wait, found.sl_offered, found.occupancy) == (1, 0, 1)
    assert np.isinf([found.asa, found.mean_wait, found.mean_queue]).all()


@pytest.mark.parametrize("patience", [None, 120])
@pytest.mark.parametrize("n", [0, 3])
def test_e13_no_calls_need_nobody(patience, n):
    found = performance(load=0, n=n, aht=300, patience=patience)
    assert (found.p_wait, found.sl_offered, found.p_abandon, found.asa, found.occupancy) == (0, 1, 0, 0, 0)
    assert required(0, aht=300, patience=patience) == 0
    assert required(0, aht=300, patience=patience, minimum=2) == 2


def test_e14_nobody_at_the_phones_loses_every_caller():
    found = performance(load=10, n=0, aht=300, patience=120)
    assert (found.p_wait, found.sl_offered, found.p_abandon, found.mean_wait, found.occupancy) == (
        1,
        0,
        1,
        120,
        0,
    )
    assert not performance(load=10, n=0, aht=300).stable


@pytest.mark.parametrize("patience", [0.001, 120, 1e6, None])
@pytest.mark.parametrize("load", [0.01, 9.5, 12.0])
def test_e15_at_once_means_without_waiting(patience, load):
    found = performance(load=load, n=11, aht=300, patience=patience, seconds=0)
    for definition in ("offered", "credit", "virtual"):
        assert found.service_level(definition) == pytest.approx(1 - found.p_wait, abs=1e-15)


def test_e16_after_a_very_long_wait_all_who_stay_are_answered():
    found = performance(load=[9.5, 50.0], n=9, aht=300, patience=120, seconds=1e6)
    np.testing.assert_allclose(found.sl_offered, 1 - found.p_abandon, atol=1e-14)
    np.testing.assert_allclose(found.sl_answered, 1, atol=1e-14)


def test_e17_a_high_target_with_short_patience_has_a_finite_answer():
    n = required(20, aht=300, patience=1, target=0.999999)
    assert 20 < n < 100
    assert performance(load=20, n=n, aht=300, patience=1).sl_offered >= 0.999999 - 1e-9


def test_e18_patience_of_a_microsecond_is_erlang_b():
    found = performance(load=9, n=10, aht=300, patience=1e-6)
    assert found.p_abandon == pytest.approx(0.16796322629158645, rel=1e-6)  # Erlang B of case 163
    assert found.p_abandon == pytest.approx(erlang_b(9, 10), rel=1e-7)


@pytest.mark.parametrize("patience", [1e6, 1e9])
def test_e19_patience_of_years_is_erlang_c(patience):
    found, endless = (performance(load=9, n=10, aht=300, patience=p) for p in (patience, None))
    assert found.p_wait == pytest.approx(endless.p_wait, rel=2000 / patience)
    assert found.mean_wait == pytest.approx(endless.mean_wait, rel=1e4 / patience)


def test_e20_deep_overload_is_the_fluid_limit():
    found = performance(load=10_000, n=5_000, aht=300, patience=120, seconds=20)
    assert found.p_abandon == pytest.approx(0.5, abs=1e-12)
    assert 0 <= found.sl_offered < 1e-15


def test_e21_a_call_a_year():
    found = performance(load=1e-6, n=1, aht=300, patience=[120, np.inf])
    np.testing.assert_allclose(found.p_wait, 1e-6, rtol=1e-5)


def test_e22_far_too_many_operators():
    found = performance(load=5_000, n=20_000, aht=300, patience=[120, np.inf])
    np.testing.assert_array_equal(found.p_wait, 0)
    np.testing.assert_array_equal(found.sl_offered, 1)


def test_e23_arguments_broadcast_like_numpy():
    found = performance(load=[[1.0], [5.0]], n=[2, 6, 9], aht=300, patience=[120, np.inf, 5])
    assert found.p_wait.shape == (2, 3)
    assert found.p_wait[1, 1] == performance(load=5, n=6, aht=300).p_wait
    assert performance(load=[], n=3, aht=300).p_wait.shape == (0,)
    assert required([], aht=300).shape == (0,)
    np.testing.assert_array_equal(required([[0.0], [0.1]], aht=300, minimum=[0, 3]), [[0, 3], [1, 3]])
    assert np.ndim(performance(load=1, n=2, aht=300).p_wait) == 0


def test_e24_an_occupancy_tie_is_met():
    assert required(27.3, aht=300, patience=120, target=0.8, max_occupancy=0.7) <= 39
    assert required(27.3, aht=300, target=0.01, max_occupancy=0.7) == 39


def test_e25_a_longer_patience_may_raise_or_lower_the_service_level_but_one_more_operator_only_raises_it():
    levels = performance(load=12, n=np.arange(1, 40), aht=300, patience=120)
    for definition in DEFINITIONS:
        assert (np.diff(levels.service_level(definition)) >= -1e-14).all()


def test_e26_whole_numbers_are_fine_and_text_is_not():
    exact = performance(**GOOD).p_wait
    assert performance(**{**GOOD, "load": np.int32(10), "n": np.int32(12)}).p_wait == exact
    for name in GOOD:
        with pytest.raises(TypeError, match="must be a number"):
            performance(**{**GOOD, name: "10"})
    with pytest.raises(TypeError, match="must be a number"):
        required("10", aht=300)


def test_e27_e28_abandonment_is_bounded_and_flows_are_conserved():
    load, n = np.array([0.5, 9, 40, 5000]), np.array([1, 10, 35, 4900])
    found = performance(load=load, n=n, aht=300, patience=120)
    assert (found.p_abandon <= erlang_b(load, n)).all()
    np.testing.assert_allclose(found.occupancy * n, load * (1 - found.p_abandon), rtol=1e-13)
    np.testing.assert_allclose(found.mean_queue, load / 300 * found.mean_wait, rtol=1e-13)
    np.testing.assert_allclose(found.p_abandon, found.mean_wait / 120, rtol=1e-13)
