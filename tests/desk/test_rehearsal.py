"""Playing days in parts: the processes share the work and change nothing."""

from datetime import date

import numpy as np
from joblib import parallel_config

from desk.planning.rehearsal import begun, finished
from forecast.grid import Grid
from forecast.staffing.service import Handling, Line, ServiceTarget


def test_any_number_of_workers_sees_the_same_runs():
    grid = Grid(date(2024, 1, 1), 1, 30)
    rates = np.random.default_rng(1).uniform(2, 9, (5, 48))

    def played(workers):
        with parallel_config(backend="threading"):
            parts = begun(
                grid, rates, np.full(48, 2), Line(Handling.same(300.0), 90.0), ServiceTarget(0.8, 15),
                runs=10, seed=4, absence=0.3, workers=workers,
            )  # fmt: skip
            return finished(parts)

    alone, three = played(1), played(3)
    assert len(alone.offered) == 10
    for name in ("offered", "in_time", "waited", "backlog"):
        assert (getattr(alone, name) == getattr(three, name)).all()
