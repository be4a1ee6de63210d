"""Use cases of marks: what stands out in the history, and what the planner says it was."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from desk.accounts import Account, require
from desk.planning.known import load_knowledge
from desk.results import Mark
from desk.store import Store, log
from desk.store import marks as rows
from forecast.calendar import NEVER_REPEATED, EventKind
from forecast.errors import SettingError
from forecast.marks import NEAR, Proposal, propose

ACCEPTED, DECLINED, REMOVED = "accepted", "declined", "removed"
"""States of a mark."""


def latest_proposals(store: Store, who: Account) -> tuple[Proposal, ...] | None:
    """
    Return what `proposals` has found in the history as it is now, or None if nobody has looked yet.

    Raises
    ------
    DataError
        ``nothing_imported``.
    """
    require(who, "latest_proposals")
    with store.read() as session:
        found = rows.find_proposals(session, knowledge=load_knowledge(session).fingerprint)
        return None if found is None else _undecided(found, rows.load(session, DECLINED))


def proposals(store: Store, who: Account) -> tuple[Proposal, ...]:
    """
    Return what stands out in the history and has not been decided on, by date; a first look takes half a minute.

    Raises
    ------
    DataError
        ``nothing_imported``.
    """
    require(who, "proposals")
    with store.read() as session:
        known = load_knowledge(session)
        found = rows.find_proposals(session, knowledge=known.fingerprint)
        declined = rows.load(session, DECLINED)
    if found is None:
        found = propose(known.demand, known.calendar, known.events)
        with store.begin() as session:
            rows.keep_proposals(session, found, knowledge=known.fingerprint)
    return _undecided(found, declined)


def marks(store: Store, who: Account) -> tuple[Mark, ...]:
    """Return the marks in force and the proposals that were declined, by date."""
    require(who, "marks")
    with store.read() as session:
        return rows.load(session, ACCEPTED, DECLINED)


def accept_mark(
    store: Store,
    who: Account,
    *,
    kind: EventKind,
    start: date,
    end: date | None = None,
    repeats: bool = False,
    ratio: float | None = None,
) -> Mark:
    """
    Mark days of the history; every forecast from now on knows it.

    Days of an emergency, an outage or a capped count are taken as missing, a level break is kept as a lasting
    level, and anything else is an event whose effect is learned, once or every year.

    Raises
    ------
    SettingError
        ``mark_ends_early``, ``mark_never_repeats``, ``mark_outside`` or ``mark_known``.
    """
    require(who, "accept_mark")
    last = start if end is None or kind is EventKind.PLATFORM else end
    with store.begin() as session:
        demand = load_knowledge(session).demand
        if last < start:
            raise SettingError("mark_ends_early", first=start, last=last)
        if repeats and kind in NEVER_REPEATED:
            raise SettingError("mark_never_repeats", first=start)
        if start < demand.grid.start or last > demand.grid.end:
            raise SettingError("mark_outside", first=demand.grid.start, last=demand.grid.end)
        for mark in rows.load(session, ACCEPTED):
            if mark.kind is kind and mark.start <= last and mark.end >= start:
                raise SettingError("mark_known", first=mark.start, last=mark.end)
        made = rows.add(
            session, kind=kind, start=start, end=last, repeats=repeats, state=ACCEPTED, ratio=ratio,
            who=who.username, now=datetime.now(UTC),
        )  # fmt: skip
        log.add_line(session, who.username, "accept_mark", after=_facts(made))
    return made


def decline_mark(
    store: Store, who: Account, *, kind: EventKind, start: date, end: date | None = None
) -> Mark:
    """Say that a proposal is nothing to mark: the days stay in the history as they are."""
    require(who, "decline_mark")
    with store.begin() as session:
        made = rows.add(
            session, kind=kind, start=start, end=end or start, repeats=False, state=DECLINED, ratio=None,
            who=who.username, now=datetime.now(UTC),
        )  # fmt: skip
        log.add_line(session, who.username, "decline_mark", after=_facts(made))
    return made


def remove_mark(store: Store, who: Account, *, number: int) -> Mark:
    """
    Take a decision back; what stands out is proposed again.

    Raises
    ------
    SettingError
        ``unknown_mark``.
    """
    require(who, "remove_mark")
    with store.begin() as session:
        found = rows.find(session, number)
        if found is None or found.state == REMOVED:
            raise SettingError("unknown_mark", number=number)
        rows.change_state(session, number, REMOVED)
        log.add_line(session, who.username, "remove_mark", before=_facts(found))
    return found


def _undecided(found: Iterable[Proposal], declined: Iterable[Mark]) -> tuple[Proposal, ...]:
    kept = tuple(declined)
    return tuple(p for p in found if not any(_same(p, mark) for mark in kept))


def _same(proposal: Proposal, mark: Mark) -> bool:
    """Whether a proposal was decided on before, its days perhaps moved a little by newer data."""
    if proposal.kind is not mark.kind:
        return False
    if proposal.kind is EventKind.PLATFORM:
        return abs(proposal.start - mark.start) <= timedelta(days=NEAR)
    shared = (min(proposal.end, mark.end) - max(proposal.start, mark.start)).days + 1
    return 2 * shared > (proposal.end - proposal.start).days + 1


def _facts(mark: Mark) -> dict[str, object]:
    return {
        "id": mark.id, "kind": mark.kind.value, "start": mark.start, "end": mark.end, "repeats": mark.repeats,
        "state": mark.state,
    }  # fmt: skip
