"""lianxin event: the centre's own events, by name."""

from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.words import say
from desk.words.writing import named
from forecast.calendar import EventKind

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]

app = typer.Typer(no_args_is_help=True, help="自有事件 · The centre's own events.")


@app.command("list")
def list_events() -> None:
    """事件列表 · List the events."""
    columns = ("name", "kind", "first", "last", "repeats")
    table = table_of("events.title", *(f"events.{column}" for column in columns))
    with opened_store() as store:
        for event in planning.events(store, OPERATOR_OF_MACHINE):
            table.add_row(
                named("event", event.code, LANGUAGE[0]),
                say(f"event_kind.{event.kind}", LANGUAGE[0]),
                str(event.start),
                str(event.end),
                "✓" if event.repeats else "–",
            )
    CONSOLE.print(table)


@app.command("add")
def add_event(
    name: str,
    kind: EventKind,
    start: Day,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    repeats: Annotated[bool, typer.Option(help="每年同日 · every year")] = False,
) -> None:
    """新增事件 · Add an event."""
    last = None if end is None else end.date()
    with opened_store() as store:
        done = planning.add_event(
            store, OPERATOR_OF_MACHINE, code=name, kind=kind, start=start.date(), end=last, repeats=repeats
        )
    tell("events.added", name=done.code, first=done.start, last=done.end)


@app.command("remove")
def remove_event(name: str, start: Day) -> None:
    """删除事件 · Remove an event."""
    with opened_store() as store:
        planning.remove_event(store, OPERATOR_OF_MACHINE, code=_code(store, name), start=start.date())
    tell("events.removed", name=name)


def _code(store: planning.Store, name: str) -> str:
    """Return the code of an event that is called by its name in the list."""
    for event in planning.events(store, OPERATOR_OF_MACHINE):
        if name == named("event", event.code, LANGUAGE[0]):
            return event.code
    return name
