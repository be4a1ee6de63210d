"""lianxin staff: the operators that a window of the centre takes, or that given figures take."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from desk import planning
from desk.cli.centre import OPERATOR_OF_MACHINE, opened_store
from desk.cli.console import CONSOLE, LANGUAGE, table_of, tell, working, write_out
from desk.planning.figures import staff_figures
from desk.reports.scenario_report import eased_lines
from desk.reports.settings_words import capped_line, fitted_value, setting_value
from desk.results import Confirmation, RequirementView, SettingLine
from desk.words import say, write_date
from desk.words.writing import clock, named, percent, source_text
from forecast.errors import SettingError
from forecast.staffing.trade_off import TradeOff


def staff(
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    days: Annotated[int | None, typer.Option(help="1–120")] = None,
    method: Annotated[str | None, typer.Option(help="stationary, mol_sl, exact")] = None,
    exact: Annotated[bool, typer.Option(help="--method exact")] = False,
    calls: Annotated[float | None, typer.Option(help="每个间隔的来电 · calls per interval")] = None,
    interval: Annotated[float | None, typer.Option(help="分钟 · minutes")] = None,
    handling: Annotated[float | None, typer.Option(help="秒 · seconds")] = None,
    patience: Annotated[float | None, typer.Option(help="秒 · seconds")] = None,
    target: Annotated[float | None, typer.Option(help="0.80")] = None,
    seconds: Annotated[float | None, typer.Option(help="20")] = None,
    max_occupancy: Annotated[float | None, typer.Option(help="0.85")] = None,
    definition: Annotated[
        str | None, typer.Option(help="offered, answered, without_short, credit, virtual")
    ] = None,
    minimum: Annotated[float | None, typer.Option(help="最少人数 · fewest operators")] = None,
    calls_cv: Annotated[float | None, typer.Option(help="0.2")] = None,
    redial: Annotated[
        float | None, typer.Option(help="0.45；--calls 为首次来电 · --calls are first calls")
    ] = None,
    shrinkage: Annotated[float | None, typer.Option(help="0.10")] = None,
    play: Annotated[
        bool, typer.Option(help="模拟器推演排班 · let the simulator play the window's roster")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="CSV")] = None,
) -> None:
    """人力测算：中心的一个时段，或给定数字 · Operators for a window of the centre, or for given figures (--calls)."""
    given = {
        "handling": handling, "interval": interval, "patience": patience, "target": target, "seconds": seconds,
        "max_occupancy": max_occupancy, "definition": definition, "minimum": minimum, "calls_cv": calls_cv,
        "redial": redial, "shrinkage": shrinkage,
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    if calls is None:
        if given:
            if handling is not None and len(given) == 1:
                raise SettingError("staff_needs")
            raise SettingError("staff_only", option="--" + next(iter(given)).replace("_", "-"))
        _window(start, 28 if days is None else days, "exact" if exact else method, out, play=play)
        return
    window = {"start": start, "days": days, "method": method, "exact": exact or None, "play": play or None}
    for name, value in window.items():
        if value is not None:
            raise SettingError("staff_window_only", option=f"--{name}")
    if handling is None:
        raise SettingError("staff_needs")
    found = staff_figures(calls=calls, **given)  # type: ignore[arg-type] # every option has its own type
    words = "staff_page.figures" if found.required else "staff_page.nobody"
    tell(
        words,
        load=f"{found.load:,.2f}" if found.load >= 0.01 else f"{found.load:.2g}",
        operators=found.required,
        rostered=f"{found.rostered:.1f}",
    )
    _show_curve(found.curve, found.required)
    if (holds := found.curve.holds_of(found.required)) is not None:
        tell("staff_page.holds_line", operators=found.required, calls=_number(holds))
    if found.redials is not None:
        again = found.redials
        tell(
            "staff_page.redials", more=percent(again.inflation - 1, 1), level=percent(again.service_level, 1),
            operators=again.required,
        )  # fmt: skip
        tell("staffing.redial_lower_bound")
    if out is not None:
        write_out(out, _curve_csv(found.curve))


def _window(start: datetime | None, days: int, method: str | None, out: Path | None, *, play: bool) -> None:
    who, language = OPERATOR_OF_MACHINE, LANGUAGE[0]
    with opened_store() as store:
        first = planning.centre(store, who).today if start is None else start.date()
        with working("staff_page.working") as told:
            planning.forecast(
                store, who, start=first, days=days, progress=lambda _code, share: told(0.5 * share)
            )
            view = planning.requirement(store, who, start=first, days=days, method=method)  # type: ignore[arg-type] # it says itself which are known
            told(0.9)
            peak = int(view.requirement.operators.argmax())
            curve = None
            if view.requirement.operators[peak] > 0:
                curve = planning.staffing_curve(
                    store, who, start=first, days=days, slot=peak, method=view.method
                )
            seen = None
            if play:
                seen = planning.confirm_service(
                    store, who, start=first, days=days, progress=lambda share: told(0.9 + 0.1 * share)
                )
    need = view.requirement
    tell(
        "staff_page.window", first=first, days=days, hours=f"{need.operator_hours():,.1f}",
        rostered=f"{view.rostered_hours:,.1f}", lost=percent(need.shrinkage, 1), method=say(f"method.{view.method}", language),
    )  # fmt: skip
    _show_days(view)
    _show_settings(view.settings)
    if view.capped is not None and view.capped.share > 0:
        CONSOLE.print(capped_line(view.capped, language), markup=False, soft_wrap=True)
    for line in eased_lines(view.eased, language):
        CONSOLE.print(line, markup=False, soft_wrap=True)
    if curve is not None:
        tell(
            "staff_page.curve_of", day=curve.day, time=clock(curve.slot * need.grid.step, language),
            calls=f"{curve.calls:.1f}",
        )  # fmt: skip
        _show_curve(curve.curve, curve.required)
        if (holds := curve.curve.holds_of(curve.required)) is not None:
            tell(
                "needs.curve_line", operators=curve.required, calls=_number(holds), expected=f"{curve.calls:,.1f}",
                method=say(f"method.{curve.method}", language),
            )  # fmt: skip
    if seen is not None:
        show_confirmation(seen)
        tell("needs.confirm_callers", shape=f"{seen.shape:g}", redial=percent(seen.redial))
    if out is not None:
        write_out(out, _window_csv(view))


def _show_days(view: RequirementView) -> None:
    need, language = view.requirement, LANGUAGE[0]
    grid, plan = need.grid, need.call_backs
    per_day = (grid.days, grid.slots_per_day)
    columns = ["day", "calls", "peak", "hours"] + ([] if plan is None else ["call_backs", "clear"])
    table = table_of("staff_page.days", *(f"staff_page.{name}" for name in columns))
    calls, operators = need.calls.reshape(per_day), need.operators.reshape(per_day)
    minutes = None if plan is None else plan.total().reshape(per_day)
    clear = (
        plan.clear("voicemail", grid.slots_per_day)
        if plan is not None and "voicemail" in plan.names
        else None
    )
    for k, day in enumerate(grid.dates):
        row = [write_date(day, language), f"{calls[k].sum():,.0f}", str(operators[k].max()), f"{operators[k].sum() * grid.step / 60:,.1f}"]  # fmt: skip
        if minutes is not None:
            row.append(f"{minutes[k].sum():,.0f}")
            row.append(clear_words(None if clear is None else clear[k], grid.step))
        table.add_row(*row)
    CONSOLE.print(table)
    if plan is not None and plan.late.sum() > 1e-6:
        tell("staff_page.late", minutes=f"{plan.late.sum():,.0f}")


def clear_words(slot: int | None, step: int) -> str:
    """Return when nothing waits any more: the end of the half-hour, or a dash."""
    return "–" if slot is None else clock((slot + 1) * step, LANGUAGE[0])


def show_work(view: RequirementView) -> None:
    """Print one line on the call-backs and cases of a window."""
    plan = view.requirement.call_backs
    if plan is None:
        return
    slots = plan.clear("voicemail", view.requirement.grid.slots_per_day) if "voicemail" in plan.names else ()
    latest = None if not slots or None in slots else max(slot for slot in slots if slot is not None)
    tell(
        "staff_page.work",
        minutes=f"{plan.total().sum():,.0f}",
        clear=clear_words(latest, view.requirement.grid.step),
    )


def show_confirmation(found: Confirmation) -> None:
    """Print what the simulator says of a roster."""
    tell(
        "staff_page.confirmed" if found.confirmed else "staff_page.not_confirmed",
        promised=percent(found.promised, 1), simulated=percent(found.simulated, 1), margin=percent(found.margin, 1),
        calls=found.calls,
    )  # fmt: skip
    if not found.keeps_target:
        tell("staff_page.below_target", target=percent(found.target), simulated=percent(found.simulated, 1))


def _show_settings(settings: tuple[SettingLine, ...]) -> None:
    language = LANGUAGE[0]
    table = table_of(
        "staff_page.settings", *(f"staff_page.{name}" for name in ("setting", "value", "from", "fitted"))
    )
    for line in settings:
        origin = (
            say("staff_page.history", language) if line.from_history else source_text(line.source, language)
        )
        table.add_row(
            named("setting", line.code, language),
            setting_value(line, language),
            origin,
            fitted_value(line, language),
        )
    CONSOLE.print(table)
    for warning in dict.fromkeys(line.warning for line in settings if line.warning is not None):
        tell(f"staffing.{warning}")


def _show_curve(curve: TradeOff, required: int) -> None:
    names = ("operators", "level", "band", "wait", "abandonment", "occupancy", "holds")
    table = table_of("staff_page.curve", *(f"staff_page.{name}" for name in names))
    for k, n in enumerate(curve.operators):
        table.add_row(
            f"{n} ←" if n == required else str(n),
            percent(float(curve.service_level[k]), 1),
            f"{percent(float(curve.low[k]))}–{percent(float(curve.high[k]))}",
            _number(float(curve.wait[k])),
            percent(float(curve.abandonment[k]), 1),
            percent(float(curve.occupancy[k])),
            _number(float(curve.holds[k])),
        )
    CONSOLE.print(table)


def _number(value: float) -> str:
    return f"{value:,.1f}" if np.isfinite(value) else "∞"


def _curve_csv(curve: TradeOff) -> str:
    names = (
        "operators", "service_level", "low", "high", "wait", "wait_low", "wait_high", "abandonment",
        "abandonment_low", "abandonment_high", "occupancy", "holds",
    )  # fmt: skip
    return _csv(names, zip(*(getattr(curve, name).tolist() for name in names), strict=True))


def _window_csv(view: RequirementView) -> str:
    need = view.requirement
    plan = need.call_backs
    kinds = () if plan is None else plan.names
    names = ("start", "calls", "calls_p10", "calls_p90", "operators", "extra_for_call_backs", "service_level", *(f"{kind}_minutes" for kind in kinds), "reserve")  # fmt: skip
    rows = [
        (
            f"{when:%Y-%m-%d %H:%M}", need.calls[k], view.low[k], view.high[k], int(need.operators[k]),
            0 if plan is None else int(plan.extra[k]), need.service_level[k],
            *(plan.minutes[i, k] for i in range(len(kinds)) if plan is not None), 0 if plan is None else int(plan.reserve[k]),
        )
        for k, when in enumerate(need.grid.index)
        if need.operators[k] > 0 or need.calls[k] > 0
    ]  # fmt: skip
    return _csv(names, rows)


def _csv(names: tuple[str, ...], rows: object) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for row in rows:  # type: ignore[attr-defined] # any iterable of rows
        writer.writerow([f"{value:.4f}" if isinstance(value, float) else value for value in row])
    return file.getvalue()
