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
        What holds.
    source, as_of
        The decision it rests on, and its day; empty and None if nobody has said.
    choices
        The words that a ``choice`` may be.
    """

    code: str
    kind: str
    value: LineValue
    source: str
    as_of: date | None
    choices: tuple[str, ...] = ()
