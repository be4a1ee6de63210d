"""Work beside a page: it tells how far it is, ends when asked, and what comes of it is shown once."""

from threading import Event

import pytest

from desk.accounts import Role
from desk.views.parts.background import StoppedError, Work
from desk.words import LANGUAGES, say
from forecast.errors import SettingError
from tests.desk.views.fake_planning import FakePlanning, a_scenario_table
from tests.desk.views.test_pages import open_page

LONG = 20.0
"""Seconds that no test waits unless something hangs."""


def test_work_tells_how_far_it_is_and_hands_over_what_it_found():
    told, go_on = Event(), Event()

    def do(work):
        work.tell(0.4, "half way")
        told.set()
        go_on.wait(LONG)
        return 7

    work = Work(do)
    assert told.wait(LONG)
    assert (work.share, work.text, work.over()) == (0.4, "half way", False)
    go_on.set()
    assert work.over(LONG)
    assert work.found() == 7


def test_the_bar_of_work_that_cannot_tell_moves_with_the_clock_and_never_past_its_end():
    go_on = Event()
    work = Work(lambda _: go_on.wait(LONG), limit=1e-6)
    assert work.share == 1.0
    go_on.set()
    assert work.over(LONG)


def test_work_hears_that_it_is_to_end():
    work = Work(lambda work: [None for _ in iter(work.asked, True)])
    assert not work.over()
    work.stop()
    assert work.over(LONG)


def test_what_goes_wrong_is_raised_where_the_work_is_awaited_and_an_empty_end_is_none():
    def refuse(_):
        raise SettingError("scenario_count", count=9, most=6)

    def end(_):
        raise StoppedError

    refused, ended = Work(refuse), Work(end)
    assert refused.over(LONG)
    assert ended.over(LONG)
    with pytest.raises(SettingError, match="scenario_count"):
        refused.found()
    assert ended.found() is None


def test_work_of_which_half_shows_nothing_ends_without_a_result_where_it_tells_next():
    told = Event()

    def do(work):
        while True:
            work.go_on(0.5, "")
            told.set()

    work = Work(do)
    assert told.wait(LONG)
    work.stop()
    assert work.over(LONG)
    assert work.found() is None


def test_a_forecast_is_computed_beside_the_page(monkeypatch):
    go_on = Event()

    class Slow(FakePlanning):
        def forecast(self, who, *, start, days, progress=None):
            if progress is not None:
                progress("scoring", 0.5)
                go_on.wait(LONG)
            return super().forecast(who, start=start, days=days)

    app, _ = open_page(monkeypatch, Role.HEAD, "forecast", fake=Slow())
    app.button(key="forecast.compute").click().run()
    assert app.button(key="forecast.compute").disabled
    assert [bar.text for bar in app.get("progress")] == [say("progress.scoring", "zh", share="50%")]
    go_on.set()
    app.run()
    assert not app.get("progress")
    assert not app.button(key="forecast.compute").disabled
    assert not app.exception


def test_a_button_may_be_pressed_again_once_its_work_is_over_or_refused(monkeypatch):
    class Refusing(FakePlanning):
        def sweep(self, who, *, volumes, absences, start, days, progress=None):
            raise SettingError("scenario_count", count=9, most=6)

    app, _ = open_page(monkeypatch, Role.MANAGER, "scenarios", fake=Refusing())
    app.button(key="scenarios.run").click().run()
    assert say("scenario_sheet.compare", "zh") in [head.value for head in app.subheader]
    assert not app.button(key="scenarios.run").disabled
    app.button(key="scenarios.sweep").click().run()
    assert [error.value for error in app.error] == [say("error.scenario_count", "zh", count=9, most=6)]
    assert not app.button(key="scenarios.sweep").disabled


@pytest.mark.parametrize("language", LANGUAGES)
def test_scenarios_run_beside_the_page_until_they_are_stopped(monkeypatch, language):
    pause = Event()

    class Slow(FakePlanning):
        def run_scenarios(self, who, *, scenarios, start, days, runs, seconds, prices, progress, stop):
            progress("scenario_play", 0.5)
            while not stop():
                pause.wait(0.01)
            return a_scenario_table(scenarios, start, days)

    app, _ = open_page(monkeypatch, Role.MANAGER, "scenarios", language=language, fake=Slow())
    app.button(key="scenarios.run").click().run()
    assert say("scenario_stage.scenario_play", language) in [bar.text for bar in app.get("progress")]
    assert app.button(key="scenarios.run").disabled
    assert say("scenario_sheet.compare", language) not in [head.value for head in app.subheader]
    app.button(key="scenarios.running.stop").click().run()
    app.run()
    assert say("scenario_sheet.compare", language) in [head.value for head in app.subheader]
    assert not app.get("progress")
