"""Fixes: what would close a gap, each tried out by solving its days again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from scheduler.people import Person
from scheduler.problem import Assignment, Lock, Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook, check_all
from scheduler.shifts import ShiftType
from scheduler.solve.result import Shortfall, Status, Stop, shortfalls_of
from scheduler.solve.run import solve

LOOSER: dict[tuple[str, str], float] = {
    ("min_rest", "hours"): -1.0,
    ("rest_after_nights", "hours"): -12.0,
    ("consecutive_days", "days"): 1,
    ("weekly_hours", "enterprise_overtime"): 4.0,
    ("weekly_hours", "civil_servant_overtime"): 4.0,
    ("weekly_hours", "public_institution_overtime"): 4.0,
    ("weekly_hours", "ceiling"): 4.0,
    ("daily_hours", "overtime"): 1.0,
}
"""How far a limit may be stretched to try what it would bring; limits of the law are never stretched."""

EXTRA = "+1"
"""Code of the person and of the shift that do not exist yet."""


@dataclass(frozen=True, slots=True)
class Fix:
    """
    Something that would help, with what it was found to bring.

    Parameters
    ----------
    code
        ``within`` (other cells within the rules, see `changes`), ``one_more`` (a person from `start` to `end` minutes
        of the day) or ``looser`` (a limit of a rule).
    saved
        Calls that it saves over the whole roster, found by solving.
    closes
        Whether the gap it was asked for is closed.
    start, end, skill
        When one more person is wanted, and with which skill.
    rule, field, limit, value
        The limit, what it is now and what was tried.
    people
        Codes of those for whom the limit would be stretched, or whose cells change.
    changes
        Cells that come or go, where that is all.
    roster
        The roster that was found.
    """

    code: str
    saved: float
    closes: bool
    roster: Roster
    start: int = 0
    end: int = 0
    skill: str | None = None
    rule: str = ""
    field: str = ""
    limit: float = 0.0
    value: float = 0.0
    people: tuple[str, ...] = ()
    changes: tuple[Assignment, ...] = ()


def cheapest_fixes(
    problem: Problem,
    rulebook: Rulebook,
    roster: Roster,
    gap: Shortfall,
    *,
    seconds: float = 3.0,
    reach: int = 1,
    seed: int = 0,
) -> tuple[Fix, ...]:
    """
    Return what would close a gap or lessen it, the least intrusive first; each was verified by solving.

    What other cells within the rules would bring comes first, and limits are stretched only if that does not close the gap;
    what the others save is counted beyond it. A stretched limit that helps nobody is left out. Days further than `reach` from the gap stay as they are.

    Parameters
    ----------
    problem, rulebook, roster
        The roster that has the gap.
    gap
        The gap.
    seconds, seed
        Time and seed of each search.
    reach
        Days around the gap that may be rearranged.
    """
    near = [gap.day + timedelta(days=k) for k in range(-reach, reach + 1)]
    around = _frozen(problem, roster, near)
    within = _rearranged(around, rulebook, roster, gap, seconds, seed)
    plain = _lost(problem, within.roster)
    closed = within.closes and within.saved > 0
    found: list[Fix] = []
    for looser, fix in () if closed else _looser(rulebook):
        tried = _solved(around, looser, roster, seconds, seed)
        saved = plain - _lost(problem, tried)
        broken = check_all(problem, rulebook, tried)
        people = tuple(sorted({b.person for b in broken if b.person is not None}))
        if saved > 0 and people:
            found.append(
                replace(fix, saved=saved, closes=_closed(problem, tried, gap), roster=tried, people=people)
            )
    found.sort(key=lambda fix: (not fix.closes, len(fix.people), -fix.saved))
    if within.saved > 0:
        found.insert(0, within)
    more = _one_more(around, gap)
    extended = Roster(roster.assignments | {Assignment(EXTRA, gap.day, EXTRA)})
    tried = _solved(more, _for_extra(rulebook), extended, seconds, seed)
    kind = more.shift_types[-1]
    found.append(
        Fix(
            "one_more",
            plain - _lost(more, tried),
            _closed(more, tried, gap),
            tried,
            start=kind.start,
            end=kind.end,
            skill=gap.skill,
        )
    )
    return tuple(found)


def _rearranged(
    problem: Problem, rulebook: Rulebook, roster: Roster, gap: Shortfall, seconds: float, seed: int
) -> Fix:
    """Return what the rules as they are leave to be won, with the fewest cells changed."""
    tiers = [tier for tier in rulebook.tiers[1:] if tier.name == "stability"]
    book = replace(rulebook, tiers=(*rulebook.tiers[:1], *tiers))
    known = replace(problem, published=roster.assignments)
    result = solve(known, book, stop=Stop(seconds), seed=seed, start=roster)
    after = roster if result.status in {Status.EMPTY, Status.CONFLICT} else result.roster
    saved = _lost(problem, roster) - _lost(problem, after)
    changes = tuple(sorted(after.assignments ^ roster.assignments, key=lambda a: (a.day, a.person, a.shift)))
    people = tuple(dict.fromkeys(cell.person for cell in changes))
    return Fix("within", saved, _closed(problem, after, gap), after, people=people, changes=changes)


def _solved(problem: Problem, rulebook: Rulebook, roster: Roster, seconds: float, seed: int) -> Roster:
    """Return the roster that loses the fewest calls, the rest of its goals left aside."""
    first = replace(rulebook, tiers=rulebook.tiers[:1])
    result = solve(problem, first, stop=Stop(seconds), seed=seed, start=roster)
    return roster if result.status in {Status.EMPTY, Status.CONFLICT} else result.roster


def _frozen(problem: Problem, roster: Roster, near: list[date]) -> Problem:
    cells = roster.by_cell()
    own = {(lock.person, lock.day): lock for lock in problem.locks}
    far = {
        (person.code, day): Lock(person.code, day, cells.get((person.code, day)))
        for person in problem.people
        for day in problem.dates
        if day not in near
    }
    return replace(problem, locks=frozenset((far | own).values()))


def _looser(rulebook: Rulebook) -> Iterator[tuple[Rulebook, Fix]]:
    law = {(limit.owner, limit.name) for limit in rulebook.limits if limit.kind == "law"}
    for rule in rulebook.rules:
        for (code, field), step in LOOSER.items():
            if rule.code != code or (code, field) in law:
                continue
            limit = getattr(rule, field)
            value = max(0, limit + step)
            loose: Any = replace(rule, **{field: value})  # type: ignore[type-var]  # every rule is a dataclass
            rules = tuple(loose if other is rule else other for other in rulebook.rules)
            fix = Fix(
                "looser", 0.0, False, Roster(frozenset()), rule=code, field=field, limit=limit, value=value
            )
            yield replace(rulebook, rules=rules), fix


def _one_more(problem: Problem, gap: Shortfall) -> Problem:
    """Return the problem with one more person who works just the gap, in whole hours."""
    start = gap.start.hour * 60
    minutes = round((gap.end - gap.start) / timedelta(minutes=1)) + gap.start.minute
    length = -(-minutes // 60) * 60
    kind = ShiftType(EXTRA, EXTRA, start, length, length)
    skills = frozenset({gap.skill} if gap.skill is not None else ())
    person = Person(EXTRA, EXTRA, skills=skills, senior=True)
    return replace(
        problem,
        people=(*problem.people, person),
        shift_types=(*problem.shift_types, kind),
        locks=problem.locks | {Lock(EXTRA, gap.day, EXTRA)},
    )


def _for_extra(rulebook: Rulebook) -> Rulebook:
    """Return the rulebook without what a person of a few hours cannot answer for."""
    return rulebook.without("daily_hours")


def _lost(problem: Problem, roster: Roster) -> float:
    return sum(gap.lost for gap in shortfalls_of(problem, roster))


def _closed(problem: Problem, roster: Roster, gap: Shortfall) -> bool:
    return not any(
        other.start < gap.end and gap.start < other.end and other.skill == gap.skill
        for other in shortfalls_of(problem, roster)
    )
