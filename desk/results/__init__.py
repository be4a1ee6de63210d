"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from desk.results.centre import AccountLine, AuditLine, CalendarYear, Centre, RuleLine, TeamView, Window
from desk.results.forecasts import ForecastView, ModelScore, RequirementView, Series, SettingLine, Span
from desk.results.imports import DayChange, Finding, ImportPreview, ImportResult
from desk.results.repairs import CellChange, CellInstead, GapFixes, Repaired, RosterReasons, StandIns
from desk.results.rosters import (
    JobState,
    Member,
    MyChange,
    MyRoster,
    MyShift,
    RosterVersion,
    RosterView,
    Shortfall,
)
from desk.results.what_if import Comparison, DayComparison, Situation

__all__ = [
    "AccountLine",
    "AuditLine",
    "CalendarYear",
    "CellChange",
    "CellInstead",
    "Centre",
    "Comparison",
    "DayChange",
    "DayComparison",
    "Finding",
    "ForecastView",
    "GapFixes",
    "ImportPreview",
    "ImportResult",
    "JobState",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRoster",
    "MyShift",
    "Repaired",
    "RequirementView",
    "RosterReasons",
    "RosterVersion",
    "RosterView",
    "RuleLine",
    "Series",
    "SettingLine",
    "Shortfall",
    "Situation",
    "Span",
    "StandIns",
    "TeamView",
    "Window",
]
