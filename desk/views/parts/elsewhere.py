"""Signing in through an outside service (OpenID Connect), where the installation has one."""

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from desk import planning
from desk.accounts import proof_of
from desk.planning.identities import Identity
from desk.settings import read_settings
from desk.views.parts.visit import store_at
from desk.words import say


def offer_other_sign_in(language: str) -> None:
    """Offer the service, or let whoever has just come back from it in."""
    settings = read_settings()
    name = settings.identity_provider
    if not name:
        return
    claims = st.user.to_dict()
    if not claims.get("is_logged_in"):
        if st.button(say("door.elsewhere", language, name=name), key="door.elsewhere"):
            st.login()
        return
    try:
        planning.admit_identity(
            store_at(settings.database_url), identity_of(claims), browser=proof_of(st.context.cookies)
        )
    finally:
        st.button(say("door.elsewhere_again", language, name=name), key="door.leave", on_click=st.logout)
    st.link_button(
        say("door.elsewhere_enter", language, email=str(claims.get("email", ""))),
        f"/login/elsewhere?lang={language}", type="primary",
    )  # fmt: skip


def identity_of(claims: Mapping[str, object]) -> Identity:
    """Return who the signed answer of the service names; what it does not say counts as not proved."""
    expires = claims.get("exp")
    return Identity(
        issuer=str(claims.get("iss") or ""),
        subject=str(claims.get("sub") or ""),
        email=str(claims.get("email") or ""),
        verified=claims.get("email_verified") is True,
        expires=datetime.fromtimestamp(float(expires) if isinstance(expires, (int, float)) else 0.0, UTC),
    )
