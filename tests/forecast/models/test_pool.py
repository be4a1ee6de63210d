"""What the models beside the house model do where a search fails or a history says nothing."""

import numpy as np
import pytest

from forecast.calendar import Calendar
from forecast.errors import ModelError
from forecast.models.innovations import restlessness
from forecast.models.sarimax import Sarimax
from tests.forecast.builders import a_history

NONE = Calendar("none")


def test_a_fit_that_did_not_converge_is_never_used(monkeypatch):
    monkeypatch.setattr("forecast.models.state_space.LONGEST_SEARCH", 1)
    monkeypatch.setattr("forecast.models.state_space.LONGEST_SECOND", 1)
    with pytest.raises(ModelError, match="did_not_converge"):
        Sarimax().fit(a_history(), NONE)


def test_a_constant_history_is_as_restless_as_itself():
    found = restlessness(np.zeros(90), np.ones(90))
    assert np.isfinite(found).all()
    assert found == pytest.approx(found[0])
