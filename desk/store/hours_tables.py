"""The tables of hours really worked and of what people may take as leave."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class ActualRow(Table):
    """What a person really worked on a day; without a start the person did not work."""

    __tablename__ = "actual"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    start: Mapped[int | None]
    end: Mapped[int | None]
    paid: Mapped[int]


class EntitlementRow(Table):
    """Days of leave that a person may take within a span; the reason is kept nowhere."""

    __tablename__ = "entitlement"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    first: Mapped[dt.date] = mapped_column(primary_key=True)
    last: Mapped[dt.date]
    days: Mapped[float]


class TenureRow(Table):
    """The day since which a person has worked, over all employers."""

    __tablename__ = "tenure"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    since: Mapped[dt.date]


class LeaveDayRow(Table):
    """A day of leave and what it is taken from."""

    __tablename__ = "leave_day"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
