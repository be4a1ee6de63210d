"""What can be asked for at all, and for whom."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from desk.accounts import AccessError, Account, Role
from desk.planning.known import load_centre
from desk.results import RequestKind
from desk.store import team
from forecast.errors import SettingError
from scheduler.problem import AbsenceKind

LONGEST_LEAVE = 120
"""Days of one request."""

HALVES = (AbsenceKind.MORNING, AbsenceKind.AFTERNOON)
"""Halves of a day for which leave can be asked."""

AHEAD = 400
"""Days ahead for which something can be asked."""


def whose_request(who: Account, person: str | None) -> str:
    """
    Return whose request it is: one's own, or somebody's for whom the head asks.

    Raises
    ------
    AccessError
        ``not_your_request``.
    SettingError
        ``account_without_person``.
    """
    if person is not None and person != who.person and who.role is not Role.HEAD:
        raise AccessError("not_your_request", name=who.name)
    whose = person or who.person
    if whose is None:
        raise SettingError("account_without_person", username=who.username)
    return whose


def check_asked(
    session: Session,
    names: dict[str, str],
    kind: RequestKind,
    whose: str,
    first: date,
    last: date,
    shift: str | None,
    colleague: str | None,
    their_day: date | None,
    half: AbsenceKind | None = None,
) -> None:
    """
    Let only requests through that can be meant.

    Raises
    ------
    SettingError
        As `desk.planning.make_request`.
    """
    today = load_centre(session).today
    if whose not in names:
        raise SettingError("unknown_member", person=whose)
    for day in (first, their_day or first):
        if day < today:
            raise SettingError("request_past", day=day, today=today)
    if last < first:
        raise SettingError("request_ends_early", first=first, last=last)
    if half is not None and (last != first or half not in HALVES):
        raise SettingError("half_of_one_day", first=first, last=last)
    if (last - first).days >= LONGEST_LEAVE:
        raise SettingError("request_too_long", longest=LONGEST_LEAVE)
    if last > today + timedelta(days=AHEAD):
        raise SettingError("request_too_far", latest=today + timedelta(days=AHEAD))
    if shift is not None and shift not in {kind.code for kind in team.load_shift_types(session)}:
        raise SettingError("unknown_shift_type", shift=shift)
    if kind is RequestKind.SWAP:
        if colleague is None or their_day is None or colleague == whose:
            raise SettingError("swap_needs_colleague")
        if colleague not in names:
            raise SettingError("unknown_member", person=colleague)
    if kind is RequestKind.STANDBY and shift is None:
        raise SettingError("standby_needs_shift")
