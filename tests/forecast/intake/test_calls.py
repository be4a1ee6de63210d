"""Counts, contacts and categories become Demand; bad rows are named and nothing is taken behind one's back."""

from datetime import date

import numpy as np
import pytest

from forecast.errors import DataError
from forecast.intake import BadRow, diff, merge, read_calls
from forecast.intake.calls import CONTACT_STEP
from tests.shared import shared


def codes(intake):
    return [finding.code for finding in intake.report]


def test_one_row_per_contact_is_counted_by_half_hour():
    rows = "来电时间,坐席,内容\n2026-01-05 08:03:10,op01,口罩\n2026-01-05 08:29:59,op02,退款\n2026-01-05 09:00:00,op01,\n"
    intake = read_calls(rows.encode("gb18030"), "a.csv")
    assert intake.mapping.count is None
    assert intake.demand.grid.step == CONTACT_STEP
    assert intake.demand.values[[16, 17, 18]].tolist() == [2, 0, 1]
    assert intake.demand.values.sum() == 3


def test_absent_days_stay_missing_and_are_named():
    intake = read_calls(
        b"date,calls\n2026-01-05,3\n2026-01-06,4\n2026-01-12,5\n2026-01-13,5\n2026-01-20,5\n", "a.csv"
    )
    assert np.isnan(intake.demand.values[2:7]).all()
    gap = intake.report[0]
    assert (gap.code, gap.first, gap.count) == ("gap", date(2026, 1, 19), 1), "only weekdays the line works"


def test_a_time_of_day_that_never_comes_is_closed_and_one_that_is_absent_once_is_missing():
    rows = "time,calls\n" + "".join(
        f"2026-01-0{d} {h:02d}:00,5\n" for d in (5, 6) for h in (9, 10, 11) if (d, h) != (6, 10)
    )
    values = read_calls(rows.encode(), "a.csv").demand.values.reshape(2, 24)
    assert values[0].tolist() == [0] * 9 + [5, 5, 5] + [0] * 12
    assert np.isnan(values[1, 10])


def test_bad_cells_are_listed_by_file_row_column_and_value_and_nothing_is_taken():
    rows = b"date,calls\n2026-01-05,3\nlater,4\n2026-01-07,many\n2026-01-08,-2\n2026-01-09,6\n2026-01-09,7\n"
    intake = read_calls(rows, "a.csv")
    assert intake.bad_rows == (
        BadRow("bad_date", "a.csv", 3, "date", "later"),
        BadRow("bad_count", "a.csv", 4, "calls", "many"),
        BadRow("negative_count", "a.csv", 5, "calls", "-2"),
        BadRow("conflicting_rows", "a.csv", 7, "calls", "7", 6, "6"),
    )
    with pytest.raises(DataError) as caught:
        _ = intake.demand
    assert caught.value.code == "bad_rows"
    assert caught.value.details["count"] == 4
    left = read_calls(rows, "a.csv", leave_out=True).demand
    assert left.values[[0, 4]].tolist() == [3, 6]
    assert np.isnan(left.values[1:4]).all()


def test_two_rows_of_one_time_that_disagree_are_told_with_both_rows_and_both_values():
    with pytest.raises(DataError) as caught:
        _ = read_calls(b"date,calls\n2026-01-05,3\n2026-01-06,4\n2026-01-05,1234567\n", "a.csv").demand
    assert caught.value.code == "conflicting_rows"
    facts = caught.value.details
    assert (facts["row"], facts["value"]) == (4, "1234567")
    assert (facts["earlier_row"], facts["earlier_value"]) == (2, "3")


def test_equal_rows_count_once_and_fractions_and_future_days_are_flagged():
    rows = b"date,calls\n2026-01-05,3\n2026-01-05,3\n2026-01-06,4.5\n"
    intake = read_calls(rows, "a.csv", today=date(2026, 1, 5))
    assert intake.demand.values.tolist() == [3, 4.5]
    assert codes(intake) == ["duplicate", "future", "non_integer"]


def test_categories_add_up_and_parallel_breakdowns_count_once():
    rows = b"date,category,calls\n2026-01-05,a,3\n2026-01-05,b,4\n2026-01-06,a,5\n"
    intake = read_calls(rows, "a.csv")
    assert intake.demand.values.tolist() == [7, 5]
    assert [part.name for part in intake.by_category] == ["a", "b"]
    twice = b"date,category,calls\n2026-01-05,type:x,3\n2026-01-05,type:y,4\n2026-01-05,town:n,7\n"
    intake = read_calls(twice, "a.csv")
    assert intake.demand.values.tolist() == [7]
    assert codes(intake) == ["parallel_breakdown"]


def steady(days, level=100, start="2026-01-05"):
    return np.datetime64(start) + np.arange(days), np.random.default_rng(3).poisson(level, days).astype(float)


def as_file(dates, values):
    return ("date,calls\n" + "".join(f"{d},{v:g}\n" for d, v in zip(dates, values, strict=True))).encode()


def test_a_steady_series_raises_no_finding():
    assert codes(read_calls(as_file(*steady(300)), "a.csv")) == []


def test_an_outage_a_part_day_and_a_level_break_are_found():
    dates, values = steady(300)
    values[147:] = np.round(1.6 * values[147:])
    values[40:42] = 0
    values[-1] = 20
    report = {finding.code: finding for finding in read_calls(as_file(dates, values), "a.csv").report}
    assert set(report) == {"outage", "part_day", "level_break"}
    assert (report["outage"].first, report["outage"].count) == (date(2026, 2, 14), 2)
    assert report["part_day"].first == dates[-1].item()
    assert report["level_break"].first == dates[147].item()
    assert report["level_break"].ratio == pytest.approx(1.6, abs=0.1)


def test_the_same_file_twice_changes_nothing_and_an_overlap_shows_its_changes():
    known = read_calls(b"date,calls\n2026-01-05,3\n2026-01-06,4\n", "a.csv").demand
    assert diff(known, known).is_empty
    assert merge(known, known).values.tolist() == known.values.tolist()
    new = read_calls(b"date,calls\n2026-01-06,9\n2026-01-08,5\n", "b.csv").demand
    overlap = diff(known, new)
    assert (overlap.same, overlap.added) == (0, 1)
    assert [(c.start.date(), c.old, c.new) for c in overlap.changed] == [(date(2026, 1, 6), 4, 9)]
    np.testing.assert_array_equal(merge(known, new).values, [3, 9, np.nan, 5])
    hourly = read_calls(b"time,calls\n2026-01-06 08:00,9\n2026-01-06 09:00,9\n", "c.csv").demand
    with pytest.raises(DataError, match="steps_differ"):
        diff(known, hourly)


def test_every_public_series_is_taken_as_it_is():
    for path in sorted(shared("data").glob("*.csv*")):
        intake = read_calls(path.read_bytes(), path.name)
        assert intake.bad_rows == (), path.name
        assert np.nansum(intake.demand.values) > 0, path.name


@pytest.mark.parametrize(
    ("fine", "daily"),
    [
        ("bank_calls_2003_5min.csv", "bank_calls_2003_daily.csv"),
        ("iowa_ed_arrivals_2013_2018_hourly.csv", "iowa_ed_arrivals_2013_2018_daily.csv"),
        ("montco911_2015_2016_30min.csv", "montco911_2015_2016_daily.csv"),
        ("montco911_2015_2016_daily_by_category.csv", "montco911_2015_2016_daily.csv"),
        ("ems_gb_2015_2019_daily_by_category.csv.gz", "ems_gb_2015_2019_daily.csv"),
    ],
)
def test_intervals_and_categories_add_up_to_the_published_days(fine, daily):
    folder = shared("data")
    detail = read_calls((folder / fine).read_bytes(), fine).demand.daily()
    whole = read_calls((folder / daily).read_bytes(), daily).demand
    assert diff(whole, detail).is_empty


def test_known_flaws_of_public_series_are_found():
    """The series' notes: feed outages as zeros on four days; the first day is partial; amounts that are no counts."""
    folder = shared("data")

    def found(name):
        return {(f.code, f.first) for f in read_calls((folder / name).read_bytes(), name).report}

    outages = found("montco911_2015_2016_30min.csv")
    assert {("outage", date(2015, 12, 18)), ("outage", date(2016, 5, 1))} <= outages
    assert ("part_day", date(2020, 1, 29)) in found("tokyo_covid_hotline_2020_2021_daily.csv")
    assert ("non_integer", date(2016, 1, 1)) in found("taiwan_industrial_power_2016_2020_daily.csv")


def test_a_bad_cell_in_a_short_file_is_named_and_does_not_hide_the_column_of_counts():
    found = read_calls(b"date,calls\n2026-11-21,120\n2026-11-22,95\n2026-11-23,x12\n", "calls.csv")
    assert found.mapping.count == "calls"
    assert [(bad.code, bad.row, bad.value) for bad in found.bad_rows] == [("bad_count", 4, "x12")]


def test_contacts_of_which_only_the_day_is_known_are_counted_by_day_and_said_to_be_contacts():
    text = "日期,诉求内容\n2026-11-21,退款\n2026-11-21,咨询\n2026-11-22,投诉\n"
    found = read_calls(text.encode(), "contacts.csv")
    assert found.demand.grid.step == 1440
    assert found.demand.values.tolist() == [2.0, 1.0]
    assert [(f.code, f.count) for f in found.report][:1] == [("one_per_contact", 3)]
