"""What the use cases hand out: frozen plain data for pages, command line and reports."""

from desk.results.advice import ShiftAdvice
from desk.results.breakdowns import BreakdownTaken, BreakdownView
from desk.results.briefing import Backlog, Briefing, ComingDay, DayCurve, Duty, PastDay, Risk
from desk.results.calendars import CalendarEntry, CalendarLink
from desk.results.centre import AccountLine, AuditLine, CalendarYear, Centre, TeamView, Window
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
from desk.results.imports import DayChange, Finding, ImportPreview, ImportResult, OutcomesPreview, TableImport
from desk.results.ledger import CellTrial, LedgerRow, LedgerView
from desk.results.line import LineSetting, LineValue
from desk.results.marks import Mark
from desk.results.notices import Announcement, Receipt
from desk.results.repairs import (
    CellInstead,
    GapFixes,
    GoalChange,
    LockConflict,
    Repaired,
    RosterReasons,
    ShiftMove,
    StandIns,
    VersionComparison,
)
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
from desk.results.rulebooks import Emergency, LimitLine, RulesView
from desk.results.sheets import CellChange, SheetPreview
from desk.results.staffing import Redialled, StaffingCurve, StaffingFigures
from desk.results.today import DayProgress
from desk.results.what_if import Comparison, DayComparison, Situation

__all__ = [
    "PENDING",
    "AccountLine",
    "Announcement",
    "Answer",
    "AuditLine",
    "Backlog",
    "BreakdownTaken",
    "BreakdownView",
    "Briefing",
    "CalendarEntry",
    "CalendarLink",
    "CalendarYear",
    "Capped",
    "CellChange",
    "CellInstead",
    "CellTrial",
    "Centre",
    "ComingDay",
    "Comparison",
    "Confirmation",
    "Consent",
    "DayChange",
    "DayComparison",
    "DayCurve",
    "DayProgress",
    "Difference",
    "Duty",
    "Effect",
    "Emergency",
    "ExplainedDay",
    "FestivalCurve",
    "Finding",
    "ForecastReview",
    "ForecastView",
    "GapFixes",
    "GoalChange",
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
    "LimitLine",
    "LineSetting",
    "LineValue",
    "LockConflict",
    "Mark",
    "Member",
    "ModelScore",
    "MyChange",
    "MyRequests",
    "MyRoster",
    "MyShift",
    "OutcomesPreview",
    "PastDay",
    "PayLine",
    "Receipt",
    "Redialled",
    "Repaired",
    "RequestKind",
    "RequestLine",
    "RequestState",
    "RequirementView",
    "RestDay",
    "RestLine",
    "Risk",
    "RosterReasons",
    "RosterVersion",
    "RosterView",
    "RulesView",
    "Series",
    "SettingLine",
    "SheetPreview",
    "ShiftAdvice",
    "ShiftChange",
    "ShiftMove",
    "Shortfall",
    "Situation",
    "Span",
    "StaffingCurve",
    "StaffingFigures",
    "StandIns",
    "TableImport",
    "TeamView",
    "VersionComparison",
    "Window",
]
