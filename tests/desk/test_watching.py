"""The watch of a centre: an odd half-week is seen, told, recorded, and never repeated."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from typer.testing import CliRunner

from desk import cli, planning
from desk.reports.watch_sentences import carrier_sentences, surge_sentences
from desk.store import known
from desk.words import LANGUAGES
from desk.words.writing import named
from forecast.calendar import EventKind
from forecast.demand import Demand
from forecast.errors import SettingError
from forecast.grid import Grid
from tests.desk.builders import HEAD, NOW, a_small_folder, a_store
from tests.desk.views.builders import a_surge

SURGED = 3


def a_centre_of(folder, *, weeks):
    """The sample centre with a few weeks of its history."""
    opened = a_store(folder)
    planning.set_up_centre(opened, a_small_folder(folder, weeks=weeks))
    return opened


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample centre with the last three days of its history 2.2 times as busy."""
    opened = a_centre_of(tmp_path_factory.mktemp("centre"), weeks=14)
    today = planning.centre(opened, HEAD).today
    with opened.begin() as session:
        halves = known.load_demand(session, "total", step=30, zone="Asia/Shanghai")
        grid = Grid(today - timedelta(days=SURGED), SURGED, 30, "Asia/Shanghai")
        part = halves.values[-grid.slots :]
        rng = np.random.default_rng(3)
        more = Demand(grid, part + rng.poisson(1.2 * np.nan_to_num(part)), "total")
        number = known.add_import(session, "busy.csv", b"busy", "test", NOW)
        known.add_demand(session, more, number)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return planning.surge(store, HEAD)


def test_the_surge_is_seen_on_its_first_day_and_measured(view):
    first = view.today - timedelta(days=SURGED)
    assert view.running
    assert view.alarm.raised < datetime.combine(first + timedelta(days=1), datetime.min.time()) + timedelta(minutes=1)  # fmt: skip
    assert (view.alarm.since, view.alarm.capped) == (first, True)  # nobody answered the calls added here
    assert view.alarm.size == pytest.approx(2.2, abs=0.4)


def test_it_is_projected_from_the_days_seen(view):
    assert len(view.ahead) == 14
    assert sum(weight for _, weight in view.kinds) == pytest.approx(1.0)
    usual = np.mean([day.expected for day in view.days[-SURGED:]])
    assert view.ahead[0].mean > 1.3 * usual
    assert all(day.p10 <= day.p50 <= day.p90 for day in view.ahead)


def test_a_second_look_gives_just_the_same(store, view):
    again = planning.surge(store, HEAD)
    assert (again.alarm, again.ahead) == (view.alarm, view.ahead)
    assert str(again.days) == str(view.days)  # today is not known yet, and NaN equals nothing


def test_the_running_day_is_watched_as_far_as_it_is_known(store, view):
    slots = [f"{view.today} {slot // 2:02d}:{slot % 2 * 30:02d},45" for slot in range(16, 24)]
    content = ("time,calls\n" + "\n".join(slots) + "\n").encode()
    now = planning.surge(store, HEAD, name="now.csv", content=content)
    assert now.days[-1].day == view.today
    assert max(now.days[-1].statistics) > max(view.days[-1].statistics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_told_in_both_languages(language, view):
    for shown in (view, a_surge(running=False), a_surge(), a_surge(running=False, over=True)):
        assert all(line and "{" not in line for line in surge_sentences(shown, language))
    assert named("surge_part", "protective", language) in carrier_sentences(a_surge().carriers, language)[0]


def test_it_is_recorded_as_an_event_that_hides_its_days_and_can_be_prolonged(store, view):
    event = planning.record_surge(store, HEAD)
    assert (event.kind, event.start, event.end) == (EventKind.EMERGENCY, view.alarm.since, view.known_until)
    assert not event.repeats
    after = planning.surge(store, HEAD)
    assert after.recorded
    assert after.alarm.since == view.alarm.since  # recording it does not blind the watch
    assert planning.record_surge(store, HEAD) == event
    assert sum(e.start == event.start for e in planning.events(store, HEAD)) == 1


def test_the_command_tells_it(store):
    done = CliRunner().invoke(
        cli.app, ["--lang", "en", "alarm", "--record"], env={"LIANXIN_DATABASE": store.url}
    )
    assert done.exit_code == 0, done.output
    assert "times what the calendar says" in done.output


def test_a_calm_centre_has_nothing_to_record(tmp_path):
    opened = a_centre_of(tmp_path, weeks=9)
    assert planning.centre(opened, HEAD).today == date(2026, 11, 23)
    assert not planning.surge(opened, HEAD).running
    with pytest.raises(SettingError) as caught:
        planning.record_surge(opened, HEAD)
    assert caught.value.code == "no_surge"
    opened.close()
