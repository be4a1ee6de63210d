"""Staffing at a centre: what the history tells of the line, and the requirement with its call-backs."""

from datetime import timedelta

import numpy as np
import pytest

from desk import planning
from desk.planning.service import setting_lines, with_history
from desk.planning.staffing import load_service
from desk.reports.settings_words import fitted_value, setting_value
from desk.store import known
from forecast.errors import SettingError
from tests.desk.builders import HEAD
from tests.desk.staffed import START, a_staffed_centre

WEEK = {"start": START, "days": 7}
OPEN = slice(16, 35)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = a_staffed_centre(tmp_path_factory.mktemp("centre"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def view(store):
    return planning.requirement(store, HEAD, **WEEK)


@pytest.fixture(scope="module")
def service(store):
    with store.read() as session:
        return load_service(session)


def test_the_history_tells_patience_messages_and_web_cases(service):
    # The recipe draws messages of 40 % of the callers after hours; patience is Weibull (mean 90 s, shape 1.3), and
    # total wait over hang-ups of such callers lies above their mean: they leave late.
    fitted = service["fitted"]
    assert fitted["voicemail"]["share"] == pytest.approx(0.40, abs=0.03)
    told = fitted["patience"]
    assert 90 < told["low"] < told["value"] < told["high"] < 130
    assert service["patience"] == told["value"]
    assert fitted["web"]["share"] == pytest.approx(0.21 / 0.77, rel=0.25)
    assert sum(fitted["web"]["profile"]) == pytest.approx(1, abs=1e-4)
    assert 0 < fitted["capped"]["share"] < 0.3


def test_a_parameter_stays_as_set_unless_the_settings_ask_for_the_history(store):
    with store.read() as session:
        kept = known.find_centre(session).service
    assert with_history({**kept, "from_history": []})["patience"] == 90
    line = next(line for line in setting_lines({**kept, "from_history": []}) if line.code == "patience")
    assert (line.value, line.from_history) == (90, False)
    assert line.fitted == pytest.approx(kept["fitted"]["patience"]["value"])
    assert with_history({**kept, "fitted": {}})["patience"] == 90


def test_the_requirement_carries_the_work_that_waits(view):
    need = view.requirement
    plan = need.call_backs
    assert plan.names == ("voicemail", "web", "follow_up")
    assert plan.late.sum() == pytest.approx(0, abs=1e-6)
    assert (plan.minutes.sum(axis=1) > 0).all()
    assert (plan.reserve[need.operators > 0] >= 1).all()
    by_day = plan.total().reshape(7, 48)
    assert by_day[:, :16].sum() == by_day[:, 35:].sum() == 0
    # Last night's messages are called back within four hours of opening.
    assert all(slot is not None and slot < 24 for slot in plan.clear("voicemail", 48))
    assert need.service_level.reshape(7, 48)[:, OPEN].min() >= 0.8 - 1e-6


def test_last_nights_messages_are_those_that_were_really_left(store, view):
    with store.read() as session:
        evening = known.load_demand(
            session, "line.voicemail", step=30, zone="Asia/Shanghai", since=view.requirement.grid.start.replace(day=22)
        )  # fmt: skip
    left = evening.values[35:].sum() * 4.0  # minutes
    first = view.requirement.call_backs.waiting[0, 16] + view.requirement.call_backs.minutes[0, 16]
    assert first >= left
    assert left > 0


def test_a_kept_requirement_comes_back_whole(store, view):
    again = planning.requirement(store, HEAD, **WEEK)
    assert again.settings == view.settings
    assert again.capped == view.capped
    np.testing.assert_array_equal(again.fan, view.fan)
    for name in ("minutes", "room", "waiting", "late", "reserve", "extra", "used", "service_level"):
        np.testing.assert_array_equal(
            getattr(again.requirement.call_backs, name), getattr(view.requirement.call_backs, name)
        )


def test_the_fan_rises_and_encloses_the_load_in_steady_flow(view):
    day = view.fan[:, OPEN]
    assert (np.diff(day, axis=0) >= 0).all()
    assert (day[0] > 0).all()
    assert (view.requirement.operators[OPEN] > day[2]).all()


def test_shrinkage_divides_the_roster_as_a_whole(view):
    # Sickness 2.5 % by absence and meetings 2 % at work; leave, training and breaks are planned by the roster.
    lost = 1 - (1 - 0.025) * (1 - 0.02)
    assert view.requirement.shrinkage == pytest.approx(lost)
    assert view.rostered_hours == pytest.approx(view.requirement.operator_hours() / (1 - lost))


def test_another_method_is_another_requirement_and_an_unknown_one_is_named(store, view):
    steady = planning.requirement(store, HEAD, **WEEK, method="stationary")
    assert steady.method == "stationary"
    assert view.method == "mol_sl"
    assert planning.requirement(store, HEAD, **WEEK).method == "mol_sl"
    with pytest.raises(SettingError) as caught:
        planning.requirement(store, HEAD, **WEEK, method="guess")
    assert (caught.value.code, caught.value.details["method"]) == ("unknown_method", "guess")


def test_a_half_hour_is_full_by_the_handling_time_of_the_mean_call(store, service):
    # Enquiries are most of the calls and the shortest: the plain mean of the types would find too many full half-hours.
    fitted = service["fitted"]
    aht = sum(service["handling"][name] * share for name, share in service["mix"].items())
    with store.read() as session:
        since = START - timedelta(days=365)
        answered, gone, there = (
            known.load_demand(session, f"line.{name}", step=30, zone="Asia/Shanghai", since=since).values
            for name in ("answered", "abandoned", "operators")
        )
    open_ = there > 0
    full = (answered * aht >= 0.9 * there * 1800) | (gone > 0.2 * np.maximum(answered + gone, 1))
    assert fitted["capped"]["share"] == pytest.approx(full[open_].mean())


def test_shares_are_written_as_such_in_the_settings(view):
    told = {line.code: (setting_value(line, "zh"), fitted_value(line, "zh")) for line in view.settings}
    assert told["target_share"][0] == "80.0%"
    assert told["target_seconds"][0] == "15"
    assert told["mix_consult"][0] == "68.0%"
    assert told["share_voicemail"][1].startswith(told["share_voicemail"][0])
    assert "%" in told["shrinkage_sickness"][0]


def test_every_setting_has_a_name_in_both_languages(view):
    from desk.words import LANGUAGES, say

    for line in view.settings:
        for language in LANGUAGES:
            assert say(f"setting.{line.code}", language)


def test_a_comparison_keeps_to_the_method_of_the_settings(store, view):
    planning.set_line_setting(store, HEAD, code="method", value="stationary", source="局务会")
    same = planning.what_if(store, HEAD, volume=1.0, absence=0.0, **WEEK)
    assert (same.before.required != view.requirement.operators).any()
    np.testing.assert_array_equal(same.after.required, same.before.required)
    assert same.after.mean_service_level == same.before.mean_service_level
