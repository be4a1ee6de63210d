"""lianxin ledger, log, half-day, leaves and vacancies: what everyone has carried, who changed what, who is away or gone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from desk import planning
from desk.accounts import Role
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, write_file
from desk.reports.log_lines import action_text, facts_text
from desk.reports.request_sentences import (
    departure_sentences,
    measure_name,
    stand_in_name,
    vacancy_line,
)
from desk.words.writing import full_day

RANKED = 12
"""Vacant shifts that are listed with their stand-ins; the rest is only counted."""

OFFERED = 3
"""Stand-ins named for each vacant shift."""


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
        team = planning.team(store, OPERATOR_OF_MACHINE)
        founded = planning.is_founded(store)
        zone = ZoneInfo(planning.centre(store, OPERATOR_OF_MACHINE).zone) if founded else UTC
        people, shifts = (
            {p.code: p.name for p in (*team.people, *team.departed)},
            {k.code: k.name for k in team.shift_types},
        )
        columns = ("at", "who", "what_done", "before", "after")
        table = table_of("page.log", *(f"log_page.{column}" for column in columns))
        for line in planning.audit_log(store, OPERATOR_OF_MACHINE, limit=limit):
            at = (line.at if line.at.tzinfo else line.at.replace(tzinfo=UTC)).astimezone(zone)
            sides = (facts_text(line.what, f, people, shifts, LANGUAGE[0]) for f in (line.before, line.after))
            table.add_row(f"{at:%Y-%m-%d %H:%M:%S}", line.who, action_text(line.what, LANGUAGE[0]), *sides)
    CONSOLE.print(table)


def half_day(
    people: Annotated[list[str] | None, typer.Argument(help="op01 op02")] = None,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    remove: Annotated[bool, typer.Option(help="取消 · take back")] = False,
) -> None:
    """半天假：查看、登记或取消 · Show the half days off ahead, give one, or take it back."""
    with opened_store() as store:
        if day is None:
            names = {p.code: p.name for p in planning.team(store, OPERATOR_OF_MACHINE).people}
            found = planning.half_days(store, OPERATOR_OF_MACHINE)
            for date, codes in found:
                CONSOLE.print(full_day(date, LANGUAGE[0]), *(names.get(code, code) for code in codes))
            if not found:
                tell("half_day.none")
            return
        act = planning.take_back_half_day if remove else planning.give_half_day
        done = act(store, OPERATOR_OF_MACHINE, people=tuple(people or ()), day=day.date())
    said = "half_day.taken" if remove else "half_day.given"
    tell(said, count=len(done), day=full_day(day.date(), LANGUAGE[0]))


def leaves(person: str) -> None:
    """有人离开班组：停用账号、关闭申请，列出仍有班的日期 · Take somebody out of the team who has left."""
    with opened_store() as store:
        done = planning.person_leaves(store, OPERATOR_OF_MACHINE, person=person)
    for sentence in departure_sentences(done, LANGUAGE[0]):
        CONSOLE.print(sentence, markup=False, soft_wrap=True)
    if done.shifts:
        vacancies()


def vacancies() -> None:
    """有人离开后空出的班，和能顶班的人 · List the shifts of people who have left, and who could take each over."""
    with opened_store() as store:
        found = planning.vacancies(store, OPERATOR_OF_MACHINE)
        types = planning.team(store, OPERATOR_OF_MACHINE).shift_types
        best = []
        for vacancy in found[:RANKED]:
            ranked = planning.stand_ins(
                store, OPERATOR_OF_MACHINE,
                version=vacancy.version, person=vacancy.person, day=vacancy.day, shift=vacancy.shift,
            )  # fmt: skip
            free = [r.person for r in ranked.ranked if r.code in {"standby", "free"}][:OFFERED]
            best.append(", ".join(f"{code} {stand_in_name(ranked, code, LANGUAGE[0])}" for code in free))
    if not found:
        tell("vacancy.none")
        return
    table = table_of(
        "vacancy.title", "vacancy.which", "vacancy.best", "roster_page.version", count=len(found)
    )
    for vacancy, helpers in zip(found, best, strict=False):
        table.add_row(vacancy_line(vacancy, types, LANGUAGE[0]), helpers or "–", str(vacancy.version))
    CONSOLE.print(table)
    if len(found) > RANKED:
        tell("vacancy.more", count=len(found) - RANKED)


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
