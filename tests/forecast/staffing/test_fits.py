import numpy as np
import pytest

from forecast.errors import DataError
from forecast.staffing import handling, lognormal, patience, redial, shrinkage
from forecast.staffing.censoring import uncap
from forecast.staffing.erlang import performance
from forecast.staffing.parameters import BadParameter
from forecast.staffing.shrinkage import Component


def test_patience_is_total_wait_over_abandonments():
    found = patience.fit_totals(6000.0, 50)
    assert found.seconds == 120
    assert found.low < 120 < found.high
    # Erlang A obeys P(abandon) = E[W] / patience exactly, so its own totals give the patience back.
    line = performance(load=9, n=10, aht=300, patience=77)
    assert patience.fit_totals(float(line.mean_wait), 1).seconds / line.p_abandon == pytest.approx(77)


@pytest.mark.parametrize(("shape", "warning"), [(0.6, "patience_early"), (1.0, None), (1.6, "patience_late")])
def test_patience_shape_is_told_apart(shape, warning):
    rng = np.random.default_rng(3)
    patient = 100 * rng.weibull(shape, 6000)
    offered = rng.exponential(60, 6000)
    found = patience.fit_waits(np.minimum(patient, offered), patient < offered)
    assert found.shape == pytest.approx(shape, rel=0.06)
    assert found.warning == warning


def test_few_abandonments_are_said_and_none_is_an_error():
    assert patience.fit_totals(900.0, 9).warning == "patience_few"
    with pytest.raises(DataError) as caught:
        patience.fit_totals(500.0, 0)
    assert caught.value.code == "patience_unknown"


def test_handling_time_is_fitted_as_lognormal_with_its_growth():
    rng = np.random.default_rng(4)
    sigma = np.sqrt(np.log1p(0.9**2))
    calm = 300 * np.exp(sigma * rng.standard_normal(20_000) - sigma**2 / 2)
    busy = 345 * np.exp(sigma * rng.standard_normal(20_000) - sigma**2 / 2)
    found = lognormal.fit("consult", np.concatenate([calm, busy]), np.repeat([False, True], 20_000))
    assert found.seconds == pytest.approx(300, rel=0.02)
    assert found.low < 300 < found.high
    assert found.cv == pytest.approx(0.9, rel=0.03)
    assert found.growth == pytest.approx(1.15, rel=0.03)
    with pytest.raises(DataError, match="handling_few"):
        lognormal.fit("report", calm[:5])


def test_handling_times_by_type_come_out_of_totals_with_spread_and_growth():
    rng = np.random.default_rng(6)
    sigma = np.sqrt(np.log1p(0.8**2))
    counts = {"consult": rng.poisson(90, 300), "complaint": rng.poisson(30, 300)}
    surge = np.arange(300) >= 280
    seconds = np.zeros(300)
    for name, mean in (("consult", 210.0), ("complaint", 360.0)):
        for day, calls in enumerate(counts[name]):
            single = mean * np.exp(sigma * rng.standard_normal(calls) - sigma**2 / 2)
            seconds[day] += single.sum() * (1.2 if surge[day] else 1.0)
    found = handling.fit_totals(seconds, counts, surge)
    assert [f.type for f in found] == ["consult", "complaint"]
    for fit, mean in zip(found, (210.0, 360.0), strict=True):
        assert fit.low < mean < fit.high
        assert fit.cv == pytest.approx(0.8, rel=0.12)
        assert fit.growth == pytest.approx(1.2, rel=0.03)
    with pytest.raises(DataError, match="handling_few"):
        handling.fit_totals(seconds[:5], {name: column[:5] for name, column in counts.items()})


@pytest.mark.parametrize(("shape", "warning"), [(0.5, "patience_early"), (1.0, None), (2.0, "patience_late")])
def test_the_rate_of_hanging_up_tells_the_shape_from_totals(shape, warning):
    # Callers of quiet and crowded half-hours alike draw their patience from one law; only the queue differs.
    rng = np.random.default_rng(8)
    waits, gone, calls = (np.zeros(4000) for _ in range(3))
    for slot in range(4000):
        crowded = slot % 2
        calls[slot] = 20 + 20 * crowded
        patient = 100 * rng.weibull(shape, int(calls[slot]))
        offered = rng.exponential(15 + 60 * crowded, int(calls[slot]))
        waits[slot] = np.minimum(patient, offered).sum()
        gone[slot] = (patient < offered).sum()
    found = patience.fit_slots(waits, gone, calls, np.full(4000, 5.0))
    assert found.warning == warning
    assert found.seconds == pytest.approx(waits.sum() / gone.sum())


def test_redials_inflate_the_load_until_it_balances():
    found = redial.with_redials(load=5, n=7, aht=300, patience=120, seconds=20, again=0.6)
    assert found.load * (1 - 0.6 * found.measures.p_abandon) == pytest.approx(5, rel=1e-9)
    assert 1 < found.inflation < 1 / (1 - 0.6)
    assert found.measures.sl_offered < performance(load=5, n=7, aht=300, patience=120, seconds=20).sl_offered
    assert redial.with_redials(load=5, n=7, aht=300, patience=120, seconds=20, again=0).load == pytest.approx(
        5
    )
    # The same fixed point for a whole table; and calls recorded while that very share hung up hold their redials already.
    loads, known = np.array([0.0, 2.0, 5.0, 6.0, 9.0]), {"n": 7, "aht": 300.0, "patience": 120.0}

    def hang_up(loads):
        return performance(load=loads, seconds=0, **known).p_abandon

    whole = redial.loads_with_redials(loads, hang_up, again=0.6, counted=0.0)
    one = [redial.with_redials(load=load, seconds=20, again=0.6, **known).load for load in loads]
    np.testing.assert_allclose(whole, one, rtol=1e-4)
    same = redial.loads_with_redials(loads, hang_up, again=0.6, counted=float(hang_up(5.0)))
    assert same[2] == pytest.approx(5.0, rel=1e-4)
    np.testing.assert_allclose(redial.first_calls(np.array([100.0]), np.array([20.0]), 0.5), [90.0])


def test_capped_demand_is_found_again():
    # Six seats, 300 s: 9 erlangs come, the seats answer a (1 - P_ab).
    line = performance(load=9, n=6, aht=300, patience=120)
    answered = 54 * (1 - float(line.p_abandon))
    found = uncap(np.array([answered, 12.0]), np.array([6, 6]), aht=300, patience=120, slot_seconds=1800)
    np.testing.assert_array_equal(found.capped, [True, False])
    np.testing.assert_allclose(found.calls, [54, 12], rtol=1e-9)
    counted = uncap(
        np.array([answered]),
        np.array([6]),
        aht=300,
        patience=120,
        slot_seconds=1800,
        abandoned=np.array([15.0]),
    )
    assert counted.calls[0] == answered + 15


def test_shrinkage_adds_on_one_base_and_multiplies_across():
    parts = (
        Component("sickness", 0.10),
        Component("training", 0.05),
        Component("coaching", 0.20, inside=True),
        Component("breaks", 0.12, inside=True, planned=True),
    )
    assert shrinkage.total(parts) == pytest.approx(1 - 0.85 * 0.80)
    assert shrinkage.rostered(70, 0.30) == pytest.approx(100)
    with pytest.raises(BadParameter):
        shrinkage.total((Component("a", 0.6), Component("b", 0.5)))
