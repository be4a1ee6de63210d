"""Commands of rosters: make one, repair it, explain it, find a stand-in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated

import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, working
from desk.reports.request_sentences import stand_in_name
from desk.reports.roster_moves import move_lines
from desk.results import Repaired, VersionComparison
from desk.words import say
from desk.words.advice import advice_lines
from desk.words.limits import goal_value, place_texts
from desk.words.reasons import (
    conflict_lines,
    duty_name,
    finding_text,
    fix_text,
    instead_lines,
    owed_text,
    reason_text,
)
from desk.words.writing import named
from scheduler.explain import Demand
from scheduler.solve import Shortfall

DAY = ["%Y-%m-%d"]

roster_app = typer.Typer(help="排班 · Rosters.", invoke_without_command=True)


@roster_app.callback()
def roster(
    context: typer.Context,
    start: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    days: Annotated[int, typer.Option()] = 28,
    seconds: Annotated[float, typer.Option()] = 60.0,
    futures: Annotated[int, typer.Option(help="8")] = 0,
    put_first: Annotated[list[str] | None, typer.Option(help="stability")] = None,
) -> None:
    """排班 · Solve a roster for a window and keep it as a draft."""
    if context.invoked_subcommand is not None:
        return
    who = OPERATOR_OF_MACHINE
    with opened_store() as store:
        first = planning.centre(store, who).today if start is None else start.date()
        known = [v.id for v in planning.versions(store, who) if (v.start, v.days) == (first, days)]
        with working("cli.solving") as told:
            version = planning.solve_roster(
                store, who, start=first, days=days, seconds=seconds, futures=futures,
                order=tuple(put_first or ()),
                progress=lambda found: told(min(found.seconds / seconds, 1.0)),
            )  # fmt: skip
        conflict = planning.roster_conflict(store, who, version=version.id)
        compared = None
        if put_first and known:
            compared = planning.compare_versions(store, who, version=max(known), other=version.id)
    if compared is not None:
        tell_comparison(compared)
    tell("cli.draft", version=version.id, status=say(f"status.{version.status}", LANGUAGE[0]))
    if conflict is not None:
        tell_conflict(conflict.demands, conflict.names, conflict.shift_names)


@roster_app.command("explain")
def explain(
    version: int,
    day: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    most: Annotated[int, typer.Option(min=0)] = 3,
) -> None:
    """解释 · Say why a roster is as it is: goals, loads, and who could have closed its gaps."""
    language = LANGUAGE[0]
    with opened_store() as store, working("cli.explaining"):
        found = planning.roster_reasons(
            store, OPERATOR_OF_MACHINE, version=version, day=None if day is None else day.date(), most=most
        )
        conflict = planning.roster_conflict(store, OPERATOR_OF_MACHINE, version=version)
    if conflict is not None:
        tell_conflict(conflict.demands, conflict.names, conflict.shift_names)
    for finding in found.findings:
        CONSOLE.print(finding_text(finding, found.names, language), markup=False)
    goals = table_of("cli.goals", "cli.tier", "cli.goal", "cli.cost")
    for tier, goal, cost in found.report.goals:
        goals.add_row(
            named("tier", tier, language), named("goal", goal, language), goal_value(goal, cost, language)
        )
    CONSOLE.print(goals)
    carried = table_of("cli.carried", "cli.name", "cli.paid_hours", "cli.load", "cli.duties")
    for row in found.report.fairness:
        duties = ", ".join(
            f"{duty_name(measure, language)} {here}" for measure, here, _ in row.duties if here
        )
        load = "–" if row.person in found.managers else f"{row.load:.0%}"
        carried.add_row(found.names[row.person], f"{row.minutes / 60:.1f}", load, duties)
    CONSOLE.print(carried)
    if found.owed:
        CONSOLE.print(owed_text(found.owed, found.names, language), markup=False)
    tight = table_of("tight.title", "tight.rule", "tight.limit", "tight.reached", "tight.where")
    for place in found.report.tightest:
        tight.add_row(*place_texts(place, found.names, language))
    CONSOLE.print(tight)
    if not found.gaps:
        tell("cli.no_gaps")
    for gap, reasons in found.explained:
        show_gap(gap)
        if not reasons:
            tell("why.no_shift")
        for reason in reasons:
            CONSOLE.print(f"  {reason_text(reason, found.names, language, skill=gap.skill)}", markup=False)
    if len(found.gaps) > len(found.explained):
        tell("cli.more_gaps", count=len(found.gaps) - len(found.explained))


@roster_app.command("compare")
def compare(version: int, other: int) -> None:
    """比较 · Compare every goal of two versions of the same days, and list the cells that differ."""
    with opened_store() as store:
        found = planning.compare_versions(store, OPERATOR_OF_MACHINE, version=version, other=other)
    tell_comparison(found)


def tell_comparison(found: VersionComparison) -> None:
    """Print two versions side by side."""
    language = LANGUAGE[0]
    table = table_of("order.table", "order.tier", "order.goal")
    for version in (found.version, found.other):
        table.add_column(say("order.before", language, id=version.id))
    for line in found.goals:
        table.add_row(
            named("tier", line.tier, language), named("goal", line.goal, language),
            goal_value(line.goal, line.before, language), goal_value(line.goal, line.after, language),
        )  # fmt: skip
    CONSOLE.print(table)
    tell("order.done", other=found.other.id, version=found.version.id, count=len(found.changes))
    for text in move_lines(found.changes, found.names, found.shift_names, language):
        CONSOLE.print(f"  {text}", markup=False)


@roster_app.command("fixes")
def fixes(
    version: int,
    day: Annotated[datetime, typer.Argument(formats=DAY)],
    seconds: Annotated[float, typer.Option(help="每次求解的秒数 · Seconds of each search")] = 3.0,
) -> None:
    """补缺口 · Try what would close the worst gap of a day, each by solving again."""
    language = LANGUAGE[0]
    with opened_store() as store, working("cli.explaining"):
        found = planning.roster_fixes(
            store, OPERATOR_OF_MACHINE, version=version, day=day.date(), seconds=seconds
        )
    show_gap(found.gap)
    if found.wait is not None:
        tell("fix.wait", seconds=round(found.wait))
    for fix in found.fixes:
        CONSOLE.print(f"  {fix_text(fix, found.names, found.shift_names, language)}", markup=False)


@roster_app.command("why")
def why(
    version: int,
    person: str,
    day: Annotated[datetime, typer.Argument(formats=DAY)],
    shift: Annotated[str | None, typer.Option(help="E")] = None,
) -> None:
    """为什么是我 · Say what others would have to work if a cell were a day off, or another shift."""
    with opened_store() as store, working("cli.explaining"):
        asked = planning.roster_instead(
            store, OPERATOR_OF_MACHINE, version=version, person=person, day=day.date(), shift=shift
        )
    for line in instead_lines(asked.found, asked.names, asked.shift_names, LANGUAGE[0]):
        CONSOLE.print(line, markup=False)


@roster_app.command("standby")
def standby(
    version: int,
    futures: Annotated[int, typer.Option()] = 8,
    share: Annotated[float, typer.Option()] = 0.9,
) -> None:
    """备班 · Say how many people on standby suffice on each day in a share of the futures."""
    with opened_store() as store, working("cli.explaining"):
        found = planning.standby_list(
            store, OPERATOR_OF_MACHINE, version=version, futures=futures, share=share
        )
    for day, people in found.items():
        tell("standby.day", day=day, people=people)


@roster_app.command("stand-ins")
def stand_ins(version: int, person: str, day: Annotated[datetime, typer.Argument(formats=DAY)]) -> None:
    """替班 · Name who could take over a shift, best first, each with the reason."""
    with opened_store() as store:
        found = planning.stand_ins(store, OPERATOR_OF_MACHINE, version=version, person=person, day=day.date())
    table = table_of("cli.stand_ins", "cli.place", "cli.name", "cli.load", "cli.reason")
    for place, reason in enumerate(found.ranked, 1):
        table.add_row(
            str(place),
            stand_in_name(found, reason.person, LANGUAGE[0]),
            f"{found.load[reason.person]:.0%}",
            reason_text(reason, found.names, LANGUAGE[0]),
        )
    CONSOLE.print(table)


def repair(
    version: int,
    since: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    ill: Annotated[list[str] | None, typer.Option(help="op03")] = None,
    closed: Annotated[list[str] | None, typer.Option(help="bailu")] = None,
    demand: Annotated[float, typer.Option(help="1.5")] = 1.0,
    seconds: Annotated[float, typer.Option()] = 3.0,
) -> None:
    """调整排班：有人生病、区域封闭、来电增多 · Repair a roster with the least change."""
    with opened_store() as store, working("cli.solving"):
        done = planning.repair_roster(
            store,
            OPERATOR_OF_MACHINE,
            version=version,
            since=None if since is None else since.date(),
            until=None if until is None else until.date(),
            ill=tuple(ill or ()),
            closed=tuple(closed or ()),
            demand=demand,
            seconds=seconds,
        )
    show_repaired(done)


def shifts(
    start: Annotated[datetime | None, typer.Option(formats=DAY)] = None,
    days: Annotated[int, typer.Option()] = 28,
    most: Annotated[int, typer.Option()] = 4,
) -> None:
    """班次设计 · Say which few shift starts and lengths would fit the requirement best."""
    with opened_store() as store:
        first = planning.centre(store, OPERATOR_OF_MACHINE).today if start is None else start.date()
        with working("cli.designing"):
            found = planning.shift_advice(store, OPERATOR_OF_MACHINE, start=first, days=days, most=most)
    for line in advice_lines(found.usual, found.designed, LANGUAGE[0]):
        CONSOLE.print(line, markup=False)


def show_gap(gap: Shortfall) -> None:
    """Print where operators are missing."""
    tell(
        "solve.shortfall", day=gap.day, start=f"{gap.start:%H:%M}", end=f"{gap.end:%H:%M}",
        required=gap.required, planned=gap.planned, missing=gap.missing, lost=gap.lost,
    )  # fmt: skip


def show_repaired(done: Repaired) -> None:
    """Print what a repair has changed and what it has saved."""
    language = LANGUAGE[0]
    tell(
        "repair.done",
        id=done.version.id, base=done.base, count=len(done.changes), before=done.missing_before,
        after=done.missing_after, lost_before=done.lost_before, lost_after=done.lost_after,
    )  # fmt: skip
    for line in move_lines(done.changes, done.names, done.shift_names, language):
        CONSOLE.print(line, markup=False)
    if done.conflict:
        tell_conflict(done.conflict, done.names, done.shift_names)


def tell_conflict(
    demands: Iterable[Demand], names: Mapping[str, str], shift_names: Mapping[str, str]
) -> None:
    """Print the demands that contradict each other."""
    head, *lines = conflict_lines(demands, names, shift_names, LANGUAGE[0])
    CONSOLE.print(head, markup=False)
    for line in lines:
        CONSOLE.print(f"  {line}", markup=False)
