import pytest

from forecast.surge.carriers import carriers
from tests.forecast.surge.builders import a_history, day_of, in_topics


def test_the_topic_that_grew_carries_the_excess():
    calm = a_history(120, noise=0.0)
    topics = in_topics(calm, {100: 90, 101: 90})
    expected = float(calm.values[100:102].sum())
    found = carriers(topics, day_of(calm, 100), day_of(calm, 101), expected)
    first = found[0]
    assert (first.kind, first.name, first.emerging) == ("topic", "masks", True)
    assert first.of_excess == pytest.approx(1.0, abs=0.25)
    assert first.growth > 10
    assert sum(line.of_excess for line in found) == pytest.approx(1.0, abs=0.01)
    assert sum(line.share for line in found) == pytest.approx(1.0)
    assert not found[1].emerging


def test_a_span_without_days_before_it_is_refused():
    calm = a_history(20)
    topics = in_topics(calm, {})
    with pytest.raises(ValueError, match="after"):
        carriers(topics, day_of(calm, 0), day_of(calm, 2), 300.0)
