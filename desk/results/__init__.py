"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from desk.results.advice import ShiftAdvice
from desk.results.briefing import Backlog, Briefing, ComingDay, DayCurve, Duty, PastDay, Risk
from desk.results.calendars import CalendarEntry, CalendarLink
from desk.results.centre import AccountLine, AuditLine, CalendarYear, Centre, RuleLine, TeamView, Window
from desk.results.confirming import Confirmation
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
from desk.results.marks import Mark
from desk.results.notices import Announcement, Receipt
from desk.results.repairs import CellInstead, GapFixes, Repaired, RosterReasons, ShiftMove, StandIns
from desk.results.resting import RestDay, RestLine
from desk.results.reviewing import FestivalCurve, ForecastReview, Hindsight
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
from desk.results.staffing import Redialled, StaffingCurve, StaffingFigures
from desk.results.today import DayProgress
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
    "CellInstead",
    "Centre",
    "ComingDay",
    "Comparison",
    "Confirmation",
    "DayChange",
    "DayComparison",
    "DayCurve",
    "DayProgress",
    "Duty",
    "ExplainedDay",
    "FestivalCurve",
    "Finding",
    "ForecastReview",
    "ForecastView",
    "GapFixes",
    "Hindsight",
    "HolidayDay",
    "HolidayMember",
    "HolidayPlan",
    "ImportPreview",
    "ImportResult",
    "JobState",
    "Mark",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRoster",
    "MyShift",
    "PastDay",
    "PayLine",
    "Receipt",
    "Redialled",
    "Repaired",
    "RequirementView",
    "RestDay",
    "RestLine",
    "Risk",
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
    "StaffingCurve",
    "StaffingFigures",
    "StandIns",
    "TableImport",
    "TeamView",
    "Window",
]
