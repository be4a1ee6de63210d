"""Each worker keeps to one core, and tests that try thousands of cases are not traced line by line."""

import os

import pytest

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # read once, when numpy is first imported
    os.environ.setdefault(name, "1")

UNTRACED = {
    "tests.desk.sample.test_history",
    "tests.forecast.staffing.test_simulate",
    "tests.forecast.surge.test_detect",
    "tests.scheduler.test_agreement",
    "tests.scheduler.test_random_centres",
    "tests.scheduler.test_search",
}
"""Tracing doubles their time, and other tests run the same lines."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.module.__name__ in UNTRACED:
            item.add_marker(pytest.mark.no_cover)
