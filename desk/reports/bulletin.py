"""The daily bulletin and the one-page situation report: the same facts, as PDF and as plain text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from desk.reports.typeset import typeset
from desk.results import Briefing, ComingDay, Duty, PastDay, Risk
from desk.words import say, write_date
from desk.words.writing import clock, named, percent, short_day, weekday

NAMED = 30
"""People who are named on a paper; of a larger team only the numbers fit on the page."""

NOTHING = "–"
"""Stands where nothing is known."""


class Paper(StrEnum):
    """Which of the two papers."""

    BULLETIN = "bulletin"
    SITUATION = "situation"


def bulletin_pdf(briefing: Briefing, paper: Paper, language: str) -> bytes:
    """Return a paper as a PDF on one A4 page."""
    facts = paper_facts(briefing, paper, language)
    return typeset("bulletin", facts, title=str(facts["heading"]), language=language)


def bulletin_text(briefing: Briefing, paper: Paper, language: str) -> str:
    """Return a paper as plain text, fit for a message."""
    facts = paper_facts(briefing, paper, language)
    lines = [str(facts["heading"]), str(facts["under"]), ""]
    for block in facts["blocks"]:  # type: ignore[attr-defined]  # made below as a list of mappings
        lines.append(f"【{block['title']}】" if language == "zh" else f"{block['title'].upper()}")
        lines += [f"· {line}" for line in block["lines"]]
        for row in block["rows"]:
            lines.append(
                "· " + "，".join(_pairs(block["columns"], row))
                if language == "zh"
                else "· " + "; ".join(_pairs(block["columns"], row))
            )
        lines.append("")
    lines.append(str(facts["foot"]))
    return "\n".join(lines) + "\n"


def paper_facts(briefing: Briefing, paper: Paper, language: str) -> dict[str, object]:
    """Return the blocks of a paper in their order: title, sentences, and a table where numbers stand in rows."""

    def told(code: str, **details: object) -> str:
        return say(f"bulletin.{code}", language, **details)

    blocks = {
        "yesterday": lambda: _block(told("yesterday"), _yesterday(briefing, told)),
        "past": lambda: _past(briefing, told, language),
        "duty": lambda: _block(told("on_duty"), _duty(briefing, told, language)),
        "hours": lambda: _block(told("hours"), _hours(briefing, told)),
        "ahead": lambda: _ahead(briefing, told, language),
        "risks": lambda: _block(told("risks"), risk_sentences(briefing.risks, language) or [told("no_risk")], alert=any(r.urgent for r in briefing.risks)),
    }  # fmt: skip
    order = {
        Paper.BULLETIN: ("yesterday", "duty", "past", "ahead", "risks"),
        Paper.SITUATION: ("risks", "yesterday", "past", "ahead", "duty", "hours"),
    }[paper]
    made_at = told("made_at", day=briefing.day, time=f"{briefing.now:%H:%M}")
    return {
        "heading": told(paper.value),
        "under": f"{briefing.centre} · {write_date(briefing.day, language)}",
        "blocks": [blocks[name]() for name in order],
        "foot": f"{made_at}{told('synthetic') if briefing.synthetic else ''}",
    }


def risk_sentences(risks: tuple[Risk, ...], language: str) -> list[str]:
    """Return every risk as a sentence."""
    found = []
    for risk in risks:
        facts = dict(risk.details)
        if "holiday" in facts:
            facts["holiday"] = named("holiday", str(facts["holiday"]), language)
        for name in ("first", "last"):
            if risk.code == "gap":
                facts[name] = clock(int(str(facts[name])), language)
        found.append(say(f"risk.{risk.code}", language, **facts))
    return found


def duty_line(duty: Duty, language: str) -> str:
    """Return a shift with its times and people in one line."""
    names = say("bulletin.comma", language).join(duty.people)
    times = f"{duty.start:%H:%M}–{_end(duty.start, duty.end, language)}"
    return f"{named('shift', duty.name, language)} {times}{say('bulletin.colon', language)}{names}"


def _end(start: datetime, end: datetime, language: str) -> str:
    minutes = (end.date() - start.date()).days * 1440 + end.hour * 60 + end.minute
    return clock(minutes, language)


def _block(title: str, lines: list[str], *, alert: bool = False) -> dict[str, object]:
    return {"title": title, "lines": lines, "columns": [], "rows": [], "alert": alert}


def _yesterday(briefing: Briefing, told: Callable[..., str]) -> list[str]:
    last = briefing.past[-1]
    if last.calls is None:
        return [told("nothing_in")]
    lines = [told("calls", calls=round(last.calls))]
    if last.requests is not None:
        lines[0] += told("requests", requests=round(last.requests))
    if last.expected is not None and last.low is not None and last.high is not None:
        facts = {"expected": round(last.expected), "low": round(last.low), "high": round(last.high)}
        lines.append(
            told("against", share=_signed(last.deviation or 0.0), **facts)
            + told("outside" if last.unusual else "inside")
        )
    else:
        lines.append(told("no_forecast"))
    if last.answered is None:
        lines.append(told("no_answers"))
    else:
        lines.append(told("answered", share=percent(last.answered, 1)))
        if last.in_time is not None:
            lines.append(
                told("in_time", share=percent(last.in_time, 1), target=percent(briefing.target))
                + told("met" if last.in_time >= briefing.target else "not_met")
            )
    if briefing.backlog is not None:
        backlog = briefing.backlog
        kind = "backlog_guess" if backlog.estimated else "backlog"
        lines.append(told(kind, messages=round(backlog.messages), hours=backlog.hours))
        if backlog.clear_at is not None:
            lines.append(told("clear", time=f"{backlog.clear_at:%H:%M}"))
    return lines


def _duty(briefing: Briefing, told: Callable[..., str], language: str) -> list[str]:
    if not briefing.duties:
        return [told("nobody")]
    people = {name for duty in briefing.duties for name in duty.people}
    if len(people) > NAMED:
        counts = (
            duty_line(replace(duty, people=(str(len(duty.people)),)), language) for duty in briefing.duties
        )
        return [told("people", count=len(people)), *counts]
    return [told("people", count=len(people)), *(duty_line(duty, language) for duty in briefing.duties)]


def _hours(briefing: Briefing, told: Callable[..., str]) -> list[str]:
    if not briefing.over_hours:
        return [told("no_over")]
    return [
        told("over", name=name, hours=hours, limit=limit) for name, hours, limit in briefing.over_hours[:6]
    ]


def _past(briefing: Briefing, told: Callable[..., str], language: str) -> dict[str, object]:
    columns = ["day", "actual", "forecast", "interval", "deviation", "rate", "staff"]
    return {
        "title": told("past"), "lines": [], "alert": False, "columns": [told(f"col_{c}") for c in columns],
        "rows": [_past_row(line, language) for line in briefing.past],
    }  # fmt: skip


def _past_row(line: PastDay, language: str) -> list[str]:
    return [
        _day(line, language),
        _whole(line.calls),
        _whole(line.expected),
        NOTHING if line.low is None or line.high is None else f"{line.low:,.0f}–{line.high:,.0f}",
        NOTHING if line.deviation is None else _signed(line.deviation),
        NOTHING if line.answered is None else percent(line.answered, 1),
        _whole(line.on_duty),
    ]


def _ahead(briefing: Briefing, told: Callable[..., str], language: str) -> dict[str, object]:
    columns = ["day", "forecast", "interval", "needed", "rostered", "missing", "staff", "expected_rate"]
    return {
        "title": told("ahead"), "lines": [], "alert": False, "columns": [told(f"col_{c}") for c in columns],
        "rows": [_ahead_row(line, language) for line in briefing.ahead],
    }  # fmt: skip


def _ahead_row(line: ComingDay, language: str) -> list[str]:
    return [
        _day(line, language),
        _whole(line.expected),
        f"{line.low:,.0f}–{line.high:,.0f}",
        f"{line.needed_hours:,.1f}",
        NOTHING if line.rostered_hours is None else f"{line.rostered_hours:,.1f}",
        NOTHING if line.missing_hours is None else f"{line.missing_hours:,.1f}",
        _whole(line.on_duty),
        NOTHING if line.in_time is None else percent(line.in_time),
    ]


def _day(line: PastDay | ComingDay, language: str) -> str:
    day = line.day
    text = f"{short_day(day.date, language)} {weekday(day.date, language)}"
    if day.holiday is not None and day.is_off:
        text += f" {named('holiday', day.holiday, language)}"
    return text


def _signed(share: float) -> str:
    """Return a deviation with its sign, none before a zero."""
    text = f"{share:+.0%}"
    return "0%" if text in {"+0%", "-0%"} else text


def _whole(value: float | None) -> str:
    return NOTHING if value is None else f"{value:,.0f}"


def _pairs(columns: list[str], row: list[str]) -> list[str]:
    return [row[0], *(f"{name} {value}" for name, value in zip(columns[1:], row[1:], strict=True))]
