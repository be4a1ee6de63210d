"""What the use cases say of duties carried and of cells tried by hand."""

from dataclasses import dataclass
from datetime import date

from desk.results.requests import Answer


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One person's counts, in the order of the columns."""

    person: str
    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """
    What everyone has carried.

    Parameters
    ----------
    columns
        Measure (``nights``, ``weekends`` or a festival day) and year; year 0 counts all of them and the records
        from before the first roster.
    rows
        The team in its order.
    since, until
        First and last day of the published rosters that were counted.
    """

    columns: tuple[tuple[str, int], ...]
    rows: tuple[LedgerRow, ...]
    since: date | None
    until: date


@dataclass(frozen=True, slots=True)
class CellTrial:
    """
    What a cell set by hand would do.

    Parameters
    ----------
    was
        Shift that the cell holds now, None for a day off.
    breaches
        Every rule that it would break newly; none if it can be kept.
    missing_before, missing_after
        Operator hours missing on the whole window.
    goals
        Tier and its cost before and after.
    """

    was: str | None
    breaches: tuple[Answer, ...]
    missing_before: float
    missing_after: float
    goals: tuple[tuple[str, int, int], ...]
