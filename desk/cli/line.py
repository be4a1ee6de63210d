"""lianxin line: what the line promises, when it is open and how long its work takes."""

from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.settings_words import about, line_value, origin_of, set_value, source_of, used_value
from desk.words.writing import named

app = typer.Typer(no_args_is_help=True, help="热线设定 · Settings of the line.")


@app.command("list")
def list_settings() -> None:
    """设定列表 · List every setting with its source."""
    columns, language = ("setting", "used", "origin", "value", "source", "as_of"), LANGUAGE[0]
    table = table_of("page.line", *(f"line_page.{column}" for column in columns))
    with opened_store() as store:
        found = planning.line_settings(store, OPERATOR_OF_MACHINE)
    for line in found:
        table.add_row(
            f"{line.code} · {named('setting', line.code, language)}",
            used_value(line, language),
            origin_of(line, language),
            set_value(line, language),
            source_of(line, language),
            "" if line.as_of is None else str(line.as_of),
        )
    CONSOLE.print(table)
    for warning in dict.fromkeys(line.warning for line in found if line.warning is not None):
        tell(f"staffing.{warning}")


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
    if (more := about(name, language)) is not None:
        CONSOLE.print(more, markup=False, soft_wrap=True)
