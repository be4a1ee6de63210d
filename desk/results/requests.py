"""What the use cases say of requests, consents and the changes between two versions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desk.results.facts import Facts
from scheduler.problem import AbsenceKind


class RequestKind(StrEnum):
    """What somebody asks for."""

    LEAVE = "leave"
    SWAP = "swap"
    PREFERENCE = "preference"
    STANDBY = "standby"


class RequestState(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    """A colleague has to agree first."""
    OPEN = "open"
    """The head has to decide."""
    WAITING = "waiting"
    """The day is full; the first in the list moves up when a place is free."""
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PENDING = frozenset({RequestState.ASKED, RequestState.OPEN, RequestState.WAITING})
"""States that still want an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One reason or proposal as a fact: a code of ``[answer]`` or ``breach.`` and a rule, with its details."""

    code: str
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class RequestLine:
    """
    A request as it stands.

    Parameters
    ----------
    id
        Its number.
    kind, state
        See the types.
    person, name
        Who asks.
    first, last
        Days (a single day twice).
    shift
        Shift wished for or stood by on; None for a day off.
    colleague, colleague_name, their_day
        With whom a swap is meant, and which of their days.
    answers
        Every reason so far, in order.
    made_at, decided_at
        Moments (UTC).
    version
        The roster version that came of it.
    leave
        What leave is taken from (`desk.results.LeaveKind`), None if nobody has said.
    half
        For leave of half a day: ``morning`` or ``afternoon``.
    """

    id: int
    kind: RequestKind
    state: RequestState
    person: str
    name: str
    first: date
    last: date
    shift: str | None
    colleague: str | None
    colleague_name: str | None
    their_day: date | None
    answers: tuple[Answer, ...]
    made_at: datetime
    decided_at: datetime | None
    version: int | None
    leave: str | None = None
    half: AbsenceKind | None = None

    @property
    def away(self) -> AbsenceKind:
        """What a granted leave keeps its person away for: the whole day, or half of it."""
        return self.half or AbsenceKind.LEAVE


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """
    A cell that differs between two versions (shift codes, None for a day off).

    Parameters
    ----------
    person, name
        Who is disturbed.
    day
        When.
    before, after
        What they knew and what is new.
    short_notice
        Whether the change comes inside the notice period, so that the person has to agree.
    consent
        ``"asked"``, ``"given"``, ``"refused"``, or None before they were asked.
    """

    person: str
    name: str
    day: date
    before: str | None
    after: str | None
    short_notice: bool = False
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What granting a request would do.

    Parameters
    ----------
    missing_before, missing_after
        Operator hours that are missing on the days concerned; None where nothing is published yet.
    changes
        Cells that would change, the one who asks first.
    answers
        What stands against it; none if it can be granted.
    nearest
        What would work instead.
    """

    missing_before: float | None
    missing_after: float | None
    changes: tuple[ShiftChange, ...]
    answers: tuple[Answer, ...]
    nearest: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """A change at short notice that a person is asked to agree to."""

    version: int
    day: date
    before: str | None
    after: str | None
    state: str


@dataclass(frozen=True, slots=True)
class MyRequests:
    """One's own requests, the swaps that one is asked for, and the changes that one is asked to agree to."""

    own: tuple[RequestLine, ...]
    asked_of_me: tuple[RequestLine, ...]
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A version against what is published on its days now; `changes` by day and person."""

    version: int
    against: int | None
    changes: tuple[ShiftChange, ...]

    @property
    def disturbed(self) -> int:
        """How many people find something else than they knew."""
        return len({change.person for change in self.changes})

    @property
    def without_consent(self) -> tuple[ShiftChange, ...]:
        """Changes at short notice that nobody has agreed to."""
        return tuple(c for c in self.changes if c.short_notice and c.consent != "given")


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A limit of the centre's life with its source and the day on which the source was read."""

    name: str
    value: float
    kind: str
    source: str
    as_of: date
