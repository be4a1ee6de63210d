"""People: who can work, under which contract and within which limits."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil

LONG = 28
"""Days for which limits of one's own are written down."""


class Regime(StrEnum):
    """The law that governs a person's working time."""

    ENTERPRISE = "enterprise"
    CIVIL_SERVANT = "civil_servant"
    PUBLIC_INSTITUTION = "public_institution"


class HoursCycle(StrEnum):
    """The span over which working hours are counted (standard week or comprehensive hours)."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Transport:
    """
    First and last transport between a zone and the centre, on one kind of day.

    Parameters
    ----------
    zone
        Where the person lives (a zone, never an address).
    day_off
        Whether this holds on days off (weekend, holiday) or on working days.
    earliest_start, latest_end
        Minutes from midnight of the shift's day; `latest_end` may exceed 1440. A shift that ends after the
        last transport is possible if it ends after the first transport of the next day.
    """

    zone: str
    day_off: bool
    earliest_start: int
    latest_end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """
    Limits of one person's own over the whole horizon; None is no limit.

    Parameters
    ----------
    max_minutes, min_minutes
        Paid minutes at most and at least.
    max_run, min_run
        Working days in a row at most and at least.
    min_off
        Days off in a row at least.
    max_weekends
        Weekends with work on Saturday or Sunday at most.
    max_shifts
        Pairs of shift code and how many of it at most.
    """

    max_minutes: int | None = None
    min_minutes: int = 0
    max_run: int | None = None
    min_run: int = 1
    min_off: int = 1
    max_weekends: int | None = None
    max_shifts: tuple[tuple[str, int], ...] = ()

    def over(self, days: int, *, whole: int = LONG) -> "Terms":
        """Return the limits of `whole` days as they are over another number of days; runs stay as they are."""
        if days == whole:
            return self

        def most(limit: int | None) -> int | None:
            return None if limit is None else ceil(limit * days / whole)

        return replace(
            self,
            max_minutes=most(self.max_minutes),
            min_minutes=self.min_minutes * days // whole,
            max_weekends=most(self.max_weekends),
            max_shifts=tuple((code, ceil(limit * days / whole)) for code, limit in self.max_shifts),
        )


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """The limits that one person (code) has over `LONG` days."""

    person: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Person:
    """
    One member of the team.

    Parameters
    ----------
    code
        Short unique name in tables and files.
    name
        The name that people read.
    regime, cycle
        The law and the counting span of working hours.
    weekly_minutes
        Contract minutes a week (40 hours are 2400).
    skills
        What the person can do.
    senior
        Whether the person may lead a shift.
    zone
        Residence zone.
    no_nights_until, no_overtime_until
        Last day of a protection, or None; the reason is stored nowhere.
    nursing_minutes
        Paid minutes a day off the phones until `no_nights_until`.
    permit
        Whether the person may come although their zone is closed.
    terms
        Limits of the person's own.

    Raises
    ------
    ValueError
        If the code is empty or the contract minutes are negative.
    """

    code: str
    name: str
    regime: Regime = Regime.ENTERPRISE
    cycle: HoursCycle = HoursCycle.WEEK
    weekly_minutes: int = 2400
    skills: frozenset[str] = frozenset()
    senior: bool = False
    zone: str = ""
    no_nights_until: date | None = None
    no_overtime_until: date | None = None
    nursing_minutes: int = 0
    permit: bool = False
    terms: Terms = Terms()

    def __post_init__(self) -> None:
        if not self.code:
            raise ValueError("person.code must not be empty.")
        if self.weekly_minutes < 0:
            raise ValueError(f"person.weekly_minutes must be >= 0, got {self.weekly_minutes}.")
