"""
Measure how long the forecast takes on one core, and what a daily update costs in accuracy.

``python -m benchmarks.forecast_speed [FILE[:COUNTRY] ...] [--days 14]`` takes daily files with the columns
``date,calls`` (all of ``../shared/data`` without any), uses their last five years, and prints processor seconds: a fit
with 28 days, an update with 28 days from a fit that is so many days old, 26 origins with the choice of models, and the
split of a total over 3,000 sparse series. Accuracy is CRPS on the same origins, the update beside a new fit. The last
line is one JSON object.
"""

import argparse
import json
import time
from datetime import date, timedelta

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.figures import named, read, write
from forecast import scores
from forecast.backtest import backtest
from forecast.calendar import Calendar
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.hierarchy import Breakdown, split_total
from forecast.models.house import FEWEST_DAYS, House
from forecast.prediction import Prediction
from forecast.rolling import origins_of

YEARS = 5 * 365
"""Days of history that are used."""

AHEAD, EVERY, ORIGINS = 28, 14, 26
"""Days ahead, days between origins, number of origins."""

SERIES, PAST = 3000, 365
"""Sparse series of the hierarchy, and days of history of them."""


def main() -> None:
    """Measure every file, then the hierarchy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE[:COUNTRY]")
    parser.add_argument("--days", type=int, default=14, help="age of the fit that is updated")
    wanted = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with threadpool_limits(1):
        for path, country in named(wanted.files):
            demand, calendar = read(path, country)
            if demand.grid.days > YEARS:
                demand = demand.since(demand.grid.end - timedelta(days=YEARS - 1))
            found[path.stem] = measure(demand, calendar, wanted.days)
            write(f"{path.stem:36.36} " + " ".join(f"{k} {v:.3f}" for k, v in found[path.stem].items()))
        split = split_seconds()
    ratios = [row["update_over_new_fit"] for row in found.values()]
    overall = {
        "update_over_new_fit": float(np.exp(np.mean(np.log(ratios)))),
        "split_of_3000_seconds": split,
    }
    write("all: " + " ".join(f"{k} {v:.3f}" for k, v in overall.items()))
    write(json.dumps({"overall": overall, "series": found}))


def measure(demand: Demand, calendar: Calendar, days: int) -> dict[str, float]:
    """Return seconds of each job on one history, and the CRPS of an update over that of a new fit."""
    fits, updates, losses = [], [], []
    for origin in origins_of(demand, horizon=AHEAD, every=EVERY, origins=ORIGINS):
        before = origin - timedelta(days=days)
        if (before - demand.grid.start).days < 2 * FEWEST_DAYS:
            continue
        known, view = demand.until(origin), calendar.at(origin)
        old = House().fit(demand.until(before), calendar.at(before))
        began = time.process_time()
        updated = old.update(known).predict(AHEAD, paths=1)
        updates.append(time.process_time() - began)
        began = time.process_time()
        new = House().fit(known, view).predict(AHEAD, paths=1)
        fits.append(time.process_time() - began)
        losses.append((_loss(updated, demand), _loss(new, demand)))
    began = time.process_time()
    backtest(demand, calendar, horizon=AHEAD, every=EVERY, origins=ORIGINS)
    mean = np.nanmean(np.array(losses), axis=0)
    return {
        "fit_seconds": float(np.median(fits)),
        "update_seconds": float(np.median(updates)),
        "backtest_seconds": time.process_time() - began,
        "update_over_new_fit": float(mean[0] / mean[1]),
    }


def split_seconds() -> float:
    """Return the seconds in which a total of 28 days is split over sparse series; their paths add up to it."""
    rng = np.random.default_rng(4)
    names = tuple((f"county {k}",) for k in range(SERIES))
    counts = rng.multinomial(np.full(PAST, 150), rng.dirichlet(np.full(SERIES, 0.05)))
    history = Breakdown(Grid(date(2024, 1, 1), PAST), ("county",), names, counts)
    known = Demand(history.grid, counts.sum(axis=1) + rng.poisson(5.0, PAST).astype(float))
    total = House().fit(known, Calendar("none")).predict(AHEAD)
    began = time.process_time()
    parts = split_total(total, history, Calendar("none"), by="county")
    seconds = time.process_time() - began
    if not (parts.paths.sum(axis=2) == total.paths).all():
        raise ValueError("parts do not add up to the total.")
    return seconds


def _loss(made: Prediction, demand: Demand) -> float:
    actual = demand.series().reindex(made.grid.index).to_numpy()
    return float(np.nanmean(scores.crps(actual, made.quantiles)))


if __name__ == "__main__":
    main()
