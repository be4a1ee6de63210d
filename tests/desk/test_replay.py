import json
from datetime import date, datetime

import pytest

from desk.planning import replay
from desk.planning.replay import Bases, replay_case
from desk.reports.replay import replay_facts, replay_page
from desk.sample.founding_case import FOUNDING_CASE
from forecast.calendar import Calendar, DayKind
from forecast.errors import SettingError
from tests.test_house import ROOT

HISTORY = ROOT / "history"


@pytest.fixture(scope="module")
def played():
    return replay_case(HISTORY, "founding-case", rosters=False)


def test_the_alarm_is_raised_by_noon_of_the_day_before_anyone_saw_it(played):
    # The centre's head noticed on 22 January and acted on the 23rd (news report of 2020-02-10).
    assert datetime(2020, 1, 21) < played.alarm_time <= datetime(2020, 1, 22, 12)
    assert played.main.size > 2
    assert played.main.capped


def test_masks_and_refunds_carry_it(played):
    emerging = {carrier.name for carrier in played.carriers if carrier.kind == "topic" and carrier.emerging}
    assert emerging == {"protective", "refund"}


def test_the_projection_gets_better_as_days_come_in_and_beats_looking_away(played):
    mornings = {morning.day: morning for morning in played.mornings}

    def missed(day):
        week = mornings[day].ahead[:7]
        return sum(abs(d.mean - d.came) for d in week) / sum(d.came for d in week)

    eve = missed(date(2020, 1, 22))
    assert eve > 0.6  # nobody can know it on the eve
    assert missed(date(2020, 1, 25)) < 0.5 * eve
    assert missed(date(2020, 1, 29)) < 0.5 * eve


def test_the_first_two_mornings_show_a_fan_and_later_ones_a_band(played):
    fans = {morning.day: dict(morning.fan) for morning in played.mornings if morning.alarm}
    first = fans[date(2020, 1, 23)]
    assert first["half"] < first["same"] < first["double"]
    assert fans[date(2020, 1, 26)] == {}


def test_every_published_figure_stands_where_it_came(played):
    came = {d.day: d.came for morning in played.mornings for d in morning.ahead}
    # 231, 407 and 429 requests: news report of 2020-02-10.
    assert [came[date(2020, 1, day)] for day in (22, 23, 28)] == [231, 407, 429]


def test_what_is_printed_is_json_and_says_what_was_projected_and_what_came(played):
    facts = json.loads(json.dumps(replay_facts(played)))
    assert facts["alarm"]["time"] == played.alarm_time.isoformat(timespec="minutes")
    assert len(facts["mornings"]) == 60
    line = facts["mornings"][25]
    assert (line["morning"], line["known_until"], line["alarm"]) == ("2020-01-26", "2020-01-25", True)
    assert set(line["projected"][0]) == {"date", "mean", "p10", "p50", "p90", "came"}
    assert line["projected"][0]["p10"] <= line["projected"][0]["p50"] <= line["projected"][0]["p90"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_the_alarm_and_every_morning(played, language):
    page = replay_page(played, "lianxin replay founding-case", language)
    assert page.count("\n| 2020-") >= 40
    assert "2020-01-22" in page


def test_the_prolonged_break_is_known_on_its_notice_and_not_before():
    calendar = Calendar("CN", FOUNDING_CASE.notices)
    assert calendar.at(date(2020, 1, 26)).day(date(2020, 1, 31)).kind is DayKind.WORKDAY
    assert calendar.at(date(2020, 1, 26)).day(date(2020, 2, 1)).kind is DayKind.MAKEUP
    assert calendar.at(date(2020, 1, 27)).day(date(2020, 1, 31)).kind is DayKind.HOLIDAY


def test_a_morning_rests_on_nothing_after_the_evening_before():
    past = replay.read_past(HISTORY, FOUNDING_CASE)
    day = date(2020, 1, 15)
    cut = Bases(past, past.requests.until(date(2020, 1, 14)), 0).of(day, None)[0]
    whole = Bases(past, past.requests, 0).of(day, None)[0]
    assert (cut.paths == whole.paths).all()
    assert cut.grid.start == day


def test_an_unknown_case_is_said_so():
    with pytest.raises(SettingError) as caught:
        replay_case(HISTORY, "atlantis")
    assert caught.value.code == "unknown_case"
