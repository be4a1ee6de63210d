import streamlit as st

HOME = "door.home"
"""Key of the script of the first page of whoever is here."""

st.switch_page(st.session_state[HOME])
