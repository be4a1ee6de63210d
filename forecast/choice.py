"""Which models forecast: the mean of the first two, unless others were clearly closer on the past."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecast import scores
from forecast.calendar import Calendar, Event
from forecast.calibration import UNMEASURED, Calibration, measure
from forecast.demand import Demand
from forecast.looks import FEWEST_BEFORE, Look, Memory, look, looks_of
from forecast.models.blend import JOINED
from forecast.models.naive import SeasonalNaive
from forecast.prediction import Note, Prediction
from forecast.rolling import Score, rows_of, score_table

LEADING: tuple[str, ...] = ("house", "count_regression")
"""
Models whose mean forecasts where the past does not speak clearly for another: they see the level differently (one lets
it wander, one lets it come back), so that their errors cancel in part, and equal weights need nothing to be learned.
"""

CONTENDERS: tuple[str, ...] = (*LEADING, "ets", "seasonal_naive")
"""Models that are tried on the past of every history; the rest of the registry takes longer than all of these together."""

USUAL_LUCK, LUCK_BELIEF = 0.15, 4.0
"""Share of a score by which two equally good models differ at one look, by luck, and the looks that it counts for."""

CLEARLY_ALONE, CLEARLY_TOGETHER = 3.0, 2.0
"""
Standard errors by which one model alone, or another mean, must be better. Several are tried at once on a few looks at
one past: the best of five equally good ones is often two errors ahead, by luck. A mean is the smaller risk.
"""

Members = tuple[str, ...]
"""Codes of the models whose mean is a forecast, the leading one first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    The models whose mean is the forecast.

    Parameters
    ----------
    members
        Their codes; the first leads.
    reason
        Why these.
    scores
        Of every contender and of the chosen mean on the looks back, best first; empty if there were none.
    calibration
        What the intervals of the members held on the looks back, and the width that they get.
    """

    members: Members
    reason: Note
    scores: tuple[Score, ...] = ()
    calibration: Calibration = UNMEASURED


def choose(
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
    similar: Sequence[Demand] = (),
    scored: bool = True,
) -> Choice:
    """
    Return the models that forecast a history best, by their errors on its own past.

    Parameters
    ----------
    demand, calendar, events
        As known at the origin, which is the last day of the demand; nothing later is used.
    memory
        Looks back that are kept, and takes new ones.
    progress
        Called with looks done and looks in all.
    similar
        Histories of similar centres (`forecast.similar`).
    scored
        Whether the table of scores is wanted; where looks are remembered it takes longer than all else here.
    """
    ahead, origins = looks_of(demand)
    first = LEADING[0]
    known = demand.values[np.isfinite(demand.values)]
    if len(known) >= FEWEST_BEFORE and (known == known[0]).all():
        value = float(known[0])
        return Choice(
            (first,), Note("choice_constant", (("value", int(value) if value.is_integer() else value),))
        )
    looks: list[Look] = []
    for done, origin in enumerate(origins):
        if progress is not None:
            progress(done, len(origins))
        view = calendar.at(origin)
        looks.append(
            look(
                demand.until(origin),
                view,
                events,
                ahead=ahead,
                models=CONTENDERS,
                memory={} if memory is None else memory,
                similar=similar,
            )
        )
    if progress is not None and looks:
        progress(len(origins), len(origins))
    losses = _losses(demand, looks)
    if not losses:
        members = LEADING if len(known) >= FEWEST_BEFORE else (SeasonalNaive.code,)
        return Choice(members, Note("choice_short", (("days", len(known)), ("model", JOINED.join(members)))))
    members, reason = decide(losses, ahead)
    calibration = measure(demand, calendar, [_mean(seen, members) for seen in looks])
    return Choice(members, reason, _scores(demand, looks, members) if scored else (), calibration)


def _scores(demand: Demand, looks: Sequence[Look], members: Members) -> tuple[Score, ...]:
    table = [_rows(demand, seen, code) for seen in looks for code in CONTENDERS if code in seen]
    if len(members) > 1:
        table += [
            rows_of(
                JOINED.join(members), _mean(seen, members), demand, sum(seen[code][1] for code in members)
            )
            for seen in looks
        ]
    return score_table(pd.concat(table, ignore_index=True), demand)


def decide(losses: Mapping[Members, np.ndarray], ahead: int) -> tuple[Members, Note]:
    r"""
    Return the members to use and why, from the mean CRPS of every candidate at each look.

    The first candidate leads (of models that were never compared the mean of two different ones is the safest guess,
    as Bates and Granger found), with the score :math:`A_k` at each look :math:`k` of :math:`n`; another has
    :math:`B_k`. With :math:`d_k = (A_k - B_k)/\bar A` it is clearly better if

    .. math:: \bar d > c \sqrt{\frac{\sum_k (d_k - \bar d)^2 + \nu s^2}{(n - 1 + \nu)\, n}}

    where :math:`s` is `USUAL_LUCK` and :math:`\nu` is `LUCK_BELIEF`: a few looks do not tell their own spread, and
    two that agree by luck would tell none. Of those that are clearly better the best is used.

    Parameters
    ----------
    losses
        By members, each of shape (looks,).
    ahead
        Days ahead of a look, for the note.

    References
    ----------
    Bates, J. M. and Granger, C. W. J. (1969). The combination of forecasts. Operational Research Quarterly 20,
    451-468. Clemen, R. T. (1989). Combining forecasts: a review and annotated bibliography. International Journal of
    Forecasting 5, 559-583. Breiman, L., Friedman, J., Stone, C. J. and Olshen, R. A. (1984). Classification and Regression Trees, section
    3.4.3: the one-standard-error rule. Smith, J. and Wallis, K. F. (2009). A simple explanation of the forecast
    combination puzzle. Oxford Bulletin of Economics and Statistics 71, 331-355: why the weights are equal.
    """
    lead, own = next(iter(losses.items()))
    gains = {members: _gain(own, loss) for members, loss in losses.items() if members != lead}
    clear = {
        members: gain
        for members, (gain, error) in gains.items()
        if gain > error * (CLEARLY_ALONE if len(members) == 1 else CLEARLY_TOGETHER)
    }
    ahead_of = max(clear or gains, key=lambda members: gains[members][0], default=lead)
    gain, error = gains.get(ahead_of, (0.0, 0.0))
    facts = (
        ("model", JOINED.join(lead)),
        ("other", JOINED.join(ahead_of)),
        ("looks", len(own)),
        ("ahead", ahead),
        ("gain", 100 * gain),
        ("error", 100 * error),
    )
    if clear:
        return ahead_of, Note("choice_mean" if len(ahead_of) > 1 else "choice_other", facts)
    return lead, Note("choice_unbeaten" if gain > 0 else "choice_best", facts)


def _gain(own: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Return by what share of the leading score another is better, and the standard error of that."""
    if not own.mean() > 0:
        return 0.0, 0.0
    differences = (own - other) / own.mean()
    looks, gain = len(own), float(differences.mean())
    squares = float(np.sum((differences - gain) ** 2)) + LUCK_BELIEF * USUAL_LUCK**2
    return gain, float(np.sqrt(squares / (looks - 1 + LUCK_BELIEF) / looks))


def _losses(demand: Demand, looks: Sequence[Look]) -> dict[Members, np.ndarray]:
    """Return the mean CRPS at each look of every candidate that all looks have, the leading one first."""
    usable = [code for code in CONTENDERS if looks and all(_in_doubt(seen, code) for seen in looks)]
    joined = [code for code in usable if code != SeasonalNaive.code]
    means = [tuple(joined[:2]), tuple(joined), *((joined[0], code) for code in joined[2:])] if joined else []
    found = {}
    for members in dict.fromkeys((*means, *((code,) for code in usable))):
        loss = np.array([_loss(demand, seen, members) for seen in looks])
        if np.isfinite(loss).all():
            found[members] = loss
    return found


def _in_doubt(seen: Look, code: str) -> bool:
    """Whether a model could be used and does not claim to know the days to come."""
    return code in seen and bool((np.ptp(seen[code][0].quantiles, axis=1) > 0).any())


def _loss(demand: Demand, seen: Look, members: Members) -> float:
    parts = [seen[code][0] for code in members]
    first = demand.grid.slot_of(parts[0].grid.start)
    actual = demand.values[first : first + parts[0].grid.days]
    there = np.isfinite(actual)
    if not there.any():
        return float("nan")
    quantiles = np.mean([part.quantiles for part in parts], axis=0)
    return float(scores.crps(actual[there], quantiles[there]).mean())


def _rows(demand: Demand, seen: Look, code: str) -> pd.DataFrame:
    prediction, seconds = seen[code]
    return rows_of(code, prediction, demand, seconds)


def _mean(seen: Look, members: Members) -> Prediction:
    parts = [seen[code][0] for code in members]
    first = parts[0]
    return Prediction(
        first.grid,
        first.origin,
        JOINED.join(members),
        np.mean([part.mean for part in parts], axis=0),
        np.mean([part.quantiles for part in parts], axis=0),
        first.paths,
    )
