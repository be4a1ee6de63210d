"""lianxin user: who may sign in, and as what."""

from typing import Annotated

import typer

from desk import planning
from desk.accounts import Role
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.cli.records import change_role, link_identity
from desk.words import say

app = typer.Typer(no_args_is_help=True, help="账号 · Accounts.")
app.command("role")(change_role)
app.command("link")(link_identity)


@app.command("add")
def add_user(
    username: str, name: str, role: Role, person: Annotated[str | None, typer.Option()] = None
) -> None:
    """新增账号 · Add an account."""
    with opened_store() as store:
        password = planning.add_account(
            store, OPERATOR_OF_MACHINE, username=username, name=name, role=role, person=person
        )
    tell("cli.first_password", username=username, password=password)


@app.command("list")
def list_users() -> None:
    """账号列表 · List the accounts."""
    table = table_of("cli.accounts", "cli.username", "cli.name", "cli.role", "cli.active")
    with opened_store() as store:
        for line in planning.list_accounts(store, OPERATOR_OF_MACHINE):
            table.add_row(
                line.username, line.name, say(f"role.{line.role}", LANGUAGE[0]), "✓" if line.active else "–"
            )
    CONSOLE.print(table)


@app.command("disable")
def disable_user(username: str) -> None:
    """停用账号 · Disable an account at once."""
    with opened_store() as store:
        planning.disable_account(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.disabled", username=username)


@app.command("enable")
def enable_user(username: str) -> None:
    """重新启用账号 · Open a disabled account again, with a new first password."""
    with opened_store() as store:
        password = planning.enable_account(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.first_password", username=username, password=password)


@app.command("password")
def new_password(username: str) -> None:
    """重设密码 · Give an account a new first password."""
    with opened_store() as store:
        password = planning.set_password(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.first_password", username=username, password=password)
