"""Rolling origins see nothing of what came after them."""

from datetime import date, timedelta

import numpy as np
import pytest

from forecast.backtest import backtest, forecast_history
from forecast.calendar import Calendar
from forecast.errors import DataError, SettingError
from forecast.rolling import ROW_COLUMNS, origins_of, score_table
from tests.forecast.builders import a_history, of_values, with_values

NONE = Calendar("none")


def test_the_last_origin_leaves_a_full_horizon_and_earlier_ones_step_back():
    demand = a_history(100)  # 1 January to 9 April 2024
    found = origins_of(demand, horizon=28, every=14, origins=3)
    assert found == (date(2024, 2, 13), date(2024, 2, 27), date(2024, 3, 12))
    assert found[-1] + timedelta(days=28) == demand.grid.end


def test_a_history_without_room_for_an_origin_says_how_many_days_it_needs():
    with pytest.raises(SettingError, match="no_room_for_origins") as caught:
        origins_of(a_history(20), horizon=28, every=14, origins=2)
    assert caught.value.details["needed"] == 35


@pytest.mark.parametrize(("every", "origins"), [(0, 3), (14, 0)])
def test_origins_need_a_positive_number_and_distance(every, origins):
    with pytest.raises(SettingError, match="bad_backtest"):
        origins_of(a_history(), horizon=7, every=every, origins=origins)


def test_nothing_after_an_origin_changes_its_forecast():
    demand = a_history(110)
    early = backtest(demand, NONE, horizon=14, every=14, origins=3)
    changed = with_values(demand, slice(-14, None), 9999.0)
    again = backtest(changed, NONE, horizon=14, every=14, origins=3)
    same = [c for c in ROW_COLUMNS if c not in {"actual", "seconds"}]
    assert early[same].equals(again[same])


def test_missing_days_have_no_row_and_zeros_keep_theirs():
    demand = with_values(with_values(a_history(120), -3, np.nan), -5, 0.0)
    rows = backtest(demand, NONE, horizon=7, every=7, origins=1)
    days = set(rows["date"].dt.date)
    assert demand.grid.dates[-3] not in days
    assert demand.grid.dates[-5] in days
    assert len(rows) == 2 * 6


def test_rows_name_champion_and_seasonal_naive_in_the_agreed_columns():
    rows = backtest(a_history(120), NONE, horizon=7, every=7, origins=2)
    assert tuple(rows.columns) == ROW_COLUMNS
    assert set(rows["model"]) == {"champion", "seasonal_naive"}
    assert sorted(set(rows["horizon"])) == [1, 2, 3, 4, 5, 6, 7]


def test_progress_ends_at_the_number_of_origins():
    seen: list[tuple[int, int]] = []
    backtest(a_history(120), NONE, horizon=7, every=7, origins=2, progress=lambda a, b: seen.append((a, b)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_the_champion_beats_seasonal_naive_on_a_noisy_week():
    demand = a_history(500, noise=0.05)
    table = {s.model: s for s in score_table(backtest(demand, NONE, horizon=14, every=14, origins=4), demand)}
    assert table["champion"].relative_crps < 0.9
    assert table["seasonal_naive"].relative_crps == pytest.approx(1.0)


def test_a_forecast_as_of_a_day_equals_that_of_the_shortened_history():
    demand = a_history(90)
    as_of = demand.grid.dates[59]
    cut = forecast_history(demand.until(as_of), NONE, horizon=7)
    late = forecast_history(demand, NONE, horizon=7, as_of=as_of)
    assert np.array_equal(cut.champion.quantiles, late.champion.quantiles)
    assert late.champion.grid.start == as_of + timedelta(days=1)


def test_a_day_before_the_history_is_refused():
    with pytest.raises(DataError, match="origin_before_history"):
        forecast_history(a_history(), NONE, horizon=7, as_of=date(2020, 1, 1))


def test_an_unknown_model_is_refused_by_name():
    with pytest.raises(SettingError, match="crystal_ball"):
        forecast_history(a_history(), NONE, horizon=7, model="crystal_ball")


def test_one_known_day_gives_a_wide_forecast_and_the_reason():
    made = forecast_history(of_values([120]), NONE, horizon=7)
    codes = {note.code for note in made.notes}
    assert {"choice_short", "assumed_interval"} <= codes
    assert (made.champion.quantile(0.9) > 1.2 * made.champion.quantile(0.1)).all()
