"""lianxin breakdown: forecasts by channel, type, topic or county, adding up to the total."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from desk import files, planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, working
from desk.words.writing import named, percent

app = typer.Typer(no_args_is_help=True, help="分类预测 · Forecasts by channel, type, topic, county.")


@app.command("take")
def take(
    file: Path,
    by: Annotated[str, typer.Option(help="channel,type,topic,county")],
    time: Annotated[str, typer.Option(help="时间列 · column of times")] = "date",
    count: Annotated[str, typer.Option(help="数量列 · column of counts")] = "calls",
) -> None:
    """导入分类历史 · Take in a history by kinds."""
    content = files.content_of(file)
    columns = [column.strip() for column in by.split(",") if column.strip()]
    with opened_store() as store:
        done = planning.take_breakdown(
            store, OPERATOR_OF_MACHINE, name=file.name, content=content, time=time, count=count, by=columns
        )
    tell(
        "breakdown.taken", first=done.first, last=done.last, combinations=done.combinations, calls=done.calls
    )


@app.command("show")
def show(
    by: Annotated[str, typer.Option(help="channel, type, topic, county")] = "",
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int, typer.Option()] = 28,
) -> None:
    """按一个分类给出预测 · Show the forecast by one kind."""
    with opened_store() as store, working("cli.forecasting"):
        first = planning.centre(store, OPERATOR_OF_MACHINE).today if start is None else start.date()
        view = planning.breakdown(store, OPERATOR_OF_MACHINE, start=first, days=days, by=by or None)
    if view is None:
        tell("breakdown.none")
        return
    parts = view.parts
    table = table_of(
        "breakdown.title", "breakdown.name", "chart.expected", "chart.likely", "breakdown.share", "breakdown.last_year",
        by=named("dimension", parts.by, LANGUAGE[0]), first=parts.grid.start, last=parts.grid.end,
    )  # fmt: skip
    sums = parts.paths.sum(axis=1)
    total = float(parts.mean.sum())
    for k in parts.mean.sum(axis=0).argsort()[::-1]:
        low, high = _band(sums[:, k])
        mean = float(parts.mean[:, k].sum())
        table.add_row(
            named(parts.by, parts.names[k], LANGUAGE[0]), f"{mean:,.0f}", f"{low:,.0f}–{high:,.0f}",
            percent(mean / total, 1), percent(view.last_year[k], 1),
        )  # fmt: skip
    low, high = _band(sums.sum(axis=1))
    table.add_row(named("part", "total", LANGUAGE[0]), f"{total:,.0f}", f"{low:,.0f}–{high:,.0f}", "100%", "")
    CONSOLE.print(table)
    tell("breakdown.note")


def _band(totals: np.ndarray) -> tuple[float, float]:
    """Return the 10 and 90 % quantiles of the window's calls over the sample paths."""
    low, high = np.quantile(totals, (0.1, 0.9))
    return float(low), float(high)
