"""Settings: paths and limits, from the environment and an optional TOML file, read once."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from forecast.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What an installation can set.

    Each field comes from ``LIANXIN_<NAME>`` in the environment, else from ``lianxin.toml`` in the
    working folder (or the file that ``LIANXIN_SETTINGS`` names), else from the default here.

    Parameters
    ----------
    database
        SQLAlchemy URL of the store.
    home
        Folder for the database of the demo and for what is written out.
    address, port
        Where the app listens.
    identity_provider
        Name of the outside sign-in service (OpenID Connect) as people know it; empty: only passwords. How to reach the
        service stands in ``.streamlit/secrets.toml``.
    session_idle_minutes, session_hours
        Idle and absolute life of a sign-in.
    public_address
        How browsers and calendars reach the app (``https://...``), if not by `address` and `port`.
    notices
        Addresses of services that are told when a roster is published, by spaces (``wecombot://...``,
        ``dingtalk://...``, ``feishu://...``, ``mailtos://...``; the form is that of Apprise). Empty: nothing is sent.
    cluster
        Address of a Dask scheduler (``tcp://host:8786``) on which scenarios and sweeps run; empty: this machine.
    sign_in_attempts
        Failed sign-ins per address and per account in 15 minutes before a pause.
    """

    home: Path = Path("demo")
    database: str = ""
    address: str = "127.0.0.1"
    port: int = 8501
    public_address: str = ""
    notices: str = ""
    cluster: str = ""
    identity_provider: str = ""
    session_idle_minutes: int = 60
    session_hours: int = 12
    sign_in_attempts: int = 8

    @property
    def database_url(self) -> str:
        """The store's URL; by default an embedded database in `home`."""
        return self.database or f"sqlite:///{self.home / 'lianxin.db'}"

    @property
    def reached_at(self) -> str:
        """The root of every address of the app."""
        return self.public_address.rstrip("/") or f"http://{self.address}:{self.port}"


def read_settings() -> Settings:
    """
    Return the settings of this installation.

    Raises
    ------
    SettingError
        ``bad_setting`` if a value cannot be read; ``unknown_setting`` if the file holds a name that is none.
    """
    path = Path(os.environ.get("LIANXIN_SETTINGS", "lianxin.toml"))
    known = {field.name for field in fields(Settings)}
    found: dict[str, object] = {}
    if path.is_file():
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingError("bad_setting", name=str(path), value=str(error)) from error
        for name in found:
            if name not in known:
                raise SettingError("unknown_setting", file=str(path), name=name)
    for name in known:
        value = os.environ.get(f"LIANXIN_{name.upper()}")
        if value is not None:
            found[name] = value
    return Settings(**{name: _convert(name, value) for name, value in found.items()})  # type: ignore[arg-type]  # _convert gives each field its type


def _convert(name: str, value: object) -> object:
    kind = {
        "home": Path,
        "port": int,
        "session_idle_minutes": int,
        "session_hours": int,
        "sign_in_attempts": int,
    }
    try:
        return kind.get(name, str)(value)
    except (TypeError, ValueError) as error:
        raise SettingError("bad_setting", name=name, value=value) from error
