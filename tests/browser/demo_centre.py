"""A small demo for the browser: the sample centre, its forecast, a short solve, a published roster and known passwords."""

from pathlib import Path

from desk import planning
from desk.accounts import Account, Role, hash_password
from desk.store import sign_ins

HISTORY = Path(__file__).resolve().parents[2] / "history"
PASSWORD = "only-for-this-test"
HEAD = Account("head", "秦岚英", Role.HEAD)
DAYS = 28


def make_demo(url):
    """Fill a store, unless it holds a published roster already; everyone's password becomes `PASSWORD`."""
    store = planning.open_store(url)
    planning.set_up_centre(store, HISTORY)
    if not any(version.state == "published" for version in planning.versions(store, HEAD)):
        start = planning.centre(store, HEAD).today
        version = planning.solve_roster(store, HEAD, start=start, days=DAYS, seconds=5.0)
        planning.publish(store, HEAD, version=version.id)
    kept = hash_password(PASSWORD)
    with store.begin() as session:
        for username in planning.sign_in_names(store):
            sign_ins.change_account(session, username, password_hash=kept)
    return store
