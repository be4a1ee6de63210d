"""The few words that Streamlit writes itself, said in the language of the page."""

import json

import streamlit as st

from desk.views.parts.visit import Visit

STYLE = """<style>
[data-testid=stFileUploaderDropzone] button p, [data-testid=stFileUploaderDropzoneInstructions] span {{font-size: 0}}
[data-testid=stFileUploaderDropzone] button p::after {{content: {choose}; font-size: 1rem}}
[data-testid=stFileUploaderDropzoneInstructions] span::after {{content: {most}; font-size: .875rem}}
</style>"""
"""An upload box has no setting for its two texts; the style sheet puts ours in their place."""


def say_own_words(visit: Visit) -> None:
    """Put our words into every upload box of the page."""
    most = visit.say("door.upload_most", most=st.get_option("server.maxUploadSize"))
    st.html(
        STYLE.format(
            choose=json.dumps(visit.say("door.upload"), ensure_ascii=False),
            most=json.dumps(most, ensure_ascii=False),
        )
    )
