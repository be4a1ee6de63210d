"""
Roll origins over daily files and print how the forecast did beside seasonal naive.

``python -m benchmarks.forecast FILE:COUNTRY [FILE:COUNTRY ...] [--horizon 28] [--every 14] [--origins 26]``;
a file has the columns ``date,calls``. The last line is one JSON object with the same figures.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.backtest import CHAMPION, Score, backtest, score_table
from forecast.calendar import Calendar
from forecast.demand import Demand
from forecast.models.registry import MODELS


def main() -> None:
    """Measure every file that is named."""
    parser = argparse.ArgumentParser(description="Roll origins over daily files.")
    parser.add_argument("files", nargs="+", metavar="FILE:COUNTRY")
    parser.add_argument("--horizon", type=int, default=28)
    parser.add_argument("--every", type=int, default=14)
    parser.add_argument("--origins", type=int, default=26)
    parser.add_argument("--models", nargs="*", default=[], choices=list(MODELS), help="list these as well")
    wanted = parser.parse_args()
    found: dict[str, list[dict[str, object]]] = {}
    relative = []
    for name in wanted.files:
        path, _, country = name.partition(":")
        frame = pd.read_csv(path, parse_dates=["date"])
        demand = Demand.from_series(frame.set_index("date")["calls"])
        rows = backtest(
            demand,
            Calendar(country or "none"),
            horizon=wanted.horizon,
            every=wanted.every,
            origins=wanted.origins,
            models=wanted.models,
        )
        table = score_table(rows, demand)
        found[Path(path).stem] = [asdict(score) for score in table]
        relative += [score.relative_crps for score in table if score.model == CHAMPION]
        for score in table:
            _write(f"{Path(path).stem:44.44} {_line(score)}")
    overall = float(np.exp(np.mean(np.log(relative))))
    _write(f"geometric mean of the champion's relative CRPS: {overall:.3f}")
    _write(json.dumps({"relative_crps": overall, "series": found}))


def _line(score: Score) -> str:
    return (
        f"{score.model:18} CRPS {score.relative_crps:5.3f} of naive  MASE {score.mase:5.3f}  WAPE {score.wape:5.3f}"
        f"  80 % {score.coverage_80:4.2f}  95 % {score.coverage_95:4.2f}  {score.seconds:5.2f} s"
    )


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
