"""The rosters of a drill: the one that stood, the ones advised, and both played against what really came."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from desk.planning.rehearsal import begun, finished, moved, overtime_minutes, service_by_day, without_absent
from desk.planning.staffing import line_of, target_of
from desk.results.surge import Advice, DayService
from desk.sample import SampleCentre, service_facts
from desk.sample.founding_case import Case
from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.grid import Grid
from forecast.halfhours import split
from forecast.models.smoothed_regression import SmoothedRegression
from forecast.prediction import Prediction
from forecast.staffing.plan import require
from forecast.staffing.requirement import Requirement
from forecast.staffing.service import Line
from forecast.surge.alarm import Alarm
from forecast.surge.effects import line_in_surge, of_kind
from forecast.surge.shapes import Kind
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster, cover_of
from scheduler.rulebook import emergency, normal
from scheduler.shifts import ShiftType
from scheduler.solve import Stop, solve
from scheduler.solve.repair import repair

MOVED = 0.2
"""Share by which a week's expected calls must have moved for a new roster to be advised."""

FIRST_DAYS = 3
"""Mornings after the alarm on which a new roster is advised in any case."""

WEEK = 7
"""Days of the roster that stood that are solved at once."""

PLANNED = 14
"""Days that an advised roster covers; what comes later is decided when more is known."""

PATHS = 120
"""Paths behind a requirement: enough for whole operators."""

Told = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Played:
    """Service with the roster that stood and with the advised ones, and the advice by morning."""

    without: tuple[DayService, ...]
    advised: tuple[DayService, ...]
    advice: Mapping[date, Advice]


def play_rosters(
    centre: SampleCentre,
    calendar: Calendar,
    events: tuple[Event, ...],
    half_calls: Demand,
    case: Case,
    alarm: Alarm,
    needs: Mapping[date, Prediction],
    *,
    seconds: float,
    runs: int,
    seed: int,
    told: Told,
) -> Played:
    """
    Solve the roster that stood, repair it as each morning advised, and play both.

    Parameters
    ----------
    centre, calendar, events, half_calls, case, alarm
        What the drill rests on.
    needs
        Projected daily calls by morning, from the first morning of the alarm on.
    seconds, runs, seed
        As in `desk.planning.replay.replay_case`.
    told
        Is told how far it is.
    """
    work = _Rosters(centre, calendar, events, half_calls, case, alarm, seconds, seed)
    told("replay_rosters", 0.0)
    old = work.stood()
    current, advice = old, {}
    expected: float | None = None
    mornings = [day for day in sorted(needs) if day <= work.last]
    for done, morning in enumerate(mornings):
        told("replay_rosters", done / len(mornings))
        week = float(needs[morning].mean[:7].sum())
        early = (morning - alarm.raised.date()).days <= FIRST_DAYS
        if not early and expected is not None and abs(week / expected - 1) < MOVED:
            continue
        expected = week
        current, advice[morning] = work.advise(current, morning, needs[morning])
    told("replay_rosters", 1.0)
    told("replay_play", 0.0)
    return Played(
        work.play(old, old_hours=True, runs=runs),
        work.play(current, old_hours=False, runs=runs),
        advice,
    )


def part_of(needed: Requirement, start: date, days: int) -> Requirement:
    """Return the requirement of some of its days."""
    at = needed.grid.slot_of(start)
    part = slice(at, at + days * needed.grid.slots_per_day)
    return Requirement(
        Grid(start, days, needed.grid.step, needed.grid.zone),
        needed.operators[part],
        needed.calls[part],
        needed.lost[part],
        needed.service_level[part],
        needed.shrinkage,
        needed.skill,
    )


@dataclass(slots=True)
class _Rosters:
    centre: SampleCentre
    calendar: Calendar
    events: tuple[Event, ...]
    half_calls: Demand
    case: Case
    alarm: Alarm
    seconds: float
    seed: int

    @property
    def last(self) -> date:
        return self.case.roster_start + timedelta(days=self.case.roster_days - 1)

    def stood(self) -> Roster:
        """Return the roster made before the emergency, from what was known then."""
        origin = self.case.roster_start - timedelta(days=1)
        known = self.half_calls.until(origin).daily().since(origin - timedelta(days=3 * 365))
        base = (
            SmoothedRegression()
            .fit(known, self.calendar.at(origin), self._own(origin))
            .predict(self.case.roster_days, paths=PATHS, seed=self.seed)
        )
        needed = self._required(base, origin, surge=False)
        made: set[Assignment] = set()
        for skip in range(0, self.case.roster_days, WEEK):
            start = self.case.roster_start + timedelta(days=skip)
            days = min(WEEK, self.case.roster_days - skip)
            problem = self._problem(start, days, part_of(needed, start, days), origin)
            before = tuple(sorted(made, key=lambda a: (a.day, a.person)))
            problem = replace(problem, before=before)
            made |= solve(
                problem, normal(), stop=Stop(self.seconds), seed=self.seed, workers=2
            ).roster.assignments
        return Roster(frozenset(made))

    def advise(self, current: Roster, morning: date, calls: Prediction) -> tuple[Roster, Advice]:
        """Return the roster repaired from a morning on, and what that means."""
        days = min((self.last - morning).days + 1, PLANNED)
        prediction = replace(
            calls,
            grid=Grid(morning, days, 1440, calls.grid.zone),
            mean=calls.mean[:days],
            quantiles=calls.quantiles[:days],
            paths=calls.paths[:PATHS, :days],
        )
        needed = self._required(prediction, morning - timedelta(days=1), surge=True)
        problem = self._problem(morning, days, needed, morning)
        problem = replace(
            problem,
            published=frozenset(a for a in current.assignments if morning <= a.day <= problem.dates[-1]),
            before=tuple(
                sorted((a for a in current.assignments if a.day < morning), key=lambda a: (a.day, a.person))
            ),
        )
        found = repair(problem, emergency(), stop=Stop(self.seconds), seed=self.seed, workers=2)
        ahead = Roster(problem.published or frozenset())
        cover = cover_of(problem, found.roster)
        week = slice(0, 7 * 48)
        more, fewer = self._moved(ahead, found.roster)
        advice = Advice(
            start=morning,
            days=days,
            peak_needed=int(needed.operators[week].max()),
            peak_on_hand=int(cover[week].max()),
            changed=moved(ahead, found.roster, problem.dates).cells,
            called_in=more,
            sent_home=fewer,
            overtime_hours=sum(overtime_minutes(problem, found.roster, p) for p in problem.people) / 60,
        )
        kept = {a for a in current.assignments if not morning <= a.day <= problem.dates[-1]}
        return Roster(frozenset(kept | found.roster.assignments)), advice

    def play(self, roster: Roster, *, old_hours: bool, runs: int) -> tuple[DayService, ...]:
        """Return the service of every day against the calls that really came, with those who could come."""
        grid = Grid(self.case.roster_start, self.case.roster_days, 30)
        at = self.half_calls.grid.slot_of(grid.start)
        rates = self.half_calls.values[at : at + grid.slots]
        problem = Problem(
            grid.start, grid.days, self.centre.operators, self._types(), closures=self.case.closures
        )
        cover = np.minimum(cover_of(problem, without_absent(problem, roster)), self.centre.service.seats)
        line = self._line(grid, date.max if old_hours else self.case.late_from, surge=True)
        target = target_of(service_facts(self.centre.service))
        played = begun(grid, rates, cover, line, target, runs=runs, seed=self.seed)
        return service_by_day(finished(played), grid, cover)

    def _own(self, origin: date) -> list[Event]:
        events = [event for event in self.events if event.repeats or event.start <= origin]
        if self.alarm.since <= origin:
            events.append(Event("surge", EventKind.EMERGENCY, self.alarm.since, origin))
        return events

    def _types(self) -> tuple[ShiftType, ...]:
        return tuple(kind for kind in self.centre.shift_types if kind.on_phones)

    def _line(self, grid: Grid, late_from: date, *, surge: bool) -> Line:
        facts = dict(service_facts(self.centre.service))
        spans = [[late_from.isoformat(), self.last.isoformat()]] if late_from <= self.last else []
        facts |= {"late_spans": spans, "late_close": self.case.late_close}
        line = line_of(facts, grid)
        if not surge:
            return line
        inside = np.repeat(
            [3.0 if day >= self.alarm.since else 1.0 for day in grid.dates], grid.slots_per_day
        )
        return line_in_surge(line, inside, of_kind(Kind.EPIDEMIC))

    def _required(self, prediction: Prediction, origin: date, *, surge: bool) -> Requirement:
        """Return the operators needed, never more than there are desks."""
        half = split(
            prediction,
            self.half_calls.until(origin),
            self.calendar.at(origin),
            self._own(origin),
            seed=self.seed,
        )
        line = self._line(half.grid, self.case.late_from if surge else date.max, surge=surge)
        needed = require(half, line, target_of(service_facts(self.centre.service)))
        seats = self.centre.service.seats
        return replace(needed, operators=np.minimum(needed.operators, seats))

    def _problem(self, start: date, days: int, needed: Requirement, known: date) -> Problem:
        closures = self.case.closures if known >= self.case.closures_known else frozenset()
        last = start + timedelta(days=days - 1)
        return Problem(
            start=start,
            days=days,
            people=self.centre.operators,
            shift_types=self._types(),
            requirements=(needed,),
            calendar=self.calendar.at(known).days(start, days),
            transport=self.centre.transport,
            closures=frozenset(c for c in closures if start <= c.day <= last),
        )

    def _moved(self, before: Roster, after: Roster) -> tuple[tuple[str, ...], tuple[str, ...]]:
        def shifts(roster: Roster) -> dict[str, int]:
            counts: dict[str, int] = {}
            for a in roster.assignments:
                counts[a.person] = counts.get(a.person, 0) + 1
            return counts

        old, new = shifts(before), shifts(after)
        codes = [person.code for person in self.centre.operators]
        more = tuple(code for code in codes if new.get(code, 0) > old.get(code, 0))
        return more, tuple(code for code in codes if new.get(code, 0) < old.get(code, 0))
