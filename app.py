"""Serve Lianxin: ``streamlit run app.py`` opens the pages, with the sign-in page beside them."""

import gc
import logging
from pathlib import Path

import streamlit as st

from desk.planning import open_store
from desk.settings import read_settings
from desk.views.parts.visit import say_broken
from desk.web import routes_of

DOOR = Path(__file__).resolve().parent / "desk" / "views" / "door.py"


def keep_quiet(error: Exception) -> bool:
    """Log what went wrong, and show a sentence in place of a traceback."""
    logging.getLogger("lianxin").error("A page broke.", exc_info=error)
    say_broken()
    return True


# What is loaded by now stays; Streamlit looks for garbage after every run of a page and need not look through it.
gc.collect()
gc.freeze()

app = st.App(DOOR, routes=routes_of(open_store(read_settings().database_url)), on_script_error=keep_quiet)
