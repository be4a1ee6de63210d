"""One file with many series: each has its own days, and a bad row costs only its own series."""

from datetime import date

import numpy as np
import pytest

from forecast.errors import DataError
from forecast.intake import read_many

FILE = """centre,date,calls
B,2026-01-03,7
A,2026-01-01,10
A,2026-01-03,30
B,2026-01-02,5
C,2026-01-01,-4
C,2026-01-02,4
D,2026-01-01,1
D,2026-01-01,2
"""


def test_each_series_begins_with_its_own_first_day_and_absent_days_are_missing():
    found = read_many(FILE.encode(), "many.csv")
    assert list(found) == ["A", "B", "C", "D"]
    assert (found["A"].grid.start, found["A"].grid.days) == (date(2026, 1, 1), 3)
    assert np.array_equal(found["A"].values, [10, np.nan, 30], equal_nan=True)
    assert (found["B"].grid.start, found["B"].values.tolist()) == (date(2026, 1, 2), [5, 7])


def test_a_bad_row_is_named_by_its_row_in_the_file():
    found = read_many(FILE.encode(), "many.csv")
    assert isinstance(found["C"], DataError)
    assert (found["C"].details["row"], found["C"].details["value"]) == (6, "-4")
    assert isinstance(found["D"], DataError)
    assert found["D"].details["row"] == 9


def test_half_hours_add_up_to_days_and_any_column_can_tell_the_series_apart():
    text = "when,calls,county\n" + "".join(
        f"2026-01-01 {hour:02d}:{minute:02d},1,{county}\n"
        for county in "xy"
        for hour in range(24)
        for minute in (0, 30)
    )
    found = read_many(text.encode(), "half.csv", by="county")
    assert {name: demand.values.tolist() for name, demand in found.items()} == {"x": [48.0], "y": [48.0]}


@pytest.mark.parametrize(("by", "code"), [(None, "no_series_column"), ("nowhere", "no_such_column")])
def test_a_file_of_one_series_says_that_no_column_tells_them_apart(by, code):
    with pytest.raises(DataError, match=code):
        read_many(b"date,calls\n2026-01-01,3\n", "one.csv", by=by)
