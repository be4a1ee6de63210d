"""Designed shifts cover a requirement with as few people as counting by hand allows."""

import numpy as np
import pytest

from forecast.errors import SettingError
from scheduler.shifts import ShiftType
from scheduler.solve.design import best_fit, design_shifts
from tests.scheduler.builders import EARLY, a_requirement


def need(rows):
    return a_requirement(len(rows), {(d, s): n for d, row in enumerate(rows) for s, n in row.items()})


def test_one_block_of_work_takes_one_shift_of_just_its_length():
    found = design_shifts(need([dict.fromkeys(range(16, 32), 3)] * 2), longest=480, meal_after=480)
    assert [(t.start, t.length) for t in found.types] == [(480, 480)]
    assert (found.people, found.shifts, found.missing, found.idle) == (((3,), (3,)), 6, 0.0, 0.0)
    assert found.proven


def test_a_peak_gets_a_short_shift_of_its_own_only_if_another_type_is_allowed():
    # two all day from 8:00 to 16:00, and three more from 10:00 to 14:00
    rows = [dict.fromkeys(range(16, 32), 2) | dict.fromkeys(range(20, 28), 5)]
    two = design_shifts(need(rows), most=2, longest=480, meal_after=480)
    assert sorted((t.start, t.length) for t in two.types) == [(480, 480), (600, 240)]
    assert (two.shifts, two.idle) == (5, 0.0)
    one = design_shifts(need(rows), most=1, longest=480, meal_after=480)
    # five people all day: three too many in the eight half-hours outside the peak
    assert (one.shifts, one.idle, one.missing) == (5, 12.0, 0.0)


def test_no_shift_is_longer_or_shorter_than_the_law_allows():
    found = design_shifts(need([dict.fromkeys(range(16, 40), 1)]), shortest=300, longest=420)
    assert found.missing == 0
    assert all(300 <= kind.length <= 420 for kind in found.types)


def test_a_line_open_all_night_is_covered_across_midnight():
    found = design_shifts(need([dict.fromkeys(range(48), 1)] * 2), most=3, longest=480, meal_after=480)
    assert (found.missing, found.idle, found.shifts) == (0.0, 0.0, 6)


def test_the_fit_of_given_types_counts_what_they_cannot_cover():
    found = best_fit(need([dict.fromkeys(range(15, 33), 1)]), (EARLY,))
    # from 7:30 to 8:00 and from 16:00 to 16:30 nobody can be there
    assert (found.shifts, found.missing, found.hours) == (1, 1.0, 8.0)


def test_designed_types_never_take_more_people_than_the_given_ones_within_the_same_lengths():
    rng = np.random.default_rng(3)
    rows = [{s: int(n) for s, n in zip(range(16, 36), rng.integers(1, 5, 20), strict=True)} for _ in range(3)]
    given = (ShiftType("A", "A", 480, 480, 480), ShiftType("B", "B", 600, 480, 480))
    usual = best_fit(need(rows), given)
    found = design_shifts(need(rows), most=2, shortest=480, longest=480, meal_after=480)
    assert found.missing <= usual.missing
    assert found.missing < usual.missing or found.shifts <= usual.shifts


def test_a_type_that_the_centre_has_is_kept_where_no_other_takes_fewer_hours():
    long_meal = ShiftType("A", "A", 480, 480, 390)
    found = design_shifts(need([dict.fromkeys(range(16, 32), 2)]), most=2, given=(long_meal,))
    assert (found.types, found.people, found.missing) == ((long_meal,), ((2,),), 0.0)


def test_nothing_to_cover_takes_nobody_and_what_cannot_be_is_refused():
    assert design_shifts(need([{}])).shifts == 0
    with pytest.raises(SettingError) as caught:
        design_shifts(need([{}]), shortest=600, longest=540)
    assert caught.value.code == "bad_design"
