import csv
from io import StringIO

import pytest

from desk.reports.roster_table import COLUMNS, roster_table
from tests.desk.views.builders import a_roster


def rows_of(view):
    return list(csv.DictReader(StringIO(roster_table(view).decode("utf-8"))))


def test_every_shift_is_one_row_with_its_local_times():
    view = a_roster()
    rows = rows_of(view)
    assert tuple(rows[0]) == COLUMNS
    assert {(row["person"], row["date"]): row["shift"] for row in rows} == {
        (person, day.isoformat()): code for (person, day), code in view.cells.items()
    }
    night = next(row for row in rows if row["shift"] == "N")
    assert (night["start"][-5:], night["end"][-5:], night["paid_minutes"]) == ("21:00", "08:00", "600")
    assert night["end"][:10] > night["start"][:10]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_never_becomes_a_formula(name):
    assert {row["name"] for row in rows_of(a_roster(names=(name,)))} == {f"'{name}"}


def test_usual_names_stay_as_they_are():
    assert rows_of(a_roster(names=("林知夏",)))[0]["name"] == "林知夏"
