"""Scenarios side by side, as rows of text, as an Excel sheet and as a PDF."""

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from desk.reports.typeset import typeset
from desk.reports.workbook import workbook
from desk.results import Eased
from desk.results.scenarios import Outcome, Relaxed, ScenarioTable, Sweep
from desk.words import say, write_date
from desk.words.writing import clock, named, percent, short_day, source_text

HALF_HOUR = 30
"""Minutes of a slot."""

HALVES = ("scenario", "day", "from", "needed", "on_hand", "wait", "wait_worst", "wait_low", "wait_high")
"""Columns of the sheet of half-hours."""

Row = tuple[str, tuple[str, ...]]
"""What a line is about, and what it says of each scenario."""


def scenario_name(outcome: Outcome, language: str) -> str:
    """Return what a scenario is called: in words if it comes with the house, else as it was named."""
    return named("scenario", outcome.scenario.code, language)


def rows(table: ScenarioTable, language: str) -> tuple[Row, ...]:
    """Return the lines of the comparison."""
    people = {code: name for o in table.outcomes for code, name in names_of(o, language).items()}
    join = say("fix.comma", language)

    def names(codes: Iterable[str]) -> str:
        return join.join(people[code] for code in codes) or "–"

    def tell(code: str, **details: object) -> str:
        return say(f"scenario_row.{code}", language, **details)

    makers: tuple[tuple[str, Callable[[Outcome], str]], ...] = (
        ("calls", lambda o: f"{o.calls.sum():,.0f}"),
        ("offered", lambda o: f"{o.advised.offered:,.0f}"),
        ("answered", lambda o: f"{o.advised.answered:,.0f}"),
        ("in_time", lambda o: f"{percent(o.advised.in_time)} ({percent(o.advised.in_time_low)}–{percent(o.advised.in_time_high)})"),
        ("in_time_standing", lambda o: percent(o.standing.in_time)),
        ("against", lambda o: _against(o, language)),
        ("promised", lambda o: percent(o.promised)),
        ("abandoned", lambda o: f"{o.advised.abandoned:,.0f}"),
        ("wait", lambda o: tell("seconds", value=f"{o.advised.wait:.0f}")),
        ("worst_wait", lambda o: _worst(o, table, language)),
        ("backlog", lambda o: f"{max((day.backlog for day in o.advised.days), default=0):.0f}"),
        ("clear", lambda o: tell("never") if o.advised.clear is None else write_date(o.advised.clear, language)),
        ("needed", lambda o: f"{o.needed_hours:,.0f}"),
        ("on_hand", lambda o: f"{o.on_hand_hours:,.0f}"),
        ("missing_standing", lambda o: f"{o.missing_standing:,.0f}"),
        ("missing", lambda o: f"{o.missing_hours:,.0f}"),
        ("overtime", lambda o: f"{o.overtime_hours:,.0f}"),
        ("cost", lambda o: f"{o.cost_hours:,.0f}"),
        ("owed", lambda o: f"{sum(line.rest_owed for line in o.people)}"),
        ("changed", lambda o: tell("cells", cells=o.moved.cells, people=o.moved.people)),
        ("afresh", lambda o: "–" if o.afresh is None else tell("cells", cells=o.afresh.cells, people=o.afresh.people)),
        ("called_in", lambda o: names(line.person for line in o.people if line.after > line.before)),
        ("changed_people", lambda o: names(line.person for line in o.people if line.days_changed and line.after <= line.before)),
        ("standby", lambda o: names(o.standby)),
        ("leave", lambda o: join.join(_leave(o, language)) or "–"),
        ("relaxed", lambda o: _relaxed(o, language)),
        ("prices", lambda o: _prices(o, language)),
    )  # fmt: skip
    return tuple((tell(code), tuple(make(o) for o in table.outcomes)) for code, make in makers)


def names_of(outcome: Outcome, language: str) -> dict[str, str]:
    """Return everyone's name by code; whoever comes in addition has none but a number."""
    return {
        code: say("scenario_row.extra", language, number=code[1:]) if code.startswith("+") else name
        for code, name in outcome.names.items()
    }


def _leave(outcome: Outcome, language: str) -> list[str]:
    """Return whose leave could be asked back, with its days, those in a row as one span."""
    found: list[tuple[str, date, date]] = []
    for person, day in outcome.leave:
        if found and found[-1][0] == person and found[-1][2] == day - timedelta(days=1):
            found[-1] = (person, found[-1][1], day)
        else:
            found.append((person, day, day))
    return [
        say("scenario_row.days_of", language, name=outcome.names[person], days=_days(first, last, language))
        for person, first, last in found
    ]


def _days(first: date, last: date, language: str) -> str:
    """Return one day or a span of days without the year."""
    return "–".join(short_day(day, language) for day in dict.fromkeys((first, last)))


def _against(outcome: Outcome, language: str) -> str:
    """Return how much better or worse the advised roster is, and what speaks against the one that stands."""
    points = round(100 * (outcome.advised.in_time - outcome.standing.in_time))
    code = "gain" if points > 0 else "loss" if points else "same"
    told = [say(f"scenario_row.{code}", language, points=abs(points))]
    if outcome.breaks:
        rules = [
            say("scenario_row.broken", language, rule=named("rule", rule, language), count=count)
            for rule, count in outcome.breaks
        ]
        told.append(
            say("scenario_row.breaks", language, rules=("、" if language == "zh" else ", ").join(rules))
        )
    elif points < 0:
        told.append(say("scenario_row.longer", language))
    return "\n".join(told)


def _worst(outcome: Outcome, table: ScenarioTable, language: str) -> str:
    """Return the worst half-hour with its wait and band."""
    waits = outcome.advised.waits
    if np.isnan(waits).all():
        return say("scenario_row.seconds", language, value="0")
    at = int(np.nanargmax(waits[:, 0]))
    day, minute = divmod(at * HALF_HOUR, 1440)
    return say(
        "scenario_row.worst_slot",
        language,
        value=f"{waits[at, 0]:.0f}",
        low=f"{waits[at, 2]:.0f}",
        high=f"{waits[at, 3]:.0f}",
        day=table.start + timedelta(days=day),
        time=f"{minute // 60:02d}:{minute % 60:02d}",
    )


def _relaxed(outcome: Outcome, language: str) -> str:
    lines = limit_lines(outcome.relaxed, names_of(outcome, language), language)
    return "\n".join((*lines, *eased_lines(outcome.eased, language))) or "–"


def limit_lines(relaxed: tuple[Relaxed, ...], names: Mapping[str, str], language: str) -> list[str]:
    """Return each relaxed limit that is used: its article, whom it touches, what is owed after."""
    join = "、" if language == "zh" else ", "
    return [
        say(
            "scenario_row.limit",
            language,
            rule=named("rule", line.usual.owner, language),
            usual=f"{line.usual.value:g}",
            now=f"{line.now.value:g}",
            source=source_text(line.now.source, language),
            people=join.join(names.get(code, code) for code in line.people),
        )
        + say(f"owed_after.{line.usual.owner}", language)
        for line in relaxed
        if line.people
    ]


def eased_lines(eased: Eased | None, language: str) -> list[str]:
    """Return the cap on occupancy that is relaxed with its source, and on which days and half-hours; nothing if none."""
    if eased is None:
        return []
    join = "、" if language == "zh" else ", "
    days: dict[date, list[str]] = {}
    for day, begin, end in eased.spans:
        days.setdefault(day, []).append(f"{clock(begin, language)}–{clock(end, language)}")
    when = [f"{short_day(day, language)} {join.join(times)}" for day, times in days.items()]
    return [
        say(
            "scenario_row.eased", language, usual=percent(float(eased.usual.value)),
            now=percent(float(eased.now.value)), source=source_text(eased.now.source, language),
            when=("；" if language == "zh" else "; ").join(when),
        )
    ]  # fmt: skip


def _prices(outcome: Outcome, language: str) -> str:
    lines = [
        say(
            f"scenario_row.price_{price.what}",
            language,
            rule=named("rule", price.detail, language),
            detail=price.detail,
            calls=f"{price.calls_saved:,.0f}",
        )
        for price in outcome.prices
    ]
    return "\n".join(lines) or "–"


def scenario_xlsx(table: ScenarioTable, language: str) -> bytes:
    """Return the comparison, every day of every scenario, and who changes, as an Excel file."""
    content = io.BytesIO()
    with workbook(content) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        share, day_format = (
            book.add_format({"num_format": "0%"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        sheet = book.add_worksheet(say("scenario_sheet.compare", language))
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 6, 26)
        heads = [scenario_name(outcome, language) for outcome in table.outcomes]
        sheet.write_row(0, 0, [_title(table, language), *heads], bold)
        for number, (label, values) in enumerate(rows(table, language), 1):
            sheet.write(number, 0, label, bold)
            sheet.write_row(number, 1, values, wrap)
        days = book.add_worksheet(say("scenario_sheet.days", language))
        columns = (
            "scenario",
            "day",
            "offered",
            "answered",
            "abandoned",
            "in_time",
            "wait",
            "worst_wait",
            "backlog",
        )
        days.write_row(0, 0, [say(f"scenario_sheet.{column}", language) for column in columns], bold)
        days.set_column(0, 0, 28)
        days.set_column(1, 8, 12)
        number = 1
        for head, outcome in zip(heads, table.outcomes, strict=True):
            for line in outcome.advised.days:
                days.write(number, 0, head)
                days.write_datetime(number, 1, line.day, day_format)
                days.write_row(number, 2, [round(line.offered), round(line.answered), round(line.abandoned)])
                days.write(number, 5, line.in_time, share)
                days.write_row(number, 6, [round(line.wait), round(line.worst_wait), round(line.backlog)])
                number += 1
        halves = book.add_worksheet(say("scenario_sheet.halves", language))
        halves.write_row(0, 0, [say(f"scenario_sheet.{column}", language) for column in HALVES], bold)
        halves.set_column(0, 0, 28)
        halves.set_column(1, 8, 12)
        number = 1
        for head, outcome in zip(heads, table.outcomes, strict=True):
            for slot, waits in enumerate(outcome.advised.waits):
                if np.isnan(waits[0]) and not outcome.needed[slot]:
                    continue
                day, minute = divmod(slot * HALF_HOUR, 1440)
                halves.write(number, 0, head)
                halves.write_datetime(number, 1, table.start + timedelta(days=day), day_format)
                halves.write_string(number, 2, f"{minute // 60:02d}:{minute % 60:02d}")
                halves.write_row(number, 3, [int(outcome.needed[slot]), int(outcome.on_hand[slot])])
                halves.write_row(number, 5, [round(float(wait)) for wait in waits if np.isfinite(wait)])
                number += 1
        people = book.add_worksheet(say("scenario_sheet.people", language))
        who_columns = ("scenario", "person", "before", "after", "days_changed", "overtime", "owed")
        people.write_row(0, 0, [say(f"scenario_sheet.{column}", language) for column in who_columns], bold)
        people.set_column(0, 1, 22)
        number = 1
        for head, outcome in zip(heads, table.outcomes, strict=True):
            names = names_of(outcome, language)
            for who in outcome.people:
                people.write_row(
                    number, 0, [head, names[who.person], who.before, who.after, who.days_changed, who.overtime_hours, who.rest_owed]
                )  # fmt: skip
                number += 1
    return content.getvalue()


def scenario_pdf(table: ScenarioTable, language: str) -> bytes:
    """Return the comparison on one landscape page."""
    title = say("scenario_sheet.compare", language)
    facts = {
        "heading": _title(table, language),
        "heads": [scenario_name(outcome, language) for outcome in table.outcomes],
        "rows": [[label, *values] for label, values in rows(table, language)],
        "note": say("scenario_sheet.note", language),
    }
    return typeset("scenarios", facts, title=title, language=language)


def _title(table: ScenarioTable, language: str) -> str:
    return say("scenario_sheet.window", language, start=table.start, days=table.days)


def sweep_sentences(found: Sweep, language: str) -> list[str]:
    """Return where the roster breaks, a sentence for each absence."""
    return [
        say(
            "scenario_page.holds" if at is None else "scenario_page.breaks",
            language,
            absence=percent(absence),
            volume=f"{found.volumes[-1] if at is None else at:.2g}",
        )
        for absence, at in zip(found.absences, found.breaks, strict=True)
    ]
