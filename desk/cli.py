"""The command line: the same use cases by name."""

import locale
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import streamlit as st
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer.core import TyperGroup

from desk import planning
from desk.accounts import Account, Role
from desk.planning import stateless
from desk.results import ModelScore, RosterView
from desk.sample import make_sample
from desk.settings import read_settings
from desk.web import sign_in_routes
from desk.words import LANGUAGES, say
from desk.words.writing import named
from forecast.calendar import DayKind
from forecast.errors import PlanError, SettingError


class Sentences(TyperGroup):
    """Commands of which none ends in a traceback where a sentence says what a person can put right."""

    def invoke(self, *args: Any, **kwargs: Any) -> Any:  # the class of its context is typer's own secret
        """Run a command; an error that people can put right is told in a sentence, with exit code 2."""
        try:
            return super().invoke(*args, **kwargs)
        except PlanError as error:
            Console(stderr=True).print(
                say(f"error.{error.code}", _language[0], **error.details),
                style="red", markup=False, soft_wrap=True,
            )  # fmt: skip
            raise typer.Exit(2) from error


app = typer.Typer(cls=Sentences, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
users = typer.Typer(no_args_is_help=True, help="账号 · Accounts.")
app.add_typer(users, name="user")

CONSOLE = Console()
OPERATOR_OF_MACHINE = Account("cli", "lianxin", Role.HEAD)
"""Whoever can run commands on this machine can read the database anyway: acts as head, named so in the log."""

SEARCH_SECONDS = 20.0
"""Time for each of the two rosters of the demo."""

_language: list[str] = ["zh"]


def run() -> None:
    """Run the command line."""
    app()


@app.callback()
def _choose_language(
    lang: Annotated[str, typer.Option(envvar="LIANXIN_LANG", help="zh, en")] = "",
) -> None:
    """连心 Lianxin：话务预测与排班 · forecasts calls and rosters operators."""
    _language[0] = LANGUAGES[0]
    chosen = lang or (locale.getlocale()[0] or "zh")[:2].lower()
    if lang and lang not in LANGUAGES:
        raise SettingError("unknown_language", language=lang, known=", ".join(LANGUAGES))
    _language[0] = chosen if chosen in LANGUAGES else LANGUAGES[0]
    if not lang and not os.environ.get("LANG", "").startswith("en"):
        _language[0] = LANGUAGES[0]


@app.command()
def sample(out: Annotated[Path, typer.Option()], seed: Annotated[int, typer.Option()] = 12315) -> None:
    """生成示例中心数据 · Write the sample centre."""
    with _working("cli.sample") as told:
        files = make_sample(seed, out, told)
    _say("cli.sample_done", count=len(files), folder=str(out))


@app.command()
def demo(serve: Annotated[bool, typer.Option()] = True) -> None:
    """演示：建库、预测、排班、发布到网页 · The whole chain on the sample centre."""
    settings = read_settings()
    fresh = not Path(settings.home / "lianxin.db").exists()
    store = planning.open_store(settings.database_url)
    folder = Path(__file__).resolve().parents[1] / "history"
    with _working("cli.setting_up"):
        passwords = planning.set_up_centre(store, folder)
    who = OPERATOR_OF_MACHINE
    centre = planning.centre(store, who)
    _say("cli.demo_title", name=centre.name, today=centre.today)
    if not fresh and not passwords:
        _say("cli.demo_again")
    windows = [(say("cli.next_weeks", _language[0]), centre.today, 28, False)]
    festival = next((w for w in planning.festival_windows(store, who) if w.code == "spring_festival"), None)
    if festival is not None:
        windows.append(
            (
                say("cli.festival", _language[0], year=str(festival.main.year)),
                festival.start,
                festival.days,
                festival.provisional,
            )
        )
    for title, start, days, provisional in windows:
        _plan(store, title, start, days, provisional)
    _show_sign_in(store, passwords)
    store.close()
    if serve:
        serve_app()


@app.command("serve")
def serve_app() -> None:
    """启动网页 · Serve the pages."""
    settings = read_settings()
    _say("cli.serving", address=f"http://{settings.address}:{settings.port}")
    store = planning.open_store(settings.database_url)
    script = Path(__file__).resolve().parents[1] / "app.py"
    pages = st.App(script, routes=sign_in_routes(store))
    pages.run(config={"server.address": settings.address, "server.port": settings.port})


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
    with _working("cli.forecasting") as told:
        table, scores = stateless.forecast_file(
            history,
            country,
            horizon=horizon,
            as_of=None if as_of is None else as_of.date(),
            events=events,
            progress=told,
        )
    _write(out, table)
    _show_scores(scores)


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
    with _working("cli.backtesting") as told:
        table, scores = stateless.backtest_file(
            history, country, horizon=horizon, every=every, origins=origins, events=events, progress=told
        )
    _write(out, table)
    _show_scores(scores)


@app.command("import")
def import_file(
    what: Annotated[str, typer.Argument(help="calls")],
    file: Path,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="time=日期 count=来电")] = None,
    leave_out: Annotated[bool, typer.Option()] = False,
    dry_run: Annotated[bool, typer.Option()] = False,
) -> None:
    """导入话务历史 · Take in a file of calls."""
    if what != "calls":
        raise SettingError("unknown_import", what=what)
    pairs = dict(pair.partition("=")[::2] for pair in mapping or ())
    content = stateless.content_of(file)
    with _store() as store:
        preview = planning.preview_import(
            store, OPERATOR_OF_MACHINE, name=file.name, content=content, mapping=pairs or None
        )
        _say(
            "cli.import_line",
            rows=preview.rows,
            first=preview.first,
            last=preview.last,
            days=len(preview.changes),
        )
        for finding in preview.findings[:20]:
            _say(f"{'bad_row' if finding.stops else 'intake'}.{finding.code}", **dict(finding.details))
        if dry_run:
            _say("cli.import_dry")
            return
        done = planning.accept_import(store, OPERATOR_OF_MACHINE, preview=preview, leave_out=leave_out)
    if done.id is None:
        _say("cli.import_known")
    else:
        _say("cli.import_done", new=done.days_new, changed=done.days_changed, left_out=done.rows_left_out)


@app.command()
def roster(
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int, typer.Option()] = 28,
    seconds: Annotated[float, typer.Option()] = 60.0,
) -> None:
    """排班 · Solve a roster for a window and keep it as a draft."""
    with _store() as store:
        first = planning.centre(store, OPERATOR_OF_MACHINE).today if start is None else start.date()
        _solve(store, first, days, seconds)


@app.command()
def publish(version: int) -> None:
    """发布排班 · Publish a version."""
    with _store() as store:
        done = planning.publish(store, OPERATOR_OF_MACHINE, version=version)
    _say("cli.published", version=done.id, start=done.start, days=done.days)


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
    with _store() as store:
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
            _say("cli.day_corrected", day=day.date())
        shown = year or (
            day.year if day is not None else planning.centre(store, OPERATOR_OF_MACHINE).today.year
        )
        found = planning.calendar_year(store, OPERATOR_OF_MACHINE, year=shown, as_of=known_from)
    table = _table("cli.calendar_title", "cli.festival_name", "cli.first", "cli.last", year=str(shown))
    for festival in found.festivals:
        table.add_row(_holiday(festival.code), str(festival.first), str(festival.last))
    CONSOLE.print(table)
    makeup = ", ".join(str(d.date) for d in found.days if d.kind is DayKind.MAKEUP)
    _say("cli.makeup_days", days=makeup or "–")
    if found.provisional:
        _say("cli.provisional", year=str(shown))


@users.command("add")
def add_user(
    username: str, name: str, role: Role, person: Annotated[str | None, typer.Option()] = None
) -> None:
    """新增账号 · Add an account."""
    with _store() as store:
        password = planning.add_account(
            store, OPERATOR_OF_MACHINE, username=username, name=name, role=role, person=person
        )
    _say("cli.first_password", username=username, password=password)


@users.command("list")
def list_users() -> None:
    """账号列表 · List the accounts."""
    table = _table("cli.accounts", "cli.username", "cli.name", "cli.role", "cli.active")
    with _store() as store:
        for line in planning.list_accounts(store, OPERATOR_OF_MACHINE):
            table.add_row(
                line.username, line.name, say(f"role.{line.role}", _language[0]), "✓" if line.active else "–"
            )
    CONSOLE.print(table)


@users.command("disable")
def disable_user(username: str) -> None:
    """停用账号 · Disable an account at once."""
    with _store() as store:
        planning.disable_account(store, OPERATOR_OF_MACHINE, username=username)
    _say("cli.disabled", username=username)


@users.command("password")
def new_password(username: str) -> None:
    """重设密码 · Give an account a new first password."""
    with _store() as store:
        password = planning.set_password(store, OPERATOR_OF_MACHINE, username=username)
    _say("cli.first_password", username=username, password=password)


def _plan(store: planning.Store, title: str, start: date, days: int, provisional: bool) -> None:
    """Forecast, staff and roster a window of the demo, unless there is a roster for it already."""
    who = OPERATOR_OF_MACHINE
    CONSOLE.rule(f"[bold]{title}")
    if provisional:
        _say("cli.provisional", year=str(start.year))
    with _working("cli.forecasting") as told:
        view = planning.forecast(
            store, who, start=start, days=days, progress=lambda _code, share: told(share)
        )
        needed = planning.requirement(store, who, start=start, days=days)
    low, high = view.total_range
    _say(
        "cli.forecast_line",
        calls=round(float(view.prediction.mean.sum())),
        low=round(low),
        high=round(high),
        hours=round(needed.requirement.operator_hours()),
    )
    _show_scores(view.scores)
    kept = [v for v in planning.versions(store, who) if (v.start, v.days) == (start, days)]
    number = kept[0].id if kept else _solve(store, start, days, SEARCH_SECONDS)
    if not kept:
        planning.publish(store, who, version=number)
    shown = planning.roster_view(store, who, version=number)
    _show_roster(shown)
    file = read_settings().home / f"roster-{start}.xlsx"
    file.write_bytes(planning.export_roster(store, who, version=number, language=_language[0]))
    _say("cli.written", file=str(file))


def _solve(store: planning.Store, start: date, days: int, seconds: float) -> int:
    with _working("cli.solving") as told:
        version = planning.solve_roster(
            store, OPERATOR_OF_MACHINE, start=start, days=days, seconds=seconds,
            progress=lambda found: told(min(found.seconds / seconds, 1.0)),
        )  # fmt: skip
    _say("cli.draft", version=version.id, status=say(f"status.{version.status}", _language[0]))
    return version.id


def _show_roster(view: RosterView) -> None:
    _say(
        "cli.cover_line",
        share=f"{view.covered_share:.1%}",
        missing=view.missing_hours,
        breaches=len(view.breaches),
    )
    table = Table(box=None, pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column(say("cli.name", _language[0]), no_wrap=True)
    for day in view.dates[:14]:
        table.add_column(f"{day.day:02d}", justify="center")
    for person in view.people:
        table.add_row(person.name, *(view.cells.get((person.code, day), "·") for day in view.dates[:14]))
    CONSOLE.print(table)


def _show_scores(scores: tuple[ModelScore, ...]) -> None:
    if not scores:
        return
    table = _table(
        "cli.scores_title",
        "cli.model",
        "cli.crps",
        "cli.mase",
        "cli.wape",
        "cli.in80",
        "cli.in95",
        "cli.seconds",
    )
    for s in scores:
        table.add_row(
            named("model", s.model, _language[0]),
            f"{s.crps:.3f}",
            f"{s.mase:.3f}",
            f"{s.wape:.1%}",
            f"{s.coverage80:.0%}",
            f"{s.coverage95:.0%}",
            f"{s.seconds:.2f}",
        )
    CONSOLE.print(table)


def _show_sign_in(store: planning.Store, passwords: dict[str, str]) -> None:
    table = _table("cli.accounts", "cli.username", "cli.password")
    for username in planning.sign_in_names(store):
        table.add_row(username, passwords.get(username, say("cli.password_shown_before", _language[0])))
    CONSOLE.print(table)
    if not passwords:
        _say("cli.new_password_hint")


def _write(out: Path, table: str) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(table, encoding="utf-8")
    except OSError as error:
        raise SettingError("cannot_write", file=str(out), reason=str(error.strerror)) from error
    _say("cli.written", file=str(out))


def _table(title: str, *columns: str, **details: object) -> Table:
    table = Table(title=say(title, _language[0], **details), title_justify="left")
    for column in columns:
        table.add_column(say(column, _language[0]))
    return table


def _holiday(code: str) -> str:
    try:
        return say(f"holiday.{code}", _language[0])
    except KeyError:
        return code


def _say(code: str, **details: object) -> None:
    CONSOLE.print(say(code, _language[0], **details), markup=False, soft_wrap=True)


@contextmanager
def _store() -> Iterator[planning.Store]:
    store = planning.open_store(read_settings().database_url)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _working(code: str) -> Iterator[Callable[[float], None]]:
    """Show a bar while something takes its time; the function it hands out takes the share done."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=CONSOLE, transient=True) as progress:
        task = progress.add_task(say(code, _language[0]), total=None)

        def told(share: float) -> None:
            progress.update(task, total=1.0, completed=share)

        yield told
