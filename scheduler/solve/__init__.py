"""Solve: from a problem and a rulebook to the best roster found, checked, with its bound."""

from scheduler.solve.periods import solve_periods
from scheduler.solve.repair import repair
from scheduler.solve.result import Progress, Result, Shortfall, Status, Stop, shortfalls_of
from scheduler.solve.run import solve

__all__ = [
    "Progress",
    "Result",
    "Shortfall",
    "Status",
    "Stop",
    "repair",
    "shortfalls_of",
    "solve",
    "solve_periods",
]
