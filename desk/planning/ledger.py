"""Use case of the fairness ledger: how often everyone has had a night, a weekend and each festival day, for all to see."""

from collections import Counter
from datetime import timedelta

from desk.accounts import Account, require
from desk.planning.carrying import festival_days, worked_before
from desk.planning.known import load_calendar, load_centre
from desk.results import LedgerRow, LedgerView
from desk.store import Store, team
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
        past = worked_before(session, here.today, YEARS * 366, kinds)
        recorded = team.load_duties(session)
    codes = {person.code for person in people}
    past = tuple(a for a in past if a.person in codes)
    counts: Counter[tuple[str, str, int]] = Counter()
    for a in past:
        if kinds[a.shift].kind is ShiftKind.NIGHT:
            counts[a.person, "nights", 0] += 1
        if kinds[a.shift].kind in BESIDE:
            counts[a.person, BESIDE[kinds[a.shift].kind], 0] += 1
        if a.day.weekday() >= 5:
            counts[a.person, "weekends", 0] += 1
    counts.update(festival_days(past, {day: calendar.day(day) for day in {a.day for a in past}}))
    for duty in recorded:
        counts[duty.person, duty.measure, duty.year] += duty.count
    columns = tuple(sorted({(measure, year) for _, measure, year in counts}, key=_place))
    rows = tuple(
        LedgerRow(p.code, p.name, tuple(counts[p.code, measure, year] for measure, year in columns))
        for p in people
    )
    return LedgerView(columns, rows, min((a.day for a in past), default=None), here.today - timedelta(days=1))


def _place(column: tuple[str, int]) -> tuple[int, int, str]:
    measure, year = column
    return (PLAIN.index(measure) if measure in PLAIN else len(PLAIN), year, measure)
