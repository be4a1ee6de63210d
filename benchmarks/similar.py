"""
How much similar centres bring to a centre that is new: histories cut short, forecast with and without the others.

``python -m benchmarks.similar FILE[:COUNTRY] ... [--of PREFIX] [--weeks 2 4 8 13] [--every 28] [--origins 13]``; the
files have the columns ``date,calls`` and are taken for similar to each other. With ``--of`` every category of a file
``date,category,calls`` whose name begins so is one centre. Each history is cut to its last weeks before every origin; of
the others all is given that was known by then. The forecast is the mean that leads where there is no past to choose on.
The last line is one JSON object.
"""

import argparse
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from benchmarks.figures import country_of, figures_of, named, read, show, show_overall
from forecast.calendar import Calendar
from forecast.choice import LEADING
from forecast.demand import Demand
from forecast.errors import ModelError
from forecast.models import sampling
from forecast.models.blend import averaged
from forecast.models.naive import SeasonalNaive
from forecast.models.trusted import trusted
from forecast.models.usual import NOTHING, Usual
from forecast.prediction import Prediction
from forecast.rolling import origins_of, rows_of
from forecast.similar import Told, effects_of, known_until, pooled

ALONE, TOGETHER = "alone", "with similar centres"
"""The two ways that are compared."""

AHEAD = 28
"""Days ahead."""

FIGURES = ("relative_crps", "coverage_80", "coverage_95", "holiday_crps", "holiday_80")
"""What is printed of either way."""


def main() -> None:
    """Measure every history beside the others, by the weeks that are left of it."""
    parser = argparse.ArgumentParser(description="Forecast short histories with and without similar centres.")
    parser.add_argument("files", nargs="+", metavar="FILE[:COUNTRY]")
    parser.add_argument("--of", metavar="PREFIX", help="categories of a file, by how their names begin")
    parser.add_argument("--weeks", type=int, nargs="+", default=[2, 4, 8, 13])
    parser.add_argument("--every", type=int, default=28)
    parser.add_argument("--origins", type=int, default=13)
    wanted = parser.parse_args()
    centres = {}
    for path, country in named(wanted.files):
        if wanted.of is None:
            centres[path.stem] = read(path, country)
        else:
            centres |= categories(path, country, wanted.of)
    known: dict[tuple[str, date], Told] = {}
    for weeks in wanted.weeks:
        found = {}
        for name, (demand, calendar) in centres.items():
            parts = []
            for origin in origins_of(demand, horizon=AHEAD, every=wanted.every, origins=wanted.origins):
                start = origin - timedelta(days=7 * weeks - 1)
                if start >= demand.grid.start:
                    usual = pooled(
                        [_told(centres, other, origin, known) for other in centres if other != name]
                    )
                    parts += compare(demand, demand.until(origin).since(start), calendar.at(origin), usual)
            found[f"{name}, {weeks} weeks"] = figures_of(
                pd.concat(parts, ignore_index=True), demand, calendar
            )
        for title, table in found.items():
            show(title, table, FIGURES)
        show_overall(found, TOGETHER, FIGURES)


def categories(path: Path, country: str, prefix: str) -> dict[str, tuple[Demand, Calendar]]:
    """Return the histories of the categories of a file whose names begin with a prefix."""
    frame = pd.read_csv(path, parse_dates=["date"])
    frame = frame[frame["category"].str.startswith(prefix)]
    return {
        str(name): (
            Demand.from_series(part.set_index("date")["calls"].astype(float)),
            Calendar(country or country_of(path)),
        )
        for name, part in frame.groupby("category")
    }


def _told(
    centres: Mapping[str, tuple[Demand, Calendar]],
    name: str,
    origin: date,
    known: dict[tuple[str, date], Told],
) -> Told:
    if (name, origin) not in known:
        demand, calendar = centres[name]
        then = known_until([demand], origin)
        known[name, origin] = effects_of(then[0], calendar.at(origin)) if then else {}
    return known[name, origin]


def compare(whole: Demand, cut: Demand, calendar: Calendar, usual: Usual) -> list[pd.DataFrame]:
    """Return the rows of both ways and of seasonal naive from the last day of a short history."""
    naive = SeasonalNaive().fit(cut, calendar).predict(AHEAD, paths=1)
    rows = [rows_of(SeasonalNaive.code, naive, whole, 0.0)]
    for name, given in ((ALONE, NOTHING), (TOGETHER, usual)):
        rows.append(rows_of(name, forecast(cut, calendar, given), whole, 0.0))
    return rows


def forecast(cut: Demand, calendar: Calendar, usual: Usual) -> Prediction:
    """Return the mean of the leading models that can be used."""
    made = []
    for code in LEADING:
        try:
            made.append(trusted(code, cut, calendar, horizon=AHEAD, paths=sampling.DRAWS, usual=usual))
        except ModelError:
            continue
    return averaged(made, paths=1, whole=sampling.is_count(cut.values), seed=0)


if __name__ == "__main__":
    main()
