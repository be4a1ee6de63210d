"""lianxin review: a forecast as it stood on a past day beside what came in, and what each model adds."""

from datetime import datetime
from typing import Annotated

import numpy as np
import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, show_notes, table_of, tell, working
from desk.results import ForecastReview
from desk.words import write_date
from desk.words.choosing import model_name
from desk.words.explaining import signed_percent
from desk.words.reviewing import hindsight_sentence
from desk.words.writing import moment, percent

NAIVE = "seasonal_naive"
"""The model that all others are measured against."""


def review(
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int, typer.Option()] = 28,
    models: Annotated[bool, typer.Option(help="比较所有模型 · compare all models")] = False,
) -> None:
    """回看：当时的预测与实际 · Look back at a forecast, or compare all models."""
    with opened_store() as store:
        if models:
            with working("value.working") as told:
                scores = planning.model_table(
                    store, OPERATOR_OF_MACHINE, progress=lambda _code, share: told(share)
                )
            naive = next((s.crps for s in scores if s.model == NAIVE), 0.0)
            table = table_of("value.title", "cli.model", "value.gain", "cli.crps", "cli.mase", "cli.wape", "cli.in80", "cli.in95", "cli.seconds")  # fmt: skip
            for s in scores:
                table.add_row(
                    model_name(s.model, LANGUAGE[0]), signed_percent(1 - s.crps / naive) if naive else "–",
                    f"{s.crps:.3f}", f"{s.mase:.3f}", percent(s.wape, 1), percent(s.coverage80), percent(s.coverage95), f"{s.seconds:.2f}",
                )  # fmt: skip
            CONSOLE.print(table)
            tell("value.note")
            return
        with working("review.working"):
            view = planning.forecast_review(
                store, OPERATOR_OF_MACHINE, as_of=None if as_of is None else as_of.date(), days=days
            )
    show(view)


def show(view: ForecastReview) -> None:
    """Print how the forecast turned out, and every day of it."""
    language = LANGUAGE[0]
    made_at = moment(view.made_at, language)
    tell(f"review.as_of_{'kept' if view.kept else 'later'}", as_of=view.as_of, made_at=made_at)
    found = view.hindsight
    line = hindsight_sentence(
        language, days=found.days, wape=found.wape, naive_wape=found.naive_wape, bias=found.bias,
        inside80=found.inside80,
    )  # fmt: skip
    CONSOLE.print(line, markup=False, soft_wrap=True)
    show_notes(view.prediction.notes)
    table = table_of("review.table", "chart.date", "chart.expected", "chart.likely", "review.actual", "review.error", "chart.naive")  # fmt: skip
    low, high = view.prediction.quantile(0.1), view.prediction.quantile(0.9)
    for k, day in enumerate(view.prediction.grid.dates):
        there = bool(np.isfinite(view.actual[k]))
        mean = float(view.prediction.mean[k])
        table.add_row(
            write_date(day, language), f"{mean:,.0f}", f"{low[k]:,.0f}–{high[k]:,.0f}",
            f"{view.actual[k]:,.0f}" if there else "–",
            signed_percent(mean / view.actual[k] - 1) if there and view.actual[k] > 0 else "–", f"{view.naive.mean[k]:,.0f}",
        )  # fmt: skip
    CONSOLE.print(table)
    if view.kept_dates:
        tell("review.kept_days", days=", ".join(str(day) for day in view.kept_dates[:8]))
