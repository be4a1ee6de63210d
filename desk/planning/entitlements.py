"""What people may take as leave: annual leave by years of service, time off owed, what was granted; first due, first used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.results import BalanceLine, Entitlement, LeaveKind


@dataclass(frozen=True, slots=True)
class Use:
    """So much of a kind was or will be taken on a day, in days (time off owed: in hours)."""

    kind: LeaveKind
    day: date
    amount: float


def annual_days(since: date, on: date, steps: Mapping[int, float]) -> float:
    """
    Return the days of annual leave that somebody who has worked since a day has on another.

    Parameters
    ----------
    steps
        Days a year by completed years of service: Regulations on Paid Annual Leave of Employees (2007), art. 3.
    """
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    return next((steps[least] for least in sorted(steps, reverse=True) if years >= least), 0)


def annual_leave(
    person: str, since: date, today: date, *, carry: int, steps: Mapping[int, float]
) -> tuple[Entitlement, ...]:
    """
    Return the annual leave of the last year, this one and the next.

    This year's goes by the service completed today, the last year's by its end, the next year's by its beginning;
    `carry` is for how many days it can still be used in the year after.
    """
    reckoned = (date(today.year - 1, 12, 31), today, date(today.year + 1, 1, 1))
    return tuple(
        Entitlement(
            person,
            LeaveKind.ANNUAL,
            date(on.year, 1, 1),
            date(on.year, 12, 31) + timedelta(days=carry),
            annual_days(since, on, steps),
        )
        for on in reckoned
        if annual_days(since, on, steps)
    )


def balance_lines(
    grants: Iterable[Entitlement], uses: Iterable[Use], today: date, *, warning: int
) -> tuple[BalanceLine, ...]:
    """
    Return what is left of everything that has not lapsed, the earliest to lapse first.

    Each use is taken from the grant of its kind that lapses first; what finds none stays visible as the debt of the
    grant that holds on its day, and is left out if there is none.

    Parameters
    ----------
    warning
        Days before the end of a grant from which on it counts as about to lapse.
    """
    order = sorted(grants, key=lambda grant: (grant.last, grant.first, grant.kind))
    taken, planned = [0.0] * len(order), [0.0] * len(order)
    for use in sorted(uses, key=lambda use: use.day):
        fits = [
            k
            for k, grant in enumerate(order)
            if grant.kind is use.kind and grant.first <= use.day <= grant.last
        ]
        left = use.amount
        for k in fits:
            part = min(left, max(0.0, order[k].days - taken[k] - planned[k]))
            if k == fits[-1]:
                part = left
            (planned if use.day > today else taken)[k] += part
            left -= part
    lines = []
    for grant, gone, still in zip(order, taken, planned, strict=True):
        rest = grant.days - gone - still
        if grant.last >= today:
            near = grant.last - today <= timedelta(days=warning) and grant.first <= today
            lines.append(
                BalanceLine(
                    grant.kind, grant.days, gone, still, rest, grant.first, grant.last, near and rest > 0
                )
            )
    return tuple(lines)


def together(lines: Iterable[BalanceLine]) -> tuple[BalanceLine, ...]:
    """Return time off owed that lapses in the same month as one line: its last day is the earliest of them."""
    found: dict[tuple[LeaveKind, date], BalanceLine] = {}
    for line in lines:
        owed = line.kind is LeaveKind.COMP
        key = line.kind, line.last.replace(day=1) if owed else line.last
        kept = found.get(key)
        found[key] = (
            line
            if kept is None
            else replace(
                kept,
                granted=kept.granted + line.granted,
                taken=kept.taken + line.taken,
                planned=kept.planned + line.planned,
                left=kept.left + line.left,
                last=min(kept.last, line.last),
                lapsing=kept.lapsing or line.lapsing,
            )
        )
    return tuple(found.values())
