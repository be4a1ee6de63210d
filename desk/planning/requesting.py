"""Use cases of requests: ask for leave, a swap, a wish or to stand by; agree, withdraw, decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import AccessError, Account, Role, require
from desk.planning.asking import check_asked, whose_request
from desk.planning.exchanging import (
    Plan,
    answers_for,
    effect_of,
    full_days,
    nearest_for,
    swap_plan,
)
from desk.planning.house_rules import house_value
from desk.planning.known import load_centre
from desk.planning.leave import check_enough, take_leave
from desk.planning.revising import keep_version, publish_kept
from desk.planning.waiting_list import settle, settle_requests
from desk.results import (
    PENDING,
    Answer,
    Effect,
    LeaveKind,
    MyRequests,
    RequestKind,
    RequestLine,
    RequestState,
)
from desk.store import Store, hours, log, team
from desk.store import requests as rows
from forecast.errors import SettingError
from scheduler.problem import Absence, AbsenceKind, Wish

REFUSALS = ("cover", "fair_turn", "task", "rules")
"""Reasons with which the head can refuse; each is a sentence in words."""


def my_requests(store: Store, who: Account) -> MyRequests:
    """
    Return one's own requests, the swaps that colleagues propose, and the changes that wait for one's consent.

    What stands against a colleague's request is theirs alone and left out.
    """
    require(who, "my_requests")
    if who.person is None:
        return MyRequests((), (), ())
    settle_requests(store)
    with store.read() as session:
        found = rows.requests_of(session, who.person)
        consents = rows.consents_of(session, who.person)
    own = tuple(line for line in reversed(found) if line.person == who.person)
    asked = tuple(
        replace(line, answers=()) for line in found
        if line.colleague == who.person and line.state is RequestState.ASKED
    )  # fmt: skip
    return MyRequests(own, asked, tuple(c for c in consents if c.state == "asked"))


def requests(store: Store, who: Account, *, everything: bool = False) -> tuple[RequestLine, ...]:
    """Return the requests that want an answer, oldest first; on demand all of them."""
    require(who, "requests")
    settle_requests(store)
    with store.read() as session:
        return rows.requests(session, None if everything else PENDING)


def request_effect(store: Store, who: Account, *, request: int) -> Effect:
    """
    Return what granting a request would do to the cover and to colleagues.

    Raises
    ------
    SettingError
        ``unknown_request``.
    """
    require(who, "request_effect")
    with store.read() as session:
        return effect_of(session, _find(session, request))[0]


def make_request(
    store: Store,
    who: Account,
    *,
    kind: RequestKind,
    first: date,
    last: date | None = None,
    shift: str | None = None,
    colleague: str | None = None,
    their_day: date | None = None,
    person: str | None = None,
    leave: LeaveKind | None = None,
    half: AbsenceKind | None = None,
) -> RequestLine:
    """
    Ask for something; the answer, as far as it can be given at once, stands in the result.

    Parameters
    ----------
    first, last
        Days; one day if `last` is left out.
    shift
        For a wish or standing by: the shift; None wishes for a day off.
    colleague, their_day
        For a swap: with whom, and for which of their shifts.
    person
        Whose request it is, if the head enters it for somebody.
    leave
        What leave is taken from; there must be enough of it.
    half
        For leave: the morning or the afternoon of a single day.

    Raises
    ------
    AccessError
        ``not_your_request`` or ``account_without_person``.
    SettingError
        ``request_past``, ``request_too_far``, ``request_ends_early``, ``request_too_long``, ``request_known``,
        ``half_of_one_day``, ``swap_needs_colleague``, ``standby_needs_shift``, ``unknown_member``, ``unknown_shift_type`` or
        ``leave_not_enough``.
    """
    require(who, "make_request")
    whose = whose_request(who, person)
    last = last or first
    now = datetime.now(UTC)
    with store.one_by_one() as session:
        names = {p.code: p.name for p in team.load_people(session)}
        half = half if kind is RequestKind.LEAVE else None
        check_asked(session, names, kind, whose, first, last, shift, colleague, their_day, half)
        if kind is RequestKind.SWAP:
            last, shift = first, None
        else:
            colleague = their_day = None
        if kind is RequestKind.LEAVE:
            shift = None
        else:
            leave = None
        check_enough(session, whose, leave, first, last, half or AbsenceKind.LEAVE)
        known = [
            line for line in rows.requests_of(session, whose)
            if line.person == whose and (line.state in PENDING or line.state is RequestState.GRANTED)
            and line.kind is kind and line.first <= last and line.last >= first
            and (line.shift, line.colleague, line.their_day) == (shift, colleague, their_day)
        ]  # fmt: skip
        if known:
            raise SettingError("request_known", request=known[0].id, day=known[0].first)
        number = rows.add_request(
            session, kind=kind, state=RequestState.OPEN, person=whose, first=first, last=last, shift=shift,
            colleague=colleague, their_day=their_day, answers=(), who=who.username, now=now,
            leave=leave, half=half,
        )  # fmt: skip
        line = _find(session, number)
        log.add_line(
            session,
            who.username,
            "make_request",
            after={"id": number, "kind": kind, "person": whose, "first": first, "last": last}
            | ({} if half is None else {"half": half}),
        )
        _first_answer(session, line, names, now)
        return _find(session, number)


def answer_swap(store: Store, who: Account, *, request: int, agree: bool) -> RequestLine:
    """
    Agree to a swap that a colleague proposes, or not; with both agreed, the rules are asked once more.

    Raises
    ------
    AccessError
        ``not_your_request`` if somebody else is asked.
    SettingError
        ``unknown_request`` or ``request_changed``.
    """
    require(who, "answer_swap")
    now = datetime.now(UTC)
    with store.one_by_one() as session:
        line = _find(session, request)
        if who.person is None or line.colleague != who.person:
            raise AccessError("not_your_request", name=who.name)
        if line.state is not RequestState.ASKED:
            raise SettingError("request_changed", request=request)
        log.add_line(session, who.username, "answer_swap", after={"id": request, "agree": agree})
        name = (("name", line.colleague_name),)
        if not agree:
            said = (Answer("colleague_declined", name), *nearest_for(session, line))
            _move(session, line, RequestState.REFUSED, said, who.username, now)
        elif not _refuse_broken_swap(session, line, who.username, now):
            said = (Answer("colleague_agreed", name),)
            if house_value(session, "swap_needs_head"):
                _move(session, line, RequestState.OPEN, said, who.username, now)
            else:
                _, plans = effect_of(session, line)
                _grant(session, line, plans, said, who.username, now)
        return replace(_find(session, request), answers=())


def withdraw_request(store: Store, who: Account, *, request: int) -> RequestLine:
    """
    Take a request back; a granted one too, as long as it has not begun (a swap that is done stays done).

    Raises
    ------
    AccessError
        ``not_your_request``.
    SettingError
        ``unknown_request``, ``request_closed`` or ``request_changed``.
    """
    require(who, "withdraw_request")
    now = datetime.now(UTC)
    with store.one_by_one() as session:
        line = _find(session, request)
        if who.role is not Role.HEAD and line.person != who.person:
            raise AccessError("not_your_request", name=who.name)
        begun = line.first <= load_centre(session).today
        done = line.state is RequestState.GRANTED
        if line.state not in PENDING and (not done or begun or line.kind is RequestKind.SWAP):
            raise SettingError("request_closed", request=request)
        said: tuple[Answer, ...] = ()
        if done and line.kind is RequestKind.LEAVE:
            rows.remove_leave(session, line.person, line.first, line.last)
            hours.remove_leave_days(session, line.person, line.first, line.last)
            said = (Answer("leave_given_back"),) if line.version is not None else ()
        if done and line.kind is RequestKind.PREFERENCE:
            rows.remove_wish(session, line.person, line.first, line.last, line.shift)
        _move(session, line, RequestState.WITHDRAWN, said, who.username, now)
        log.add_line(
            session, who.username, "withdraw_request", before={"state": line.state}, after={"id": request}
        )
        settle(session, now)
        return _find(session, request)


def decide_request(
    store: Store, who: Account, *, request: int, grant: bool, reason: str | None = None
) -> RequestLine:
    """
    Grant a request, which changes the published roster by a new version, or refuse it with a reason.

    Parameters
    ----------
    reason
        One of `REFUSALS` for a refusal; the nearest thing that would work is added to the answer.

    Raises
    ------
    SettingError
        ``unknown_request``, ``request_not_open``, ``request_breaks_rules``, ``refusal_needs_reason`` or
        ``request_changed``.
    """
    require(who, "decide_request")
    now = datetime.now(UTC)
    with store.one_by_one() as session:
        line = _find(session, request)
        if line.state not in {RequestState.OPEN, RequestState.WAITING}:
            raise SettingError("request_not_open", request=request)
        log.add_line(
            session,
            who.username,
            "decide_request",
            before={"state": line.state},
            after={"id": request, "grant": grant, "reason": reason},
        )
        if not grant:
            if reason not in REFUSALS:
                raise SettingError("refusal_needs_reason", known=", ".join(REFUSALS))
            said = (Answer(f"refused_{reason}"), *nearest_for(session, line))
            _move(session, line, RequestState.REFUSED, said, who.username, now)
            settle(session, now)
            return _find(session, request)
        found, plans = effect_of(session, line)
        if found.answers:
            raise SettingError("request_breaks_rules", request=request, count=len(found.answers))
        _grant(session, line, plans, (Answer("granted"),), who.username, now)
        return _find(session, request)


def _first_answer(session: Session, line: RequestLine, names: dict[str, str], now: datetime) -> None:
    """Say at once what can be said at once; the rest is for a colleague or the head."""
    if line.kind is RequestKind.LEAVE:
        full = full_days(session, line)
        if full:
            most = int(house_value(session, "leave_per_day"))
            said = (Answer("full_day", (("day", full[0]), ("most", most))), *nearest_for(session, line))
            _move(session, line, RequestState.WAITING, said, line.person, now)
    elif line.kind is RequestKind.SWAP:
        if not _refuse_broken_swap(session, line, line.person, now):
            said = (Answer("asked_colleague", (("name", names[line.colleague or ""]),)),)
            _move(session, line, RequestState.ASKED, said, line.person, now)
    elif line.kind is RequestKind.PREFERENCE and not house_value(session, "preference_needs_head"):
        _grant(session, line, (), (Answer("wish_kept"),), line.person, now)


def _refuse_broken_swap(session: Session, line: RequestLine, who: str, now: datetime) -> bool:
    """Refuse a swap that the rules forbid, with the reason and what would work; False if they allow it."""
    plan, against = swap_plan(session, line)
    if plan is not None:
        names = {person.code: person.name for person in plan.base.problem.people}
        against = answers_for(line.person, plan.breaches, names)
    if against:
        said = (*against, *nearest_for(session, line))
        _move(session, line, RequestState.REFUSED, said, who, now)
    return bool(against)


def _grant(
    session: Session,
    line: RequestLine,
    plans: tuple[Plan, ...],
    said: tuple[Answer, ...],
    who: str,
    now: datetime,
) -> None:
    """Carry a request out: absence or wish for the next search, and a new version of every roster it changes."""
    days = [line.first + timedelta(days=k) for k in range((line.last - line.first).days + 1)]
    if line.kind is RequestKind.LEAVE:
        said = (*said, *take_leave(session, line))
        known = {
            a.day for a in team.load_absences(session, line.first, line.last)
            if a.person == line.person and a.kind.share > line.away.share
        }  # fmt: skip
        team.save_absences(
            session, [Absence(line.person, day, line.away) for day in days if day not in known]
        )
    if line.kind is RequestKind.PREFERENCE:
        team.save_wishes(session, [Wish(line.person, day, line.shift) for day in days])
    if line.kind is RequestKind.STANDBY:
        said = (*said, Answer("stands_by"))
    number = None
    for plan in plans:
        roster = plan.base.changed(plan.cells)
        broken = plan.base.breaches(roster)
        if broken:
            raise SettingError("request_breaks_rules", request=line.id, count=len(broken))
        number = keep_version(session, plan.base, roster, status="edited", who=who, now=now)
        publish_kept(session, number, who=who, now=now)
        log.add_line(
            session,
            who,
            "publish",
            before={"id": plan.base.version.id},
            after={"id": number, "request": line.id},
        )
        said = (*said, Answer("new_version", (("version", number),)))
    _move(session, line, RequestState.GRANTED, said, who, now, number)


def _move(
    session: Session, line: RequestLine, state: RequestState, said: tuple[Answer, ...], who: str, now: datetime,
    version: int | None = None,
) -> None:  # fmt: skip
    if not rows.answer_request(session, line, state, said, who=who, now=now, version=version):
        raise SettingError("request_changed", request=line.id)


def _find(session: Session, number: int) -> RequestLine:
    found = rows.find_request(session, number)
    if found is None:
        raise SettingError("unknown_request", request=number)
    return found
