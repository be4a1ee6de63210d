"""What pages read off the results without computing it themselves."""

import pytest

from tests.desk.views.builders import a_roster, a_situation


def test_missing_hours_are_half_the_missing_half_hours():
    assert a_roster().missing_hours == 1.5  # one operator short in three half-hours
    assert a_situation().missing_hours == 0.0


def test_covered_share_counts_only_half_hours_with_a_requirement():
    assert a_roster().covered_share == pytest.approx(1 - 3 / (14 * 19))
