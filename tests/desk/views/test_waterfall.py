import numpy as np
import pytest

from desk.views.parts.waterfall import waterfall
from desk.words import LANGUAGES
from forecast.calendar import Calendar
from forecast.explain import Explanation, Part
from tests.desk.views.builders import START


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bars_lead_from_the_typical_day_to_the_number(language):
    parts = (
        Part("base", 170.0),
        Part("weekday", 20.4, 0.12),
        Part("season", 0.2, 0.001),
        Part("holiday", -80.6, -0.42),
    )
    found = Explanation(Calendar("CN").day(START), 110.0, "house", parts, (), taken_apart=True)
    chart = waterfall(found, language).to_dict()
    rows = [row for rows in chart["datasets"].values() for row in rows]
    assert [row["from"] for row in rows] == [0.0, 170.0, 190.0, 0.0]  # a part below a call has no bar
    assert [row["to"] for row in rows] == [170.0, 190.0, 110.0, 110.0]
    assert np.isclose(rows[-1]["to"], found.calls)
    assert rows[2]["text"] == "−80"
