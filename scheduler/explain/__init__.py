"""Explain: why a roster is as it is, what would help, and what contradicts itself."""

from scheduler.explain.conflict import Demand, smallest_conflict
from scheduler.explain.findings import Finding, findings
from scheduler.explain.fixes import Fix, cheapest_fixes
from scheduler.explain.instead import Instead, if_instead
from scheduler.explain.owed import rest_owed
from scheduler.explain.reasons import Reason, explain_shortfall, explain_shortfalls, stand_ins, why_not
from scheduler.explain.report import FairnessRow, Report, report
from scheduler.explain.tightest import Tightest, tightest_places

__all__ = [
    "Demand",
    "FairnessRow",
    "Finding",
    "Fix",
    "Instead",
    "Reason",
    "Report",
    "Tightest",
    "cheapest_fixes",
    "explain_shortfall",
    "explain_shortfalls",
    "findings",
    "if_instead",
    "report",
    "rest_owed",
    "smallest_conflict",
    "stand_ins",
    "tightest_places",
    "why_not",
]
