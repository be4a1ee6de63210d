"""Use cases of the rules: which hold on which days, the centre's own limits with their sources, declared emergencies."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from desk.accounts import Account, require
from desk.planning.known import load_centre
from desk.results import Emergency, LimitLine, RulesView
from desk.store import Store, log
from desk.store import rulebooks as rows
from forecast.errors import SettingError
from scheduler.rulebook import Limit, Rulebook, emergency, normal
from scheduler.rulebook.periods import Period, Periods
from scheduler.rulebook.rest_times import RestTimes

BOOKS = ("normal", "emergency")
"""The rulebook of ordinary days and the one of declared emergencies."""

NEVER_RELAXED = frozenset(
    {"protection", "personal_hours", "personal_shifts", "personal_weekends", "personal_runs", "min_rest"}
)
"""Rules that no emergency touches: pregnant and nursing women, a person's own limits, the daily floor of rest."""

OCCUPANCY = "max_occupancy"
"""Beside the rules an emergency may relax the cap on occupancy, whose numbers are settings of the line."""

FLOORS = {("min_rest", "hours"): 9.0}
"""Limits that no decision of a centre may take lower: nine hours between two shifts, signed or not."""

LONGEST = 60
"""Days that one declaration of an emergency may hold; then it has to be declared anew."""


@dataclass(frozen=True, slots=True)
class Books:
    """Both rulebooks as the centre has them."""

    normal: Rulebook
    emergency: Rulebook

    @property
    def relaxable(self) -> tuple[str, ...]:
        """Codes of the rules (and the rest times, and the cap on occupancy) that an emergency may relax."""
        codes = {a.owner for a, b in self.normal.relaxed(self.emergency) if a is not None and b is not None}
        rules = {rule.code for rule in self.normal.rules} | {RestTimes.code}
        gone = {rule.code for rule in self.normal.rules} - {rule.code for rule in self.emergency.rules}
        return tuple(sorted((codes & rules | gone | {OCCUPANCY}) - NEVER_RELAXED))

    def of(self, declared: Emergency) -> Rulebook:
        """Return the rules of an emergency: the ordinary ones but for those that its signature relaxes."""
        return self.normal.relaxing(self.emergency, declared.relaxed)


def load_books(session: Session) -> Books:
    """Return both rulebooks with the centre's own limits and order of goals."""
    found = {}
    for book in (normal(), emergency()):
        known = {(limit.owner, limit.name): limit for limit in book.limits}
        for own in rows.load_limits(session, book.name):
            if (own.owner, own.name) in known:
                book = book.changed(replace(own, kind=known[own.owner, own.name].kind))
        order = rows.load_order(session, book.name)
        tiers = {tier.name for tier in book.tiers}
        found[book.name] = book.reordered(*(name for name in order[0] if name in tiers)) if order else book
    return Books(found["normal"], found["emergency"])


def periods_of(session: Session, start: date, days: int, *, order: Iterable[str] = ()) -> Periods:
    """
    Return which rulebook holds on which days of a window.

    Parameters
    ----------
    start, days
        The window.
    order
        Tiers to put first, for this once.
    """
    books = load_books(session)
    end = start + timedelta(days=days - 1)
    holding = [e for e in rows.load_emergencies(session) if e.first <= end and start <= e.last]
    found: list[Period] = []
    for day in (start + timedelta(days=k) for k in range(days)):
        declared = next((e for e in holding if e.first <= day <= e.last), None)
        book = books.normal if declared is None else books.of(declared)
        book = book.reordered(*order) if order else book
        if found and found[-1].book == book:
            found[-1] = replace(found[-1], last=day)
        else:
            found.append(Period(day, day, book))
    return tuple(found)


def rules(store: Store, who: Account) -> RulesView:
    """Return every limit of both books with its source, the order of the goals, and the emergencies declared."""
    require(who, "rules")
    with store.read() as session:
        books = load_books(session)
        own = {(limit.owner, limit.name, book) for book in BOOKS for limit in rows.load_limits(session, book)}
        declared = rows.load_emergencies(session)
    usual = {(limit.owner, limit.name): limit for limit in books.normal.limits}
    other = {(limit.owner, limit.name): limit for limit in books.emergency.limits}
    keys = [*usual, *(key for key in other if key not in usual)]
    return RulesView(
        limits=tuple(
            LimitLine(usual.get(key), other.get(key), tuple(b for b in BOOKS if (*key, b) in own))
            for key in keys
        ),
        without_limits=tuple(
            rule.code for rule in books.normal.rules if rule.code not in {owner for owner, _ in keys}
        ),
        tiers=tuple(
            (
                book.name,
                tuple((tier.name, tuple(goal.code for goal, _ in tier.goals)) for tier in book.tiers),
            )
            for book in (books.normal, books.emergency)
        ),
        relaxable=books.relaxable,
        emergencies=declared,
    )


def set_rule_limit(
    store: Store, who: Account, *, book: str, rule: str, name: str, value: float, source: str
) -> tuple[Limit, Limit]:
    """
    Change a limit of a rulebook, with the article or decision it rests on; return it as it was and as it is.

    The next roster keeps it; a published roster stands until it is changed.

    Raises
    ------
    SettingError
        ``unknown_book``, ``unknown_limit``, ``limit_value``, ``limit_floor``, ``limit_source`` or ``never_relaxed``.
    """
    require(who, "set_rule_limit")
    if not source.strip():
        raise SettingError("limit_source", rule=rule, name=name)
    with store.begin() as session:
        current, old = _find(session, book, rule, name)
        floor = FLOORS.get((rule, name))
        if floor is not None and value < floor:
            raise SettingError("limit_floor", rule=rule, name=name, value=value, floor=floor)
        limit = Limit(rule, name, value, old.kind, source.strip(), load_centre(session).today)
        current.changed(limit)
        rows.save_limit(session, book, limit)
        log.add_line(
            session, who.username, "set_rule_limit",
            before={"book": book, "rule": rule, "name": name, "value": old.value, "source": old.source},
            after={"book": book, "rule": rule, "name": name, "value": value, "source": limit.source},
        )  # fmt: skip
    return old, limit


def reset_rule_limit(store: Store, who: Account, *, book: str, rule: str, name: str) -> Limit:
    """
    Let a limit be again what comes with the product, and return it.

    Raises
    ------
    SettingError
        ``unknown_book`` or ``unknown_limit``.
    """
    require(who, "reset_rule_limit")
    with store.begin() as session:
        old = _find(session, book, rule, name)[1]
        rows.remove_limit(session, book, rule, name)
        now = _find(session, book, rule, name)[1]
        log.add_line(
            session, who.username, "set_rule_limit",
            before={"book": book, "rule": rule, "name": name, "value": old.value, "source": old.source},
            after={"book": book, "rule": rule, "name": name, "value": now.value, "source": now.source},
        )  # fmt: skip
    return now


def order_tiers(store: Store, who: Account, *, book: str, names: tuple[str, ...], source: str) -> None:
    """
    Decide which goals count first; tiers that are not named follow as they were.

    Raises
    ------
    SettingError
        ``unknown_book``, ``unknown_tier`` or ``limit_source``.
    """
    require(who, "order_tiers")
    if not source.strip():
        raise SettingError("limit_source", rule="tiers", name="order")
    with store.begin() as session:
        before = _book(session, book)
        after = before.reordered(*names)
        order = [tier.name for tier in after.tiers]
        rows.save_order(session, book, order, source.strip(), load_centre(session).today)
        log.add_line(
            session, who.username, "order_tiers",
            before={"book": book, "tiers": [tier.name for tier in before.tiers]},
            after={"book": book, "tiers": order, "source": source.strip()},
        )  # fmt: skip


def declare_emergency(
    store: Store,
    who: Account,
    *,
    first: date,
    last: date,
    ordered: str,
    signed_by: str,
    relax: tuple[str, ...] | None = None,
) -> Emergency:
    """
    Declare an emergency: on its days the rules that are named hold as the emergency rulebook has them.

    Parameters
    ----------
    first, last
        Its days.
    ordered, signed_by
        The order that declares it, and who has signed.
    relax
        Codes of the rules that the signature relaxes; all that may be if not given.

    Raises
    ------
    SettingError
        ``emergency_days``, ``emergency_order``, ``emergency_twice``, ``never_relaxed`` or ``not_relaxable``.
    """
    require(who, "declare_emergency")
    if not 1 <= (last - first).days + 1 <= LONGEST:
        raise SettingError("emergency_days", first=first, last=last, longest=LONGEST)
    if not ordered.strip() or not signed_by.strip():
        raise SettingError("emergency_order")
    with store.one_by_one() as session:
        books = load_books(session)
        chosen = books.relaxable if relax is None else tuple(dict.fromkeys(relax))
        for code in chosen:
            if code in NEVER_RELAXED:
                raise SettingError("never_relaxed", rule=code)
            if code not in books.relaxable:
                raise SettingError("not_relaxable", rule=code, known=", ".join(books.relaxable))
        for other in rows.load_emergencies(session):
            if other.first <= other.last and other.first <= last and first <= other.last:
                raise SettingError(
                    "emergency_twice", first=other.first, last=other.last, ordered=other.ordered
                )
        declared = Emergency(
            0, first, last, ordered.strip(), signed_by.strip(), chosen, who.username, datetime.now(UTC)
        )
        number = rows.add_emergency(session, declared, who.username, declared.made_at)
        log.add_line(
            session, who.username, "declare_emergency",
            after={
                "id": number, "first": first, "last": last, "order": declared.ordered,
                "signed_by": declared.signed_by, "relaxed": chosen,
            },
        )  # fmt: skip
    return replace(declared, id=number)


def end_emergency(store: Store, who: Account, *, number: int, last: date) -> Emergency:
    """
    Let a declared emergency end earlier; `last` is its last day, the day before its first if it is withdrawn.

    Raises
    ------
    SettingError
        ``unknown_emergency`` or ``emergency_end``.
    """
    require(who, "end_emergency")
    with store.one_by_one() as session:
        found = next((e for e in rows.load_emergencies(session) if e.id == number), None)
        if found is None:
            raise SettingError("unknown_emergency", number=number)
        if not found.first - timedelta(days=1) <= last <= found.last:
            raise SettingError("emergency_end", last=last, first=found.first, until=found.last)
        rows.end_emergency(session, number, last, who.username)
        log.add_line(
            session, who.username, "end_emergency",
            before={"id": number, "last": found.last}, after={"id": number, "last": last},
        )  # fmt: skip
    return replace(found, last=last, ended_by=who.username)


def _book(session: Session, book: str) -> Rulebook:
    books = load_books(session)
    if book not in BOOKS:
        raise SettingError("unknown_book", name=book, known=", ".join(BOOKS))
    return books.normal if book == "normal" else books.emergency


def _find(session: Session, book: str, rule: str, name: str) -> tuple[Rulebook, Limit]:
    current = _book(session, book)
    if book == "emergency" and rule == "protection":
        raise SettingError("never_relaxed", rule=rule)
    for limit in current.limits:
        if (limit.owner, limit.name) == (rule, name):
            return current, limit
    raise SettingError("unknown_limit", rule=rule, name=name)
