"""The picture of a roster's cover knows who is at a meal."""

from datetime import datetime, timedelta

from desk import planning
from desk.store.rests import save_rests
from scheduler.rests import Rest
from tests.desk.builders import HEAD, MONDAY, a_team, a_version


def test_whoever_is_at_a_meal_is_not_at_the_phones(tmp_path):
    store = a_team(f"sqlite:///{tmp_path / 'test.db'}")
    version = a_version(store, {("op01", MONDAY): "E", ("op02", MONDAY): "E"}, start=MONDAY, days=1)
    noon = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 12)
    before = planning.roster_view(store, HEAD, version=version)
    with store.begin() as session:
        save_rests(session, version, [Rest("op01", MONDAY, "meal", noon, noon + timedelta(hours=1))])
    after = planning.roster_view(store, HEAD, version=version)
    assert before.seated.tolist() == before.planned.tolist() == after.planned.tolist()
    missing = after.planned - after.seated
    assert {slot: int(missing[slot]) for slot in missing.nonzero()[0]} == {24: 1, 25: 1}
    short = [
        max(int(after.required[slot]) - 1, 0) - max(int(after.required[slot]) - 2, 0) for slot in (24, 25)
    ]
    assert after.resting_hours == sum(short) / 2
    store.close()
