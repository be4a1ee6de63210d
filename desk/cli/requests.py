"""lianxin request: what people ask for, and the answers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell
from desk.reports.request_sentences import answer_sentence, change_sentence, request_sentence
from desk.results import LeaveKind, RequestKind, RequestLine
from desk.words import say
from scheduler.problem import AbsenceKind

Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]
Last = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


class Half(StrEnum):
    """Halves of a day as they are typed."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


app = typer.Typer(no_args_is_help=True, help="申请 · Requests.")


@app.command("list")
def list_requests(everything: Annotated[bool, typer.Option("--all")] = False) -> None:
    """待处理的申请 · List the requests that wait for an answer."""
    with opened_store() as store:
        found = planning.requests(store, OPERATOR_OF_MACHINE, everything=everything)
        team = planning.team(store, OPERATOR_OF_MACHINE)
    names = {person.code: person.name for person in team.people}
    columns = ("id", "who", "what", "state", "answers")
    table = table_of("requests_page.to_decide", *(f"requests_page.{column}" for column in columns))
    for line in found:
        answers = [answer_sentence(a, names, team.shift_types, LANGUAGE[0]) for a in line.answers]
        table.add_row(
            str(line.id),
            line.name,
            request_sentence(line, team.shift_types, LANGUAGE[0]),
            say(f"request_state.{line.state}", LANGUAGE[0]),
            "\n".join(answers),
        )
    CONSOLE.print(table)


@app.command("leave")
def ask_leave(
    person: str,
    first: Day,
    last: Last = None,
    leave: Annotated[LeaveKind | None, typer.Option("--from", help="从哪种假里扣 · taken from")] = None,
    half: Annotated[Half | None, typer.Option(help="半天：上午或下午 · half a day")] = None,
) -> None:
    """代请假 · Ask for leave for a person."""
    until = None if last is None else last.date()
    part = None if half is None else AbsenceKind(half.value)
    _make(RequestKind.LEAVE, person, first, last=until, leave=leave, half=part)


@app.command("swap")
def ask_swap(person: str, day: Day, colleague: str, their_day: Day) -> None:
    """代换班 · Propose a swap for a person."""
    _make(RequestKind.SWAP, person, day, colleague=colleague, their_day=their_day.date())


@app.command("wish")
def ask_wish(person: str, day: Day, shift: Annotated[str | None, typer.Option()] = None) -> None:
    """登记意愿（不写班次即休息）· Enter a wish for a shift, or a day off."""
    _make(RequestKind.PREFERENCE, person, day, shift=shift)


@app.command("standby")
def ask_standby(person: str, day: Day, shift: str) -> None:
    """登记备班 · Offer to stand by."""
    _make(RequestKind.STANDBY, person, day, shift=shift)


@app.command("effect")
def effect(number: int) -> None:
    """批准后会怎样 · Say what granting a request would do, and what stands against it."""
    with opened_store() as store:
        _show_effect(store, number)


def _show_effect(store: planning.Store, number: int) -> None:
    found = planning.request_effect(store, OPERATOR_OF_MACHINE, request=number)
    team = planning.team(store, OPERATOR_OF_MACHINE)
    names, kinds = {person.code: person.name for person in team.people}, team.shift_types
    if found.missing_before is None:
        tell("requests_page.unpublished")
    else:
        tell("requests_page.cover", before=found.missing_before, after=found.missing_after)
    for change in found.changes:
        CONSOLE.print(change_sentence(change, kinds, LANGUAGE[0]), markup=False, soft_wrap=True)
    for title, answers in (("blocked", found.answers), ("instead", found.nearest)):
        if answers:
            tell(f"requests_page.{title}")
        for answer in answers:
            sentence = answer_sentence(answer, names, kinds, LANGUAGE[0])
            CONSOLE.print(f"- {sentence}", markup=False, soft_wrap=True)


@app.command("grant")
def grant(number: int) -> None:
    """批准 · Grant a request."""
    with opened_store() as store:
        line = next((r for r in planning.requests(store, OPERATOR_OF_MACHINE) if r.id == number), None)
        if line is not None and planning.request_effect(store, OPERATOR_OF_MACHINE, request=number).answers:
            _show_effect(store, number)
        _tell(store, planning.decide_request(store, OPERATOR_OF_MACHINE, request=number, grant=True))


@app.command("refuse")
def refuse(number: int, reason: Annotated[str, typer.Option(help="cover, fair_turn, task, rules")]) -> None:
    """不批准 · Refuse a request with a reason."""
    with opened_store() as store:
        line = planning.decide_request(store, OPERATOR_OF_MACHINE, request=number, grant=False, reason=reason)
        _tell(store, line)


@app.command("withdraw")
def withdraw(number: int) -> None:
    """撤回 · Withdraw a request."""
    with opened_store() as store:
        _tell(store, planning.withdraw_request(store, OPERATOR_OF_MACHINE, request=number))


def _make(
    kind: RequestKind,
    person: str,
    first: datetime,
    *,
    last: date | None = None,
    shift: str | None = None,
    colleague: str | None = None,
    their_day: date | None = None,
    leave: LeaveKind | None = None,
    half: AbsenceKind | None = None,
) -> None:
    with opened_store() as store:
        line = planning.make_request(
            store, OPERATOR_OF_MACHINE, kind=kind, person=person, first=first.date(), last=last, shift=shift,
            colleague=colleague, their_day=their_day, leave=leave, half=half,
        )  # fmt: skip
        _tell(store, line, "requests_page.sent")


def _tell(store: planning.Store, line: RequestLine, code: str = "requests_page.decided") -> None:
    team = planning.team(store, OPERATOR_OF_MACHINE)
    names = {person.code: person.name for person in team.people}
    tell(code, id=line.id, state=say(f"request_state.{line.state}", LANGUAGE[0]))
    for answer in line.answers:
        CONSOLE.print(
            answer_sentence(answer, names, team.shift_types, LANGUAGE[0]), markup=False, soft_wrap=True
        )
