"""A centre never loses its last head."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from desk.accounts import Role
from desk.store import sign_ins
from forecast.errors import SettingError


def keep_a_head(session: Session, without: Iterable[str]) -> None:
    """
    Let only changes through after which somebody is still head.

    Parameters
    ----------
    without
        Sign-in names that are about to stop being one.

    Raises
    ------
    SettingError
        ``last_head``.
    """
    gone = set(without)
    heads = {a.username for a in sign_ins.account_lines(session) if a.active and a.role == Role.HEAD}
    if heads and heads <= gone:
        raise SettingError("last_head", username=min(heads))
