"""Use cases of notices and receipts: tell the team that a roster is published, and who has seen it."""

from datetime import UTC, datetime, timedelta

import apprise
from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.results import Announcement, Receipt, RosterVersion
from desk.settings import Settings, read_settings
from desk.store import Store, log, receipts, rosters, team
from desk.words import say
from desk.words.writing import span
from forecast.errors import SettingError


def announce(store: Store, who: Account, *, version: int, settings: Settings | None = None) -> Announcement:
    """
    Tell the services of the settings that a roster is published; no name and no shift is in the notice.

    Nothing is sent while no service is set. A service that cannot be reached is named in the answer and is no
    error: the roster is published all the same.

    Raises
    ------
    SettingError
        ``unknown_version``, ``not_published``, or ``bad_notice`` if an address of the settings is none.
    """
    require(who, "announce")
    settings = settings or read_settings()
    services = notice_services(settings)
    with store.read() as session:
        found = _published(session, version)
        here = load_centre(session)
    last = found.start + timedelta(days=found.days - 1)
    days = span(found.start, last, who.language)
    title = say("notice.title", who.language, centre=here.name)
    text = say("notice.published", who.language, span=days, version=found.id, address=settings.reached_at)
    sent: list[str] = []
    failed: list[str] = []
    for name, service in services:
        (sent if service.notify(title=title, body=text) else failed).append(name)
    if services:
        with store.begin() as session:
            log.add_line(
                session, who.username, "announce", after={"id": version, "sent": sent, "failed": failed}
            )
    return Announcement(tuple(sent), tuple(failed))


def notice_services(settings: Settings) -> list[tuple[str, apprise.NotifyBase]]:
    """
    Return the services of the settings by their names.

    Raises
    ------
    SettingError
        ``bad_notice``; the address itself is not told, for it holds a secret.
    """
    found = []
    for place, address in enumerate(settings.notices.split(), 1):
        service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if not isinstance(service, apprise.NotifyBase):
            raise SettingError("bad_notice", place=place, kind=address.partition(":")[0])
        found.append((str(service.service_name), service))
    return found


def unconfirmed_rosters(store: Store, who: Account) -> tuple[RosterVersion, ...]:
    """Return the published rosters ahead that hold a shift of one's own and that one has not confirmed yet."""
    require(who, "unconfirmed_rosters")
    if who.person is None:
        return ()
    with store.read() as session:
        today = load_centre(session).today
        seen = receipts.confirmed_by(session, who.username)
        ahead = rosters.published_over(session, today, today + timedelta(days=400))
        return tuple(
            version
            for version in ahead
            if version.id not in seen and rosters.load_roster(session, version.id)[0].of(who.person)
        )


def confirm_roster(store: Store, who: Account, *, version: int) -> None:
    """
    Confirm that one has seen a published roster.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``not_published``.
    """
    require(who, "confirm_roster")
    with store.begin() as session:
        _published(session, version)
        if receipts.add_receipt(session, version, who.username, datetime.now(UTC)):
            log.add_line(session, who.username, "confirm_roster", after={"id": version})


def roster_receipts(store: Store, who: Account, *, version: int) -> tuple[Receipt, ...]:
    """
    Return who has a shift in a published roster and when each has confirmed it, in the order of the team.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``not_published``.
    """
    require(who, "roster_receipts")
    with store.read() as session:
        _published(session, version)
        there = {assignment.person for assignment in rosters.load_roster(session, version)[0]}
        seen = receipts.receipts_of(session, version)
        people = team.load_people(session, departed=True)
    return tuple(
        Receipt(person.code, person.name, seen.get(person.code)) for person in people if person.code in there
    )


def _published(session: Session, version: int) -> RosterVersion:
    found = rosters.find_version(session, version)
    if found is None:
        raise SettingError("unknown_version", version=version)
    if found[0].state != "published":
        raise SettingError("not_published", version=version)
    return found[0]
