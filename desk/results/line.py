"""What a setting of the line is, where it stands and what it may be."""

from dataclasses import dataclass
from datetime import date

LineValue = float | int | str | bool
"""A number, a word, a truth, or days and spans as text."""


@dataclass(frozen=True, slots=True)
class LineSetting:
    """
    One setting of the line.

    Parameters
    ----------
    code
        Names the setting.
    kind
        ``share``, ``seconds``, ``hours``, ``count``, ``ratio``, ``clock`` (minutes from midnight), ``choice``, ``yes``,
        ``days`` (of every year, ``03-15, 11-11``) or ``spans`` (``2027-01-29/2027-02-18``).
    value
        What is set.
    source, as_of
        The decision it rests on, and its day; empty and None if nobody has said.
    choices
        The words that a ``choice`` may be.
    used
        What a plan takes: `value`, or what the history says in its place; None if it was not looked up.
    origin
        Where `used` comes from: ``history``, ``set``, ``default`` where the centre has not said otherwise, or
        ``planned`` for a loss that the roster plans, so that it is not counted again.
    count
        Calls (of the patience: callers who hung up) behind `used` if the history says it, else None.
    warning
        Code of what is to be known of the value, in the section ``staffing`` of the words, or None.
    """

    code: str
    kind: str
    value: LineValue
    source: str
    as_of: date | None
    choices: tuple[str, ...] = ()
    used: LineValue | None = None
    origin: str = "set"
    count: int | None = None
    warning: str | None = None
