"""
Roll origins over daily files and print how the forecast did beside seasonal naive and public packages.

``python -m benchmarks.forecast [FILE[:COUNTRY] ...] [--peers] [--horizon 28] [--every 14] [--origins 26]``; a file
has the columns ``date,calls``. Without files, every daily file of ``../shared/data`` is measured. With ``--peers``
Prophet and statsforecast are asked about the same origins, each in an environment of its own (made on demand,
answers kept beside it). With ``--ablation`` the house model is measured with one of its parts left out at a time
(`benchmarks.ablation`). The last line is one JSON object with the same figures.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from benchmarks import ablation, peers
from benchmarks.figures import figures_of, named, read, show, show_overall
from forecast.backtest import CHAMPION, backtest
from forecast.models.registry import MODELS


def main() -> None:
    """Measure every file that is named."""
    parser = argparse.ArgumentParser(description="Roll origins over daily files.")
    parser.add_argument("files", nargs="*", metavar="FILE[:COUNTRY]")
    parser.add_argument("--horizon", type=int, default=28)
    parser.add_argument("--every", type=int, default=14)
    parser.add_argument("--origins", type=int, default=26)
    parser.add_argument("--models", nargs="*", default=[], choices=list(MODELS), help="list these as well")
    parser.add_argument(
        "--peers",
        nargs="*",
        choices=list(peers.PEERS),
        help="ask public packages too; all of them if none is named",
    )
    parser.add_argument(
        "--peer-every", type=int, default=1, help="ask AutoARIMA about every K-th origin only"
    )
    parser.add_argument("--ablation", action="store_true", help="leave out parts of the house model in turn")
    wanted = parser.parse_args()
    asked = [] if wanted.peers is None else wanted.peers or list(peers.PEERS)
    files = named(wanted.files)
    if wanted.ablation:
        ablation.run(files, horizon=wanted.horizon, every=wanted.every, origins=wanted.origins)
        return
    found: dict[str, dict[str, dict[str, float]]] = {}
    for path, country in files:
        found[path.stem] = measure(path, country, wanted, asked)
        show(path.stem, found[path.stem])
    show_overall(found, CHAMPION)


def measure(
    path: Path, country: str, wanted: argparse.Namespace, asked: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the figures of every model on one file."""
    demand, calendar = read(path, country)
    rows = backtest(
        demand, calendar, horizon=wanted.horizon, every=wanted.every, origins=wanted.origins, models=wanted.models
    )  # fmt: skip
    origins = [stamp.date() for stamp in sorted(rows["origin"].unique())]
    parts = [rows]
    for name in asked:
        some = origins[::-1][:: wanted.peer_every if name == "AutoARIMA" else 1][::-1]
        answer = peers.ask(name, peers.task_of(demand, calendar, some, wanted.horizon))
        answer["horizon"] = (answer["date"] - answer["origin"]).dt.days
        answer["actual"] = demand.series().reindex(answer["date"]).to_numpy()
        answer["mean"] = answer["p50"]
        parts.append(answer[answer["actual"].notna()])
        if len(some) < len(origins):  # ours on just those days, since a few origins may be easy or hard ones
            same = rows[rows["origin"].isin(answer["origin"]) & (rows["model"] == CHAMPION)]
            parts.append(same.assign(model=f"{CHAMPION} beside {name}"))
    return figures_of(pd.concat(parts, ignore_index=True), demand, calendar)


if __name__ == "__main__":
    main()
