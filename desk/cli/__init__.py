"""The command line: the same use cases by name."""

import locale
import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from desk import planning
from desk.accounts import Role
from desk.cli.breakdown import app as breakdown_app
from desk.cli.console import (
    CONSOLE,
    LANGUAGE,
    OPERATOR_OF_MACHINE,
    fit_to_output,
    holiday_name,
    opened_store,
    show_notes,
    show_roster,
    show_scores,
    show_sign_in,
    table_of,
    tell,
    working,
    write_file,
    write_out,
)
from desk.cli.events import app as events_app
from desk.cli.explain import explain
from desk.cli.fleet import forecast_many
from desk.cli.founding import import_file, init
from desk.cli.hours import app as hours_app
from desk.cli.line import app as line_app
from desk.cli.marks import app as marks_app
from desk.cli.papers import bulletin, calendar_link, export, ics, import_sheet
from desk.cli.records import change_role, half_day, leaves, ledger, link_identity, log, vacancies
from desk.cli.replay import replay
from desk.cli.requests import app as requests_app
from desk.cli.review import review
from desk.cli.roster import repair, roster_app, shifts
from desk.cli.rules import app as rules_app
from desk.cli.sentences import Sentences
from desk.cli.serving import serve
from desk.cli.staffing import show_confirmation, show_work, staff
from desk.cli.today import today
from desk.cli.versions import difference, house_rule, publish, revert
from desk.cli.watching import alarm
from desk.cli.whatif import sweep, whatif
from desk.planning import stateless
from desk.sample import make_sample
from desk.settings import read_settings
from desk.words import LANGUAGES, say
from forecast.calendar import DayKind
from forecast.errors import SettingError

app = typer.Typer(cls=Sentences, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
users = typer.Typer(no_args_is_help=True, help="账号 · Accounts.")
app.add_typer(roster_app, name="roster")
app.command()(repair)
app.command()(shifts)
app.add_typer(users, name="user")
app.add_typer(events_app, name="event")
app.add_typer(line_app, name="line")
app.add_typer(hours_app, name="hours")
app.add_typer(rules_app, name="rules")
app.add_typer(breakdown_app, name="breakdown")
app.add_typer(marks_app, name="mark")
app.command("init")(init)
app.command("import")(import_file)
app.command()(explain)
app.command("forecast-many")(forecast_many)
app.command()(review)
app.command()(today)
app.command()(alarm)
app.add_typer(requests_app, name="request")
app.command()(publish)
app.command()(revert)
app.command()(ledger)
app.command()(log)
app.command("leaves")(leaves)
app.command("half-day")(half_day)
app.command("vacancies")(vacancies)
users.command("role")(change_role)
users.command("link")(link_identity)
app.command()(difference)
app.command("house-rule")(house_rule)
app.command("calendar-link")(calendar_link)
app.command()(replay)
app.command()(whatif)
app.command()(sweep)
app.command("ics")(ics)
app.command("export")(export)
app.command("bulletin")(bulletin)
app.command("import-roster")(import_sheet)
app.command()(staff)

SEARCH_SECONDS = 30.0
"""Time for each of the two rosters of the demo."""

CONFIRMING_RUNS = 50
"""Times that the simulator plays each roster of the demo."""


def run() -> None:
    """Run the command line."""
    app()


@app.callback()
def _choose_language(
    lang: Annotated[str, typer.Option(envvar="LIANXIN_LANG", help="zh, en")] = "",
) -> None:
    """连心 Lianxin：话务预测与排班 · forecasts calls and rosters operators."""
    fit_to_output()
    LANGUAGE[0] = LANGUAGES[0]
    chosen = lang or (locale.getlocale()[0] or "zh")[:2].lower()
    if lang and lang not in LANGUAGES:
        raise SettingError("unknown_language", language=lang, known=", ".join(LANGUAGES))
    LANGUAGE[0] = chosen if chosen in LANGUAGES else LANGUAGES[0]
    if not lang and not os.environ.get("LANG", "").startswith("en"):
        LANGUAGE[0] = LANGUAGES[0]


@app.command()
def sample(out: Annotated[Path, typer.Option()], seed: Annotated[int, typer.Option()] = 2026) -> None:
    """生成示例中心数据 · Write the sample centre."""
    with working("cli.sample") as told:
        files = make_sample(seed, out, told)
    tell("cli.sample_done", count=len(files), folder=str(out))


@app.command()
def demo(serve: Annotated[bool, typer.Option()] = True) -> None:
    """演示：建库、预测、排班、发布到网页 · The whole chain on the sample centre."""
    settings = read_settings()
    fresh = not Path(settings.home / "lianxin.db").exists()
    store = planning.open_store(settings.database_url)
    folder = Path(__file__).resolve().parents[2] / "history"
    with working("cli.setting_up"):
        passwords = planning.set_up_centre(store, folder)
    who = OPERATOR_OF_MACHINE
    centre = planning.centre(store, who)
    tell("cli.demo_title", name=centre.name, today=centre.today)
    if not fresh and not passwords:
        tell("cli.demo_again")
    windows = [(say("cli.next_weeks", LANGUAGE[0]), centre.today, 28, False)]
    festival = next((w for w in planning.festival_windows(store, who) if w.code == "spring_festival"), None)
    if festival is not None:
        windows.append(
            (
                say("cli.festival", LANGUAGE[0], year=str(festival.main.year)),
                festival.start,
                festival.days,
                festival.provisional,
            )
        )
    for title, start, days, provisional in windows:
        _plan(store, title, start, days, provisional)
    show_sign_in(store, passwords)
    store.close()
    if serve:
        serve_app()


@app.command("serve")
def serve_app() -> None:
    """启动网页 · Serve the pages."""
    settings = read_settings()
    serve(settings.address, settings.port)


@app.command("forecast")
def forecast_file(
    history: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
    country: Annotated[str, typer.Option()] = "CN",
    horizon: Annotated[int, typer.Option()] = 28,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    events: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """预测一个文件 · Forecast the days after a daily history, without a database."""
    with working("cli.forecasting") as told:
        table, scores, notes = stateless.forecast_file(
            history,
            country,
            horizon=horizon,
            as_of=None if as_of is None else as_of.date(),
            events=events,
            progress=told,
        )
    write_out(out, table)
    show_notes(notes)
    show_scores(scores)


@app.command("backtest")
def backtest_file(
    history: Annotated[Path, typer.Option()],
    out: Annotated[Path, typer.Option()],
    country: Annotated[str, typer.Option()] = "CN",
    horizon: Annotated[int, typer.Option()] = 28,
    every: Annotated[int, typer.Option()] = 14,
    origins: Annotated[int, typer.Option()] = 26,
    events: Annotated[Path | None, typer.Option()] = None,
) -> None:
    """回测 · Measure the forecasts from past origins."""
    with working("cli.backtesting") as told:
        table, scores = stateless.backtest_file(
            history, country, horizon=horizon, every=every, origins=origins, events=events, progress=told
        )
    write_out(out, table)
    show_scores(scores)


@app.command()
def calendar(
    year: Annotated[int | None, typer.Argument()] = None,
    day: Annotated[datetime | None, typer.Option("--set", formats=["%Y-%m-%d"])] = None,
    kind: Annotated[DayKind, typer.Option()] = DayKind.HOLIDAY,
    holiday: Annotated[str | None, typer.Option()] = None,
    statutory: Annotated[bool, typer.Option()] = False,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """日历：查看一年，或更正一天 · Show a year's breaks, or correct a date."""
    known_from = None if as_of is None else as_of.date()
    with opened_store() as store:
        if day is not None:
            planning.override_day(
                store,
                OPERATOR_OF_MACHINE,
                day=day.date(),
                kind=kind,
                holiday=holiday,
                statutory=statutory,
                as_of=known_from,
            )
            tell("cli.day_corrected", day=day.date())
        shown = year or (
            day.year if day is not None else planning.centre(store, OPERATOR_OF_MACHINE).today.year
        )
        found = planning.calendar_year(store, OPERATOR_OF_MACHINE, year=shown, as_of=known_from)
    table = table_of("cli.calendar_title", "cli.festival_name", "cli.first", "cli.last", year=str(shown))
    for festival in found.festivals:
        table.add_row(holiday_name(festival.code), str(festival.first), str(festival.last))
    CONSOLE.print(table)
    makeup = ", ".join(str(d.date) for d in found.days if d.kind is DayKind.MAKEUP)
    tell("cli.makeup_days", days=makeup or "–")
    if found.provisional:
        tell("cli.provisional", year=str(shown))


@users.command("add")
def add_user(
    username: str, name: str, role: Role, person: Annotated[str | None, typer.Option()] = None
) -> None:
    """新增账号 · Add an account."""
    with opened_store() as store:
        password = planning.add_account(
            store, OPERATOR_OF_MACHINE, username=username, name=name, role=role, person=person
        )
    tell("cli.first_password", username=username, password=password)


@users.command("list")
def list_users() -> None:
    """账号列表 · List the accounts."""
    table = table_of("cli.accounts", "cli.username", "cli.name", "cli.role", "cli.active")
    with opened_store() as store:
        for line in planning.list_accounts(store, OPERATOR_OF_MACHINE):
            table.add_row(
                line.username, line.name, say(f"role.{line.role}", LANGUAGE[0]), "✓" if line.active else "–"
            )
    CONSOLE.print(table)


@users.command("disable")
def disable_user(username: str) -> None:
    """停用账号 · Disable an account at once."""
    with opened_store() as store:
        planning.disable_account(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.disabled", username=username)


@users.command("enable")
def enable_user(username: str) -> None:
    """重新启用账号 · Open a disabled account again, with a new first password."""
    with opened_store() as store:
        password = planning.enable_account(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.first_password", username=username, password=password)


@users.command("password")
def new_password(username: str) -> None:
    """重设密码 · Give an account a new first password."""
    with opened_store() as store:
        password = planning.set_password(store, OPERATOR_OF_MACHINE, username=username)
    tell("cli.first_password", username=username, password=password)


def _plan(store: planning.Store, title: str, start: date, days: int, provisional: bool) -> None:
    """Forecast, staff and roster a window of the demo, unless there is a roster for it already."""
    who = OPERATOR_OF_MACHINE
    CONSOLE.rule(f"[bold]{title}")
    if provisional:
        tell("cli.provisional", year=str(start.year))
    with working("cli.forecasting") as told:
        view = planning.forecast(
            store, who, start=start, days=days, progress=lambda _code, share: told(share)
        )
        needed = planning.requirement(store, who, start=start, days=days)
    low, high = view.total_range
    tell(
        "cli.forecast_line",
        calls=round(float(view.prediction.mean.sum())),
        low=round(low),
        high=round(high),
        hours=round(needed.requirement.operator_hours()),
    )
    show_work(needed)
    show_notes(view.notes)
    show_scores(view.scores)
    kept = [v for v in planning.versions(store, who) if (v.start, v.days) == (start, days)]
    number = kept[0].id if kept else _solve(store, start, days, SEARCH_SECONDS)
    if not kept:
        planning.publish(store, who, version=number)
    shown = planning.roster_view(store, who, version=number)
    show_roster(shown)
    with working("staff_page.playing") as told:
        show_confirmation(
            planning.confirm_service(store, who, start=start, days=days, runs=CONFIRMING_RUNS, progress=told)
        )
    write_file(
        read_settings().home / f"roster-{start}.xlsx",
        planning.export_roster(store, who, version=number, language=LANGUAGE[0]),
    )


def _solve(store: planning.Store, start: date, days: int, seconds: float) -> int:
    with working("cli.solving") as told:
        version = planning.solve_roster(
            store, OPERATOR_OF_MACHINE, start=start, days=days, seconds=seconds,
            progress=lambda found: told(min(found.seconds / seconds, 1.0)),
        )  # fmt: skip
    tell("cli.draft", version=version.id, status=say(f"status.{version.status}", LANGUAGE[0]))
    return version.id
