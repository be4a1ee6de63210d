"""The tables of limits of people's own, fixed turns of weeks, and festival duties carried."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class TermsRow(Table):
    """Limits of one person's own over every roster."""

    __tablename__ = "terms"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    max_minutes: Mapped[int | None]
    min_minutes: Mapped[int]
    max_run: Mapped[int | None]
    min_run: Mapped[int]
    min_off: Mapped[int]
    max_weekends: Mapped[int | None]
    max_shifts: Mapped[list[Any]]


class RotationRow(Table):
    """A person's fixed turn of whole weeks."""

    __tablename__ = "rotation"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    start: Mapped[dt.date]
    cells: Mapped[list[Any]]


class CarriedRow(Table):
    """What a person has carried before the store's first roster; year 0 is no day of a festival, or nobody knows."""

    __tablename__ = "carried"
    person: Mapped[str] = mapped_column(ForeignKey("person.code"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
