"""Use cases of half days off (8 March, 4 May): who has one on which day; nothing says why."""

from datetime import date

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.store import Store, log, team
from forecast.errors import SettingError
from scheduler.problem import Absence, AbsenceKind


def half_days(store: Store, who: Account) -> tuple[tuple[date, tuple[str, ...]], ...]:
    """Return the days from today on with half days off, by day, each with the codes of those who have one."""
    require(who, "half_days")
    with store.read() as session:
        return _known(session, load_centre(session).today)


def give_half_day(store: Store, who: Account, *, people: tuple[str, ...], day: date) -> tuple[str, ...]:
    """
    Give people half a day off; the next search keeps it where it can. Whoever is away that day stays so.

    Returns
    -------
    given
        Codes of those who had nothing on that day.

    Raises
    ------
    SettingError
        ``half_day_people`` if nobody is named, ``half_day_past`` or ``unknown_member``.
    """
    require(who, "give_half_day")
    with store.begin() as session:
        _check(session, people, day)
        away = {a.person for a in team.load_absences(session, day, day)}
        given = tuple(sorted(set(people) - away))
        team.save_absences(session, (Absence(person, day, AbsenceKind.HALF_DAY) for person in given))
        if given:
            log.add_line(session, who.username, "give_half_day", after={"people": given, "day": day})
    return given


def take_back_half_day(store: Store, who: Account, *, people: tuple[str, ...], day: date) -> tuple[str, ...]:
    """
    Take half days off back and return the codes of those who had one.

    Raises
    ------
    SettingError
        As `give_half_day`.
    """
    require(who, "take_back_half_day")
    with store.begin() as session:
        _check(session, people, day)
        had = {a.person for a in team.load_absences(session, day, day) if a.kind is AbsenceKind.HALF_DAY}
        gone = tuple(sorted(had & set(people)))
        for person in gone:
            team.forget_absence(session, person, day)
        if gone:
            log.add_line(session, who.username, "take_back_half_day", before={"people": gone, "day": day})
    return gone


def _known(session: Session, first: date) -> tuple[tuple[date, tuple[str, ...]], ...]:
    found: dict[date, list[str]] = {}
    for absence in team.load_absences(session, first, date.max):
        if absence.kind is AbsenceKind.HALF_DAY:
            found.setdefault(absence.day, []).append(absence.person)
    return tuple((day, tuple(sorted(found[day]))) for day in sorted(found))


def _check(session: Session, people: tuple[str, ...], day: date) -> None:
    if not people:
        raise SettingError("half_day_people")
    if day < (today := load_centre(session).today):
        raise SettingError("half_day_past", day=day, today=today)
    known = {person.code for person in team.load_people(session)}
    for person in people:
        if person not in known:
            raise SettingError("unknown_member", person=person)
