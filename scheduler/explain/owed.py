"""Owed: rest that a roster under relaxed rules takes from people, by the rules of ordinary days."""

from datetime import timedelta

from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.rules.weekly_rest import WeeklyRest


def rest_owed(problem: Problem, usual: Rulebook, roster: Roster) -> dict[str, int]:
    """
    Return how many days of weekly rest people (codes) are owed; those who are owed none are left out.

    Every span of days without its rest counts once: spans that overlap one counted already do not count again.

    Parameters
    ----------
    problem, roster
        The days under relaxed rules and what is worked on them.
    usual
        The rules of ordinary days, which say what rest a span of days has.
    """
    owed: dict[str, int] = {}
    for rule in (rule for rule in usual.rules if isinstance(rule, WeeklyRest)):
        counted = {person.code: problem.start - timedelta(days=rule.span) for person in problem.people}
        for breach in sorted(rule.check(problem, roster), key=lambda breach: breach.day):
            person = breach.person or ""
            if breach.day - counted[person] >= timedelta(days=rule.span):
                counted[person] = breach.day
                facts = dict(breach.details)
                owed[person] = owed.get(person, 0) + rule.days - int(str(facts["rest"]))
    return owed
