"""The tables of what belongs to one person: secret calendar addresses, receipts of rosters, identities elsewhere."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from desk.store.base import Table


class CalendarLinkRow(Table):
    """The secret address of someone's calendar; only its hash is kept."""

    __tablename__ = "calendar_link"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("account.username"), unique=True)
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]


class ReceiptRow(Table):
    """Someone has seen a published roster."""

    __tablename__ = "roster_receipt"
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("account.username"), primary_key=True)
    read_at: Mapped[dt.datetime]


class IdentityRow(Table):
    """Who an account is at an outside sign-in service; issuer and subject are bound at the first sign-in."""

    __tablename__ = "identity"
    username: Mapped[str] = mapped_column(ForeignKey("account.username"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    issuer: Mapped[str | None]
    subject: Mapped[str | None]


class AdmissionRow(Table):
    """Somebody who has just proved who they are elsewhere, until their browser comes for its session."""

    __tablename__ = "admission"
    browser_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("account.username"))
    made_at: Mapped[dt.datetime]
