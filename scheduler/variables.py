"""Variables: the solver's decisions, asked for by meaning."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from ortools.sat.python import cp_model

from scheduler.people import Person
from scheduler.problem import Assignment, Problem
from scheduler.roster import Roster
from scheduler.shifts import Shift

Literal = cp_model.IntVar | int
"""A decision, or 0 or 1 where the past has decided."""


LARGE = 80
"""People from which on a rule that ties each of them to the whole team is written for all at once."""


class Variables:
    """
    A CP-SAT model of one problem with a yes-or-no decision per person and shift, and no rule yet.

    Parameters
    ----------
    problem
        What is to be decided. What was worked before its start is answered as the constant 1.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self._works: dict[Assignment, cp_model.IntVar] = {
            Assignment(person.code, shift.day, shift.type.code): self.model.new_bool_var(
                f"{person.code} {shift.day} {shift.type.code}"
            )
            for person in problem.people
            for shift in problem.shifts
        }
        self._past: dict[str, list[Shift]] = {person.code: [] for person in problem.people}
        for assignment in problem.before:
            self._past[assignment.person].append(problem.shift_of(assignment))
        self._candidates: dict[str, list[tuple[Shift, Literal]]] = {}
        self._paid: dict[str, dict[date, list[tuple[int, int]]]] = {}
        self._works_on: dict[tuple[str, date], cp_model.IntVar] = {}
        self._counts: dict[tuple[date, str, str | None, bool], cp_model.LinearExprT] = {}

    def works(self, person: Person, shift: Shift) -> cp_model.IntVar:
        """Return whether a person works a shift of the horizon."""
        return self._works[Assignment(person.code, shift.day, shift.type.code)]

    def past(self, person: Person) -> list[Shift]:
        """Return the shifts a person worked before the horizon."""
        return self._past[person.code]

    def candidates(self, person: Person) -> list[tuple[Shift, Literal]]:
        """Return every shift a person has worked or may work, by start, with its decision."""
        if person.code not in self._candidates:
            known: list[tuple[Shift, Literal]] = [(shift, 1) for shift in self.past(person)]
            known += [(shift, self.works(person, shift)) for shift in self.problem.shifts]
            self._candidates[person.code] = sorted(known, key=lambda pair: (pair[0].start, pair[0].type.code))
        return self._candidates[person.code]

    def paid_in(self, person: Person, days: Collection[date]) -> list[tuple[int, Literal]]:
        """Return the paid minutes that fall on some days, of every shift that a person has worked or may work."""
        options = self.candidates(person)
        if person.code not in self._paid:
            by_day: dict[date, list[tuple[int, int]]] = {}
            self._paid[person.code] = by_day
            for place, (shift, _) in enumerate(options):
                for day in (shift.day, shift.day + timedelta(days=1)):
                    if minutes := shift.paid_on(day):
                        by_day.setdefault(day, []).append((place, minutes))
        by_day, found = self._paid[person.code], Counter[int]()
        for day in days:
            found.update(dict(by_day.get(day, ())))
        return [(minutes, options[place][1]) for place, minutes in sorted(found.items())]

    def works_on(self, person: Person, day: date) -> Literal:
        """Return whether a person starts any shift on a day."""
        if day < self.problem.start:
            return int(any(shift.day == day for shift in self.past(person)))
        key = (person.code, day)
        if key not in self._works_on:
            options = [self.works(person, Shift(day, kind)) for kind in self.problem.shift_types]
            if len(options) == 1:
                self._works_on[key] = options[0]
            else:
                works = self.model.new_bool_var(f"{person.code} {day}")
                for option in options:
                    self.model.add(works >= option)
                self.model.add(works <= sum(options))
                self._works_on[key] = works
        return self._works_on[key]

    def count(self, shift: Shift, skill: str | None = None, *, seniors: bool = False) -> cp_model.LinearExprT:
        """Return how many people work a shift: all, those with a skill, or the seniors."""
        key = (shift.day, shift.type.code, skill, seniors)
        if key not in self._counts:
            able = [
                person
                for person in self.problem.people
                if (skill is None or skill in person.skills) and (person.senior or not seniors)
            ]
            if shift.day < self.problem.start:
                count: cp_model.LinearExprT = sum(shift in self.past(person) for person in able)
            else:
                count = self.model.new_int_var(
                    0, len(able), f"{shift.day} {shift.type.code} {skill} {seniors}"
                )
                self.model.add(count == sum(self.works(person, shift) for person in able))
            self._counts[key] = count
        return self._counts[key]

    def around(self, day: date) -> list[Shift]:
        """Return the shifts of a day and of the day before, which may reach into it."""
        return [
            Shift(day - timedelta(days=back), kind) for back in (1, 0) for kind in self.problem.shift_types
        ]

    @property
    def large(self) -> bool:
        """Whether rows that tie each person to the team would be too many: weaker ones for all at once stand in."""
        return len(self.problem.people) >= LARGE

    @property
    def decisions(self) -> dict[Assignment, cp_model.IntVar]:
        """Every decision by the assignment it stands for."""
        return self._works

    def roster(self, value: "cp_model.CpSolver | cp_model.CpSolverSolutionCallback") -> Roster:
        """Return the roster that a solver has found."""
        return Roster(frozenset(cell for cell, works in self._works.items() if value.boolean_value(works)))

    def chosen(self, values: Sequence[int]) -> Roster:
        """Return the roster that values of the model's variables, in order, stand for."""
        return Roster(frozenset(cell for cell, works in self._works.items() if values[works.index]))

    def pinned(
        self, roster: Roster, free: Callable[[Assignment], bool] = lambda _: False
    ) -> cp_model.CpModel:
        """Return a copy of the model in which every decision that is not free is as in a roster."""
        model = self.model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools types it not
        for cell, works in self._works.items():
            value = int(cell in roster.assignments)
            if free(cell):
                model.add_hint(model.get_bool_var_from_proto_index(works.index), value)
            else:
                domain = model.proto.variables[works.index].domain
                domain[0] = domain[1] = value
        return model

    def nearest(self, roster: Roster) -> cp_model.CpModel:
        """Return a copy of the model that asks for the fewest cells that differ from a roster, and nothing else."""
        model = self.model.clone()
        model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools types it not
        differs: list[cp_model.LinearExprT] = []
        for cell, works in self._works.items():
            literal = model.get_bool_var_from_proto_index(works.index)
            model.add_hint(literal, cell in roster.assignments)
            differs.append(1 - literal if cell in roster.assignments else literal)
        model.minimize(sum(differs))
        return model

    def hint(self, roster: Roster) -> None:
        """Let the search start from a roster."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools types it not
        for cell, works in self._works.items():
            self.model.add_hint(works, cell in roster.assignments)
