"""What leads stays unless the past speaks clearly for another model, or another mean."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast import looks
from forecast.backtest import forecast_history
from forecast.calendar import Calendar, Event, EventKind
from forecast.choice import CONTENDERS, choose, decide
from forecast.errors import ModelError
from forecast.looks import looks_of
from forecast.models import sampling
from forecast.models.blend import averaged
from forecast.models.naive import SeasonalNaive
from forecast.models.registry import MODELS
from tests.forecast.builders import a_history, of_values, with_values

NONE = Calendar("none")
HOUSE, OTHER, MEAN = ("house",), ("ets",), ("house", "ets")


def decided(house, **others):
    losses = {HOUSE: np.array(house)} | {
        {"other": OTHER, "mean": MEAN}[name]: np.array(loss) for name, loss in others.items()
    }
    members, note = decide(losses, 28)
    return members, note.code


def test_a_tie_and_a_worse_model_leave_the_house_model():
    assert decided([10.0, 10, 10, 10], other=[10.0, 10, 10, 10]) == (HOUSE, "choice_best")
    assert decided([10.0, 10, 10, 10], other=[11.0, 12, 11, 13]) == (HOUSE, "choice_best")


def test_a_lead_within_the_noise_of_a_few_looks_is_not_followed():
    # means 10 and 9.5; the differences 4, -4, 6, -4 have a standard error above 2
    assert decided([12.0, 8, 14, 6], other=[8.0, 12, 8, 10]) == (HOUSE, "choice_unbeaten")


def test_one_good_look_is_not_enough_and_four_are():
    assert decided([10.0], other=[8.0]) == (HOUSE, "choice_unbeaten")
    assert decided([10.0] * 4, other=[8.0] * 4) == (OTHER, "choice_other")


def test_a_mean_needs_less_of_a_lead_than_another_model_alone():
    # n = 4, no spread: s = sqrt(4 * 0.15^2 / 7 / 4) = 0.0567 by the formula
    assert decided([100.0] * 4, other=[84.0] * 4) == (HOUSE, "choice_unbeaten")
    assert decided([100.0] * 4, mean=[88.0] * 4) == (MEAN, "choice_mean")
    assert decided([100.0] * 4, mean=[89.0] * 4) == (HOUSE, "choice_unbeaten")


def test_the_note_says_how_much_better_and_how_much_of_it_may_be_luck():
    _, note = decide({HOUSE: np.full(4, 100.0), MEAN: np.full(4, 88.0)}, 28)
    facts = dict(note.details)
    assert (facts["model"], facts["other"], facts["looks"], facts["ahead"]) == ("house", "house+ets", 4, 28)
    assert facts["gain"] == pytest.approx(12.0)
    assert facts["error"] == pytest.approx(100 * np.sqrt(4 * 0.15**2 / 7 / 4))


@pytest.mark.parametrize(("days", "every", "ahead"), [(400, 84, 28), (120, 28, 28), (49, 7, 7)])
def test_looks_stand_on_the_same_dates_tomorrow(days, every, ahead):
    found_ahead, origins = looks_of(a_history(days))
    assert found_ahead == ahead
    assert 2 <= len(origins) <= 4
    assert {day.toordinal() % every for day in origins} == {0}
    later = looks_of(a_history(days + 1))[1]
    assert set(later) & set(origins) >= set(origins[1:])


def test_a_history_of_four_weeks_has_no_past_to_look_at():
    made = choose(
        a_history(27), NONE, progress=lambda done, whole: pytest.fail("there is nothing to wait for")
    )
    assert (made.members, made.reason.code, made.scores) == (
        ("house", "count_regression"),
        "choice_short",
        (),
    )


def test_a_gap_of_a_year_is_not_looked_at():
    demand = with_values(a_history(900), slice(400, 800), np.nan)
    ahead, origins = looks_of(demand)
    known = np.isfinite(demand.values)
    for day in origins:
        at = demand.grid.slot_of(day)
        assert known[at + 1 : at + 1 + ahead].sum() >= ahead / 2


def test_a_second_choice_on_the_same_past_computes_nothing(monkeypatch):
    demand, memory = a_history(120), {}
    first = choose(demand, NONE, memory=memory)
    assert {score.model for score in first.scores} >= set(CONTENDERS)
    monkeypatch.setattr(looks, "trusted", None)
    assert choose(demand, NONE, memory=memory) == first
    with pytest.raises(TypeError):  # another event, another past
        choose(
            demand,
            NONE,
            (Event("sale", EventKind.SHOPPING, date(2024, 2, 1), date(2024, 2, 2)),),
            memory=memory,
        )


def test_what_models_of_an_older_release_said_is_computed_again(monkeypatch):
    demand, memory = a_history(49), {}
    choose(demand, NONE, memory=memory)
    before = set(memory)
    monkeypatch.setattr(looks, "code_of_models", lambda: "another release")
    choose(demand, NONE, memory=memory)
    assert len(memory) == 2 * len(before)


def test_what_comes_after_a_look_does_not_change_what_was_said_at_it():
    demand, memory = a_history(120), {}
    choose(demand, NONE, memory=memory)
    before = set(memory)
    last = looks_of(demand)[1][-1]
    changed = with_values(demand, slice(demand.grid.slot_of(last) + 1, None), 500.0)
    choose(changed, NONE, memory=memory)
    assert set(memory) == before


def test_where_seasonal_naive_was_clearly_closer_it_is_used(monkeypatch):
    """Seven weeks on which the house model was worse than last week again (as seen on a bank's first weeks)."""
    demand = a_history(70, noise=0.02)

    def far_off(self, demand, calendar, events=(), usual=None):
        return SeasonalNaive().fit(of_values(demand.values * 1.6, demand.grid.start), calendar, events)

    for code in CONTENDERS[:-1]:
        monkeypatch.setattr(f"{MODELS[code].__module__}.{MODELS[code].__name__}.fit", far_off)
    made = forecast_history(demand, NONE, horizon=7)
    assert made.champion.model == "seasonal_naive"
    assert made.notes[0].code == "choice_other"
    assert next(score.model for score in made.scores) == "seasonal_naive"


def test_a_chosen_model_that_cannot_be_used_today_gives_way_with_a_note(monkeypatch):
    def fails(self, demand, calendar, events=(), usual=None):
        raise ModelError("did_not_converge", model="house")

    monkeypatch.setattr("forecast.models.house.House.fit", fails)
    made = forecast_history(a_history(120), NONE, horizon=7, model="house")
    assert made.champion.model == "count_regression"
    assert [note.code for note in made.notes][:2] == ["choice_asked", "did_not_converge"]


def a_mean(demand, *, seed=0):
    parts = [SeasonalNaive().fit(demand, NONE).predict(14, paths=sampling.DRAWS, seed=k) for k in (1, 2)]
    high = SeasonalNaive().fit(of_values(demand.values * 2), NONE).predict(14, paths=sampling.DRAWS, seed=3)
    return [parts[0], high], averaged([parts[0], high], paths=500, whole=True, seed=seed)


def test_a_mean_lies_half_way_and_its_paths_move_like_those_of_the_first():
    (first, second), made = a_mean(a_history(200))
    assert made.model == "seasonal_naive+seasonal_naive"
    assert made.mean == pytest.approx((first.mean + second.mean) / 2)
    assert made.quantiles == pytest.approx((first.quantiles + second.quantiles) / 2, abs=1.5)
    assert (made.paths == np.round(made.paths)).all()
    ranks = [np.argsort(np.argsort(p.paths[:500], axis=0), axis=0) for p in (first, made)]
    agreement = [np.corrcoef(ranks[0][:, k], ranks[1][:, k])[0, 1] for k in range(14)]
    assert min(agreement) > 0.95
    assert made.paths.sum(axis=1).mean() == pytest.approx(made.mean.sum(), rel=0.05)


def test_a_mean_of_few_calls_keeps_their_number_and_days_do_not_move_together_by_ties():
    demand = a_history(300, mean=0.3)
    part = SeasonalNaive().fit(demand, NONE).predict(14, paths=sampling.DRAWS, seed=1)
    made = averaged([part, part], paths=2000, whole=True, seed=0)
    assert made.paths.mean() == pytest.approx(part.paths.mean(), abs=0.02)
    together = np.corrcoef(made.paths.T)[np.triu_indices(14, 1)].mean()
    before = np.corrcoef(part.paths.T)[np.triu_indices(14, 1)].mean()
    assert together == pytest.approx(before, abs=0.05)


def test_the_same_seed_gives_the_same_mean():
    assert np.array_equal(a_mean(a_history(200))[1].paths, a_mean(a_history(200))[1].paths)


def test_constant_counts_are_said_to_be_no_calls():
    made = forecast_history(of_values(np.full(90, 40.0)), NONE, horizon=7)
    assert made.notes[0].code == "choice_constant"
    assert made.champion.grid.start == date(2024, 1, 1) + timedelta(days=90)
