"""Worker: a solve in a process of its own, with progress, a way to stop it, and the last good roster if it dies."""

import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from queue import Empty

from forecast.errors import PlanError
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rulebook import Rulebook
from scheduler.solve.result import Progress, Result, Status, Stop, shortfalls_of
from scheduler.solve.run import solve

Message = Progress | Result | PlanError
"""What the process sends: progress while it works, a result or an error at its end."""


class Worker:
    """
    A solve that runs beside the caller.

    Parameters
    ----------
    problem, rulebook, seed, workers, start
        As for `solve`.
    seconds
        Time for the solve.
    """

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        *,
        seconds: float = 20.0,
        seed: int = 0,
        workers: int = 1,
        start: Roster | None = None,
    ) -> None:
        context = get_context("spawn")
        self._problem, self._rulebook = problem, rulebook
        self._began = time.monotonic()
        self._messages: Queue[Message] = context.Queue()
        self._asked: Event = context.Event()
        self._last: Progress | None = None
        self._result: Result | None = None
        self._process: BaseProcess = context.Process(
            target=_work,
            args=(self._messages, self._asked, problem, rulebook, seconds, seed, workers, start),
            daemon=True,
        )
        self._process.start()

    @property
    def pid(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    def poll(self) -> Progress | None:
        """
        Return the latest progress without waiting, or None if there is none yet.

        Raises
        ------
        PlanError
            What the solve raised.
        """
        self._take(0.0)
        return self._last

    @property
    def done(self) -> bool:
        """Whether there is a result, good or broken off."""
        self._take(0.0)
        return self._result is not None or not self._process.is_alive()

    def stop(self) -> None:
        """Ask the solve to end soon and keep what it has."""
        self._asked.set()

    def kill(self) -> None:
        """End the process at once; the last good roster is kept."""
        self._process.kill()

    def result(self) -> Result:
        """
        Wait for the end and return what was found.

        If the process was ended from outside, the last good roster comes back with `Status.BROKEN_OFF`, or
        `Status.EMPTY` if there was none.

        Raises
        ------
        PlanError
            What the solve raised.
        """
        while self._result is None and self._process.is_alive():
            self._take(0.2)
        self._take(0.2)
        self._process.join()
        if self._result is None:
            self._result = self._broken_off()
        return self._result

    def _take(self, wait: float) -> None:
        while True:
            try:
                message = self._messages.get(timeout=wait) if wait else self._messages.get_nowait()
            except Empty:
                return
            if isinstance(message, PlanError):
                raise message
            if isinstance(message, Result):
                self._result = message
                return
            self._last = message

    def _broken_off(self) -> Result:
        names = tuple(tier.name for tier in self._rulebook.tiers)
        seconds = time.monotonic() - self._began
        if self._last is None:
            return Result(Status.EMPTY, Roster(frozenset()), names, (), (), seconds)
        roster = self._last.roster
        cost = tuple(tier.cost(self._problem, roster) for tier in self._rulebook.tiers)
        level = names.index(self._last.tier)
        bound = tuple(self._last.bound if k == level else 0 for k in range(len(names)))
        return Result(
            Status.BROKEN_OFF, roster, names, cost, bound, seconds, shortfalls_of(self._problem, roster)
        )


def _work(
    messages: "Queue[Message]",
    asked: Event,
    problem: Problem,
    rulebook: Rulebook,
    seconds: float,
    seed: int,
    workers: int,
    start: Roster | None,
) -> None:
    stop = Stop(seconds, asked.is_set)
    try:
        messages.put(
            solve(
                problem, rulebook, stop=stop, seed=seed, workers=workers, progress=messages.put, start=start
            )
        )
    except PlanError as trouble:
        messages.put(trouble)
