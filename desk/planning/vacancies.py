"""Use case of the shifts that somebody who has left would have worked, as long as nobody has taken them over."""

from collections import Counter
from datetime import date

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.planning.revising import find_version, published_cells
from desk.results import RosterVersion, Vacancy
from desk.store import Store, rosters, team


def vacancies(store: Store, who: Account) -> tuple[Vacancy, ...]:
    """
    Return the published shifts ahead that people who have left would have worked and nobody has taken over, by day.

    A shift is taken over once as many work it as did before; a roster that was planned anew has none.
    """
    require(who, "vacancies")
    with store.read() as session:
        here = {person.code for person in team.load_people(session)}
        gone = {p.code: p.name for p in team.load_people(session, departed=True) if p.code not in here}
        today = load_centre(session).today
        found = [
            vacancy
            for version in (rosters.published_over(session, today, date.max) if gone else ())
            for vacancy in _of_version(session, version, gone, today)
        ]
    return tuple(sorted(found, key=lambda vacancy: (vacancy.day, vacancy.shift, vacancy.person)))


def _of_version(session: Session, now: RosterVersion, gone: dict[str, str], today: date) -> list[Vacancy]:
    """Return what is vacant in one published version, against the earlier ones of the same requirement."""
    needed = find_version(session, now.id)[1]
    family = [
        v
        for v in reversed(rosters.versions(session))
        if (v.start, v.days) == (now.start, now.days) and find_version(session, v.id)[1] == needed
    ]
    draft = next((v.id for v in reversed(family) if v.state == "draft" and v.id > now.id), None)
    held: dict[tuple[str, date], tuple[str, int]] = {}
    for version in (v for v in family if v.state == "superseded" and v.published_at is not None):
        cells = rosters.load_roster(session, version.id)[0].by_cell()
        counts = Counter((day, shift) for (_, day), shift in cells.items())
        for (person, day), shift in cells.items():
            if person in gone and day >= today:
                held[person, day] = shift, counts[day, shift]
    cells = published_cells(session, now.start, date.max)
    working = Counter((day, shift) for (_, day), shift in cells.items())
    planned = working
    if draft is not None:
        kept = rosters.load_roster(session, draft)[0].by_cell()
        planned = Counter((day, shift) for (_, day), shift in kept.items())
    return [
        Vacancy(person, gone[person], day, shift, draft or now.id, draft if planned[day, shift] >= before else None)
        for (person, day), (shift, before) in held.items()
        if working[day, shift] < before
    ]  # fmt: skip
