"""The demo searches longer where others use the processors, and as long as it says where nobody does."""

import os

import pytest

from desk.cli.demo import MOST_PATIENCE, SEARCH_SECONDS, search_seconds


@pytest.mark.parametrize(("load", "times"), [(0.1, 1.0), (2.0, 1.0), (4.0, 2.0), (50.0, MOST_PATIENCE)])
def test_the_time_of_a_search_grows_with_the_load_of_each_processor(monkeypatch, load, times):
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert search_seconds() == SEARCH_SECONDS * times


def test_where_the_load_is_unknown_the_time_is_as_it_is_on_a_quiet_machine(monkeypatch):
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert search_seconds() == SEARCH_SECONDS
