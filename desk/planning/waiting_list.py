"""Requests that move without anybody's hand: the waiting list when there is room, and those whose days have gone by."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from desk.planning.exchanging import full_days
from desk.planning.known import load_centre
from desk.results import PENDING, Answer, RequestLine, RequestState
from desk.store import Store, log
from desk.store import requests as rows

MOVED_UP = "place_free"
"""Code of the answer with which a request leaves the waiting list."""

ITSELF = "lianxin"
"""Who moves them, in the log."""


def settle_requests(store: Store) -> None:
    """Move what is due; where nothing is, nothing is written."""
    with store.read() as session:
        due = any(_moves(session))
    if due:
        with store.one_by_one() as session:
            settle(session, datetime.now(UTC))


def settle(session: Session, now: datetime) -> None:
    """
    Close the requests whose days have passed unanswered, and hand on to the head whoever waits and has room now.

    However the room came about: leave withdrawn or refused, a higher limit, somebody who has left, absences changed.
    Who was handed on keeps the place until the head has decided.
    """
    moves = tuple(_moves(session))
    for line, state, said in moves:
        rows.answer_request(session, line, state, (said,), who=ITSELF, now=now)
    if moves:
        closed = [line.id for line, state, _ in moves if state is RequestState.REFUSED]
        moved = [line.id for line, state, _ in moves if state is RequestState.OPEN]
        log.add_line(session, ITSELF, "settle_requests", after={"closed": closed, "moved_up": moved})


def _moves(session: Session) -> Iterator[tuple[RequestLine, RequestState, Answer]]:
    """Yield what is due, in the order in which people asked."""
    today = load_centre(session).today
    held: list[RequestLine] = []
    for line in rows.requests(session, PENDING):
        past = line.their_day is not None and line.their_day < today
        if line.last < today or past:
            yield line, RequestState.REFUSED, Answer("days_passed")
        elif line.state is RequestState.OPEN and any(said.code == MOVED_UP for said in line.answers):
            held.append(line)
        elif line.state is RequestState.WAITING and not full_days(session, line, held):
            held.append(line)
            yield line, RequestState.OPEN, Answer(MOVED_UP)
