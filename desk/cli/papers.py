"""Commands for what leaves the app: calendars and papers."""

from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.accounts import Account
from desk.cli.console import LANGUAGE, opened_store, tell, write_file
from desk.settings import read_settings


def add_paper_commands(app: typer.Typer, who: Account) -> None:
    """Add the commands of this file to the command line; `who` acts."""

    @app.command("calendar-link")
    def calendar_link(username: str, revoke: Annotated[bool, typer.Option("--revoke")] = False) -> None:
        """日历订阅地址：生成或停用 · Make or revoke the secret address of someone's calendar."""
        with opened_store() as store:
            if revoke:
                ended = planning.end_calendar_link(store, who, username=username)
                tell("feed_cli.revoked" if ended else "feed_cli.none", username=username)
                return
            path = planning.give_calendar_link(store, who, username=username)
        tell("feed_cli.address", username=username, address=f"{read_settings().reached_at}{path}")

    @app.command("ics")
    def ics(person: str, out: Annotated[Path, typer.Option()]) -> None:
        """个人班表的日历文件 · Write a member's published shifts as a calendar file."""
        with opened_store() as store:
            content = planning.person_calendar(store, who, person=person, language=LANGUAGE[0])
        write_file(out, content)
