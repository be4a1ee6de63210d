"""What the use cases say of a roster sheet that comes back."""

from dataclasses import dataclass
from datetime import date

from desk.results.facts import Facts
from desk.results.imports import Finding
from scheduler.roster import Breach


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that the sheet changes (shift codes, None for a day off)."""

    person: str
    name: str
    day: date
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """
    What an edited sheet would make of a version; nothing is written yet.

    Parameters
    ----------
    version
        Number of the version that the sheet was made from.
    name, content
        The file.
    findings
        What keeps the sheet from being read as it stands; empty for a good one.
    changes
        Cells that differ, by person and day.
    breaches
        Rules that the changed roster would break.
    missing_before, missing_after
        Operator hours missing in all.
    """

    version: int
    name: str
    content: bytes
    findings: tuple[Finding, ...]
    changes: tuple[CellChange, ...]
    breaches: tuple[Breach, ...]
    missing_before: float
    missing_after: float

    @property
    def acceptable(self) -> bool:
        """Whether it can be kept as a new draft."""
        return bool(self.changes) and not self.findings and not self.breaches

    @property
    def summary(self) -> Facts:
        """The counts of a one-line answer."""
        return (
            ("changes", len(self.changes)),
            ("people", len({change.person for change in self.changes})),
            ("breaches", len(self.breaches)),
        )
