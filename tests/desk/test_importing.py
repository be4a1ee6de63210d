"""Facts about taking in a file."""

from datetime import date

import pytest

from desk.planning import accept_import, centre, preview_import
from forecast.errors import PlanError
from tests.desk.builders import HEAD, OPERATOR, a_centre

FILE = b"date,calls\n2026-11-21,150\n2026-11-22,175\n2026-11-23,160\n"
BAD = b"date,calls\n2026-11-23,160\n2026-11-24,-3\n"


@pytest.fixture
def store(tmp_path):
    opened = a_centre(tmp_path)
    yield opened
    opened.close()


def test_a_preview_shows_what_is_new_and_what_differs_and_writes_nothing(store):
    preview = preview_import(store, HEAD, name="new.csv", content=FILE)
    assert [(c.day, c.before, c.after) for c in preview.changes] == [
        (date(2026, 11, 22), 150.0, 175.0),
        (date(2026, 11, 23), None, 160.0),
    ]
    assert centre(store, HEAD).today == date(2026, 11, 23)


def test_the_same_file_twice_changes_nothing(store):
    done = accept_import(store, HEAD, preview=preview_import(store, HEAD, name="new.csv", content=FILE))
    assert (done.days_new, done.days_changed) == (1, 1)
    assert centre(store, HEAD).today == date(2026, 11, 24)
    again = preview_import(store, HEAD, name="new.csv", content=FILE)
    assert again.known_already
    assert again.changes == ()
    assert accept_import(store, HEAD, preview=again).id is None


def test_a_bad_row_stops_the_file_unless_it_is_left_out(store):
    preview = preview_import(store, HEAD, name="bad.csv", content=BAD)
    assert [finding.code for finding in preview.findings if finding.stops] == ["negative_count"]
    with pytest.raises(PlanError) as caught:
        accept_import(store, HEAD, preview=preview)
    assert caught.value.code == "bad_rows"
    assert centre(store, HEAD).today == date(2026, 11, 23)
    assert accept_import(store, HEAD, preview=preview, leave_out=True).rows_left_out == 1
    assert centre(store, HEAD).today == date(2026, 11, 24)


def test_an_operator_may_not_import(store):
    with pytest.raises(PlanError) as caught:
        preview_import(store, OPERATOR, name="new.csv", content=FILE)
    assert caught.value.code == "not_allowed"
