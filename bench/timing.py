"""Times taken turn by turn, and what they were taken on."""

import datetime
import hashlib
import json
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

Call = Callable[[], object]
# What was measured is not to be edited: each file has a digest, written by who measured.
DIGESTS = Path(__file__).with_name("digests.json")
PACKAGES = ("numpy", "scipy", "torch", "mxnet")
# One thread where nothing else is said: what one core does depends least on what else the machine
# is doing, and the two frameworks' pools of threads, in waiting, take the cores from each other.
THREADS = 1
WARM_UP = 3


def in_turn(
    calls: Mapping[str, Call], *, seconds: float, rounds: Mapping[str, int] | None = None
) -> dict[str, dict[str, float]]:
    """Time calls in turn, so that whatever slows the machine down slows all of them.

    Parameters
    ----------
    calls : mapping of name to function
        What to time. Each is called once before, except those with few rounds.
    seconds : float
        How long to go on; five rounds at least.
    rounds : mapping of name to int, optional
        The largest number of calls of what takes long.

    Returns
    -------
    dict
        For each name the median and the minimum in seconds, and the number of calls.
    """
    rounds = rounds or {}
    times: dict[str, list[float]] = {name: [] for name in calls}
    for name, call in calls.items():
        if name not in rounds:
            call()
    end = time.perf_counter() + seconds
    number = 0
    while number < 5 or time.perf_counter() < end:
        for name, call in calls.items():
            if number < rounds.get(name, number + 1):
                start = time.perf_counter()
                call()
                times[name].append(time.perf_counter() - start)
        number += 1
    return {
        name: {"median": figures(statistics.median(t)), "min": figures(min(t)), "calls": len(t)}
        for name, t in times.items()
    }


def time_call(
    call: Call, seconds: float, *, warm_up: int = WARM_UP, least: int = 5
) -> dict[str, float]:
    """Time one call alone, after a warm-up: the least time, the median, the number of calls."""
    for _ in range(warm_up):
        call()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return {"min": figures(min(times)), "median": figures(statistics.median(times)),
            "calls": len(times)}  # fmt: skip


def figures(number: float, count: int = 4) -> float:
    """Round to some significant figures."""
    return float(f"{number:.{count}g}")


def geometric_mean(values: list[float]) -> float:
    """Return the geometric mean."""
    return figures(math.exp(statistics.fmean(map(math.log, values))), 3)


def exponent(sizes: list[int], values: list[float]) -> float:
    """Return b of the line log(value) = a + b log(size) that fits best, by least squares."""
    xs, ys = [math.log(n) for n in sizes], [math.log(v) for v in values]
    slope, _ = statistics.linear_regression(xs, ys)
    return figures(slope, 3)


def machine() -> dict[str, Any]:
    """Describe the machine, without names."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "threads": THREADS,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf8") as lines:
            names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or "unknown"


def digest(path: Path) -> str:
    """Return a fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def seal(path: Path, digests: Path = DIGESTS) -> None:
    """Note the digest of a file that has just been measured, under its name."""
    known = json.loads(digests.read_text("utf8")) if digests.exists() else {}
    known[path.name] = digest(path)
    digests.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf8")
