"""A planner's own events come from CSV or TOML, or are refused by file, row and column."""

from datetime import date

import pytest

from forecast.calendar import Event, EventKind
from forecast.errors import DataError
from forecast.intake import read_events

EXPECTED = (
    Event("consumer_day", EventKind.CONSUMER_DAY, date(2017, 3, 8), date(2017, 3, 21), repeats=True),
    Event("alert", EventKind.ALERT, date(2026, 1, 5), date(2026, 1, 5)),
)


def test_csv_and_toml_say_the_same():
    table = "code,kind,start,end,repeats\nconsumer_day,consumer_day,2017/3/8,2017-03-21,1\nalert,alert,2026-01-05,,\n"
    toml = """
[[event]]
code = "consumer_day"
kind = "consumer_day"
start = 2017-03-08
end = 2017-03-21
repeats = true
[[event]]
code = "alert"
kind = "alert"
start = "2026-01-05"
"""
    assert read_events(table.encode()) == EXPECTED
    assert read_events(toml.encode(), "events.toml") == EXPECTED


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (",alert,2026-01-05,,", "code", ""),
        ("a,party,2026-01-05,,", "kind", "party"),
        ("a,alert,soon,,", "start", "soon"),
        ("a,alert,2026-01-05,2026-01-04,", "end", "2026-01-04"),
        ("a,alert,2026-01-05,,often", "repeats", "often"),
    ],
)
def test_a_wrong_event_is_named(row, column, value):
    with pytest.raises(DataError) as caught:
        read_events(f"code,kind,start,end,repeats\n{row}\n".encode())
    assert caught.value.code == "bad_event"
    assert caught.value.details == {"file": "events.csv", "row": 2, "column": column, "value": value}
