"""Use case of somebody who leaves the team: out of the lists, the accounts and the calendars, with all that was still open."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.planning.last_head import keep_a_head
from desk.planning.revising import keep_version, publish_kept, published_cells, published_on
from desk.planning.waiting_list import settle
from desk.results import PENDING, Answer, Departure, RequestState
from desk.store import Store, calendar_links, log, requests, sign_ins, team
from forecast.errors import SettingError


def person_leaves(store: Store, who: Account, *, person: str) -> Departure:
    """
    Take somebody out of the team from today on; what they have worked stays in rosters, hours and the log.

    Their account is disabled and their calendar ends, open requests of theirs are closed and swaps with them refused
    in words, days away and wishes ahead are forgotten, and whoever waits for such a day moves up. Their published
    shifts ahead become empty by new versions: the answer names the days, so that the head can mend the roster.

    Raises
    ------
    SettingError
        ``unknown_member``, ``own_account`` for oneself, or ``last_head``.
    """
    require(who, "person_leaves")
    if person == who.person:
        raise SettingError("own_account", username=who.username)
    now = datetime.now(UTC)
    with store.one_by_one() as session:
        found = next((p for p in team.load_people(session) if p.code == person), None)
        if found is None:
            raise SettingError("unknown_member", person=person)
        accounts = sign_ins.accounts_of(session, person)
        keep_a_head(session, accounts)
        today = load_centre(session).today
        shifts = _empty_cells(session, who, person, now)
        team.set_active(session, person, active=False)
        closed = _close_requests(session, who.username, person, found.name, now)
        team.forget_from(session, person, today)
        settle(session, now)
        for username in accounts:
            sign_ins.change_account(session, username, active=False)
            sign_ins.end_sessions_of(session, username)
            sign_ins.forget_devices_of(session, username)
            calendar_links.remove_link(session, username)
        log.add_line(
            session, who.username, "person_leaves",
            before={"person": person, "username": accounts},
            after={"person": person, "requests": closed, "days": [day.isoformat() for day in shifts]},
        )  # fmt: skip
    return Departure(person, found.name, shifts, closed, accounts)


def _empty_cells(session: Session, who: Account, person: str, now: datetime) -> tuple[date, ...]:
    """Publish every roster ahead anew without a person's shifts; return the days that they would have worked."""
    cells = published_cells(session, load_centre(session).today, date.max)
    days = sorted(day for code, day in cells if code == person)
    left = list(days)
    while left:
        base = published_on(session, left[0])
        if base is None:
            raise AssertionError("a published cell has a published roster")
        inside = [day for day in left if day in base.problem.dates]
        roster = base.changed({(person, day): None for day in inside})
        number = keep_version(session, base, roster, status="edited", who=who.username, now=now)
        publish_kept(session, number, who=who.username, now=now)
        log.add_line(
            session, who.username, "publish",
            before={"id": base.version.id}, after={"id": number, "person": person},
        )  # fmt: skip
        left = [day for day in left if day not in inside]
    return tuple(days)


def _close_requests(session: Session, who: str, person: str, name: str, now: datetime) -> tuple[int, ...]:
    """Close what is open of a person or with them; return the numbers."""
    closed = []
    for line in requests.requests_of(session, person):
        if line.state in PENDING:
            own = line.person == person
            state = RequestState.WITHDRAWN if own else RequestState.REFUSED
            said = Answer("person_left", (("name", name),))
            requests.answer_request(session, line, state, (said,), who=who, now=now)
            closed.append(line.id)
    return tuple(closed)
