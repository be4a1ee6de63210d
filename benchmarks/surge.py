"""
Measure the watch: false alarms a month on calm series, days of delay on real and on simulated surges.

``python -m benchmarks.surge FOLDER``; the folder holds daily files with the columns ``date,calls``. Thresholds are
tuned on each series' own past before the first watched day. The last line is one JSON object with the same figures.
"""

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from forecast.calendar import Calendar, Event, EventKind
from forecast.demand import Demand
from forecast.surge.alarm import Alarm
from forecast.surge.detect import watch
from forecast.surge.expected import LEAST
from forecast.surge.thresholds import MONTH
from forecast.surge.vigilance import Vigilance

CALM = (
    ("iowa_ed_arrivals_2013_2018_daily", "US"),
    ("ems_gb_2015_2019_daily", "GB"),
    ("taiwan_industrial_power_2016_2020_daily", "TW"),
)
"""Series without an emergency of their own; the last are no counts."""

TOKYO = "tokyo_covid_hotline_2020_2021_daily"
TOKYO_WAVES = (date(2020, 7, 1), date(2020, 11, 7), date(2021, 4, 1), date(2021, 7, 7))
"""About when each wave of infections began to rise [read off the series: first of three rising weeks]."""

TOKYO_FIRST = Event("first_wave", EventKind.EMERGENCY, date(2020, 3, 25), date(2020, 6, 7))
TOKYO_WATCHED = date(2020, 6, 15)
"""The first wave is known, as a marked emergency; the watch begins after it with the few calm weeks there are."""

MONTGOMERY = "montco911_2015_2016_daily"
MONTGOMERY_STORMS = (date(2016, 1, 23), date(2016, 2, 24))
MONTGOMERY_OUTAGES = (date(2015, 12, 18), date(2015, 12, 19), date(2016, 5, 1), date(2016, 5, 2))
"""The blizzard and the windstorm; days on which the feed was down."""

SIZES = (1.5, 1.3, 1.15)
SURGE_DAYS = 10


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="Measure the watch for surges.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-month", type=float, default=Vigilance().per_month)
    parser.add_argument("--every", type=int, default=14, help="days between forecasts")
    wanted = parser.parse_args()
    vigilance = Vigilance(per_month=wanted.per_month, every=wanted.every)
    found: dict[str, object] = {}
    for name, country in CALM:
        demand = _read(wanted.folder / f"{name}.csv")
        first = demand.grid.start + timedelta(days=730)
        seen = watch(demand, Calendar(country), first=first, vigilance=vigilance)
        months = ((demand.grid.end - first).days + 1) / MONTH
        rate = len(seen.alarms) / months
        found[name] = {"alarms": len(seen.alarms), "months": months, "a_month": rate}
        _write(f"{name:44} {len(seen.alarms):3} alarms in {months:5.1f} months: {rate:.2f} a month")
    found["simulated"] = _simulated(_read(wanted.folder / f"{CALM[0][0]}.csv"), vigilance)
    tokyo = _read(wanted.folder / f"{TOKYO}.csv")
    found[TOKYO] = _delays(tokyo, "JP", TOKYO_WAVES, vigilance, TOKYO_WATCHED, (TOKYO_FIRST,))
    montgomery = _read(wanted.folder / f"{MONTGOMERY}.csv", MONTGOMERY_OUTAGES)
    watched = montgomery.grid.start + timedelta(days=LEAST + 1)
    found[MONTGOMERY] = _delays(montgomery, "US", MONTGOMERY_STORMS, vigilance, watched)
    _write(json.dumps(found, default=str))


def _read(path: Path, outages: tuple[date, ...] = ()) -> Demand:
    series = pd.read_csv(path, parse_dates=["date"]).set_index("date")["calls"].astype(float)
    series[series.index.isin(pd.to_datetime(list(outages)))] = np.nan
    return Demand.from_series(series)


def _delays(
    demand: Demand,
    country: str,
    onsets: tuple[date, ...],
    vigilance: Vigilance,
    first: date,
    events: tuple[Event, ...] = (),
) -> dict[str, object]:
    seen = watch(demand, Calendar(country), events, first=first, vigilance=vigilance)
    lines = {}
    for onset in onsets:
        delay, early = _first_after(seen.alarms, onset), _running_at(seen.alarms, onset)
        lines[str(onset)] = delay
        told = "never" if delay is None else f"{delay} days" + (", an alarm was on already" if early else "")
        _write(f"{demand.name:24} onset {onset}: {told}")
    odd = sum(not any(o <= (a.raised - timedelta(minutes=1)).date() <= o + timedelta(days=45) for o in onsets) for a in seen.alarms)  # fmt: skip
    _write(f"{demand.name:24} {len(seen.alarms)} alarms in {len(seen.days)} days, {odd} at no onset")
    return {"delay_days": lines, "alarms": len(seen.alarms), "at_no_onset": odd, "days": len(seen.days)}


def _first_after(alarms: tuple[Alarm, ...], onset: date) -> int | None:
    """Return days from the onset to the alarm that is on or raised next; 0 is the first day itself."""
    for alarm in alarms:
        raised = (alarm.raised - timedelta(minutes=1)).date()
        if raised >= onset:
            return (raised - onset).days
        if alarm.stood_down is None or alarm.stood_down > onset:
            return 0
    return None


def _running_at(alarms: tuple[Alarm, ...], onset: date) -> bool:
    return any(a.raised.date() < onset and (a.stood_down is None or a.stood_down > onset) for a in alarms)


def _simulated(demand: Demand, vigilance: Vigilance) -> dict[str, object]:
    """Put surges of known sizes into a calm series, a fresh one every six weeks, and count the days until each is seen."""
    first = demand.grid.start + timedelta(days=730)
    starts = range((first - demand.grid.start).days + 20, demand.grid.days - SURGE_DAYS, 42)
    found: dict[str, object] = {}
    for size in SIZES:
        rng = np.random.default_rng(7)
        values = demand.values.copy()
        for at in starts:
            part = slice(at, at + SURGE_DAYS)
            values[part] += rng.poisson((size - 1) * np.nan_to_num(values[part]))
        seen = watch(Demand(demand.grid, values), Calendar("US"), first=first, vigilance=vigilance)
        delays = [_first_after(seen.alarms, demand.grid.dates[at]) for at in starts]
        within = {days: float(np.mean([d is not None and d < days for d in delays])) for days in (1, 2, 4)}
        found[str(size)] = {f"within_{days}_days": share for days, share in within.items()}
        _write(
            f"simulated x{size}: {len(delays)} surges, seen on day 1 {within[1]:.0%}, by 2 {within[2]:.0%}, by 4 {within[4]:.0%}"
        )
    return found


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
