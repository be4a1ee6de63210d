"""The whole way at a centre, in order: forecast, requirement, roster, publishing, what-if and the sheet."""

import io
import subprocess
import sys
import time
from datetime import date, timedelta

import openpyxl
import pytest

from desk import planning
from desk.accounts import Account, Role
from forecast.calendar import DayKind
from forecast.errors import PlanError
from tests.desk.builders import HEAD, a_small_centre

DAYS = 7
START = date(2026, 11, 23)
WEEK = {"start": START, "days": DAYS}
NO_ONE = Account("guest", "无名", Role.OPERATOR)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_small_centre(tmp_path_factory.mktemp("centre"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return planning.forecast(store, HEAD, **WEEK)


@pytest.fixture(scope="module")
def needed(store, view):
    return planning.requirement(store, HEAD, **WEEK)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def draft(store, needed, told):
    return planning.solve_roster(store, HEAD, **WEEK, seconds=3, progress=told.append)


@pytest.fixture(scope="module")
def roster(store, draft):
    return planning.roster_view(store, HEAD, version=draft.id)


@pytest.fixture(scope="module")
def published(store, draft):
    return planning.publish(store, HEAD, version=draft.id)


@pytest.fixture(scope="module")
def team(store):
    return planning.team(store, HEAD).people


def code_of(call, *args, **kwargs):
    with pytest.raises(PlanError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def compared(store, **factors):
    return planning.what_if(store, HEAD, **{"volume": 1.0, "absence": 0.0, **factors}, **WEEK)


def wait_for(store, job, until, seconds=60.0):
    """Ask how far a search is until it is so far."""
    deadline = time.monotonic() + seconds
    while not until(state := planning.solving(store, HEAD, job=job)):
        assert time.monotonic() < deadline, state
        time.sleep(0.2)
    return state


def test_a_centre_that_is_set_up_stays_as_it_is_when_set_up_again(store, tmp_path):
    assert planning.centre(store, HEAD).today == START
    assert planning.sign_in_names(store) == ("head", "manager", "operator")
    assert planning.set_up_centre(store, tmp_path / "nowhere") == {}


def test_a_forecast_covers_just_the_window_with_an_interval_and_naive_beside_it(view):
    assert (view.origin, view.start, view.days) == (START - timedelta(days=1), START, DAYS)
    assert view.prediction.mean.shape == view.naive.mean.shape == (DAYS,)
    low, high = view.prediction.quantile(0.1), view.prediction.quantile(0.9)
    assert (low < high).all()
    assert {score.model for score in view.scores} >= {"house", "seasonal_naive"}
    assert [day.date for day in view.calendar] == [START + timedelta(days=k) for k in range(DAYS)]


def test_the_latest_forecast_is_the_one_that_is_kept_and_is_not_computed_again(store, view):
    kept = planning.latest_forecast(store, HEAD, **WEEK)
    assert kept.made_at == view.made_at
    assert kept.origin == view.origin
    assert kept.prediction.mean.tolist() == view.prediction.mean.tolist()
    again = planning.forecast(store, HEAD, **WEEK)
    assert again.made_at == view.made_at
    assert planning.latest_forecast(store, HEAD, start=START, days=DAYS + 1) is None


def test_operators_are_needed_when_the_line_is_open_and_each_setting_names_its_source(needed):
    slots = needed.requirement.operators.reshape(DAYS, 48)
    assert (slots[:, 16:35] > 0).all()
    assert (slots[:, :16] == 0).all()
    assert (slots[:, 35:] == 0).all()
    assert (needed.low <= needed.high).all()
    assert all(line.source and line.as_of for line in needed.settings)
    settings = {line.code: line.value for line in needed.settings}
    assert settings["max_occupancy"] == 0.85
    assert sum(value for code, value in settings.items() if code.startswith("mix_")) == pytest.approx(1)


def test_a_draft_breaks_no_rule_and_its_search_told_how_far_it_was(draft, roster, told, team):
    assert draft.state == "draft"
    assert (draft.start, draft.days) == (START, DAYS)
    assert roster.breaches == ()
    assert told
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert {person for (person, _), code in roster.cells.items() if code != "B"} <= {
        p.code for p in team if "phone" in p.skills
    }
    assert roster.covered_share > 0.9


def test_a_search_that_is_told_to_stop_keeps_the_best_it_has(store, needed):
    better = []
    version = planning.solve_roster(
        store, HEAD, **WEEK, seconds=600, progress=better.append, stop=lambda: len(better) >= 2
    )
    found = planning.roster_view(store, HEAD, version=version.id)
    assert found.breaches == ()
    assert found.cells
    assert max(progress.seconds for progress in better) < 300


@pytest.mark.parametrize("limit", [{"seconds": 600, "stop": lambda: True}, {"seconds": 0.01}])
def test_a_search_that_is_stopped_at_once_still_shows_a_roster(store, needed, limit):
    version = planning.solve_roster(store, HEAD, **WEEK, **limit)
    found = planning.roster_view(store, HEAD, version=version.id)
    assert found.breaches == ()
    assert found.cells


def test_nobody_but_planners_sees_a_roster_before_it_is_published(store, draft):
    assert draft.id in {version.id for version in planning.versions(store, HEAD)}
    assert planning.published_roster(store, NO_ONE, **WEEK) is None


def test_a_published_roster_shows_everyone_the_same_cells_and_no_gaps(store, published, roster):
    assert published.state == "published"
    assert published.published_at is not None
    shown = planning.published_roster(store, NO_ONE, **WEEK)
    assert shown.cells == roster.cells
    assert shown.required.sum() == 0
    assert shown.shortfalls == ()


def test_an_operator_sees_their_own_shifts_and_nobody_elses(store, published, roster, team):
    for person in team:
        who = Account(person.code, person.name, Role.OPERATOR, person.code)
        own = planning.my_roster(store, who, **WEEK)
        found = {(person.code, shift.day): shift.shift for shift in own.shifts}
        assert found == {key: shift for key, shift in roster.cells.items() if key[0] == person.code}
        assert own.upcoming is None or own.upcoming in own.shifts
        assert own.changes == ()


def test_someone_who_is_no_member_of_the_team_has_no_shifts(store, published):
    assert planning.my_roster(store, NO_ONE, **WEEK).shifts == ()


def test_a_version_is_published_once(store, published):
    lines = planning.audit_log(store, HEAD)
    assert code_of(planning.publish, store, HEAD, version=published.id) == "published_already"
    assert planning.audit_log(store, HEAD) == lines


def test_more_calls_or_fewer_operators_make_it_worse_and_nothing_changed_changes_nothing(store, published):
    same = compared(store)
    assert same.before.total_calls == same.after.total_calls
    assert same.before.mean_service_level == same.after.mean_service_level
    for factors in ({"volume": 1.5}, {"absence": 0.3}, {"handling": 1.5}):
        found = compared(store, **factors)
        before, after = found.before, found.after
        assert after.mean_service_level < before.mean_service_level, factors
        assert after.mean_wait > before.mean_wait, factors
        assert after.total_abandoned > before.total_abandoned, factors
    more = compared(store, volume=1.5)
    assert more.after.total_calls == pytest.approx(1.5 * more.before.total_calls, rel=0.005)  # whole calls
    assert more.after.operator_hours_required > more.before.operator_hours_required
    assert [day.day for day in more.by_day] == [START + timedelta(days=k) for k in range(DAYS)]
    assert sum(day.calls_after for day in more.by_day) == pytest.approx(more.after.total_calls)


def test_when_nobody_comes_nobody_is_answered(store, published):
    after = compared(store, absence=1.0).after
    assert after.planned.sum() == 0
    assert after.mean_service_level == 0
    assert after.total_abandoned == pytest.approx(after.total_calls)
    assert after.missing_hours == after.operator_hours_required


def test_when_nobody_calls_nobody_waits(store, published):
    after = compared(store, volume=0.0).after
    assert (after.total_calls, after.total_abandoned, after.mean_wait) == (0, 0, 0)
    assert after.mean_service_level == 1


@pytest.mark.parametrize(
    "factors",
    [{"volume": -0.1}, {"volume": 20.1}, {"absence": 1.01}, {"handling": 0.0}, {"volume": float("nan")}],
)
def test_a_factor_out_of_range_is_refused(store, factors):
    assert code_of(compared, store, **factors) == "what_if_range"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_opens_and_names_everyone(store, roster, language):
    content = planning.export_roster(store, HEAD, version=roster.version.id, language=language)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    written = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = {row[0]: row for row in written if row[0] in {person.code for person in roster.people}}
    assert [(code, row[1]) for code, row in rows.items()] == [(p.code, p.name) for p in roster.people]
    for code, row in rows.items():
        codes = [value or None for value in row[2 : 2 + DAYS]]
        assert codes == [roster.cells.get((code, day)) for day in roster.dates]


def test_a_search_in_its_own_process_ends_as_a_new_version_that_replaces_the_published_one(
    store, published, roster
):
    job = planning.start_solving(store, HEAD, **WEEK, seconds=2)
    assert code_of(planning.start_solving, store, HEAD, **WEEK, seconds=2) == "search_running"
    state = wait_for(store, job, lambda s: not s.running)
    assert (state.state, state.error) == ("done", None)
    newest = planning.versions(store, HEAD)[0]
    assert (newest.id, newest.state, newest.made_by) == (state.version, "draft", "head")
    planning.publish(store, HEAD, version=newest.id, regardless=True)  # the week begins today
    states = {v.id: v.state for v in planning.versions(store, HEAD)}
    assert (states[newest.id], states[published.id]) == ("published", "superseded")
    after = planning.roster_view(store, HEAD, version=newest.id)
    assert planning.published_roster(store, NO_ONE, **WEEK).cells == after.cells
    for person in after.people:
        who = Account(person.code, person.name, Role.OPERATOR, person.code)
        changes = {c.day: (c.before, c.after) for c in planning.my_roster(store, who, **WEEK).changes}
        pairs = {
            d: (roster.cells.get((person.code, d)), after.cells.get((person.code, d))) for d in after.dates
        }
        assert changes == {day: pair for day, pair in pairs.items() if pair[0] != pair[1]}


def test_a_search_in_its_own_process_can_be_stopped_and_keeps_its_best(store, needed):
    job = planning.start_solving(store, HEAD, **WEEK, seconds=600)
    wait_for(store, job, lambda s: s.cost is not None or not s.running)
    planning.stop_solving(store, HEAD, job=job)
    state = wait_for(store, job, lambda s: not s.running)
    assert state.state == "done"
    assert planning.roster_view(store, HEAD, version=state.version).breaches == ()
    planning.stop_solving(store, HEAD, job=job)
    assert planning.solving(store, HEAD, job=job) == state


def test_a_search_whose_process_dies_is_told_of_at_once(store, needed, monkeypatch):
    start = subprocess.Popen
    dies = [sys.executable, "-c", "import os; os._exit(9)"]
    monkeypatch.setattr(subprocess, "Popen", lambda _, **how: start(dies, **how))
    job = planning.start_solving(store, HEAD, **WEEK, seconds=600)
    state = wait_for(store, job, lambda s: not s.running, seconds=30)
    assert (state.state, state.error) == ("failed", "search_broken_off")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda s: planning.roster_view(s, HEAD, version=999), "unknown_version"),
        (lambda s: planning.publish(s, HEAD, version=999), "unknown_version"),
        (lambda s: planning.export_roster(s, HEAD, version=999), "unknown_version"),
        (lambda s: planning.export_roster(s, HEAD, version=1, language="xx"), "unknown_language"),
        (lambda s: planning.solving(s, HEAD, job=999), "unknown_search"),
        (lambda s: planning.stop_solving(s, HEAD, job=999), "unknown_search"),
        (lambda s: planning.forecast(s, HEAD, start=START, days=0), "window_length"),
        (lambda s: planning.forecast(s, HEAD, start=START, days=121), "window_length"),
        (lambda s: planning.forecast(s, HEAD, start=date(2026, 11, 22), days=7), "window_past"),
        (lambda s: planning.forecast(s, HEAD, start=date(2027, 3, 20), days=7), "window_too_far"),
        (lambda s: planning.solve_roster(s, HEAD, **WEEK, seconds=0), "search_seconds"),
        (lambda s: planning.start_solving(s, HEAD, **WEEK, seconds=-1), "search_seconds"),
        (lambda s: planning.published_roster(s, HEAD, start=START, days=0), "window_length"),
        (lambda s: planning.my_roster(s, HEAD, start=START, days=10**10), "window_length"),
        (lambda s: planning.calendar_year(s, HEAD, year=1900), "year_out_of_range"),
        (
            lambda s: planning.override_day(s, HEAD, day=date(2200, 1, 1), kind=DayKind.HOLIDAY),
            "year_out_of_range",
        ),
    ],
)
def test_what_does_not_exist_or_cannot_be_is_named(store, roster, call, code):
    lines = planning.audit_log(store, HEAD)
    assert code_of(call, store) == code
    assert planning.audit_log(store, HEAD) == lines
