"""lianxin line: what the line promises, when it is open and how long its work takes."""

from typing import Annotated

import typer

from desk import planning
from desk.cli.console import CONSOLE, LANGUAGE, OPERATOR_OF_MACHINE, opened_store, table_of, tell
from desk.reports.settings_words import line_value
from desk.words import say
from desk.words.writing import named, source_text

app = typer.Typer(no_args_is_help=True, help="热线设定 · Settings of the line.")


@app.command("list")
def list_settings() -> None:
    """设定列表 · List every setting with its source."""
    columns = ("setting", "value", "source", "as_of")
    table = table_of("page.line", *(f"line_page.{column}" for column in columns))
    with opened_store() as store:
        for line in planning.line_settings(store, OPERATOR_OF_MACHINE):
            table.add_row(
                f"{line.code} · {named('setting', line.code, LANGUAGE[0])}",
                line_value(line, LANGUAGE[0]),
                source_text(line.source, LANGUAGE[0]) or say("line_page.no_source", LANGUAGE[0]),
                "" if line.as_of is None else str(line.as_of),
            )
    CONSOLE.print(table)


@app.command("set")
def set_one(
    name: str,
    value: str,
    source: Annotated[str, typer.Option(help="依据 · the decision it rests on")] = "",
) -> None:
    """修改一项 · Change one setting."""
    with opened_store() as store:
        before, after = planning.set_line_setting(
            store, OPERATOR_OF_MACHINE, code=name, value=value, source=source
        )
    language = LANGUAGE[0]
    tell(
        "line_page.saved", name=named("setting", name, language), before=line_value(before, language),
        after=line_value(after, language),
    )  # fmt: skip
