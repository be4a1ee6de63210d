"""lianxin staff: figures from outside, a window of the centre, and every bad input named."""

import csv
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.cli.centre import OPERATOR_OF_MACHINE
from desk.words import LANGUAGES, say
from tests.desk.builders import HEAD, a_version
from tests.desk.staffed import START, a_staffed_centre


def call(*words, language="zh", **environment):
    return CliRunner().invoke(cli.app, ["--lang", language, "staff", *map(str, words)], env=environment)


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(
    ("words", "operators"),
    [
        # 5 erlangs, 80 % in 20 s: 7 with patience 120 s (exact case 241); pyworkforce documentation: 14 for 10 erlangs.
        (("--calls", 30, "--handling", 300, "--patience", 120), 7),
        (("--calls", 100, "--handling", 180), 14),
        # 167 erlangs with patience 120 s: 159 if the calls are certain (exact cases), 178 at CV 20 % (notes, section 5).
        (("--calls", 1000, "--handling", 300, "--patience", 120), 159),
        (("--calls", 1000, "--handling", 300, "--patience", 120, "--calls-cv", 0.2), 178),
        (("--calls", 0, "--handling", 300), 0),
        (("--calls", 0, "--handling", 300, "--minimum", 2), 2),
        (("--calls", 15, "--interval", 15, "--handling", 300, "--patience", 120), 7),
    ],
)
def test_given_figures_take_the_operators_of_the_formula(tmp_path, words, operators):
    out = tmp_path / "curve.csv"
    done = call(*words, "--out", out, language="en")
    assert done.exit_code == 0, done.output
    assert f"{operators} operators" in done.output
    rows = rows_of(out)
    levels = [float(row["service_level"]) for row in rows]
    assert levels == sorted(levels)
    enough = [int(row["operators"]) for row in rows if float(row["service_level"]) >= 0.8 - 1e-4]
    if operators > 2:
        assert operators in [int(row["operators"]) for row in rows]
        assert operators - 1 not in enough


def test_a_queue_without_end_has_no_mean_wait(tmp_path):
    # 40 calls of 300 s are 6.67 erlangs: six operators who lose nobody never keep up (edge rule E11).
    out = tmp_path / "curve.csv"
    done = call("--calls", 40, "--handling", 300, "--out", out)
    assert "∞" in done.output
    first = rows_of(out)[0]
    assert (first["operators"], first["service_level"], first["wait"]) == ("6", "0.0000", "inf")
    assert first["low"] == first["high"] == first["service_level"]  # certain calls have no band


def test_redials_are_told_as_a_lower_bound():
    done = call("--calls", 60, "--handling", 300, "--patience", 60, "--redial", 0.5, language="en")
    assert done.exit_code == 0
    assert say("staffing.redial_lower_bound", "en") in done.output


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("words", "code", "value"),
    [
        (("--target", 80), "staffing_target", "80"),
        (("--target", 0), "staffing_target", "0"),
        (("--handling", 0), "staffing_aht", "0"),
        (("--patience", -5), "staffing_patience", "-5"),
        (("--seconds", -1), "staffing_seconds", "-1"),
        (("--max-occupancy", 85), "staffing_occupancy", "85"),
        (("--shrinkage", 1), "staffing_shrinkage", "1"),
        (("--minimum", -1), "staffing_minimum", "-1"),
        (("--minimum", 1.5), "staffing_minimum", "1.5"),
        (("--interval", 30.5), "staffing_interval", "30.5"),
        (("--redial", 45), "staffing_redial", "45"),
        (("--interval", 7), "staffing_interval", "7"),
        (("--calls-cv", 20), "staffing_calls_cv", "20"),
        (("--calls", -3), "staffing_load", "-3"),
        (("--calls", "nan"), "staffing_load", "nan"),
        (("--definition", "best"), "unknown_definition", "best"),
    ],
)
def test_a_bad_figure_is_named_with_its_bound_and_value(tmp_path, words, code, value, language):
    out = tmp_path / "curve.csv"
    done = call("--calls", 40, "--handling", 300, *words, "--out", out, language=language)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert value in done.output
    start = say(f"error.{code}", language, name="", bound="", value="§", definition="§", known="§").split(
        "§"
    )[0]
    assert start[:12] in done.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "code", "details"),
    [
        (("--calls", 40), "staff_needs", {}),
        (("--target", 0.9), "staff_only", {"option": "--target"}),
        (("--calls", 40, "--handling", 300, "--exact"), "staff_window_only", {"option": "--exact"}),
        (("--calls", 40, "--handling", 300, "--days", 0), "staff_window_only", {"option": "--days"}),
    ],
)
def test_what_does_not_go_together_is_said(words, code, details):
    done = call(*words)
    assert done.exit_code == 2
    assert say(f"error.{code}", "zh", **details) in done.output


@pytest.mark.parametrize(("language", "number"), [("zh", "整数"), ("en", "a whole number")])
def test_what_is_no_number_is_named_with_what_was_typed(language, number):
    done = call("--calls", 40, "--handling", 300, "--days", "1.5", language=language)
    assert done.exit_code == 2
    told = say(
        "error.option_unreadable", language, command="root staff", name="--days", expected=number, value="1.5"
    )
    assert told in done.output


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    store = a_staffed_centre(tmp_path_factory.mktemp("centre"))
    yield store
    store.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_window_of_the_centre_is_told_by_day_and_written_by_half_hour(tmp_path, centre, language):
    out = tmp_path / "window.csv"
    done = call("--start", START, "--days", 7, "--out", out, language=language, LIANXIN_DATABASE=centre.url)
    assert done.exit_code == 0, done.output
    assert say("staff_page.history", language)[:10] in done.output
    rows = rows_of(out)
    need = planning.requirement(centre, OPERATOR_OF_MACHINE, start=START, days=7).requirement
    assert sum(int(row["operators"]) for row in rows) == need.operators.sum()
    minutes = sum(float(row[f"{kind}_minutes"]) for row in rows for kind in ("voicemail", "web", "follow_up"))
    assert minutes == pytest.approx(need.call_backs.total().sum(), abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simulator_plays_the_windows_roster_on_request(centre, language):
    window = ("--start", START, "--days", 7, "--play")
    if not planning.versions(centre, HEAD):
        done = call(*window, language=language, LIANXIN_DATABASE=centre.url)
        assert done.exit_code == 2
        assert say("error.no_roster_yet", language, start=START, days=7) in done.output
        days = [START + timedelta(days=k) for k in range(7)]
        cells = {(person, day): shift for day in days for person, shift in (("op01", "E"), ("op02", "L"))}
        a_version(centre, cells, start=START, days=7, published=None)
    done = call(*window, language=language, LIANXIN_DATABASE=centre.url)
    assert done.exit_code == 0, done.output
    told = say("staff_page.below_target", language, target="80%", simulated="§").split("§")[0]
    assert told in done.output
    assert say("needs.confirm_callers", language, shape="1", redial="0%") in done.output


def test_a_window_of_no_days_is_refused_and_not_taken_for_four_weeks(centre):
    done = call("--start", START, "--days", 0, language="en", LIANXIN_DATABASE=centre.url)
    assert done.exit_code == 2
    assert "1 to 120" in done.output


def test_an_unknown_method_is_named(centre):
    done = call(
        "--start", START, "--days", 7, "--method", "guess", language="en", LIANXIN_DATABASE=centre.url
    )
    assert done.exit_code == 2
    assert "guess" in done.output
