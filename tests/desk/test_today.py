"""The running day of a centre: its calls so far in a file, and what the rest may still bring."""

from datetime import date

import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.views.parts.so_far import so_far_chart
from desk.words import LANGUAGES
from desk.words.so_far import so_far_sentences
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_small_centre

TODAY = date(2026, 11, 23)


def morning(factor=1.0, day=TODAY, *, last=23):
    """Half-hours from 08:00 to 12:00 about the sample's Monday morning."""
    rows = [f"{day} {slot // 2:02d}:{slot % 2 * 30:02d},{round(factor * 16)}" for slot in range(16, last + 1)]
    return ("time,calls\n" + "\n".join(rows) + "\n").encode()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_small_centre(tmp_path_factory.mktemp("centre"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return planning.day_so_far(store, HEAD, name="now.csv", content=morning())


def test_what_came_in_is_kept_and_the_rest_is_expected(view):
    assert (view.day, view.found.closed, view.until) == (TODAY, 24, 720)
    assert view.found.so_far == 8 * 16
    assert view.found.rest > 0
    assert view.found.low <= view.found.so_far + view.found.rest <= view.found.high


def test_a_busier_morning_never_means_a_quieter_afternoon(store, view):
    busier = planning.day_so_far(store, HEAD, name="now.csv", content=morning(2.0))
    assert busier.found.rest >= view.found.rest


def test_the_rest_of_the_day_is_staffed_anew_after_the_morning(store, view):
    busier = planning.day_so_far(store, HEAD, name="now.csv", content=morning(2.0))
    assert view.needed.shape == view.planned.shape == (48,)
    assert (busier.needed[24:] >= view.needed[24:]).all()
    assert view.needed[24:].max() > 0
    assert view.missing_hours == view.needed[24:].sum() / 2  # nothing is published


def test_learning_happens_once_and_nothing_of_the_day_is_kept(store, view):
    told = []
    again = planning.day_so_far(
        store, HEAD, name="now.csv", content=morning(), progress=lambda *facts: told.append(facts)
    )
    assert told == []
    assert again.found.total.tolist() == view.found.total.tolist()
    assert planning.centre(store, HEAD).today == TODAY


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (morning(day=date(2026, 11, 20)), "not_the_running_day"),
        (morning(day=date(2026, 11, 25)), "not_the_running_day"),
        (b"time,calls\n2026-11-23 08:00,12\n2026-11-23 09:00,14\n2026-11-23 10:00,14\n", "so_far_too_coarse"),
        (b"time,calls\n2026-11-23 08:00,12\n2026-11-23 08:30,many\n", "bad_rows"),
    ],
)
def test_a_file_that_is_not_today_so_far_is_named(store, view, content, code):
    with pytest.raises(PlanError) as caught:
        planning.day_so_far(store, HEAD, name="now.csv", content=content)
    assert caught.value.code == code


def test_half_hours_without_calls_are_closed_up_to_the_time_that_is_named(store, view):
    longer = planning.day_so_far(store, HEAD, name="now.csv", content=morning(), until=780)
    assert (longer.found.closed, longer.found.so_far) == (26, view.found.so_far)


def test_of_single_calls_the_half_hour_of_the_last_one_is_not_over(store, view):
    calls = "\n".join(["time", *(f"{TODAY} 09:{minute:02d}:10" for minute in range(0, 40, 2))])
    found = planning.day_so_far(store, HEAD, name="now.csv", content=calls.encode()).found
    assert (found.closed, found.so_far) == (19, 15)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_and_the_chart_tell_the_same_figures(view, language):
    first, _ = so_far_sentences(view.day, view.until, view.found, 299.0, language)
    assert "128" in first
    assert "12:00" in first
    rows = [row for rows in so_far_chart(view, language).to_dict()["datasets"].values() for row in rows]
    band = [row for row in rows if "low" in row]
    assert band
    assert all(row["minute"] >= 720 and row["low"] <= row["high"] for row in band)


def test_the_command_line_tells_the_day(store, view, tmp_path):
    file = tmp_path / "now.csv"
    file.write_bytes(morning())
    done = CliRunner().invoke(
        cli.app,
        ["--lang", "zh", "today", "--so-far", str(file)],
        env={"LIANXIN_DATABASE": store.url, "COLUMNS": "160"},
    )
    assert done.exit_code == 0, done.output
    assert "实际 128 个" in done.output
    assert "12:00" in done.output
