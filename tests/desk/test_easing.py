"""An emergency plans its busiest half-hours at a higher cap on occupancy, says so, and nowhere else."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from desk import planning
from desk.planning import repairing, scenario_run
from desk.planning.easing import easing_of, easing_of_scenario
from desk.planning.rulebooks import OCCUPANCY
from desk.planning.staffing import load_service, requirement_of
from desk.reports.scenario_report import eased_lines, rows
from desk.reports.settings_words import emergency_line
from desk.store import rosters
from desk.words import LANGUAGES
from forecast.errors import SettingError
from forecast.surge.scenario import Scenario
from forecast.surge.scenario_file import built_in
from scheduler.roster import Roster
from tests.desk.builders import HEAD, MONDAY, NOW, a_team, a_version
from tests.desk.staffed import START, a_staffed_centre

DAYS = 7
LAST = START + timedelta(days=DAYS - 1)


def a_busy_centre(folder):
    """Long calls, patient callers and hardly a promise: the cap binds before the service does."""
    store = a_staffed_centre(folder)
    for code, value in (
        ("target_share", 0.05),
        ("history_patience", "no"),
        ("patience", 3600),
        ("history_handling", "no"),
        ("handling_consult", 3600),
    ):
        planning.set_line_setting(store, HEAD, code=code, value=value, source="试验")
    return store


@pytest.fixture
def busy(tmp_path):
    opened = a_busy_centre(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path):
    opened = a_staffed_centre(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def team(tmp_path):
    opened = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


def declared(store, *, first=START, last=LAST, relax=(OCCUPANCY,)):
    return planning.declare_emergency(
        store, HEAD, first=first, last=last, ordered="市监应急〔2026〕1 号", signed_by="周局长", relax=relax
    )


def needed(store):
    return planning.requirement(store, HEAD, start=START, days=DAYS)


def for_calls(view):
    """Operators without those who are there for call-backs alone."""
    return view.requirement.operators - view.requirement.call_backs.extra


def by_day(view):
    """How many half-hours of each day are planned busier."""
    return np.bincount([slot // 48 for slot in view.requirement.eased], minlength=DAYS)


def test_a_busy_line_is_planned_higher_for_two_hours_on_five_days_of_the_emergency(busy):
    usual = needed(busy)
    declared(busy, last=LAST - timedelta(days=1))
    found = needed(busy)
    count = by_day(found)
    assert (count > 0).sum() == 5
    assert count.max() == 4
    assert count[-1] == 0, "the emergency ends the day before"
    eased = np.isin(np.arange(DAYS * 48), found.requirement.eased)
    assert (found.requirement.operators[eased] < usual.requirement.operators[eased]).all()
    np.testing.assert_array_equal(for_calls(found)[~eased], for_calls(usual)[~eased])
    assert found.requirement.operators.sum() < usual.requirement.operators.sum(), (
        "though call-backs go elsewhere"
    )
    assert needed(busy).requirement.eased == found.requirement.eased, "as it was kept"


def test_what_was_relaxed_is_said_with_its_source_and_its_half_hours(busy):
    assert needed(busy).eased is None
    declared(busy, first=START, last=START)
    planning.set_line_setting(busy, HEAD, code="emergency_occupancy", value=0.92, source="局务会 11 月 20 日")
    found = needed(busy)
    told = {line.code: line for line in found.settings}
    assert (told["emergency_occupancy"].value, told["emergency_occupancy"].source) == (
        0.92,
        "局务会 11 月 20 日",
    )
    assert "turnella.com" in told["emergency_days"].source
    assert {day for day, _, _ in found.eased.spans} == {START}
    assert sum(end - begin for _, begin, end in found.eased.spans) == 120
    _, begin, end = found.eased.spans[0]
    for language, named in (("zh", "11月23日"), ("en", "23 Nov")):
        (line,) = eased_lines(found.eased, language)
        time = f"{begin // 60:02d}:{begin % 60:02d}–{end // 60:02d}:{end % 60:02d}"
        for part in ("85%", "92%", "局务会 11 月 20 日", named, time):
            assert part in line


def test_hours_and_days_are_settings(busy):
    declared(busy)
    planning.set_line_setting(busy, HEAD, code="emergency_hours", value=0.5, source="局务会")
    planning.set_line_setting(busy, HEAD, code="emergency_days", value=2, source="局务会")
    assert sorted(by_day(needed(busy))) == [0, 0, 0, 0, 0, 1, 1]


def test_where_the_service_target_binds_first_nothing_changes_and_nothing_is_listed(small):
    usual = needed(small)
    declared(small)
    found = needed(small)
    np.testing.assert_array_equal(found.requirement.operators, usual.requirement.operators)
    assert found.eased is None
    assert eased_lines(found.eased, "zh") == []
    assert found.settings == usual.settings


def test_only_a_signature_for_it_relaxes_the_cap(busy):
    assert OCCUPANCY in planning.rules(busy, HEAD).relaxable
    declared(busy, relax=("weekly_rest",))
    assert needed(busy).eased is None
    later = declared(busy, first=LAST + timedelta(days=1), last=LAST + timedelta(days=2))
    assert emergency_line(later, "zh").endswith("放宽 占用率上限。")
    assert "Highest occupancy" in emergency_line(later, "en")


def test_a_scenario_plans_busier_under_emergency_rules_alone(busy, monkeypatch):
    monkeypatch.setattr(scenario_run, "_advised", lambda _problem, _book, there, *_: there)
    service = {"emergency": {"occupancy": 0.9, "hours": 2.0, "days": 5}}
    case = built_in("founding_case")
    assert easing_of_scenario(case, service, START, DAYS).spans == ((START, LAST, 5),)
    assert easing_of_scenario(replace(case, relax=("weekly_rest",)), service, START, DAYS) is None
    assert easing_of_scenario(Scenario("usual"), service, START, DAYS) is None
    strained = Scenario("strained", rulebook="emergency", signed="周局长", relax=(OCCUPANCY,))
    table = planning.run_scenarios(
        busy, HEAD, scenarios=(strained,), start=START, days=DAYS, runs=2, seconds=0.5
    )
    (case,) = table.outcomes
    assert len({day for day, _, _ in case.eased.spans}) == 5
    assert needed(busy).eased is None, "a scenario declares nothing"
    for language in LANGUAGES:
        (line,) = eased_lines(case.eased, language)
        assert any(line in said[0] for _, said in rows(table, language))


def test_a_repair_plans_busier_once_the_emergency_is_declared_and_no_more_once_it_is_withdrawn(
    busy, monkeypatch
):
    monkeypatch.setattr(repairing, "rests_under", lambda *_, **__: ())  # nobody asks here who rests when
    number, usual = requirement_of(busy, HEAD, start=START, days=DAYS)
    with busy.begin() as session:
        version = rosters.add_roster(
            session, Roster(frozenset()), start=START, days=DAYS, requirement_id=number, goals=(), status="good",
            who="test", now=NOW,
        )  # fmt: skip
    emergency = declared(busy)
    mended = planning.repair_roster(busy, HEAD, version=version, seconds=0.5)
    assert len({day for day, _, _ in mended.price.eased.spans}) == 5
    again = planning.repair_roster(
        busy, HEAD, version=mended.version.id, demand=1.5, until=START, seconds=0.5
    )
    assert len({day for day, _, _ in again.price.eased.spans}) == 5
    planning.end_emergency(busy, HEAD, number=emergency.id, last=START - timedelta(days=1))
    back = planning.repair_roster(busy, HEAD, version=mended.version.id, seconds=0.5)
    assert back.price.eased is None
    seen = planning.roster_view(busy, HEAD, version=back.version.id)
    np.testing.assert_array_equal(seen.required, usual.requirement.operators)


def days_left(store, start, days):
    with store.read() as session:
        found = easing_of(session, load_service(session), start, days)
    return None if found is None else [days for _, _, days in found.spans]


def test_days_that_published_rosters_plan_busier_already_count_among_the_five(team):
    week, after = MONDAY, MONDAY + timedelta(days=7)
    declared(team, first=week, last=week + timedelta(days=13))
    assert days_left(team, after, 7) == [5]
    a_version(team, {}, start=week, days=7, published=None, eased=(20, 68, 116))
    assert days_left(team, after, 7) == [5], "a draft counts for nothing"
    a_version(team, {}, start=week, days=7, eased=(20, 21, 68, 116))
    assert days_left(team, after, 7) == [2]
    assert days_left(team, week, 7) == [5], "the days of the window are planned anew"
    assert days_left(team, after + timedelta(days=7), 7) is None
    a_version(team, {}, start=week + timedelta(days=1), days=2)
    assert days_left(team, after, 7) == [4], "a later roster stands above an earlier one"


def test_a_draft_that_takes_a_sixth_day_with_what_is_published_by_now_is_refused(team):
    week, after = MONDAY, MONDAY + timedelta(days=7)
    declared(team, first=week, last=week + timedelta(days=13))
    both = [
        a_version(team, {}, start=start, days=7, published=None, eased=(20, 68, 116))
        for start in (week, after)
    ]
    planning.publish(team, HEAD, version=both[0])
    with pytest.raises(SettingError) as caught:
        planning.publish(team, HEAD, version=both[1])
    assert (caught.value.code, caught.value.details["count"], caught.value.details["most"]) == (
        "eased_days",
        6,
        5,
    )
    planning.set_line_setting(team, HEAD, code="emergency_days", value=6, source="局务会")
    planning.publish(team, HEAD, version=both[1])
