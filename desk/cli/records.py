"""lianxin ledger and log: what everyone has carried, and who changed what."""

from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.accounts import Role
from desk.cli.console import CONSOLE, LANGUAGE, OPERATOR_OF_MACHINE, opened_store, table_of, tell, write_file
from desk.reports.request_sentences import departure_sentences, measure_name


def ledger() -> None:
    """公平台账 · Show how often everyone has had nights, weekends and each festival day."""
    with opened_store() as store:
        view = planning.fairness_ledger(store, OPERATOR_OF_MACHINE)
    table = table_of("page.ledger", "ledger.person")
    for column in view.columns:
        table.add_column(measure_name(*column, LANGUAGE[0]), justify="right")
    for row in view.rows:
        table.add_row(row.name, *map(str, row.counts))
    CONSOLE.print(table)


def log(
    out: Annotated[Path | None, typer.Option(help="CSV")] = None,
    limit: Annotated[int, typer.Option()] = 30,
) -> None:
    """操作日志：查看或导出 · Show the newest lines of the log, or write all of it out."""
    with opened_store() as store:
        if out is not None:
            write_file(out, planning.audit_table(store, OPERATOR_OF_MACHINE))
            return
        columns = ("at", "who", "what_done", "after")
        table = table_of("page.log", *(f"log_page.{column}" for column in columns))
        for line in planning.audit_log(store, OPERATOR_OF_MACHINE, limit=limit):
            facts = ", ".join(f"{name} {value}" for name, value in line.after)
            table.add_row(f"{line.at:%Y-%m-%d %H:%M:%S}", line.who, line.what, facts)
    CONSOLE.print(table)


def leaves(person: str) -> None:
    """有人离开班组：停用账号、关闭申请，列出仍有班的日期 · Take somebody out of the team who has left."""
    with opened_store() as store:
        done = planning.person_leaves(store, OPERATOR_OF_MACHINE, person=person)
    for sentence in departure_sentences(done, LANGUAGE[0]):
        CONSOLE.print(sentence, markup=False, soft_wrap=True)


def link_identity(username: str, email: Annotated[str, typer.Argument()] = "") -> None:
    """关联外部登录邮箱（不写则取消）· Let an e-mail address at the sign-in service stand for an account (none: take back)."""
    with opened_store() as store:
        planning.link_identity(store, OPERATOR_OF_MACHINE, username=username, email=email)
    tell("accounts_page.linked", username=username)


def change_role(username: str, role: Role) -> None:
    """改角色 · Give an account another role at once."""
    with opened_store() as store:
        planning.change_role(store, OPERATOR_OF_MACHINE, username=username, role=role)
    tell("accounts_page.changed", username=username)
