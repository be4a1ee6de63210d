"""Shrinkage: rostered time that is lost without being planned, by component."""

from dataclasses import dataclass

from forecast.staffing import parameters


@dataclass(frozen=True, slots=True)
class Component:
    """
    One way in which rostered time is lost.

    Parameters
    ----------
    code
        ``sickness``, ``training``, ``breaks``, ``leave`` ...
    share
        Share of rostered hours, in [0, 1).
    inside
        Lost while at work (breaks, meetings) or by not being there (sickness, leave).
    planned
        Whether the roster already plans it; then it is not counted again.
    """

    code: str
    share: float
    inside: bool = False
    planned: bool = False

    def __post_init__(self) -> None:
        parameters.shrinkages(self.share)


def total(components: tuple[Component, ...]) -> float:
    r"""
    Return the share of rostered time that is lost and not planned, in [0, 1).

    Components on the same base add up; time lost at work is a share of the time that people are there:
    :math:`1 - (1 - s_{out})(1 - s_{in})`.

    Raises
    ------
    BadParameter
        If the sum on one base reaches 1.
    """
    out, inside = (
        sum(part.share for part in components if part.inside == where and not part.planned)
        for where in (False, True)
    )
    parameters.shrinkages([out, inside])
    return float(1.0 - (1.0 - out) * (1.0 - inside))


def rostered(hours: float, shrinkage: float) -> float:
    """Return the hours to roster so that `hours` are worked: divided by 1 - s, never multiplied by 1 + s."""
    parameters.shrinkages(shrinkage)
    return hours / (1.0 - shrinkage)
