"""Receipts of published rosters: everyone's own confirmation, and who has given it."""

import pandas as pd
import streamlit as st

from desk import planning
from desk.results import Announcement, RosterVersion
from desk.views.parts.visit import Visit
from desk.views.parts.window import Days
from desk.words.writing import span


def ask_to_confirm(visit: Visit) -> None:
    """Ask for a confirmation of every published roster that has none yet."""
    for version in planning.unconfirmed_rosters(visit.store, visit.who):
        with st.container(border=True):
            days = Days(version.start, version.days)
            st.write(visit.say("receipt.new", span=span(days.start, days.last, visit.language)))
            st.button(
                visit.say("receipt.confirm"), type="primary", key=f"my_roster.confirm_{version.id}",
                on_click=confirm, args=(visit, version.id), icon=":material/check:",
            )  # fmt: skip


def confirm(visit: Visit, version: int) -> None:
    """Confirm a roster."""
    with visit.telling():
        planning.confirm_roster(visit.store, visit.who, version=version)


def show_receipts(visit: Visit, version: RosterVersion) -> None:
    """Show who has confirmed a published roster."""
    if version.state != "published":
        return
    found = planning.roster_receipts(visit.store, visit.who, version=version.id)
    seen = sum(receipt.read_at is not None for receipt in found)
    with st.expander(
        visit.say("receipt.count", seen=seen, whole=len(found)), icon=":material/mark_email_read:"
    ):
        rows = [
            {
                "name": receipt.name,
                "at": visit.say("receipt.not_yet")
                if receipt.read_at is None
                else visit.local(receipt.read_at),
            }
            for receipt in sorted(found, key=lambda r: r.read_at is not None)
        ]
        st.dataframe(pd.DataFrame(rows).rename(columns=lambda c: visit.say(f"receipt.{c}")), hide_index=True)


def tell_of_notice(visit: Visit, done: Announcement) -> None:
    """Say to whom a notice went; nothing while notices are off."""
    if done.sent:
        st.toast(visit.say("notice.sent", names=" · ".join(done.sent)), icon=":material/send:")
    if done.failed:
        st.warning(visit.say("notice.failed", names=" · ".join(done.failed)))
