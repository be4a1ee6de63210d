"""lianxin publish, revert, difference and house-rule: the life of a version."""

from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.request_sentences import change_sentence
from desk.words import say
from desk.words.writing import named, source_text

Regardless = Annotated[
    bool,
    typer.Option(help="未经本人同意也发布，记入日志 · although people have not agreed; the log names them"),
]


def publish(version: int, regardless: Regardless = False) -> None:
    """发布排班 · Publish a version."""
    with opened_store() as store:
        done = planning.publish(store, OPERATOR_OF_MACHINE, version=version, regardless=regardless)
    tell("cli.published", version=done.id, start=done.start, days=done.days)


def revert(version: int, regardless: Regardless = False) -> None:
    """恢复旧版本 · Publish an earlier version once more, as a new one."""
    with opened_store() as store:
        done = planning.revert(store, OPERATOR_OF_MACHINE, version=version, regardless=regardless)
    tell("versions_page.reverted", version=done.id)


def difference(version: int) -> None:
    """与现行班表的差别 · What a version changes for people."""
    with opened_store() as store:
        found = planning.difference(store, OPERATOR_OF_MACHINE, version=version)
        types = planning.team(store, OPERATOR_OF_MACHINE).shift_types
    short = sum(change.short_notice for change in found.changes)
    tell("versions_page.summary", count=len(found.changes), people=found.disturbed, short=short)
    for change in found.changes:
        CONSOLE.print(change_sentence(change, types, LANGUAGE[0]), markup=False, soft_wrap=True)


def house_rule(
    name: Annotated[str | None, typer.Argument()] = None,
    value: Annotated[float | None, typer.Argument()] = None,
    source: Annotated[str, typer.Option(help="依据 · the decision it rests on")] = "",
) -> None:
    """中心设定：查看，或设定一项 · Show the house rules, or set one."""
    with opened_store() as store:
        if name is not None and value is not None:
            done = planning.set_house_rule(store, OPERATOR_OF_MACHINE, name=name, value=value, source=source)
            tell(
                "house_rule.saved", name=named("house_rule", done.name, LANGUAGE[0]), value=f"{done.value:g}"
            )
        columns = ("name", "value", "source", "as_of")
        table = table_of("house_rule.title", *(f"house_rule.{column}" for column in columns))
        for rule in planning.house_rules(store, OPERATOR_OF_MACHINE):
            title = f"{rule.name} · {say(f'house_rule.{rule.name}', LANGUAGE[0])}"
            table.add_row(title, f"{rule.value:g}", source_text(rule.source, LANGUAGE[0]), str(rule.as_of))
    CONSOLE.print(table)
