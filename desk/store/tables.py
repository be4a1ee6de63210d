"""The tables of the centre, its accounts, what it knows, its team and their requests; those of plans stand in plan_tables."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class CentreRow(Table):
    """The one centre of this store."""

    __tablename__ = "centre"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    zone: Mapped[str]
    opens: Mapped[int]
    closes: Mapped[int]
    synthetic: Mapped[bool]
    service: Mapped[dict[str, Any]]


class AccountRow(Table):
    """Someone who can sign in."""

    __tablename__ = "account"
    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    person: Mapped[str | None] = mapped_column(ForeignKey("person.code"))
    language: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str]
    active: Mapped[bool]
    must_change: Mapped[bool]
    created_at: Mapped[dt.datetime]


class SessionRow(Table):
    """A sign-in; only a hash of its number is kept."""

    __tablename__ = "session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("account.username"), index=True)
    address: Mapped[str]
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]


class AttemptRow(Table):
    """A try to sign in."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    username: Mapped[str] = mapped_column(String(64), index=True)
    succeeded: Mapped[bool]
    device: Mapped[str | None] = mapped_column(String(64))


class DeviceRow(Table):
    """A browser from which an account has signed in; only a hash of its number is kept."""

    __tablename__ = "device"
    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("account.username"), primary_key=True)
    seen_at: Mapped[dt.datetime]


class AuditRow(Table):
    """One line of the log; the database itself refuses to change or delete it."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    who: Mapped[str]
    what: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class ImportRow(Table):
    """A file that was taken in."""

    __tablename__ = "import"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]


class DemandRow(Table):
    """One day of one series as one import told it; a later import stands above an earlier one."""

    __tablename__ = "demand"
    series: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id"), primary_key=True)
    step: Mapped[int]
    counts: Mapped[list[Any]]


class EventRow(Table):
    """An own event of the centre."""

    __tablename__ = "event"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    start: Mapped[dt.date] = mapped_column(primary_key=True)
    end: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(32))
    repeats: Mapped[bool]


class OverrideRow(Table):
    """A planner's correction of a date, with the day on which it became known."""

    __tablename__ = "calendar_override"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[dt.date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16))
    holiday: Mapped[str | None]
    statutory: Mapped[bool]
    as_of: Mapped[dt.date]
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]


class PersonRow(Table):
    """A member of the team; the reason of a limit is kept nowhere."""

    __tablename__ = "person"
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[int]
    name: Mapped[str]
    regime: Mapped[str] = mapped_column(String(32))
    cycle: Mapped[str] = mapped_column(String(16))
    weekly_minutes: Mapped[int]
    skills: Mapped[list[Any]]
    senior: Mapped[bool]
    zone: Mapped[str]
    no_nights_until: Mapped[dt.date | None]
    no_overtime_until: Mapped[dt.date | None]
    nursing_minutes: Mapped[int]
    permit: Mapped[bool]
    active: Mapped[bool]


class ShiftTypeRow(Table):
    """A shift as a template."""

    __tablename__ = "shift_type"
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    place: Mapped[int]
    name: Mapped[str]
    start: Mapped[int]
    length: Mapped[int]
    paid: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    on_phones: Mapped[bool]
    skill: Mapped[str | None]
    not_before: Mapped[list[Any]]


class TransportRow(Table):
    """First and last transport of a zone on one kind of day."""

    __tablename__ = "transport"
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day_off: Mapped[bool] = mapped_column(primary_key=True)
    earliest_start: Mapped[int]
    latest_end: Mapped[int]


class AbsenceRow(Table):
    """A person is away for a day."""

    __tablename__ = "absence"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))


class WishRow(Table):
    """A shift or a day off that a person would like or dislike."""

    __tablename__ = "wish"
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.code"))
    day: Mapped[dt.date] = mapped_column(index=True)
    shift: Mapped[str | None]
    weight: Mapped[int]


class ClosureRow(Table):
    """Nobody from a zone can come on a day."""

    __tablename__ = "zone_closure"
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)


class HouseRuleRow(Table):
    """A value of the centre's own in place of the one that comes with the product."""

    __tablename__ = "house_rule"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[float]
    source: Mapped[str]
    as_of: Mapped[dt.date]


class RequestRow(Table):
    """What somebody asks for: leave, a swap, a wish or to stand by; the private reason is kept nowhere."""

    __tablename__ = "request"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), index=True)
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    shift: Mapped[str | None] = mapped_column(ForeignKey("shift_type.code"))
    colleague: Mapped[str | None] = mapped_column(ForeignKey("person.code"), index=True)
    their_day: Mapped[dt.date | None]
    answers: Mapped[list[Any]]
    roster_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"))
    made_by: Mapped[str]
    made_at: Mapped[dt.datetime]
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    leave_kind: Mapped[str | None] = mapped_column(String(16))
    half: Mapped[str | None] = mapped_column(String(16))


class ConsentRow(Table):
    """A person is asked to agree to a change of the published roster at short notice."""

    __tablename__ = "consent"
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    before: Mapped[str | None] = mapped_column(ForeignKey("shift_type.code"))
    after: Mapped[str | None] = mapped_column(ForeignKey("shift_type.code"))
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]


class LockedCellRow(Table):
    """A cell of a version that somebody has set by hand and that stays when solving again; no shift is a day off."""

    __tablename__ = "locked_cell"
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    shift: Mapped[str | None] = mapped_column(ForeignKey("shift_type.code"))
