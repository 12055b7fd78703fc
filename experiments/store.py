"""The data file that an experiment leaves for its chapter: how it is made, written and sealed."""

import json
import sys
from collections.abc import Callable
from typing import Any

from bench.frameworks import NAMES, run_alone
from bench.timing import machine, seal
from book._ext.paths import ROOT
from d2lmini.trained import path_of
from experiments.chapter import digest

__all__ = ["DIGESTS", "file_text", "main", "store"]

DIGESTS = ROOT / "experiments" / "digests.json"
# Parts of the file that have an entry to a line; the first is a list, the others are dicts.
LINES = ("runs", "pictures", "kernels")


def main(
    run: Callable[[str], dict[str, Any]],
    chapter: str,
    module: str,
    seeds: tuple[int, ...],
    steps: int,
) -> None:
    """Print what an experiment gives in the framework that is named; with none, store it of all."""
    if sys.argv[1:]:
        print(json.dumps(run(sys.argv[1])))
    else:
        store(chapter, module, seeds, steps)


def store(chapter: str, module: str, seeds: tuple[int, ...], steps: int) -> None:
    """Run an experiment in each framework alone, and write the data file.

    What a framework's process prints is a dict: its runs, and what comes from PyTorch only.
    """
    parts = []
    for name in NAMES:
        print(f"{chapter} in {name}", file=sys.stderr)
        parts.append(json.loads(run_alone(module, name)))
    data = {
        "code": {name: digest(chapter, name) for name in NAMES},
        "seeds": seeds,
        "steps": steps,
        "machine": machine(),
        **parts[0],
        "runs": [one for part in parts for one in part["runs"]],
    }
    path = path_of(chapter)
    path.write_text(file_text(data), encoding="utf-8")
    seal(path, DIGESTS)


def file_text(data: dict[str, Any]) -> str:
    """Write the data, one run, and one entry of what comes beside the runs, to a line."""
    head = json.dumps({k: v for k, v in data.items() if k not in LINES}, indent=1)
    parts = [head[:-2]]
    for name in LINES:
        if name not in data:
            continue
        rows = data[name]
        named = isinstance(rows, dict)
        texts = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in rows.items()] if named else None
        lines = ",\n".join(f"  {text}" for text in texts or map(json.dumps, rows))
        opening, closing = "{}" if named else "[]"
        parts.append(f' "{name}": {opening}\n{lines}\n {closing}')
    return ",\n".join(parts) + "\n}\n"
