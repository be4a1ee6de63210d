"""What the parts of models do where a history says nothing."""

import numpy as np
import pytest

from forecast.models.innovations import restlessness


def test_a_constant_history_is_as_restless_as_itself():
    found = restlessness(np.zeros(90), np.ones(90))
    assert np.isfinite(found).all()
    assert found == pytest.approx(found[0])
