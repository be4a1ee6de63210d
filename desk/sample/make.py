"""make_sample: write the whole sample centre into a folder, the same bytes for the same seed."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from desk.sample import attendance, duties, recipe, tables
from desk.sample.contacts import CHANNELS, History, draw_history
from desk.sample.messages import call_backs
from desk.sample.service import FILE as SERVICE_FILE
from desk.sample.service import service_text
from desk.sample.switchboard import FIELDS
from desk.sample.team import EVENTS, PEOPLE, SERVICE, SHIFT_TYPES, TRANSPORT


def make_sample(seed: int, out: Path, progress: Callable[[float], None] | None = None) -> tuple[Path, ...]:
    """
    Write the sample centre.

    Parameters
    ----------
    seed
        Seed of everything that is drawn; the same seed writes the same files.
    out
        Folder, made if it is not there; files of the same names are replaced.
    progress
        Is told the share that is done, from 0 to 1.

    Returns
    -------
    The files written, in order of their names.
    """
    history = draw_history(seed, (lambda done: progress(0.6 * done)) if progress else None)
    contents: dict[str, bytes] = {
        name: text.encode("utf-8") for name, text in _small_files(seed, history).items()
    }
    half_hours = half_hour_frame(history)
    contents["daily.csv"] = _csv(daily_frame(half_hours))
    messages = call_backs(np.random.default_rng([seed, 6]), history)
    contents["voicemail.csv.gz"] = _packed(_csv(messages))
    for year in range(recipe.FIRST.year, recipe.LAST.year + 1):
        contents[f"half_hours/{year}.csv.gz"] = _packed(_csv(half_hours[half_hours["start"].dt.year == year]))
        contents[f"requests/{year}.csv.gz"] = _packed(_csv(requests_frame(history, year)))
        if progress:
            progress(0.6 + 0.4 * (year - recipe.FIRST.year + 1) / (recipe.LAST.year - recipe.FIRST.year + 1))
    for name, content in contents.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tuple(out / name for name in sorted(contents))


def half_hour_frame(history: History) -> pd.DataFrame:
    """Return one row per half-hour: requests, those of the web and the counter, and what the switch counted."""
    slots = len(history.days) * 48
    start = pd.date_range(recipe.FIRST, periods=slots, freq="30min")
    frame = pd.DataFrame({"start": start})
    by_channel = np.bincount(history.slot * 4 + history.channel, minlength=slots * 4).reshape(slots, 4)
    frame["requests"] = by_channel.sum(axis=1)
    for name in ("web", "counter"):
        frame[name] = by_channel[:, CHANNELS.index(name)]
    flat = history.switch.reshape(slots, len(FIELDS))
    for k, name in enumerate(FIELDS):
        frame[name] = np.rint(flat[:, k]).astype(int)
    frame["operators"] = history.staffed.ravel()
    return frame


def daily_frame(half_hours: pd.DataFrame) -> pd.DataFrame:
    """Return one row per day: the sums of the half-hours (operators: the most at one time)."""
    groups = half_hours.groupby(half_hours["start"].dt.date)
    daily = groups.sum(numeric_only=True)
    daily["operators"] = groups["operators"].max()
    return daily.reset_index(names="date")


def requests_frame(history: History, year: int) -> pd.DataFrame:
    """Return one row per half-hour, channel, type, topic and county in which something came in."""
    years = np.array([day.date.year for day in history.days])
    chosen = years[history.slot // 48] == year
    codes = (history.slot, history.channel, history.type, history.topic, history.county)
    keys, counts = np.unique(np.stack([code[chosen] for code in codes]), axis=1, return_counts=True)
    start = pd.Timestamp(recipe.FIRST) + pd.to_timedelta(keys[0] * 30, unit="min")
    names = (CHANNELS, recipe.TYPES, recipe.TOPICS, recipe.COUNTIES)
    columns = ("channel", "type", "topic", "county")
    frame = pd.DataFrame({"start": start})
    for column, name, key in zip(columns, names, keys[1:], strict=True):
        frame[column] = np.array(name)[key]
    frame["requests"] = counts
    return frame


def _small_files(seed: int, history: History) -> dict[str, str]:
    absences = duties.absences(np.random.default_rng([seed, 7]))
    staffed = zip(history.days, history.staffed, strict=True)
    at_phones = {day.date: tuple(int(count) for count in counts) for day, counts in staffed}
    worked = attendance.attendance(np.random.default_rng([seed, 8]), absences, at_phones)
    return {
        tables.PEOPLE.file: tables.PEOPLE.text(PEOPLE),
        tables.TRANSPORT.file: tables.TRANSPORT.text(TRANSPORT),
        tables.SHIFT_TYPES.file: tables.SHIFT_TYPES.text(SHIFT_TYPES),
        tables.EVENTS.file: tables.EVENTS.text(EVENTS),
        tables.ABSENCES.file: tables.ABSENCES.text(absences),
        tables.WISHES.file: tables.WISHES.text(duties.WISHES),
        tables.DUTIES.file: tables.DUTIES.text(duties.festival_duties()),
        tables.ACTUALS.file: tables.ACTUALS.text(worked),
        tables.TENURES.file: tables.TENURES.text(attendance.tenures()),
        tables.ENTITLEMENTS.file: tables.ENTITLEMENTS.text(attendance.GRANTS),
        tables.LEAVE_TAKEN.file: tables.LEAVE_TAKEN.text(attendance.leave_taken(absences)),
        SERVICE_FILE: service_text(SERVICE),
    }


def _csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV; times to the minute."""
    return frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d %H:%M").encode("utf-8")


def _packed(content: bytes) -> bytes:
    """Return the content as gzip without a name and a time, so that the same content packs the same."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as packed:
        packed.write(content)
    return out.getvalue()
