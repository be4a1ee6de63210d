"""Looking back: the forecast as it was kept, or as it would have been, beside what came in."""

from datetime import date, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.planning.festivals import FIRST
from desk.store import known
from forecast.backtest import forecast_history
from forecast.calendar import Calendar, EventKind, lunar_new_year
from forecast.demand import Demand
from forecast.errors import PlanError
from forecast.grid import Grid
from forecast.models.registry import MODELS
from tests.desk.builders import HEAD, NOW, a_centre
from tests.forecast.builders import a_history

LAST = date(2026, 11, 22)


def add(store, demand, name):
    with store.begin() as session:
        number = known.add_import(session, name, name.encode(), "test", NOW)
        known.add_demand(session, demand, number)


def history(days=400, last=LAST):
    made = a_history(days)
    return Demand(Grid(last - timedelta(days=days - 1), days), made.values)


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    add(opened, history(), "history.csv")
    yield opened
    opened.close()


def test_a_forecast_that_was_kept_is_shown_as_it_was_even_after_the_past_was_corrected(store):
    then = planning.forecast(store, HEAD, start=LAST + timedelta(days=1), days=28)
    later = LAST + timedelta(days=14)
    corrected = history(414, later)
    add(store, Demand(corrected.grid, corrected.values * 3), "later.csv")
    view = planning.forecast_review(store, HEAD, as_of=LAST)
    assert view.kept
    assert view.prediction.mean.tolist() == then.prediction.mean.tolist()
    assert view.made_at <= then.made_at
    assert np.isfinite(view.actual).tolist() == [True] * 14 + [False] * 14
    assert view.actual[:14].tolist() == (corrected.values[-14:] * 3).tolist()
    assert view.hindsight.days == 14
    assert view.kept_dates == (LAST,)


def test_where_none_was_kept_it_is_computed_from_what_was_known_then_and_said_so(store):
    as_of = LAST - timedelta(days=40)
    view = planning.forecast_review(store, HEAD, as_of=as_of, days=14)
    assert not view.kept
    alone = forecast_history(history().until(as_of), Calendar("CN", as_of=as_of), horizon=14)
    assert view.prediction.mean.tolist() == alone.champion.mean.tolist()
    again = planning.forecast_review(store, HEAD, as_of=as_of, days=14)
    assert (again.kept, again.made_at) == (False, view.made_at)
    assert again.kept_dates == ()


def test_the_figures_of_hindsight_are_those_of_the_days_that_are_known(store):
    view = planning.forecast_review(store, HEAD)
    assert view.as_of == LAST - timedelta(days=28)
    error = np.abs(view.prediction.mean - view.actual).sum() / view.actual.sum()
    assert view.hindsight.wape == pytest.approx(error)
    assert view.hindsight.bias == pytest.approx(view.prediction.mean.sum() / view.actual.sum() - 1)
    inside = (view.actual >= view.prediction.quantile(0.1)) & (view.actual <= view.prediction.quantile(0.9))
    assert view.hindsight.inside80 == pytest.approx(inside.mean())


@pytest.mark.parametrize(
    ("as_of", "code"), [(LAST, "nothing_to_review"), (date(2020, 1, 1), "origin_before_history")]
)
def test_a_day_that_cannot_be_looked_back_on_is_named(store, as_of, code):
    with pytest.raises(PlanError) as caught:
        planning.forecast_review(store, HEAD, as_of=as_of)
    assert caught.value.code == code


def test_every_model_has_its_row_and_is_measured_once(store, monkeypatch):
    monkeypatch.setattr("desk.planning.reviewing.SCORED_ORIGINS", 1)
    told = []
    first = planning.model_table(store, HEAD, progress=lambda code, share: told.append((code, share)))
    assert {"champion", *MODELS} == {score.model for score in first}
    assert told[-1] == ("scoring", 1.0)
    told.clear()
    assert planning.model_table(store, HEAD, progress=lambda *_: told.append(1)) == first
    assert told == []


def test_festivals_lie_over_each_other_by_lunar_day(tmp_path):
    opened = a_centre(tmp_path)
    grid = Grid(date(2024, 1, 1), (LAST - date(2024, 1, 1)).days + 1)
    values = np.full(grid.days, 200.0)
    for year in (2024, 2025, 2026):
        first = (lunar_new_year(year) - grid.start).days
        values[first : first + 3] = 60.0
    add(opened, Demand(grid, values), "festivals.csv")
    planning.accept_mark(
        opened, HEAD, kind=EventKind.EMERGENCY, start=date(2025, 1, 20), end=date(2025, 2, 5)
    )
    curves = planning.festival_curves(opened, HEAD)
    assert [(c.year, c.main, c.left_out, c.expected) for c in curves] == [
        (2024, date(2024, 2, 10), False, False),
        (2025, date(2025, 1, 29), True, False),
        (2026, date(2026, 2, 17), False, False),
    ]
    for curve in curves:  # 60 of 200 calls on lunar new year's day and the two days after it
        assert curve.share[-FIRST : -FIRST + 3] == pytest.approx(0.3)
        assert curve.share[-FIRST - 1] == pytest.approx(1.0)
    planning.forecast(opened, HEAD, start=LAST + timedelta(days=1), days=28)
    coming = planning.festival_curves(opened, HEAD)[-1]
    assert (coming.year, coming.expected) == (2027, True)
    assert (coming.low <= coming.high).all()
    assert coming.share[-FIRST] < 0.6
    opened.close()


def test_the_command_line_looks_back_and_compares(store, monkeypatch):
    monkeypatch.setattr("desk.planning.reviewing.SCORED_ORIGINS", 1)

    def call(*words):
        return CliRunner().invoke(
            cli.app, ["--lang", "zh", "review", *words], env={"LIANXIN_DATABASE": store.url, "COLUMNS": "200"}
        )

    done = call("--as-of", str(LAST - timedelta(days=28)), "--days", "7")
    assert done.exit_code == 0, done.output
    assert "重新计算" in done.output
    assert "2026年10月26日" in done.output
    assert call("--as-of", str(LAST)).exit_code == 2
    table = call("--models")
    assert "增值" in table.output
    assert "季节朴素法" in table.output
