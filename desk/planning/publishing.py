"""Use cases of publishing: the difference old against new, consent at short notice, publish, and back to an earlier version."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import AccessError, Account, require
from desk.planning.easing import check_eased
from desk.planning.house_rules import house_value
from desk.planning.known import load_centre, local_now
from desk.planning.revising import (
    Standing,
    changes_between,
    find_version,
    keep_version,
    publish_kept,
    published_cells,
    published_days,
    standing,
)
from desk.planning.staffing import load_service
from desk.results import Difference, RosterVersion, ShiftChange
from desk.store import Store, log, requests, rosters, team
from forecast.errors import SettingError
from scheduler.roster import Roster
from scheduler.shifts import Shift


def difference(store: Store, who: Account, *, version: int) -> Difference:
    """
    Return what a version changes for people against what is published on its days now.

    Raises
    ------
    SettingError
        ``unknown_version``.
    """
    require(who, "difference")
    with store.read() as session:
        return _difference(session, standing(session, version))


def publish(
    store: Store, who: Account, *, version: int, over: int | None = None, regardless: bool = False
) -> RosterVersion:
    """
    Publish a version in one transaction: it replaces what was published before for its days.

    Parameters
    ----------
    over
        The published version that the planner has seen the difference to; if another one is published by now,
        nothing happens and the new difference is there to read.
    regardless
        Publish although somebody has not agreed to a change at short notice; the log names them.

    Raises
    ------
    SettingError
        ``unknown_version``, ``published_already``, ``published_meanwhile``, ``consent_missing``, ``eased_days``, or
        ``breaks_rules`` if the team's limits have changed since.
    """
    require(who, "publish")
    with store.one_by_one() as session:
        base = standing(session, version)
        if base.version.state == "published":
            raise SettingError("published_already", version=version)
        _let_through(session, who, base, over, regardless)
        publish_kept(session, version, who=who.username, now=datetime.now(UTC))
        log.add_line(
            session, who.username, "publish", before={"state": base.version.state}, after={"id": version}
        )
        return find_version(session, version)[0]


def revert(
    store: Store, who: Account, *, version: int, over: int | None = None, regardless: bool = False
) -> RosterVersion:
    """
    Publish an earlier version once more, as a new version; the versions between stay for those who look back.

    Raises
    ------
    SettingError
        As `publish`; ``revert_unneeded`` if nothing would change.
    """
    require(who, "revert")
    with store.one_by_one() as session:
        base = standing(session, version)
        if not _difference(session, base).changes:
            raise SettingError("revert_unneeded", version=version)
        _let_through(session, who, base, over, regardless)
        now = datetime.now(UTC)
        number = keep_version(
            session, base, base.roster, status=base.version.status, who=who.username, now=now
        )
        publish_kept(session, number, who=who.username, now=now)
        log.add_line(session, who.username, "revert", before={"id": version}, after={"id": number})
        return find_version(session, number)[0]


def ask_consent(store: Store, who: Account, *, version: int) -> int:
    """
    Ask everyone whom a version disturbs at short notice; return how many changes were asked for just now.

    Raises
    ------
    SettingError
        ``unknown_version`` or ``published_already``.
    """
    require(who, "ask_consent")
    with store.one_by_one() as session:
        base = standing(session, version)
        if base.version.state == "published":
            raise SettingError("published_already", version=version)
        cells = [
            (c.person, c.day, c.before, c.after) for c in _difference(session, base).changes if c.short_notice
        ]
        asked = requests.ask_consents(session, version, cells, datetime.now(UTC))
        log.add_line(session, who.username, "ask_consent", after={"id": version, "asked": asked})
    return asked


def answer_consent(store: Store, who: Account, *, version: int, day: date, agree: bool) -> None:
    """
    Agree to a change of one's own shift at short notice, or not.

    Raises
    ------
    AccessError
        ``not_asked`` if nobody has asked this person for this day.
    SettingError
        ``published_already`` if it is too late.
    """
    require(who, "answer_consent")
    with store.one_by_one() as session:
        asked = None if who.person is None else requests.consents_for(session, version).get((who.person, day))
        if who.person is None or asked is None:
            raise AccessError("not_asked", name=who.name, day=day)
        if find_version(session, version)[0].state != "draft":
            raise SettingError("published_already", version=version)
        requests.set_consent(session, version, who.person, day, given=agree, now=datetime.now(UTC))
        log.add_line(
            session, who.username, "answer_consent", after={"id": version, "day": day, "agree": agree}
        )


def short_notice_until(session: Session) -> datetime:
    """Return the local moment before which a shift may begin only with the person's consent to a change."""
    return local_now(load_centre(session)) + timedelta(hours=house_value(session, "consent_hours"))


def _difference(session: Session, base: Standing) -> Difference:
    """Return what people would find changed; days gone by and days not yet published disturb nobody."""
    version, problem = base.version, base.problem
    last = version.start + timedelta(days=version.days - 1)
    old = rosters.published_over(session, version.start, last)
    now, until = local_now(load_centre(session)), short_notice_until(session)
    announced = published_days(session, version.start, last)
    kinds = {kind.code: kind for kind in team.load_shift_types(session)}
    asked = requests.consents_for(session, version.id)
    after = dict(base.roster.by_cell())
    found: list[ShiftChange] = []
    for change in changes_between(problem, published_cells(session, version.start, last), after):
        starts = [
            Shift(change.day, kinds[code]).start for code in (change.before, change.after) if code is not None
        ]
        if change.day not in announced or change.day < now.date():
            continue
        said = asked.get((change.person, change.day))
        holds = said is not None and (said.before, said.after) == (change.before, change.after)
        state = said.state if said is not None and holds else None
        found.append(replace(change, short_notice=min(starts) < until, consent=state))
    return Difference(version.id, old[-1].id if old else None, tuple(found))


def _let_through(session: Session, who: Account, base: Standing, over: int | None, regardless: bool) -> None:
    """Refuse what breaks a rule, what the planner has not seen, and what people have not agreed to."""
    number, roster = base.version.id, _whole(session, base)
    found = _difference(session, base)
    if over is not None and found.against != over:
        raise SettingError("published_meanwhile", version=number, seen=over, now=found.against or 0)
    check_eased(session, load_service(session), base.needed)
    breaches = base.breaches(roster)
    if breaches:
        first = breaches[0]
        raise SettingError(
            "breaks_rules", version=number, count=len(breaches), rule=first.code, day=first.day
        )
    missing = found.without_consent
    if missing and not regardless:
        names = dict.fromkeys(change.name for change in missing)
        raise SettingError("consent_missing", version=number, count=len(missing), names="、".join(names))
    if missing:
        log.add_line(
            session,
            who.username,
            "publish_regardless",
            after={"id": number, "people": sorted({change.person for change in missing})},
        )


def _whole(session: Session, base: Standing) -> Roster:
    """Return the roster of a version, and refuse one that names people who have left."""
    roster = rosters.load_roster(session, base.version.id)[0]
    today = load_centre(session).today
    here = {person.code for person in base.problem.people}
    gone = next((a for a in roster if a.person not in here and a.day >= today), None)
    if gone is not None:
        raise SettingError(
            "version_names_departed", version=base.version.id, person=gone.person, day=gone.day
        )
    return base.roster
