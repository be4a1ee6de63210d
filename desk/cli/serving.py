"""lianxin serve: the app's own web server, in a process of its own until Ctrl+C."""

import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from desk.cli.console import tell
from desk.settings import read_settings
from forecast.errors import SettingError

SCRIPT = Path(__file__).resolve().parents[2] / "app.py"
"""The door of the app."""


def serve() -> None:
    """启动网页 · Serve the pages."""
    settings = read_settings()
    serve_at(settings.address, settings.port)


def serve_at(address: str, port: int) -> None:
    """
    Serve the pages until someone stops it.

    Raises
    ------
    SettingError
        ``port_taken`` if something listens there already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise SettingError("port_taken", address=address, port=str(port)) from error
    tell("cli.serving", address=f"http://{address}:{port}")
    where = ("--server.address", address, "--server.port", str(port))
    with suppress(KeyboardInterrupt):
        subprocess.run([sys.executable, "-m", "streamlit", "run", str(SCRIPT), *where], check=False)
