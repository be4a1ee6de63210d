"""lianxin whatif: scenarios side by side."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, working, write_file
from desk.reports.scenario_report import rows, scenario_name, scenario_pdf, scenario_xlsx, sweep_sentences
from desk.words import say
from desk.words.writing import percent
from forecast.errors import SettingError
from forecast.surge.scenario import Scenario
from forecast.surge.scenario_file import read

VOLUMES, ABSENCES = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0), (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
"""The grid of a sweep, if none is named."""

KINDS = (".xlsx", ".pdf")
"""Endings of the files in which a comparison leaves."""


def whatif(
    scenarios: Annotated[list[str], typer.Argument(help="founding_case half_the_team my.toml ...")],
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int, typer.Option()] = 28,
    runs: Annotated[int, typer.Option()] = 200,
    seconds: Annotated[float, typer.Option()] = 8.0,
    seed: Annotated[int, typer.Option()] = 0,
    prices: Annotated[bool, typer.Option()] = False,
    afresh: Annotated[bool, typer.Option()] = False,
    out: Annotated[Path | None, typer.Option(help=".xlsx .pdf")] = None,
) -> None:
    """情景推演：最多六个情景并列 · Up to six scenarios side by side on a published roster."""
    if out is not None and out.suffix.lower() not in KINDS:
        raise SettingError("paper_kind", kind=out.suffix or out.name, known=", ".join(KINDS))
    with opened_store() as store:
        kept = {scenario.code: scenario for scenario in planning.scenarios(store, OPERATOR_OF_MACHINE)}
        wanted = [_found(name, kept) for name in scenarios]
        first = planning.centre(store, OPERATOR_OF_MACHINE).today if start is None else start.date()
        with working("scenario_page.running") as told:
            table = planning.run_scenarios(
                store,
                OPERATOR_OF_MACHINE,
                scenarios=wanted,
                start=first,
                days=days,
                runs=runs,
                seconds=seconds,
                seed=seed,
                prices=prices,
                afresh=afresh,
                progress=lambda _code, share: told(share),
            )
    shown = table_of("scenario_sheet.window", start=table.start, days=table.days)
    shown.add_column("")
    for outcome in table.outcomes:
        shown.add_column(scenario_name(outcome, LANGUAGE[0]))
    for label, values in rows(table, LANGUAGE[0]):
        shown.add_row(label, *values)
    CONSOLE.print(shown)
    for outcome in table.outcomes:
        tell("scenario_page.took", name=scenario_name(outcome, LANGUAGE[0]), seconds=outcome.seconds)
    if out is not None:
        make = scenario_pdf if out.suffix.lower() == ".pdf" else scenario_xlsx
        write_file(out, make(table, LANGUAGE[0]))


def _found(name: str, kept: dict[str, Scenario]) -> Scenario:
    if name.endswith(".toml"):
        return read(Path(name))
    if name not in kept:
        raise SettingError("scenario_unknown", field="scenario", value=name, known=", ".join(kept))
    return kept[name]


def sweep(
    volumes: Annotated[list[float] | None, typer.Option("--volume", help="1 1.5 2 ...")] = None,
    absences: Annotated[list[float] | None, typer.Option("--absence", help="0 0.1 ...")] = None,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int, typer.Option()] = 28,
    runs: Annotated[int, typer.Option()] = 8,
    seed: Annotated[int, typer.Option()] = 0,
) -> None:
    """来电与缺勤扫描：班表在哪里撑不住 · Volume by absence: where a published roster breaks."""
    with opened_store() as store:
        first = planning.centre(store, OPERATOR_OF_MACHINE).today if start is None else start.date()
        with working("scenario_page.sweeping") as told:
            found = planning.sweep(
                store, OPERATOR_OF_MACHINE, volumes=volumes or VOLUMES, absences=absences or ABSENCES,
                start=first, days=days, runs=runs, seed=seed, progress=told,
            )  # fmt: skip
    shown = table_of("scenario_page.sweep_title")
    shown.add_column("")
    for absence in found.absences:
        shown.add_column(say("scenario_page.sweep_absence", LANGUAGE[0], absence=percent(absence)))
    for volume, row in zip(found.volumes, found.in_time, strict=True):
        shown.add_row(f"×{volume:g}", *(percent(share) for share in row))
    CONSOLE.print(shown)
    for sentence in sweep_sentences(found, LANGUAGE[0]):
        CONSOLE.print(sentence, markup=False, soft_wrap=True)
