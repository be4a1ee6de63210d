"""lianxin mark: what stands out in the history, and what it was."""

from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, working
from desk.words import say
from desk.words.marking import proposal_sentence
from desk.words.writing import moment, percent
from forecast.calendar import EventKind
from forecast.errors import SettingError
from forecast.marks import Proposal

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]

app = typer.Typer(no_args_is_help=True, help="历史标注 · Marks of the history.")


@app.command("list")
def list_marks() -> None:
    """待确认的异常与已有标注 · What stands out, and what is marked."""
    with opened_store() as store:
        with working("mark.looking"):
            found = planning.proposals(store, OPERATOR_OF_MACHINE)
        kept = planning.marks(store, OPERATOR_OF_MACHINE)
    if found:
        tell("mark.found", count=len(found))
        for proposal in found:
            CONSOLE.print("· " + proposal_sentence(proposal, LANGUAGE[0]), markup=False, soft_wrap=True)
    else:
        tell("mark.none_found")
    if not kept:
        tell("mark.none")
        return
    columns = ("number", "kind", "start", "end", "repeats", "state", "ratio", "who", "when")
    table = table_of("mark.marks", *(f"mark.{column}" for column in columns))
    for mark in kept:
        table.add_row(
            str(mark.id), say(f"event_kind.{mark.kind.value}", LANGUAGE[0]), str(mark.start), str(mark.end),
            "✓" if mark.repeats else "–", say(f"mark.{mark.state}_state", LANGUAGE[0]),
            "–" if mark.ratio is None else percent(mark.ratio), mark.made_by, moment(mark.made_at, LANGUAGE[0]),
        )  # fmt: skip
    CONSOLE.print(table)


@app.command("accept")
def accept(start: Day) -> None:
    """按建议标注 · Mark what is proposed from that day on."""
    with opened_store() as store:
        found = _proposed(store, start)
        made = planning.accept_mark(
            store, OPERATOR_OF_MACHINE, kind=found.kind, start=found.start, end=found.end,
            repeats=found.repeats, ratio=found.ratio,
        )  # fmt: skip
    tell("mark.accepted", first=made.start, last=made.end)


@app.command("decline")
def decline(start: Day) -> None:
    """不标注 · Leave what is proposed from that day on as it is."""
    with opened_store() as store:
        found = _proposed(store, start)
        planning.decline_mark(store, OPERATOR_OF_MACHINE, kind=found.kind, start=found.start, end=found.end)
    tell("mark.declined", first=found.start, last=found.end)


@app.command("add")
def add(
    kind: EventKind,
    start: Day,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    repeats: Annotated[bool, typer.Option(help="每年同日 · every year")] = False,
) -> None:
    """自行标注 · Mark days of the history yourself."""
    last = None if end is None else end.date()
    with opened_store() as store:
        made = planning.accept_mark(
            store, OPERATOR_OF_MACHINE, kind=kind, start=start.date(), end=last, repeats=repeats
        )
    tell("mark.accepted", first=made.start, last=made.end)


@app.command("remove")
def remove(number: int) -> None:
    """撤销 · Take a mark back."""
    with opened_store() as store:
        planning.remove_mark(store, OPERATOR_OF_MACHINE, number=number)
    tell("mark.removed", number=number)


def _proposed(store: planning.Store, start: datetime) -> Proposal:
    with working("mark.looking"):
        found = planning.proposals(store, OPERATOR_OF_MACHINE)
    for proposal in found:
        if proposal.start == start.date():
            return proposal
    raise SettingError("unknown_proposal", first=start.date())
