"""The search for the parameters of a statsmodels state space, and paths from what it found."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from statsmodels.tsa.statespace.mlemodel import MLEModel

LONGEST_SEARCH, LONGEST_SECOND = 60, 1000
"""Iterations of the search along the gradient, and of the simplex search where that one did not come to rest."""

SMALL_STEP = 1e8
"""Times the machine's precision by which the likelihood must still rise (factr of L-BFGS)."""


def search(model: MLEModel) -> "StateSpaceLaw | None":
    """
    Return the law with the greatest likelihood, None if neither search came to rest.

    On calm series the best parameters lie at the edge of what is allowed (a level that never moves). A search along
    the gradient gets there and does not come to rest; the simplex search, begun where it stopped, does.
    """
    found = model.fit(disp=False, maxiter=LONGEST_SEARCH, factr=SMALL_STEP, cov_type="none")
    if not found.mle_retvals["converged"]:
        found = model.fit(found.params, disp=False, method="nm", maxiter=LONGEST_SECOND, cov_type="none")
    return StateSpaceLaw(found) if found.mle_retvals["converged"] else None


@dataclass(frozen=True, slots=True)
class StateSpaceLaw:
    """A state space at the end of a history: where its state is, how sure of it one is, how it goes on."""

    found: Any  # statsmodels carries no types

    def simulate(self, steps: int, count: int, rng: np.random.Generator) -> np.ndarray:
        """Return futures, shape (count, steps), each from a state drawn from what is known of it."""
        futures = self.found.simulate(steps, anchor="end", repetitions=count, rng=rng)
        return np.asarray(futures, dtype=float).reshape(steps, count).T
