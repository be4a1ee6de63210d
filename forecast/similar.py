"""Similar centres: what their histories say of weekdays, seasons and holidays, for a centre too new to know."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from forecast.calendar import Calendar
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models.features import Group
from forecast.models.house import House
from forecast.models.shrinkage import SMALLEST_VARIANCE
from forecast.models.usual import Usual

SHARED = frozenset(
    {"weekday", "day_kind", "holiday", "lunar_core", "lunar_tail", "turn_core", "turn_tail", "annual_low",
     "annual_high", "month"}
)  # fmt: skip
"""Groups that mean the same at every centre; level, trend and own events are each centre's own."""

FREE = "weekday"
"""Group that is learned freely: two weeks tell a weekday, and shrinkage takes nothing from it."""

BELIEF = 3.0
"""How many effects' worth of evidence it counts that half of what an effect is, is each centre's own."""


Told = Mapping[tuple[str, str], tuple[float, float]]
"""By group and name of a column: the effect as one centre's history tells it, and the variance of what it does not tell."""


def usual_of(centres: Iterable[Demand], calendar: Calendar) -> Usual:
    r"""
    Return what days usually do at similar centres.

    Centre :math:`i` of :math:`n_j` has the effect :math:`\beta_{ij} \sim N(m_j, s_g^2)` of column :math:`j` in group
    :math:`g`, and :math:`m_j \sim N(0, a_g^2)`. With the house model's estimates :math:`b_{ij}`, their
    variances :math:`v_{ij}` and :math:`r_g^2 = \overline{b^2}`,

    .. math::
        s_g^2 = \frac{\sum_{ij} (b_{ij} - \bar b_j)^2 + \nu\, r_g^2 / 2}{\sum_j (n_j - 1) + \nu}, \quad
        a_g^2 = \max(r_g^2 - s_g^2, 0), \quad
        \hat m_j = \frac{a_g^2}{a_g^2 + s_g^2 / n_j}\, \bar b_j

    with :math:`\nu` = `BELIEF`. A further centre is about that by :math:`s_g^2`, the variance of
    :math:`\hat m_j`, and :math:`\bar v`, which more centres do not make smaller: shrinkage took from all of them alike.
    One centre alone is believed half, and several that go different ways are not followed: they only tell how large
    such effects are.

    Parameters
    ----------
    centres
        Daily histories as known on the day of the forecast; those that the house model cannot use say nothing.
    calendar
        Of them all.

    References
    ----------
    Laird, N. M. and Ware, J. H. (1982). Random-effects models for longitudinal data. Biometrics 38, 963-974.
    Morris, C. N. (1983). Parametric empirical Bayes inference: theory and applications. Journal of the American
    Statistical Association 78, 47-55.
    """
    return pooled([effects_of(demand, calendar) for demand in centres])


def pooled(centres: Iterable[Told]) -> Usual:
    """Return what days usually do, from what was learned of each similar centre, as in `usual_of`."""
    told = [own for own in centres if own]
    found: dict[str, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for own in told:
        for (group, name), effect in own.items():
            found[group][name].append(effect)
    effects: dict[tuple[str, str], float] = {}
    groups = {}
    for code, columns in found.items():
        means, groups[code] = _pooled(code, [np.array(seen) for seen in columns.values()])
        effects |= {(code, name): mean for name, mean in zip(columns, means, strict=True)}
    return Usual(effects, groups, len(told))


def _pooled(code: str, columns: Sequence[np.ndarray]) -> tuple[list[float], Group]:
    """Return the mean of every column, and the group about them; a column has shape (centres, 2): estimate, variance."""
    count = np.array([len(seen) for seen in columns])
    means = np.array([seen[:, 0].mean() for seen in columns])
    strayed = sum(float(np.sum((seen[:, 0] - seen[:, 0].mean()) ** 2)) for seen in columns)
    whole = float(np.mean(np.concatenate(columns)[:, 0] ** 2)) + SMALLEST_VARIANCE
    belief = float(np.sum(count - 1)) + BELIEF
    own = (strayed + BELIEF * whole / 2) / belief
    common = max(whole - own, 0.0)
    share = common / (common + own / count)
    untold = float(np.mean(np.concatenate(columns)[:, 1]))
    size = float(np.sqrt(own + np.mean(share * own / count) + untold))
    return (share * means).tolist(), Group(code, size, belief)


def effects_of(demand: Demand, calendar: Calendar) -> Told:
    """Return the effect of every shared column that a history has seen; none if it is too short."""
    try:
        state = House().fit(demand, calendar).state
    except ModelError:
        return {}
    seen = (state.columns[: len(state.completed)] != 0).any(axis=0)
    variance = np.where(np.array(state.groups) == FREE, 0.0, np.diag(state.posterior.covariance))
    return {
        (group, name): (float(state.posterior.effects[k]), float(variance[k]))
        for k, (group, name) in enumerate(zip(state.groups, state.names, strict=True))
        if group in SHARED and seen[k]
    }


def known_until(centres: Sequence[Demand], day: date) -> tuple[Demand, ...]:
    """Return what was known of similar centres on a day."""
    return tuple(demand.until(min(day, demand.grid.end)) for demand in centres if demand.grid.start <= day)
