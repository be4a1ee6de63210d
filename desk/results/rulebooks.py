"""What the use cases say of rules: limits with their sources, the order of goals, declared emergencies."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.rulebook import Limit


@dataclass(frozen=True, slots=True)
class Emergency:
    """
    A declared emergency.

    Parameters
    ----------
    id
        Its number.
    first, last
        Its days, both included; none of them if `last` lies before `first`.
    ordered
        The order that declares it (number, title).
    signed_by
        Who has signed.
    relaxed
        Codes of the rules that the signature relaxes.
    made_by, made_at
        Who entered it, and when (UTC).
    ended_by
        Who ended it before its time, or None.
    """

    id: int
    first: date
    last: date
    ordered: str
    signed_by: str
    relaxed: tuple[str, ...]
    made_by: str
    made_at: datetime
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class LimitLine:
    """
    One limit in both books.

    Parameters
    ----------
    normal, emergency
        As it holds on ordinary days and in an emergency; None where a book has no such limit.
    own
        Names of the books in which the centre has decided it itself.
    """

    normal: Limit | None
    emergency: Limit | None
    own: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Code of the rule, goal or rest times."""
        return self._either.owner

    @property
    def name(self) -> str:
        """Name of the limit."""
        return self._either.name

    @property
    def _either(self) -> Limit:
        limit = self.normal or self.emergency
        if limit is None:
            raise ValueError("a limit stands in at least one book.")
        return limit


@dataclass(frozen=True, slots=True)
class RulesView:
    """
    The rules that hold.

    Parameters
    ----------
    limits
        Every limit, rule by rule.
    without_limits
        Codes of the rules that hold as they are.
    tiers
        Names of the tiers with the codes of their goals, most important first, per book.
    relaxable
        Codes of the rules that an emergency may relax.
    emergencies
        Declared emergencies, the newest first.
    """

    limits: tuple[LimitLine, ...]
    without_limits: tuple[str, ...]
    tiers: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    relaxable: tuple[str, ...]
    emergencies: tuple[Emergency, ...]
