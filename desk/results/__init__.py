"""What the use cases hand out: frozen plain data for pages, command line and reports."""

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
from desk.results.requests import (
    PENDING,
    Answer,
    Consent,
    Difference,
    Effect,
    HouseRule,
    MyRequests,
    RequestKind,
    RequestLine,
    RequestState,
    ShiftChange,
)
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
    "PENDING",
    "AccountLine",
    "Answer",
    "AuditLine",
    "CalendarEntry",
    "CalendarLink",
    "CalendarYear",
    "Capped",
    "CellChange",
    "Centre",
    "Comparison",
    "Consent",
    "DayChange",
    "DayComparison",
    "Difference",
    "Effect",
    "ExplainedDay",
    "Finding",
    "ForecastView",
    "HouseRule",
    "ImportPreview",
    "ImportResult",
    "JobState",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRequests",
    "MyRoster",
    "MyShift",
    "RequestKind",
    "RequestLine",
    "RequestState",
    "RequirementView",
    "RosterVersion",
    "RosterView",
    "RuleLine",
    "Series",
    "SettingLine",
    "SheetPreview",
    "ShiftChange",
    "Shortfall",
    "Situation",
    "Span",
    "TableImport",
    "TeamView",
    "Window",
]
