"""Commands for what leaves the app: calendars and papers."""

from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.cli.console import LANGUAGE, OPERATOR_OF_MACHINE, opened_store, tell, write_file
from desk.settings import read_settings


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
