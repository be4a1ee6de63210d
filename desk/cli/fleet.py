"""lianxin forecast-many: every series of one file, each by itself."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.console import CONSOLE, LANGUAGE, tell, working, write_out
from desk.fleet import forecast_fleet
from desk.words import say
from desk.words.choosing import model_name


def forecast_many(
    history: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
    country: Annotated[str, typer.Option()] = "CN",
    horizon: Annotated[int, typer.Option()] = 28,
    by: Annotated[
        str | None, typer.Option(help="区分各序列的列 · the column that tells series apart")
    ] = None,
    events: Annotated[Path | None, typer.Option()] = None,
    model: Annotated[
        str | None, typer.Option(help="只用这个模型，不比较 · only this model, without comparing")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="并行进程数 · processes at once")] = None,
    seed: Annotated[int, typer.Option()] = 0,
) -> None:
    """一个文件中的许多序列，逐个预测 · Forecast many series from one file."""
    with working("cli.forecasting") as told:
        made = forecast_fleet(
            history, country, horizon=horizon, by=by, events=events, model=model, workers=workers, seed=seed,
            progress=lambda done, whole: told(done / whole),
        )  # fmt: skip
    if made.models:
        write_out(out, made.table)
    language = LANGUAGE[0]
    for code, count in sorted(made.models.items(), key=lambda item: -item[1]):
        tell("fleet.model", model=model_name(code, language), count=count)
    for name, error in made.failed.items():
        reason = say(f"error.{error.code}", language, **error.details)
        CONSOLE.print(
            say("fleet.failed", language, name=name, reason=reason), style="red", markup=False, soft_wrap=True
        )
    tell("fleet.done", done=sum(made.models.values()), failed=len(made.failed))
    if made.failed:
        raise typer.Exit(1 if made.models else 2)
