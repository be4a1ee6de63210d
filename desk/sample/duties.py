"""Leave, training, sickness, wishes, and who carried the last two Spring Festivals."""

from datetime import date, timedelta

import numpy as np

from desk.sample.team import PEOPLE
from forecast.calendar import Calendar
from scheduler.problem import Absence, AbsenceKind, Assignment, Wish

PAST = date(2025, 1, 1)
"""First day for which past absences are kept."""

NOW = date(2026, 11, 22)
"""Last day of the past: after it only approved leave and planned training stand."""

SICK = 0.025
"""Share of working days lost to sickness [chosen]."""

TRAINING = (date(2026, 12, 9), date(2026, 12, 16), date(2027, 1, 13), date(2027, 3, 10))
"""Coming training days; a third of the operators at a time."""

LEAVE = (
    ("op02", date(2026, 12, 14), 5),
    ("op05", date(2026, 11, 30), 3),
    ("op06", date(2027, 1, 18), 5),
    ("op09", date(2027, 2, 8), 4),
    ("op10", date(2026, 12, 28), 3),
    ("op12", date(2027, 2, 1), 5),
    ("an01", date(2026, 12, 21), 5),
)
"""Approved leave to come: person, first day, days."""

WISHES = (
    Wish("op01", date(2026, 12, 5), None, 2),
    Wish("op03", date(2026, 12, 12), None, 1),
    Wish("op05", date(2026, 12, 19), "E", 1),
    Wish("op08", date(2026, 12, 20), None, 2),
    Wish("op10", date(2026, 12, 6), None, 1),
    Wish("op11", date(2026, 12, 1), "H", 1),
    Wish("op12", date(2026, 12, 13), None, 1),
    Wish("op08", date(2027, 2, 5), None, 3),
    Wish("op10", date(2027, 2, 5), None, 3),
    Wish("op12", date(2027, 2, 6), None, 3),
    Wish("op03", date(2027, 2, 7), "E", 2),
    Wish("op04", date(2027, 2, 9), None, 1),
)
"""What people asked for: weekends off, an early shift, the festival eve at home."""

ROTAS = {
    2025: (
        "op01 op04 op09", "op02 op05 op10", "op03 op06 op08", "op07 op01 op12",
        "op04 op02 op09", "op05 op03 op10", "op06 op07 op08", "op01 op04 op12",
    ),
    2026: (
        "op02 op05 op08", "op03 op06 op10", "op07 op01 op09", "op04 op02 op12", "op05 op03 op08",
        "op06 op07 op10", "op01 op04 op09", "op02 op05 op12", "op03 op06 op08",
    ),
}  # fmt: skip
"""Who was on duty on each day of the break, by year: two from the city and one from a county."""


def absences(rng: np.random.Generator) -> tuple[Absence, ...]:
    """Return past sickness and training, past and approved leave, in order of day and person."""
    found: set[Absence] = set()
    operators = [person.code for person in PEOPLE if "phone" in person.skills]
    on_duty = {(a.person, a.day) for a in festival_duties()}
    for k, code in enumerate(operators):
        for number in range((NOW - PAST).days + 1):
            day = PAST + timedelta(days=number)
            if rng.random() < SICK and (code, day) not in on_duty:
                found.add(Absence(code, day, AbsenceKind.SICK))
        for month in range(23):
            training = date(2025 + month // 12, month % 12 + 1, 8 + k % 3 * 7)
            if training <= NOW and (code, training) not in on_duty:
                found.add(Absence(code, training, AbsenceKind.TRAINING))
        for year in (2025, 2026):
            start = date(year, 4, 20) + timedelta(days=7 * ((5 * k + 3 * year) % 26))
            found.update(Absence(code, start + timedelta(days=n), AbsenceKind.LEAVE) for n in range(5))
    for number, day in enumerate(TRAINING):
        found.update(
            Absence(code, day, AbsenceKind.TRAINING)
            for k, code in enumerate(operators)
            if k % 3 == number % 3
        )
    for code, first, days in LEAVE:
        found.update(Absence(code, first + timedelta(days=n), AbsenceKind.LEAVE) for n in range(days))
    kept: dict[tuple[date, str], Absence] = {}
    for absence in sorted(found, key=lambda a: (a.day, a.person, a.kind)):
        kept.setdefault((absence.day, absence.person), absence)
    return tuple(kept.values())


def festival_duties() -> tuple[Assignment, ...]:
    """Return who worked on each day of the Spring Festival breaks of 2025 and 2026, with the head on every eve."""
    calendar, found = Calendar("CN"), []
    for year, rota in ROTAS.items():
        break_ = next(f for f in calendar.festivals(year) if f.code == "spring_festival")
        for number, line in enumerate(rota):
            day = break_.first + timedelta(days=number)
            early, mid, short = line.split()
            found += [Assignment(early, day, "E"), Assignment(mid, day, "M"), Assignment(short, day, "K")]
            if calendar.day(day).lunar_distance in {-1, 0}:
                found.append(Assignment("hd01", day, "B"))
    return tuple(found)
