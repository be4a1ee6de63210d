"""Tables whose cells are sentences: every cell is read whole, wrapped and never cut off."""

import re
from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

import pandas as pd
import streamlit as st

MARKS = re.compile(r"([\\`*_\[\]<>#$~|:!])")
OPENING = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")

UNBROKEN = 9.5
"""Room, in widths of a Chinese character, up to which a column keeps its cells on one line: a date with its weekday."""

WRAPPED = 8.0
"""Least room of a column whose cells are wrapped."""


PHONE = """<style>@media (max-width: 640px) {{.st-key-{key} :is(th, td):nth-child(n+{more}) {{display: none}}}}</style>"""
"""Leaves columns out where the screen is narrow."""


def text_table(rows: Sequence[Mapping[str, object]], *, on_phone: tuple[str, int] | None = None) -> None:
    """
    Show rows by column.

    Parameters
    ----------
    rows
        Column and value, every row with the same columns. A text is shown as it is written, never as Markdown;
        numbers are set to the right, broken ones with one digit.
    on_phone
        Key of the table, and how many of its first columns a phone held upright shows; None for all.
    """
    frame = pd.DataFrame(
        [{c: as_written(v) if isinstance(v, str) else v for c, v in row.items()} for row in rows]
    )
    style = frame.style.format("{:,.1f}", subset=list(frame.select_dtypes("float").columns))
    for head in frame.columns:
        needed = max(room(str(row[head])) for row in rows)
        wide = needed + 1 if needed <= UNBROKEN else WRAPPED
        style = style.set_properties(subset=[head], **{"min-width": f"{wide:.1f}em"})
    if on_phone is None:
        st.table(style, hide_index=True)
        return
    key, columns = on_phone
    st.html(PHONE.format(key=key, more=columns + 1))
    with st.container(key=key):
        st.table(style, hide_index=True)


def room(text: str) -> float:
    """Return the width of a text in Chinese characters; a Latin one takes a little more than half."""
    return sum(1.0 if east_asian_width(c) in "WF" else 0.56 for c in text)


def as_written(text: str) -> str:
    """Return a text that Markdown shows just as it is: a name or a note never becomes a link or a picture."""
    return OPENING.sub(lambda found: f"{found[1]}{_after(found[2])}", MARKS.sub(r"\\\1", text))


def _after(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"
