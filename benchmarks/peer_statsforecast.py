"""
Forecast one task with statsforecast's models; run by `benchmarks.peers` with that package's own Python.

    python peer_statsforecast.py TASK.json ANSWER.csv MODEL

The task is described in `benchmarks.peers`. All models but seasonal naive work on the log scale.
"""

import csv
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from statsforecast import models

LEVELS = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95)


def make(name, season, known):
    """Return a fresh model."""
    if name == "AutoARIMA":
        return models.AutoARIMA(season_length=season)
    if name == "AutoETS":
        return models.AutoETS(season_length=season)
    if name == "AutoTheta":
        return models.AutoTheta(season_length=season)
    if name == "MSTL":
        year = round(365.25 * season / 7)
        return models.MSTL(season_length=[season, year] if known >= 2 * year + 1 else [season])
    return models.SeasonalNaive(season_length=season)


def independent(matrix):
    """Return which columns vary and are no combination of those before them."""
    kept = []
    for k in range(matrix.shape[1]):
        trial = matrix[:, [*kept, k]] - matrix[:, [*kept, k]].mean(axis=0)
        if np.linalg.matrix_rank(trial, tol=1e-3) == len(kept) + 1:
            kept.append(k)
    return kept


def answer(name, task, known, rows):
    """Return the quantiles, shape (rows, levels): outermost below, median, outermost above."""
    values = np.array(task["filled"][:known])
    logs = name != "SeasonalNaive"
    offset = task["offset"]
    series = np.log(values + offset) if logs else values
    given = {}
    if name == "AutoARIMA":
        matrix = np.array(task["regressors"], dtype=float)
        kept = independent(matrix[:known])
        if kept:
            given = {"X": matrix[:known, kept], "X_future": matrix[known : known + rows, kept]}
    found = make(name, task["season"], known).forecast(y=series, h=rows, level=list(LEVELS), **given)
    columns = [found[f"lo-{k}"] for k in LEVELS[::-1]] + [found["mean"]] + [found[f"hi-{k}"] for k in LEVELS]
    table = np.array(columns).T
    table = np.exp(np.minimum(table, 50.0)) - offset if logs else table
    return np.maximum(np.sort(np.where(np.isfinite(table), table, 0.0), axis=1), 0.0)


def main():
    """Forecast every origin."""
    warnings.simplefilter("ignore")
    task, name = json.loads(Path(sys.argv[1]).read_text()), sys.argv[3]
    answer(name, task, task["origins"][0]["known"], 1)  # compiling is not forecasting
    with Path(sys.argv[2]).open("w", newline="") as file:
        out = csv.writer(file)
        for origin in task["origins"]:
            began = time.process_time()
            table = answer(name, task, origin["known"], origin["rows"])
            seconds = time.process_time() - began
            for k, row in enumerate(table):
                day = task["dates"][origin["known"] + k]
                out.writerow([name, origin["date"], day, seconds, *(f"{x:.8g}" for x in row)])


main()
