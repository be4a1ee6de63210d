"""
Forecast one task with Prophet; run by `benchmarks.peers` with that package's own Python.

    python peer_prophet.py TASK.json ANSWER.csv Prophet

The task is described in `benchmarks.peers`. Log scale; the country's holidays; where it keeps the lunar new
year, a window from 10 days before to 14 days after.
"""

import csv
import json
import logging
import os
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from prophet import Prophet


def answer(task, known, rows):
    """Return the quantiles of the task's levels, shape (rows, levels)."""
    dates = pd.to_datetime(task["dates"])
    values = np.array([np.nan if v is None else v for v in task["values"]], dtype=float)
    frame = pd.DataFrame({"ds": dates[:known], "y": np.log(values[:known] + task["offset"])}).dropna()
    lunar = None
    if task["lunar_new_years"]:
        lunar = pd.DataFrame(
            {
                "holiday": "lunar_new_year",
                "ds": pd.to_datetime(task["lunar_new_years"]),
                "lower_window": -10,
                "upper_window": 14,
            }
        )
    model = Prophet(holidays=lunar, uncertainty_samples=1000)
    if task["country"] != "none":
        model.add_country_holidays(country_name=task["country"])
    model.fit(frame, seed=1)
    np.random.seed(1)  # noqa: NPY002 - Prophet samples from the global generator
    samples = model.predictive_samples(pd.DataFrame({"ds": dates[known : known + rows]}))["yhat"]
    table = np.quantile(np.exp(np.minimum(samples, 50.0)) - task["offset"], task["levels"], axis=1).T
    return np.maximum(table, 0.0)


def spent():
    """Return processor seconds of this process and its children: Prophet fits in one."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main():
    """Forecast every origin."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    task = json.loads(Path(sys.argv[1]).read_text())
    with Path(sys.argv[2]).open("w", newline="") as file:
        out = csv.writer(file)
        for origin in task["origins"]:
            began = spent()
            table = answer(task, origin["known"], origin["rows"])
            seconds = spent() - began
            for k, row in enumerate(table):
                day = task["dates"][origin["known"] + k]
                out.writerow(["Prophet", origin["date"], day, seconds, *(f"{x:.8g}" for x in row)])


main()
