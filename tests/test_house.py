"""The house keeps its own rules: light imports, short files, documented limits, no machine's traces."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("forecast", "scheduler", "desk")


def sources():
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def texts():
    kinds = {".py", ".md", ".toml", ".lock", ".txt", ".yml", ""}
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    return [ROOT / name for name in names if name and Path(name).suffix in kinds and (ROOT / name).is_file()]


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_no_engine(package):
    engines = "{'statsmodels', 'ortools', 'streamlit', 'sqlalchemy', 'pandas'}"
    code = f"import sys, {package}; print({engines} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "set()"


def test_no_source_file_is_longer_than_one_idea():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_the_lock_names_no_index_and_hashes_every_package():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    entries = re.split(r"\n(?=[a-z])", lock)
    assert len(entries) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_nothing_points_at_one_machine_or_index():
    hosts = ("py" + "pi.", "python" + "hosted", "registry.npm" + "js", "deb." + "debian")
    traces = re.compile(rf"/(?:home|root|Users|work)/[\w.]|{'|'.join(map(re.escape, hosts))}")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if traces.search(line)
    ]
    assert found == []


def test_no_loose_ends():
    words = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"))
    undone = "NotImplemented" + "Error|pragma: " + "no cover"
    marks = re.compile(rf"\b(?:{words})\b|{undone}")
    found = [path for path in sources() if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}
