"""Use case of the fairness ledger: how often everyone has had a night, a weekend and each festival day, for all to see."""

from collections.abc import Iterator
from datetime import timedelta

from desk.accounts import Account, require
from desk.planning.carrying import worked_before
from desk.planning.known import load_calendar, load_centre
from desk.results import LedgerRow, LedgerView
from desk.store import Store, team
from scheduler.goals.fair_duties import festival_measure
from scheduler.problem import Assignment
from scheduler.shifts import ShiftKind

YEARS = 10
"""Years that the ledger goes back at most."""

BESIDE = {ShiftKind.STANDBY: "standby", ShiftKind.MANAGER: "manager"}
"""Measures of shifts beside the phones."""

PLAIN = ("nights", "weekends", "standby", "manager")
"""Measures without a year, in the order in which they stand."""


def fairness_ledger(store: Store, who: Account) -> LedgerView:
    """Return what everyone in the team has carried up to yesterday, as it was worked: counts only, the same for every reader."""
    require(who, "fairness_ledger")
    with store.read() as session:
        here = load_centre(session)
        calendar = load_calendar(session, here.country)
        people = team.load_people(session)
        kinds = {kind.code: kind for kind in team.load_shift_types(session)}
        past = worked_before(session, here.today, YEARS * 366)
        records = team.load_duties(session)
    worked = (*past.rostered, *past.noted)
    festivals = {day: festival_measure(calendar.day(day)) for day in {a.day for a in worked}}

    def measures(a: Assignment) -> Iterator[tuple[str, int]]:
        kind, festival = kinds[a.shift].kind, festivals[a.day]
        if kind is ShiftKind.NIGHT:
            yield "nights", 0
        if kind in BESIDE:
            yield BESIDE[kind], 0
        if a.day.weekday() >= 5:
            yield "weekends", 0
        if festival is not None:
            yield festival, a.day.year

    counts = past.counts(measures, records)
    columns = tuple(sorted({(measure, year) for _, measure, year in counts}, key=_place))
    rows = tuple(
        LedgerRow(p.code, p.name, tuple(counts[p.code, measure, year] for measure, year in columns))
        for p in people
    )
    return LedgerView(
        columns, rows, min((a.day for a in worked), default=None), here.today - timedelta(days=1)
    )


def _place(column: tuple[str, int]) -> tuple[int, int, str]:
    measure, year = column
    return (PLAIN.index(measure) if measure in PLAIN else len(PLAIN), year, measure)
