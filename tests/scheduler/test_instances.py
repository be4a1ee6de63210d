"""The public shift-scheduling instances are read into the project's own problem and solved."""

import csv

from benchmarks.rosters import measure
from tests.shared import shared


def test_the_first_public_instance_is_solved_to_its_proven_best(tmp_path):
    row = measure(shared("rosters/Instance1.txt"), seconds=60, workers=1, seed=0, out=tmp_path)

    # 607 is best known and proven: table in the README beside the instances
    assert (row.cost, row.bound, row.gap, row.valid) == (607, 607, 0.0, True)
    with (tmp_path / "Instance1.csv").open(encoding="utf-8") as stream:
        lines = list(csv.reader(stream))
    assert lines[0] == ["employee", "day", "shift"]
    assert {line[2] for line in lines[1:]} == {"D"}
