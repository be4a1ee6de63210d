"""
Ask one public package about the exact cases; run by `benchmarks.staffing` with the package's own Python.

    python staffing_peer.py PACKAGE CASES.csv

Only the standard library and the package itself are used. The last line printed is one JSON object.
"""

import csv
import json
import platform
import signal
import sys
import time
from importlib.metadata import version
from pathlib import Path


def pyworkforce(row):
    """Erlang C, and Erlang A where the version has it: times in minutes, calls per half-hour."""
    from pyworkforce import queuing

    aht, wait = float(row["aht_s"]), float(row["t_s"])
    given = {
        "transactions": float(row["load_erl"]) / aht * 1800,
        "aht": aht / 60,
        "interval": 30,
        "asa": wait / 60,
        "shrinkage": 0.0,
    }
    if row["kind"].startswith("A"):
        if not hasattr(queuing, "ErlangA"):
            return None
        queue = queuing.ErlangA(**given, patience=float(row["patience_s"]) / 60)
    else:
        queue = queuing.ErlangC(**given)
    if row["kind"].endswith("_req"):
        found = queue.required_positions(
            service_level=float(row["target"]), max_occupancy=float(row["max_occ"] or 1)
        )
        return {"required_n": found["raw_positions"]}
    n = int(row["n"])
    found = {"p_wait": queue.waiting_probability(n), "sl_offered": queue.service_level(n)}
    if row["kind"] == "A":
        found["p_abandon"] = queue.abandonment_probability(n)
    return found


def pyqueueing(row):
    """Erlang A and C by rates per second."""
    from pyqueueing.models.erlang_a import ErlangA
    from pyqueueing.models.erlang_c import ErlangC

    aht, wait = float(row["aht_s"]), float(row["t_s"])
    given = {
        "arrival_rate": float(row["load_erl"]) / aht, "service_rate": 1 / aht, "servers": int(row["n"] or row["required_n"])
    }  # fmt: skip
    if row["kind"] == "C_req":
        if float(row["max_occ"] or 1) < 1:
            return None
        return {
            "required_n": ErlangC(**given).required_servers(target_service_level=(wait, float(row["target"])))
        }
    if row["kind"] == "A":
        queue = ErlangA(**given, patience_rate=1 / float(row["patience_s"]))
        return {
            "p_wait": _value(queue, "prob_wait"),
            "sl_offered": queue.service_level(wait),
            "p_abandon": _value(queue, "prob_abandon"),
        }
    queue = ErlangC(**given)
    return {"p_wait": _value(queue, "prob_wait"), "sl_offered": queue.service_level(wait)}


def call_center_tools(row):
    """Erlang C only."""
    from call_center_tools import calc_staffing, erlang_c

    load, aht = float(row["load_erl"]), float(row["aht_s"])
    if row["kind"].endswith("_req"):
        found = calc_staffing(
            load / aht * 3600, aht, max_occupancy=float(row["max_occ"] or 1),
            target_answer_time=float(row["t_s"]), target_service_level=float(row["target"]),
        )  # fmt: skip
        return {"required_n": found.agents}
    return {"p_wait": erlang_c(load, int(row["n"]))}


def callcenterdim(row):
    """Erlang C only: calls per half-hour."""
    from callcenterdim.Dimensionamento import AgentsReq, ProbCallWaits, ServiceLevel

    aht, wait = float(row["aht_s"]), float(row["t_s"])
    calls = float(row["load_erl"]) / aht * 1800
    if row["kind"].endswith("_req"):
        if float(row["max_occ"] or 1) < 1:
            return None
        return {"required_n": AgentsReq(calls, 30, aht, float(row["target"]), wait)}
    n = int(row["n"])
    return {"p_wait": ProbCallWaits(calls, 30, aht, n), "sl_offered": ServiceLevel(calls, 30, aht, wait, n)}


def mod_turbotab(row):
    """Erlang C and a rule of thumb for abandonment: calls per interval, here per half-hour."""
    from mod_turbotab.agents.capacity import agents_required
    from mod_turbotab.calculations.erlang import erlang_a, erlang_c
    from mod_turbotab.queues.queues import sla_metric

    aht, wait, load = float(row["aht_s"]), float(row["t_s"]), float(row["load_erl"])
    patience = float(row["patience_s"]) if row["kind"].startswith("A") else None
    calls = load / aht * 1800
    if row["kind"].endswith("_req"):
        if float(row["max_occ"] or 1) < 1:
            return None
        return {"required_n": agents_required(float(row["target"]), wait, calls, aht, 1800, patience)}
    n = int(row["n"])
    level = sla_metric(n, wait, calls, aht, 1800, patience)
    if patience is None:
        return {"p_wait": erlang_c(n, load), "sl_offered": level}
    found = erlang_a(n, load, patience, aht)
    return {"p_wait": found["pw"], "sl_offered": level, "p_abandon": found["abandon_rate"]}


def erlanglib(row):
    """Erlang C only, in decimal numbers."""
    import erlanglib as library

    if row["kind"].endswith("_req"):
        return None
    n, load = int(row["n"]), float(row["load_erl"])
    waits = library.erlang_c(n, load)
    return {
        "p_wait": waits,
        "sl_offered": library.service_level(n, load, waits, float(row["t_s"]), float(row["aht_s"])),
    }


def _value(queue, name):
    found = getattr(queue, name)
    return found() if callable(found) else found


ADAPTERS = {
    "pyworkforce": (pyworkforce, ("C", "C_req", "A", "A_req")),
    "mod-turbotab": (mod_turbotab, ("C", "C_req", "A", "A_req")),
    "erlanglib": (erlanglib, ("C",)),
    "pyqueueing": (pyqueueing, ("C", "C_req", "A")),
    "call-center-tools": (call_center_tools, ("C", "C_req")),
    "CallCenterDim": (callcenterdim, ("C", "C_req")),
}
"""How to ask each package, and the kinds of cases that it knows."""

PATIENCE = 5
"""Seconds for one case; a package that takes longer has failed it."""

TINY = 1e-100
"""Exact values below this are compared absolutely only."""

MISSED = 0.001
"""A share that is off by more than this is counted as wrong."""


def _too_long(_signal, _frame):
    raise TimeoutError(f"took more than {PATIENCE} s")


def main():
    """Print what the package makes of the cases."""
    name, path = sys.argv[1:]
    signal.signal(signal.SIGALRM, _too_long)
    adapter, kinds = ADAPTERS[name]
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in kinds]
    worst, relative, failed, wrong, mismatches, asked = {}, {}, 0, 0, 0, 0
    required, searching = 0, 0.0
    begin = time.perf_counter()
    for row in rows:
        signal.alarm(PATIENCE)
        since = time.perf_counter()
        try:
            found = adapter(row)
        except Exception as error:  # whatever a foreign package raises is a failure to be counted
            failed += 1
            sys.stderr.write(f"{row['id']}: {error!r}\n")
            continue
        finally:
            signal.alarm(0)
        if found is None:
            continue
        asked += 1
        if "required_n" in found:
            required, searching = required + 1, searching + time.perf_counter() - since
            mismatches += int(found["required_n"]) != int(row["required_n"])
            continue
        off = {measure: abs(float(value) - float(row[measure])) for measure, value in found.items()}
        wrong += any(not error <= MISSED for error in off.values())
        for measure, error in off.items():
            worst[measure] = max(worst.get(measure, 0.0), error)
            if (exact := abs(float(row[measure]))) > TINY:
                relative[measure] = max(relative.get(measure, 0.0), error / exact)
    seconds = time.perf_counter() - begin
    sys.stdout.write(
        json.dumps(
            {
                "version": version(name),
                "python": platform.python_version(),
                "answered": asked,
                "failed": failed,
                "wrong_by_more_than_0.001": wrong,
                "worst_abs": worst,
                "worst_rel": relative,
                "required_asked": required,
                "required_mismatches": mismatches,
                "half_hours_per_second": round(required / searching, 1) if required else None,
                "cases_per_second": round(asked / seconds, 1),
            }
        )
        + "\n"
    )


if __name__ == "__main__":
    main()
