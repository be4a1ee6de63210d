"""Files become Demand: read a table, map its columns, check it, and say what is wrong by file, row and column."""

from forecast.intake.calls import BadRow, Intake, read_calls
from forecast.intake.checks import Finding
from forecast.intake.events import read_events
from forecast.intake.many import read_many
from forecast.intake.mapping import Mapping, guess_mapping
from forecast.intake.outcomes import Outcomes, read_outcomes
from forecast.intake.overlap import Change, Overlap, diff, merge
from forecast.intake.table import Table, read_table

__all__ = [
    "BadRow",
    "Change",
    "Finding",
    "Intake",
    "Mapping",
    "Outcomes",
    "Overlap",
    "Table",
    "diff",
    "guess_mapping",
    "merge",
    "read_calls",
    "read_events",
    "read_many",
    "read_outcomes",
    "read_table",
]
