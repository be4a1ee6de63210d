"""Public series, exact cases and benchmark instances that lie beside the project and are not part of it."""

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """Return a file or folder beside the project, or skip the test."""
    root = Path(os.environ.get("LIANXIN_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    path = root / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the project; it is measured where it does.")
    return path
