"""The exact cases beside the project: odd-numbered rows of a 110-digit reference run."""

import csv

import numpy as np

from tests.shared import shared


def rows(kinds: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of some kinds (C, A, C_req, A_req), or skip where the file is absent."""
    with shared("erlang/cases.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["kind"] in kinds]


def column(found: list[dict[str, str]], name: str, empty: float = np.nan) -> np.ndarray:
    """Return one column as floats."""
    return np.array([float(row[name]) if row[name] else empty for row in found])
