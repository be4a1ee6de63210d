"""Commands for what leaves the app: calendars and papers."""

from pathlib import Path
from typing import Annotated

import typer

from desk import files, planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, tell, working, write_file
from desk.reports.bulletin import Paper
from desk.settings import read_settings
from desk.words.breaches import breach_sentence
from forecast.errors import SettingError

KINDS = (".xlsx", ".pdf", ".csv")
"""Endings of the files in which a roster leaves."""


def calendar_link(username: str, revoke: Annotated[bool, typer.Option("--revoke")] = False) -> None:
    """日历订阅地址：生成或停用 · Make or revoke the secret address of someone's calendar."""
    with opened_store() as store:
        if revoke:
            ended = planning.end_calendar_link(store, OPERATOR_OF_MACHINE, username=username)
            tell("feed_cli.revoked" if ended else "feed_cli.none", username=username)
            return
        path = planning.give_calendar_link(store, OPERATOR_OF_MACHINE, username=username)
    tell("feed_cli.address", username=username, address=f"{read_settings().reached_at}{path}")


def ics(person: str, out: Annotated[Path, typer.Option()]) -> None:
    """个人班表的日历文件 · Write a member's published shifts as a calendar file."""
    with opened_store() as store:
        content = planning.person_calendar(store, OPERATOR_OF_MACHINE, person=person, language=LANGUAGE[0])
    write_file(out, content)


def export(version: int, out: Annotated[Path, typer.Option(help=".xlsx .pdf .csv")]) -> None:
    """导出班表：Excel、PDF 或 CSV · Write a roster version as Excel, PDF or CSV."""
    kind = out.suffix.lower()
    if kind not in KINDS:
        raise SettingError("paper_kind", kind=kind or out.name, known=", ".join(KINDS))
    with opened_store() as store:
        if kind == ".csv":
            content = planning.roster_csv(store, OPERATOR_OF_MACHINE, version=version)
        elif kind == ".pdf":
            content = planning.roster_pdf(store, OPERATOR_OF_MACHINE, version=version, language=LANGUAGE[0])
        else:
            content = planning.export_roster(
                store, OPERATOR_OF_MACHINE, version=version, language=LANGUAGE[0]
            )
    write_file(out, content)


def import_sheet(
    version: int, file: Path, dry_run: Annotated[bool, typer.Option("--dry-run")] = False
) -> None:
    """导入改过的排班表 · Bring back an edited sheet of a version as a new draft."""
    content = files.content_of(file)
    with opened_store() as store:
        preview = planning.preview_roster_sheet(
            store, OPERATOR_OF_MACHINE, version=version, name=file.name, content=content
        )
        for found in preview.findings:
            tell(f"sheet_finding.{found.code}", **dict(found.details))
        if not preview.findings:
            tell("papers_cli.changes", **dict(preview.summary))
        names = {member.code: member.name for member in planning.team(store, OPERATOR_OF_MACHINE).people}
        for breach in preview.breaches:
            CONSOLE.print(breach_sentence(breach, names, LANGUAGE[0]), markup=False, soft_wrap=True)
        if dry_run:
            tell("papers_cli.dry")
            return
        kept = planning.accept_roster_sheet(store, OPERATOR_OF_MACHINE, preview=preview)
    tell("papers_cli.saved", version=kept.id)


def bulletin(
    out: Annotated[Path, typer.Option(help=".pdf .txt")],
    situation: Annotated[bool, typer.Option("--situation", help="专报 · the one-page report")] = False,
) -> None:
    """日报或专报：PDF 或文字 · Write the daily bulletin or the situation report."""
    paper = Paper.SITUATION if situation else Paper.BULLETIN
    with opened_store() as store, working("papers_cli.looking_back"):
        planning.briefing(store, OPERATOR_OF_MACHINE, look_back=True)
        content = planning.bulletin(
            store, OPERATOR_OF_MACHINE, paper=paper, kind=out.suffix.lower().lstrip("."), language=LANGUAGE[0]
        )
    write_file(out, content)
