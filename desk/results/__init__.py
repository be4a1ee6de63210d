"""What the use cases hand out: frozen plain data for pages, command line and reports."""

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
from desk.results.ledger import CellTrial, LedgerRow, LedgerView
from desk.results.marks import Mark
from desk.results.notices import Announcement, Receipt
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
from desk.results.what_if import Comparison, DayComparison, Situation

__all__ = [
    "PENDING",
    "AccountLine",
    "Announcement",
    "Answer",
    "AuditLine",
    "Backlog",
    "Briefing",
    "CalendarEntry",
    "CalendarLink",
    "CalendarYear",
    "Capped",
    "CellChange",
    "CellTrial",
    "Centre",
    "ComingDay",
    "Comparison",
    "Confirmation",
    "Consent",
    "DayChange",
    "DayComparison",
    "DayCurve",
    "Difference",
    "Duty",
    "Effect",
    "ExplainedDay",
    "FestivalCurve",
    "Finding",
    "ForecastReview",
    "ForecastView",
    "Hindsight",
    "HolidayDay",
    "HolidayMember",
    "HolidayPlan",
    "HouseRule",
    "ImportPreview",
    "ImportResult",
    "JobState",
    "LedgerRow",
    "LedgerView",
    "Mark",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRequests",
    "MyRoster",
    "MyShift",
    "PastDay",
    "PayLine",
    "Receipt",
    "Redialled",
    "RequestKind",
    "RequestLine",
    "RequestState",
    "RequirementView",
    "Risk",
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
    "StaffingCurve",
    "StaffingFigures",
    "TableImport",
    "TeamView",
    "Window",
]
