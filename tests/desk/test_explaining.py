"""The centre explains its forecast: the same number as on the page, added up, in both languages."""

import re
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.store import effects
from desk.words import LANGUAGES
from desk.words.explaining import explanation_sentence, lunar_name
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_small_centre

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_small_centre(tmp_path_factory.mktemp("centre"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return planning.explain_day(store, HEAD, day=DAY)


def test_the_parts_make_the_very_number_of_the_forecast(store, view):
    shown = planning.forecast(store, HEAD, start=DAY, days=1)
    assert view.explanation.calls == pytest.approx(float(shown.prediction.mean[0]))
    assert sum(part.calls for part in view.explanation.parts) == pytest.approx(view.explanation.calls)
    assert view.low < view.explanation.calls < view.high
    assert view.explanation.taken_apart


def test_a_second_question_fits_no_model_again(store, view, monkeypatch):
    monkeypatch.setattr(effects, "keep", lambda *_, **__: pytest.fail("was computed again"))
    again = planning.explain_day(store, HEAD, day=DAY)
    assert again.explanation == view.explanation


def test_a_day_that_is_over_or_too_far_is_refused(store):
    for day, code in ((date(2026, 11, 22), "window_past"), (date(2027, 6, 1), "window_too_far")):
        with pytest.raises(PlanError) as caught:
            planning.explain_day(store, HEAD, day=day)
        assert caught.value.code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_names_number_and_interval_and_its_figures_add_up(view, language):
    text = explanation_sentence(view.explanation, view.low, view.high, language)
    found = view.explanation
    assert f"{found.calls:,.0f}" in text
    body = text.split("平常一天约" if language == "zh" else "A typical day brings")[1]
    amounts = [
        float(x.replace("−", "-").replace(",", "")) for x in re.findall(r"[+−]?\d[\d,]*(?![\d,]*%)", body)
    ]
    assert sum(amounts) == pytest.approx(round(found.calls))


def test_the_command_line_prints_parts_and_past_days(store):
    done = CliRunner().invoke(
        cli.app, ["--lang", "zh", "explain", str(DAY)], env={"LIANXIN_DATABASE": store.url, "COLUMNS": "160"}
    )
    assert done.exit_code == 0, done.output
    assert "平常一天" in done.output
    assert "2026年11月18日" in done.output
    past = CliRunner().invoke(
        cli.app, ["--lang", "en", "explain", "2020-01-22"], env={"LIANXIN_DATABASE": store.url}
    )
    assert past.exit_code == 2


@pytest.mark.parametrize(
    ("lunar", "zh"),
    [((1, 1), "正月初一"), ((12, 30), "腊月三十"), ((8, 15), "八月十五"), ((-6, 21), "闰六月廿一")],
)
def test_lunar_days_have_their_names(lunar, zh):
    assert lunar_name(lunar, "zh") == zh


def test_the_day_before_is_no_part_of_the_past_it_rests_on(view):
    assert DAY - timedelta(days=1) not in {p.date for p in view.explanation.past}
