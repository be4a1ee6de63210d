"""Use case of the first day: fill an empty store with the centre that a folder describes."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from desk.accounts import Account, Role
from desk.planning.breakdowns import keep_sample
from desk.planning.line_settings import check_service
from desk.planning.measuring import keep_line_history, measure
from desk.planning.signing_in import add_account
from desk.results import Centre
from desk.sample import SampleCentre, load_centre, service_facts
from desk.sample.load import answered_by_type
from desk.store import Store, hours, known, log, sign_ins, team
from forecast.calendar import Calendar
from forecast.demand import Demand
from scheduler.goals.fair_duties import festival_measure
from scheduler.problem import DutyCount

NAME = "清江市12315热线（示例）"
"""Name of the sample centre: invented, like all names in it."""

SETTER = Account("setup", "", Role.HEAD)
"""Who fills a store in which nobody has an account yet."""


def set_up_centre(store: Store, folder: Path) -> dict[str, str]:
    """
    Fill an empty store and return the new sign-in names with their passwords; a filled store stays as it is.

    Raises
    ------
    DataError
        As `desk.sample.load_centre`.
    SettingError
        If a setting of the line is out of its range, such as a target of 80 in place of 0.80.
    """
    with store.read() as session:
        if known.find_centre(session) is not None:
            return {}
    centre = load_centre(folder)
    now = datetime.now(UTC)
    requests, calls = centre.requests, centre.calls
    content = hashlib.sha256(calls.values.tobytes()).digest()
    service = service_facts(centre.service)
    check_service(service, calls.grid.end)
    with store.begin() as session:
        known.save_centre(
            session,
            Centre(
                NAME, "CN", calls.grid.zone, centre.service.open, centre.service.close, calls.grid.end, True
            ),
            service,
        )
        number = known.add_import(session, str(folder.name), content, SETTER.username, now)
        known.add_demand(session, Demand(calls.grid, calls.values, "total", calls.unit), number)
        known.add_demand(session, Demand(requests.grid, requests.values, "requests", requests.unit), number)
        keep_line_history(session, centre.half_hours, answered_by_type(folder), calls.grid, number)
        keep_sample(session, folder, calls.grid.zone, SETTER.username)
        known.save_events(session, centre.events)
        team.save_people(session, centre.people)
        team.save_shift_types(session, centre.shift_types)
        team.save_transport(session, centre.transport)
        session.flush()
        team.save_absences(session, centre.absences)
        team.save_wishes(session, centre.wishes)
        team.save_duties(session, _duties(centre))
        hours.save_actuals(session, centre.actuals)
        hours.save_tenures(session, centre.tenures)
        hours.save_entitlements(session, centre.entitlements)
        hours.save_leave_days(session, centre.leave_taken)
        session.flush()
        known.save_fitted(session, measure(session, calls.grid.zone, service, centre.events))
        log.add_line(session, SETTER.username, "set_up", after={"name": NAME, "last_day": calls.grid.end})
    operator = centre.operators[0]
    names = (("head", "秦岚英", Role.HEAD, "hd01"), ("manager", "顾行之", Role.MANAGER, "dm01"))
    accounts = (*names, ("operator", operator.name, Role.OPERATOR, operator.code))
    return {
        username: add_account(
            store, SETTER, username=username, name=name, role=role, person=person, must_change=False
        )
        for username, name, role, person in accounts
    }


def sign_in_names(store: Store) -> tuple[str, ...]:
    """Return the names under which people can sign in, for the one who runs the demo on their own machine."""
    with store.read() as session:
        return tuple(line.username for line in sign_ins.account_lines(session) if line.active)


def _duties(centre: SampleCentre) -> tuple[DutyCount, ...]:
    """Return how often everyone has carried each statutory day of a festival, by year."""
    calendar = Calendar("CN")
    counts = Counter((a.person, festival_measure(calendar.day(a.day)), a.day.year) for a in centre.duties)
    return tuple(
        DutyCount(person, name, count, year)
        for (person, name, year), count in sorted(counts.items(), key=str)
        if name is not None
    )
