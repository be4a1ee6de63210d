"""Many series at once: each is forecast by itself, and one that fails does not stop the others."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from joblib import Parallel, delayed

from forecast.backtest import Forecast, forecast_history
from forecast.calendar import Calendar, Event
from forecast.demand import Demand
from forecast.errors import DataError, PlanError


def forecast_many(
    series: Mapping[str, Demand],
    calendar: Calendar,
    events: Sequence[Event] = (),
    *,
    horizon: int,
    paths: int = 1,
    seed: int = 0,
    model: str | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[str, Forecast | PlanError]]:
    """
    Forecast every series from its own last day; yield each with its forecast, or with why there is none.

    The work goes through joblib: inside ``joblib.parallel_config(backend="dask")`` the same call runs on a cluster. Each
    series has a seed of its own, made of its name, so that neither order nor number of workers changes anything.

    Parameters
    ----------
    series
        Daily histories by name; they are yielded in this order.
    calendar, events
        The same for all.
    horizon, paths, model
        As in `forecast.backtest.forecast_history`.
    seed
        Of the whole.
    workers
        Processes at once.
    progress
        Called with series done and series in all.
    """
    with Parallel(n_jobs=workers, return_as="generator") as pool:
        answers = pool(
            delayed(_one)(name, demand, calendar, events, horizon, paths, seed, model)
            for name, demand in series.items()
        )
        for done, (name, answer) in enumerate(zip(series, answers, strict=True), start=1):
            if progress is not None:
                progress(done, len(series))
            yield name, answer


def _one(
    name: str,
    demand: Demand,
    calendar: Calendar,
    events: Sequence[Event],
    horizon: int,
    paths: int,
    seed: int,
    model: str | None,
) -> Forecast | PlanError:
    own = zlib.crc32(f"{seed} {name}".encode())
    try:
        return forecast_history(demand, calendar, events, horizon=horizon, paths=paths, seed=own, model=model)
    except PlanError as error:
        return error
    except (ArithmeticError, ValueError) as error:  # numbers that break one series must not lose the others
        return DataError("series_failed", name=name, reason=str(error))
