"""Work that can wait (voicemails, web cases, follow-up calls) fills the valleys between the calls."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array

from forecast.staffing import parameters
from forecast.staffing.parameters import BadParameter, Floats


@dataclass(frozen=True, slots=True)
class Batch:
    """
    Work that arrives at one time and is due at another.

    Parameters
    ----------
    code
        ``voicemail``, ``web``, ``follow_up`` ...
    release, deadline
        First slot in which it can be done, and the slot before whose start it must be done: release < deadline.
    minutes
        Operator-minutes of work, >= 0.

    Raises
    ------
    BadParameter
        If the deadline does not lie behind the release or the minutes are negative.
    """

    code: str
    release: int
    deadline: int
    minutes: float

    def __post_init__(self) -> None:
        if not 0 <= self.release < self.deadline:
            raise BadParameter(
                "staffing_deadline", name=self.code, bound="after its release", value=self.deadline
            )
        if not (np.isfinite(self.minutes) and self.minutes >= 0):
            raise BadParameter("staffing_minutes", name=self.code, bound=">= 0 minutes", value=self.minutes)


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """
    When the deferrable work is done.

    Parameters
    ----------
    minutes
        Planned operator-minutes per batch and slot, shape (batches, slots).
    extra
        Operators wanted on top of the cover so that all is done in time, per slot, shape (slots,).
    late
        Minutes of each batch that the cover alone cannot do in time, shape (batches,).
    clear
        First slot at whose start nothing is left, the extra operators included.
    """

    minutes: Floats
    extra: npt.NDArray[np.int64]
    late: Floats
    clear: int


def spare_minutes(
    cover: npt.ArrayLike,
    busy: npt.ArrayLike,
    slot_minutes: npt.ArrayLike,
    *,
    reserve: int = 1,
    reach: float = 0.85,
) -> Floats:
    """
    Return the operator-minutes that a cover leaves for deferrable work, shape (slots,).

    A call-back may start only while more than `reserve` operators are idle, so the reserve is never used up; with a
    reserve of 0 the service level collapses (from .82 to .29 on a line of nine).

    Parameters
    ----------
    cover
        Operators per slot.
    busy
        Mean operators busy with calls per slot.
    slot_minutes
        Length of each slot.
    reserve
        Operators who stay idle, >= 1.
    reach
        Share of the remaining time that can be filled, in (0, 1].

    References
    ----------
    S. Bhulai, G. Koole, A queueing model for call blending in call centers, IEEE TAC 48(8), 2003.
    """
    if reserve < 1:
        raise BadParameter("staffing_behaviour", name="reserve", bound=">= 1", value=reserve)
    parameters.occupancy_caps(reach)
    idle = parameters.operators(cover) - np.asarray(busy, dtype=float) - reserve
    found: Floats = np.maximum(idle, 0.0) * np.asarray(slot_minutes, dtype=float) * reach
    return found


def fill(batches: tuple[Batch, ...], spare: Floats, slot_minutes: Floats, *, reach: float = 0.85) -> Filled:
    r"""
    Place every batch between its release and its deadline, as early as the valleys allow.

    A transport problem: :math:`\min \sum_{ij} j\,z_{ij} + M e_j` with :math:`\sum_i z_{ij} \le spare_j + e_j` and
    :math:`\sum_j z_{ij} = W_i` over the slots from release to deadline. Minutes beyond the valleys (e) cost more than any
    delay and become extra operators.

    Parameters
    ----------
    batches
        The work.
    spare
        Operator-minutes left by the calls, shape (slots,), from `spare_minutes`.
    slot_minutes
        Length of each slot, shape (slots,); a slot of length 0 takes nothing.
    reach
        Share of an extra operator's time that can be filled.

    Raises
    ------
    BadParameter
        If a batch has no slot before its deadline.
    """
    slots = len(spare)
    minutes = np.zeros((len(batches), slots))
    pairs = [
        (i, j)
        for i, batch in enumerate(batches)
        for j in range(batch.release, min(batch.deadline, slots))
        if slot_minutes[j] > 0
    ]
    placeable = {i for i, _ in pairs}
    for i, batch in enumerate(batches):
        if batch.minutes > 0 and i not in placeable:
            raise BadParameter(
                "staffing_deadline", name=batch.code, bound="after an open slot", value=batch.deadline
            )
    if not pairs:
        return Filled(minutes, np.zeros(slots, dtype=np.int64), np.zeros(len(batches)), 0)
    rows, columns = np.array(pairs).T
    count, each = len(pairs), np.arange(len(pairs))
    cost = np.concatenate([columns.astype(float), np.full(slots, 1e4)])
    capacity = coo_array(
        (
            np.concatenate([np.ones(count), -np.ones(slots)]),
            (np.concatenate([columns, np.arange(slots)]), np.arange(count + slots)),
        ),
        shape=(slots, count + slots),
    )
    whole = coo_array((np.ones(count), (rows, each)), shape=(len(batches), count + slots))
    found = linprog(  # type: ignore[call-overload] # the stubs know no sparse matrices
        cost,
        A_ub=capacity.tocsr(),
        b_ub=np.maximum(spare, 0.0),
        A_eq=whole.tocsr(),
        b_eq=np.array([batch.minutes for batch in batches]),
        method="highs",
    )
    if not found.success:
        raise RuntimeError(f"the transport problem was not solved: {found.message}")
    minutes[rows, columns] = np.maximum(found.x[:count], 0.0)
    over = np.maximum(found.x[count:], 0.0)
    per_operator = np.where(slot_minutes > 0, slot_minutes, 1.0) * reach
    extra = np.ceil(over / per_operator - 1e-9).astype(np.int64)
    late = (minutes * (over / np.maximum(minutes.sum(axis=0), 1e-12))).sum(axis=1)
    used = np.flatnonzero(minutes.sum(axis=0) > 1e-9)
    return Filled(minutes, extra, late, int(used[-1]) + 1 if used.size else 0)
