"""Who really worked in the last year, since when everyone works, what leave was granted and what it was taken from."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from desk.results import Actual, Entitlement, LeaveDay, LeaveKind, Tenure
from desk.sample.duties import NOW, festival_duties
from desk.sample.team import PEOPLE, TRANSPORT
from forecast.calendar import Calendar
from scheduler.people import Person
from scheduler.problem import Absence, AbsenceKind

FIRST = date(2025, 12, 29)
"""First day of attendance: the Monday of the week in which 2026 begins."""

Span = tuple[int, int, int]
"""Start, end and paid minutes of a day's work; times in minutes from midnight."""

EARLY, MID, SHORT, MORNING, LATE = (
    (480, 1020, 480), (510, 1050, 480), (540, 1020, 420), (480, 720, 240), (690, 1230, 480)
)  # fmt: skip
"""The working days' shifts E, M, K, H and L."""

THROUGHOUT: Span = (480, 1050, 480)
"""A day off's duty from opening to closing, with ninety minutes of breaks in turns; the managers' duty too."""

KEPT = 0.15
"""Share of duties on days off for which no working day of the same week was given free [chosen]."""

STAY, STAY_BUSY = 0.04, 0.12
"""Chance that somebody stays to call back, on ordinary days and on those that took five or more at the phones [chosen]."""

STAYS = (30, 60, 60, 90)
"""Minutes that they stay [chosen]."""

TENURES = (
    ("op01", date(2003, 7, 1)), ("op02", date(2011, 9, 1)), ("op03", date(2009, 3, 16)), ("op04", date(2017, 7, 3)),
    ("op05", date(2014, 6, 9)), ("op06", date(2019, 10, 8)), ("op07", date(2016, 8, 1)), ("op08", date(2005, 4, 18)),
    ("op09", date(2020, 7, 6)), ("op10", date(2013, 5, 6)), ("op11", date(2022, 3, 1)), ("op12", date(2018, 11, 5)),
    ("an01", date(2019, 7, 1)), ("hd01", date(1990, 8, 1)), ("dm01", date(1998, 7, 15)), ("dm02", date(2008, 7, 1)),
)  # fmt: skip
"""Since when everyone has worked, over all employers [chosen]."""

GRANTS = (
    Entitlement("an01", LeaveKind.PATERNITY, date(2026, 9, 21), date(2026, 12, 20), 15.0),
    Entitlement("op04", LeaveKind.PARENT_CARE, date(2026, 1, 1), date(2026, 12, 31), 5.0),
    Entitlement("op05", LeaveKind.CHILDCARE, date(2026, 1, 1), date(2026, 12, 31), 10.0),
    Entitlement("op07", LeaveKind.CHILDCARE, date(2026, 4, 1), date(2027, 3, 31), 10.0),
)
"""Leave that was granted by hand. The analyst has taken none of his, and it ends in four weeks."""


def tenures() -> tuple[Tenure, ...]:
    """Return since when everyone has worked."""
    return tuple(Tenure(person, since) for person, since in TENURES)


def leave_taken(absences: Iterable[Absence]) -> tuple[LeaveDay, ...]:
    """Return the working days of leave, past and approved, all taken from annual leave."""
    calendar = Calendar("CN")
    return tuple(
        LeaveDay(a.person, a.day, LeaveKind.ANNUAL)
        for a in absences
        if a.kind is AbsenceKind.LEAVE and not calendar.day(a.day).is_off
    )


def attendance(
    rng: np.random.Generator, absences: Iterable[Absence], at_phones: Mapping[date, tuple[int, ...]]
) -> tuple[Actual, ...]:
    """
    Return who really worked from `FIRST` to the last day of the history.

    Nobody works on a day of absence, past transport or beyond what they may; whoever stood in a Spring Festival break
    by the list of duties did so; and in every half-hour at least as many are there as the history has at the phones.

    Parameters
    ----------
    at_phones
        Operators at the phones in each half-hour, by day.
    """
    week = _Weeks(rng, absences, at_phones)
    for number in range((NOW - FIRST).days // 7 + 1):
        week.work(FIRST + timedelta(days=7 * number))
    return tuple(
        Actual(person, day, *span) for (day, person), span in sorted(week.worked.items()) if day <= NOW
    )


class _Weeks:
    """The year week by week: first the days off, then the days given free for them, then the working days."""

    def __init__(
        self, rng: np.random.Generator, absences: Iterable[Absence], at_phones: Mapping[date, tuple[int, ...]]
    ) -> None:
        self.rng, self.at_phones = rng, at_phones
        self.away = {(a.person, a.day) for a in absences}
        self.calendar = Calendar("CN")
        self.operators = [person for person in PEOPLE if "phone" in person.skills]
        self.managers = [person for person in PEOPLE if "lead" in person.skills]
        self.festival = {(duty.day, duty.person): duty.shift for duty in festival_duties()}
        self.reach = {(t.zone, t.day_off): (t.earliest_start, t.latest_end) for t in TRANSPORT}
        self.duties = dict.fromkeys((person.code for person in PEOPLE), 0)
        self.worked: dict[tuple[date, str], Span] = {}

    def work(self, monday: date) -> None:
        days = [monday + timedelta(days=k) for k in range(7)]
        working = [day for day in days if not self.calendar.day(day).is_off]
        for day in days:
            if day not in working:
                self._man_day_off(day)
                self._close(day)
                self._lead(day)
        free = self._given_free(days, working)
        for day in working:
            here = [p for p in PEOPLE if (p.code, day) not in self.away | free and not self._tired(p, day)]
            self._man(day, [p for p in here if p in self.operators])
            self._close(day)
            for person in (p for p in here if p not in self.operators):
                self._add(day, person, EARLY if person.code == "an01" else MID)
        self._stay(working)

    def _man_day_off(self, day: date) -> None:
        listed = [p for p in self.operators if (day, p.code) in self.festival]
        here = listed or sorted(
            (
                p
                for p in self.operators
                if p.weekly_minutes == 2400 and (p.code, day) not in self.away and not self._tired(p, day)
            ),
            key=lambda p: ((day - timedelta(days=1), p.code) in self.worked, self._lately(p, day), self.duties[p.code]),
        )  # fmt: skip
        for person in here:
            missing = self._missing(day)
            spans = [
                span
                for span in (THROUGHOUT, SHORT, LATE)
                if self._can(person, day, span) and (listed or _gain(missing, span))
            ]
            if spans:
                self._add(day, person, max(spans, key=lambda span: _gain(missing, span)))
                self.duties[person.code] += 1

    def _tired(self, person: Person, day: date) -> bool:
        """Say whether a day would be the seventh that somebody works without a break."""
        run = 0
        for step in (-1, 1):
            near = day + timedelta(days=step)
            while (near, person.code) in self.worked:
                run, near = run + 1, near + timedelta(days=step)
        return run >= 6

    def _lately(self, person: Person, day: date) -> bool:
        """Say whether somebody stood in on the days off of the week before."""
        before = [day - timedelta(days=k) for k in range(5, 10)]
        return any((d, person.code) in self.worked and self.calendar.day(d).is_off for d in before)

    def _lead(self, day: date) -> None:
        listed = [p for p in self.managers if (day, p.code) in self.festival]
        others = sorted(self.managers, key=lambda p: (self._tired(p, day), self.duties[p.code]))
        chosen = (listed or others)[0]
        self._add(day, chosen, THROUGHOUT)
        self.duties[chosen.code] += 1

    def _given_free(self, days: list[date], working: list[date]) -> set[tuple[str, date]]:
        """Return the working days that are given free for duties on days off which no law pays threefold."""
        free: set[tuple[str, date]] = set()
        for person in (*self.operators, *self.managers):
            open_days = [day for day in working if (person.code, day) not in self.away]
            for day in days:
                due = (day, person.code) in self.worked and not self.calendar.day(day).statutory
                protected = person.no_overtime_until is not None
                if due and open_days and (protected or self.rng.random() >= KEPT):
                    taken = [sum(d == other for _, other in free) for d in open_days]
                    needed = [max(self.at_phones.get(d, (0,))) for d in open_days]
                    best = min(range(len(open_days)), key=lambda k: (taken[k] + needed[k], -k))
                    free.add((person.code, open_days.pop(best)))
            if person.weekly_minutes == 1800 and open_days:
                free.add((person.code, open_days[-1]))
        return free

    def _man(self, day: date, here: list[Person]) -> None:
        order = sorted(here, key=lambda p: (p.weekly_minutes < 2400, p.zone == "city", self.rng.random()))
        for person in order:
            missing = self._missing(day)
            spans: tuple[Span, ...] = (EARLY, MID, LATE)
            if person.weekly_minutes < 2400:
                spans = (MORNING,) if person.weekly_minutes == 1200 else (EARLY, SHORT)
            can = [span for span in spans if self._can(person, day, span)]
            can = [span for span in can if span is not LATE or _gain(missing, LATE)]
            if can:
                self._add(day, person, max(can, key=lambda s: (_gain(missing, s), self.rng.random())))

    def _close(self, day: date) -> None:
        """Let people come earlier or stay longer where the phones still lack somebody."""
        for person in self.operators:
            span = self.worked.get((day, person.code))
            if span is None or person.no_overtime_until is not None:
                continue
            start, end, paid = span
            for longer in ((start, end + 30, paid + 30), (start - 30, end, paid + 30)):
                missing = self._missing(day)
                if _gain(missing, longer) and not _gain(missing, span) and self._can(person, day, longer):
                    self._add(day, person, longer)
                    break

    def _stay(self, working: list[date]) -> None:
        for day in working:
            busy = max(self.at_phones.get(day, (0,))) >= 5
            for person in PEOPLE:
                span = self.worked.get((day, person.code))
                draw, minutes = self.rng.random(), int(self.rng.choice(STAYS))
                may = person.weekly_minutes == 2400 and person.no_overtime_until is None
                if span is None or not may or draw >= (STAY_BUSY if busy else STAY):
                    continue
                longer = (span[0], span[1] + minutes, span[2] + minutes)
                if self._can(person, day, longer):
                    self.worked[day, person.code] = longer

    def _missing(self, day: date) -> np.ndarray:
        """Return how many the phones still lack in each half-hour of a day, shape (48,)."""
        needed = np.array(self.at_phones.get(day, (0,) * 48))
        for person in self.operators:
            span = self.worked.get((day, person.code))
            if span is not None:
                needed[_slots(span)] -= 1
        return np.asarray(np.maximum(needed, 0))

    def _can(self, person: Person, day: date, span: Span) -> bool:
        earliest, latest = self.reach[person.zone, self.calendar.day(day).is_off]
        return earliest <= span[0] and span[1] <= latest

    def _add(self, day: date, person: Person, span: Span) -> None:
        if (person.code, day) not in self.away:
            self.worked[day, person.code] = span


def _slots(span: Span) -> slice:
    """Return the half-hours that a span covers from end to end."""
    return slice(-(-span[0] // 30), span[1] // 30)


def _gain(missing: np.ndarray, span: Span) -> int:
    """Return in how many half-hours a span would help."""
    return int((missing[_slots(span)] > 0).sum())
