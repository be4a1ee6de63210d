"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from desk.results.advice import ShiftAdvice
from desk.results.calendars import CalendarEntry, CalendarLink
from desk.results.centre import AccountLine, AuditLine, CalendarYear, Centre, RuleLine, TeamView, Window
from desk.results.explaining import ExplainedDay
from desk.results.forecasts import (
    Capped,
    ForecastView,
    ModelScore,
    RequirementView,
    Series,
    SettingLine,
    Span,
)
from desk.results.imports import DayChange, Finding, ImportPreview, ImportResult, TableImport
from desk.results.repairs import CellInstead, GapFixes, Repaired, RosterReasons, ShiftMove, StandIns
from desk.results.resting import RestDay, RestLine
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
from desk.results.sheets import CellChange, SheetPreview
from desk.results.what_if import Comparison, DayComparison, Situation

__all__ = [
    "AccountLine",
    "AuditLine",
    "CalendarEntry",
    "CalendarLink",
    "CalendarYear",
    "Capped",
    "CellChange",
    "CellInstead",
    "Centre",
    "Comparison",
    "DayChange",
    "DayComparison",
    "ExplainedDay",
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
    "RestDay",
    "RestLine",
    "RosterReasons",
    "RosterVersion",
    "RosterView",
    "RuleLine",
    "Series",
    "SettingLine",
    "SheetPreview",
    "ShiftAdvice",
    "ShiftMove",
    "Shortfall",
    "Situation",
    "Span",
    "StandIns",
    "TableImport",
    "TeamView",
    "Window",
]
