"""The committed sample history: made by its seed, adding up, pinned where it says it is."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from desk.sample import load_centre, make_sample, read_messages, read_requests, recipe
from desk.sample.contacts import draw_history
from desk.sample.make import daily_frame, half_hour_frame
from forecast.calendar import Calendar, DayKind, lunar_new_year

HISTORY = Path(__file__).resolve().parents[3] / "history"


@pytest.fixture(scope="module")
def half_hours():
    return load_centre(HISTORY).half_hours


@pytest.fixture(scope="module")
def daily():
    return pd.read_csv(HISTORY / "daily.csv", parse_dates=["date"], index_col="date")


@pytest.fixture(scope="module")
def requests():
    return read_requests(HISTORY)


def test_the_committed_files_are_what_the_seed_makes(tmp_path):
    """Packed files are compared unpacked: zlib's builds pack the same content differently."""
    made = {file.relative_to(tmp_path) for file in make_sample(2026, tmp_path)}
    kept = {file.relative_to(HISTORY) for file in HISTORY.rglob("*") if file.is_file()} - {Path("README.md")}
    assert made == kept
    for name in made:
        first, second = (tmp_path / name).read_bytes(), (HISTORY / name).read_bytes()
        if name.suffix == ".gz":
            assert first[4:8] == second[4:8] == bytes(4), f"{name} carries a time stamp"
            first, second = gzip.decompress(first), gzip.decompress(second)
        assert first == second, name


def test_no_file_is_larger_than_three_megabytes():
    assert max(file.stat().st_size for file in HISTORY.rglob("*") if file.is_file()) < 3_000_000


def test_every_day_and_half_hour_is_there(half_hours, daily):
    first, last = pd.Timestamp("2017-01-01"), pd.Timestamp("2026-11-22")
    assert list(daily.index) == list(pd.date_range(first, last))
    assert list(half_hours.index) == list(pd.date_range(first, last + pd.Timedelta("23:30:00"), freq="30min"))


def test_half_hours_add_up_to_days(half_hours, daily):
    sums = half_hours.groupby(half_hours.index.normalize()).sum()
    for column in daily.columns.drop("operators"):
        np.testing.assert_array_equal(sums[column], daily[column], err_msg=column)


def test_channels_add_up_to_requests_and_outcomes_to_calls_offered(half_hours):
    h = half_hours
    assert (h["requests"] == h["answered"] + h["voicemail"] + h["web"] + h["counter"]).all()
    outcomes = h["answered"] + h["abandoned"] + h["blocked"] + h["voicemail"] + h["hung_up"]
    assert (h["offered"] == outcomes).all()
    assert (h["within_target"] <= h["answered"]).all()


def test_the_breakdown_adds_up_to_every_half_hour_and_channel(half_hours, requests):
    table = requests.pivot_table(
        index="start", columns="channel", values="requests", aggfunc="sum", observed=True, fill_value=0
    ).reindex(half_hours.index, fill_value=0)
    for channel, column in (
        ("phone", "answered"),
        ("voicemail", "voicemail"),
        ("web", "web"),
        ("counter", "counter"),
    ):
        np.testing.assert_array_equal(table[channel], half_hours[column], err_msg=channel)


def test_every_message_is_called_back_after_it_was_left(half_hours):
    messages = read_messages(HISTORY)
    assert len(messages) == half_hours["voicemail"].sum()
    assert (messages["called_back_at"] > messages["left_at"]).all()


def test_nobody_is_answered_while_the_line_is_closed(half_hours):
    closed = half_hours[half_hours["operators"] == 0]
    assert closed["answered"].sum() == 0
    opened = half_hours[half_hours["operators"] > 0]
    assert opened["voicemail"].sum() == 0
    assert opened["operators"].max() == 6


def test_the_emergency_is_pinned_at_the_published_points(daily):
    """A news report of 2020-02-10: 231, 407 and 429 requests; 300 and more a day on average."""
    registered = daily["requests"]
    assert registered["2020-01-22"] == 231
    assert registered["2020-01-23"] == 407
    assert registered["2020-01-28"] == 429
    assert registered["2020-01-22":"2020-02-10"].mean() >= 300
    assert registered[:"2020-03-31"].idxmax() == pd.Timestamp("2020-01-28")


def test_the_emergency_is_censored_by_the_operators_who_could_come(daily):
    span = daily["2020-01-24":"2020-02-10"]
    assert (span["operators"] < 6).all()
    lost = span["abandoned"].sum() / span["offered"].sum()
    usual = daily.loc["2019"]["abandoned"].sum() / daily.loc["2019"]["offered"].sum()
    assert lost > 3 * usual


def test_the_festival_lies_near_a_third_of_a_usual_workday_and_moves_with_the_moon(daily):
    """Bulletins of one city: 0.29 (complaints) and about 0.4 (all contacts) for the seven days."""
    calendar, found = Calendar("CN"), {}
    for year in (2017, 2018, 2019, 2021, 2022, 2023, 2024, 2025, 2026):
        days = pd.date_range(f"{year}-04-10", f"{year}-09-20")
        working = [d for d in days if calendar.day(d.date()).kind is DayKind.WORKDAY]
        eve = lunar_new_year(year) - timedelta(days=1)
        week = daily["requests"][pd.date_range(eve, periods=7)].mean()
        found[year] = week / daily["requests"][working].mean()
    assert 0.29 < np.mean(list(found.values())) < 0.41
    assert np.std(list(found.values())) > 0.01, "every year has its own strength"


def test_days_vary_more_than_poisson_and_hand_on_their_busyness(daily):
    """Calibrated on a business line: variance over mean 3.35, lag-1 correlation 0.36 around 200 calls a day."""
    calendar = Calendar("CN")
    days = pd.date_range("2024-03-25", "2024-09-13")
    level = daily["requests"][days]
    weekday = level.groupby([level.index.month, level.index.day_of_week]).transform("mean")
    steady = np.array([calendar.day(d.date()).kind in {DayKind.WORKDAY, DayKind.WEEKEND} for d in days])
    rest = ((level - weekday) / np.sqrt(weekday))[steady]
    assert rest.var() > 1.5


def test_small_hours_are_often_truly_zero(half_hours):
    small = half_hours.between_time("02:00", "04:59")["offered"]
    assert 0.5 < (small == 0).mean() < 0.98


def test_the_platform_change_lifts_level_and_web_share(daily):
    before, after = daily["2019-10-14":"2019-11-17"], daily["2019-11-18":"2019-12-22"]
    assert (
        after["web"].sum() / after["requests"].sum() > before["web"].sum() / before["requests"].sum() + 0.04
    )
    assert after["requests"].mean() > before["requests"].mean()


def test_another_seed_draws_another_history_with_the_same_pins(daily, monkeypatch):
    monkeypatch.setattr(recipe, "LAST", date(2020, 3, 31))
    other = daily_frame(half_hour_frame(draw_history(7))).set_index("date")["requests"]
    other.index = pd.DatetimeIndex(other.index)
    assert [other[day] for day in ("2020-01-22", "2020-01-23", "2020-01-28")] == [231, 407, 429]
    assert other["2020-01-22":"2020-02-10"].mean() >= 300
    assert other["2018"].sum() != daily["requests"]["2018"].sum()


def test_the_whole_history_ends_before_the_plan_begins(daily):
    assert daily.index[-1].date() == date(2026, 11, 22)
