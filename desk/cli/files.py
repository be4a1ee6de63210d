"""lianxin forecast, lianxin backtest: a file in, a file out, without a database."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import files
from desk.cli.console import show_notes, show_scores, working, write_out

SIMILAR = "同类中心的历史，可多次给出 · history of a similar centre; may be given several times"


def forecast_file(
    history: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
    country: Annotated[str, typer.Option()] = "CN",
    horizon: Annotated[int, typer.Option()] = 28,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    events: Annotated[Path | None, typer.Option()] = None,
    similar: Annotated[list[Path] | None, typer.Option(help=SIMILAR)] = None,
) -> None:
    """预测一个文件 · Forecast the days after a daily history, without a database."""
    with working("cli.forecasting") as told:
        table, scores, notes = files.forecast_file(
            history,
            country,
            horizon=horizon,
            as_of=None if as_of is None else as_of.date(),
            events=events,
            similar=similar or (),
            progress=told,
        )
    write_out(out, table)
    show_notes(notes)
    show_scores(scores)


def backtest_file(
    history: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
    country: Annotated[str, typer.Option()] = "CN",
    horizon: Annotated[int, typer.Option()] = 28,
    every: Annotated[int, typer.Option()] = 14,
    origins: Annotated[int, typer.Option()] = 26,
    events: Annotated[Path | None, typer.Option()] = None,
    similar: Annotated[list[Path] | None, typer.Option(help=SIMILAR)] = None,
) -> None:
    """回测 · Measure the forecasts from past origins."""
    with working("cli.backtesting") as told:
        table, scores = files.backtest_file(
            history, country, horizon=horizon, every=every, origins=origins, events=events,
            similar=similar or (), progress=told,
        )  # fmt: skip
    write_out(out, table)
    show_scores(scores)
