"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from desk.results.briefing import Backlog, Briefing, ComingDay, DayCurve, Duty, PastDay, Risk
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
from desk.results.holiday import HolidayDay, HolidayMember, HolidayPlan, PayLine
from desk.results.imports import DayChange, Finding, ImportPreview, ImportResult, TableImport
from desk.results.notices import Announcement, Receipt
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
    "Announcement",
    "AuditLine",
    "Backlog",
    "Briefing",
    "CalendarEntry",
    "CalendarLink",
    "CalendarYear",
    "Capped",
    "CellChange",
    "Centre",
    "ComingDay",
    "Comparison",
    "DayChange",
    "DayComparison",
    "DayCurve",
    "Duty",
    "ExplainedDay",
    "Finding",
    "ForecastView",
    "HolidayDay",
    "HolidayMember",
    "HolidayPlan",
    "ImportPreview",
    "ImportResult",
    "JobState",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRoster",
    "MyShift",
    "PastDay",
    "PayLine",
    "Receipt",
    "RequirementView",
    "Risk",
    "RosterVersion",
    "RosterView",
    "RuleLine",
    "Series",
    "SettingLine",
    "SheetPreview",
    "Shortfall",
    "Situation",
    "Span",
    "TableImport",
    "TeamView",
    "Window",
]
