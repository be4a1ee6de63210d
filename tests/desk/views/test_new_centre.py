"""A centre that has nothing yet: every page of every role opens and says what to do next."""

import pytest
from streamlit.testing.v1 import AppTest

from desk import planning
from desk.accounts import Account, Role
from desk.views.parts import visit as visits
from desk.words import say
from tests.desk.views.test_pages import DOOR, PAGES, words_of


@pytest.fixture(scope="module")
def new_centre(tmp_path_factory):
    store = planning.open_store(f"sqlite:///{tmp_path_factory.mktemp('new')}/lianxin.db")
    planning.found_centre(store, Account("cli", "cli", Role.HEAD), name="新热线")
    yield store
    store.close()


@pytest.fixture
def opened(monkeypatch, new_centre):
    def open_as(role, page, language="zh"):
        who = Account(role.value, role.value, role, language=language)
        here = visits.Visit(new_centre, who, language, planning.centre(new_centre, who))
        monkeypatch.setattr(visits, "visit", lambda: here)
        app = AppTest.from_file(str(DOOR), default_timeout=60).run()
        return app.switch_page(f"{page}.py").run()

    return open_as


@pytest.mark.parametrize("role", Role)
def test_no_page_of_a_new_centre_breaks_or_shows_an_error(opened, role):
    for page in PAGES[role]:
        app = opened(role, page)
        assert not app.exception, page
        assert not app.error, page


@pytest.mark.parametrize("page", ["today", "forecast", "requirement", "holiday"])
def test_whoever_may_import_is_led_to_it_and_others_are_told_whom_to_ask(opened, page):
    assert say("start.history_head", "zh") in words_of(opened(Role.HEAD, page))
    assert say("start.history_others", "en") in words_of(opened(Role.MANAGER, page, "en"))


def test_the_team_comes_in_from_a_file_on_the_data_page(opened, new_centre):
    app = opened(Role.HEAD, "data")
    app.segmented_control(key="data.what_zh").set_value("tables").run()
    columns = planning.table_columns()["transport"]
    app.selectbox(key="data.table_zh").set_value("transport").run()
    assert ", ".join(columns) in words_of(app)
    uploader = app.get("file_uploader")[0]
    uploader.set_value(("transport.csv", b"zone,day_off\n", "text/csv")).run()
    assert "transport.csv" in app.error[0].value  # a column is missing, and nothing is written
    assert "data.table_take" not in [button.key for button in app.button]
    who = Account("head", "head", Role.HEAD)
    text = ",".join(columns) + "\ncity,0,06:30,22:00\n"
    app.get("file_uploader")[0].set_value(("transport.csv", text.encode(), "text/csv")).run()
    assert say("small_table.would", "zh", new=1, changed=0, same=0) in words_of(app)
    assert planning.team(new_centre, who).transport == ()
    app.button(key="data.table_take").click().run()
    assert len(planning.team(new_centre, who).transport) == 1
    later = text.replace("22:00", "21:30")
    app.get("file_uploader")[0].set_value(("transport.csv", later.encode(), "text/csv")).run()
    assert "22:00 → 21:30" in app.dataframe[0].value.to_numpy()
