from datetime import date

import numpy as np
import pytest

from forecast.grid import Grid
from forecast.staffing.batch import batches
from forecast.staffing.behaviour import Behaviour
from forecast.staffing.runs import Runs
from forecast.staffing.service import Handling, Line, ServiceTarget
from forecast.staffing.simulate import play, simulate

GRID = Grid(date(2024, 1, 1), 2, 30)
OPENING = np.zeros(48, dtype=bool)
OPENING[16:35] = True
LINE = Line(Handling.same(300.0), 90.0, OPENING)
TARGET = ServiceTarget(0.8, 15)
RATES = np.tile(np.where(OPENING, 8.0, 1.0), 2)
COVER = np.tile(np.where(OPENING, 2, 0), 2)
BEHAVIOUR = Behaviour(voicemail=0.5, redial=0.4)


def played(**more):
    return play(GRID, RATES, COVER, LINE, TARGET, seed=3, behaviour=BEHAVIOUR, **more)


def test_the_runs_are_those_of_the_means():
    runs = played(runs=6)
    means = simulate(GRID, RATES, COVER, LINE, TARGET, runs=6, seed=3, behaviour=BEHAVIOUR)
    assert runs.offered.sum(axis=1).mean() == pytest.approx(means.calls)
    assert runs.in_time.sum() / runs.offered.sum() == pytest.approx(means.day)
    assert runs.backlog[:, -1].mean() == pytest.approx(means.waiting_call_backs)


def test_every_caller_is_answered_or_gives_up_and_no_message_is_lost():
    runs = played(runs=4)
    assert (runs.answered + runs.abandoned).sum() == runs.offered.sum()
    assert (runs.backlog >= 0).all()
    night = runs.backlog[:, 47] - runs.backlog[:, 35]
    assert (night >= 0).all()
    assert night.sum() > 0


def test_parts_played_apart_are_one_long_play():
    whole = played(runs=5)
    parts = Runs.joined([played(runs=2), played(runs=3, first=2)])
    assert (whole.waited == parts.waited).all()


@pytest.mark.parametrize(("runs", "parts"), [(8, 4), (9, 5), (24, 8), (200, 8)])
def test_the_runs_are_cut_into_parts_that_follow_each_other(runs, parts):
    cut = batches(runs)
    assert len(cut) == parts
    assert [first for first, _ in cut] == [sum(count for _, count in cut[:k]) for k in range(parts)]
    assert sum(count for _, count in cut) == runs + runs % 2
