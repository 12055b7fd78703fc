"""Put single faults into copies of the repository and see each one caught (`make sabotage`).

The faults stand in `tools/faults.toml`. A fault counts as caught where the very test that is meant
to catch it fails with the fault and passes without it.
"""

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Queue

from book._ext.paths import ROOT

TABLE = ROOT / "tools" / "sabotage.csv"
BIN = ROOT / ".venv" / "bin"
LIMIT_S = 600


@dataclass(frozen=True)
class Fault:
    """One change of one file, and the test that is meant to notice it."""

    name: str
    path: str
    caught_by: str
    find: str = ""
    change: str = ""
    remove: bool = False
    in_page: bool = False


def read_faults(words: str = "") -> list[Fault]:
    """Read the table; only the faults whose name has the given words in it."""
    table = tomllib.loads((ROOT / "tools" / "faults.toml").read_text("utf8"))
    return [Fault(**entry) for entry in table["fault"] if words in entry["name"]]


class Copy:
    """A copy of the working tree with the environment of the original."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tracked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(tracked, cwd=ROOT, capture_output=True, text=True, check=True)
        for name in filter(None, names.stdout.split("\0")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        (folder / "node_modules").symlink_to(ROOT / "node_modules")

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command in the copy; what it imports of ours is the copy's."""
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True,
            timeout=LIMIT_S,
        )  # fmt: skip

    def build(self) -> str:
        """Build the book; gives what went wrong."""
        result = self.run(BIN / "jupyter-book", "build", ".", "--quiet")
        return result.stderr if result.returncode else ""

    def test(self, catchers: Iterable[str]) -> tuple[int, str]:
        """Run tests; gives pytest's exit status and what it printed."""
        paths = list(catchers)
        nbval = ["--nbval"] if any(path.endswith(".ipynb") for path in paths) else []
        options = ["-q", "-x", "--tb=line", "-p", "no:cacheprovider", "-p", "no:randomly"]
        result = self.run(BIN / "python", "-m", "pytest", *options, *nbval, *paths)
        return result.returncode, result.stdout + result.stderr


def commit(fault: Fault, copy: Copy) -> None:
    """Put a fault in.

    Raises
    ------
    ValueError
        If what it changes is not there: the table is older than the code.
    """
    path = copy.folder / fault.path
    if fault.remove:
        path.unlink()
        return
    text = path.read_text("utf8")
    if not (found := re.search(fault.find, text)):
        raise ValueError(f"{fault.name}: {fault.path} has nothing like {fault.find!r}")
    path.write_text(
        text[: found.start()] + found.expand(fault.change) + text[found.end() :], "utf8"
    )


def caught(fault: Fault, copy: Copy) -> str:
    """Put a fault in, run its catcher, mend it; gives why it was not caught, or nothing."""
    path = copy.folder / fault.path
    original = path.read_bytes()
    try:
        commit(fault, copy)
        if path.exists() and path.read_bytes() == original:
            return "the fault changes nothing"
        if fault.in_page and (wrong := copy.build()):
            return f"the book does not build: {wrong.strip().splitlines()[-1]}"
        status, printed = copy.test([fault.caught_by])
        file = fault.caught_by.partition("::")[0]
        if status == 0:
            return "nothing failed"
        # 1: a test failed; 2: collecting one did, which counts where the fault breaks an import.
        return "" if status in (1, 2) and file in printed else f"pytest ended with {status}"
    finally:
        path.write_bytes(original)


@contextmanager
def copies(number: int) -> Iterator[Queue[Copy]]:
    """Make copies with the book built in them; gives those that nobody works in."""
    folder = Path(tempfile.mkdtemp(prefix="sabotage-"))
    free: Queue[Copy] = Queue()
    try:
        for index in range(number):
            copy = Copy(folder / str(index))
            if wrong := copy.build():
                raise SystemExit(f"the book does not build without a fault:\n{wrong}")
            free.put(copy)
        yield free
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one(free: Queue[Copy]) -> Iterator[Copy]:
    """Take a copy that nobody works in, for a while."""
    copy = free.get()
    try:
        yield copy
    finally:
        free.put(copy)


def failure_of(free: Queue[Copy], catcher: str) -> str:
    """Run a test without a fault; gives what pytest printed where it failed, or nothing."""
    with one(free) as copy:
        status, printed = copy.test([catcher])
        return printed if status else ""


def verdict_on(free: Queue[Copy], fault: Fault) -> tuple[str, float]:
    """Give what `caught` says of a fault, and the seconds it took."""
    with one(free) as copy:
        start = time.monotonic()
        return caught(fault, copy), time.monotonic() - start


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; gives the exit status."""
    parser = argparse.ArgumentParser(prog="make sabotage", description=__doc__)
    parser.add_argument("--only", default="", help="faults whose name has these words in it")
    parser.add_argument("--workers", type=int, default=2, help="copies to work in side by side")
    options = parser.parse_args(arguments)
    faults = read_faults(options.only)
    with copies(options.workers) as free, ThreadPoolExecutor(options.workers) as pool:
        catchers = sorted({fault.caught_by for fault in faults})
        failures = pool.map(partial(failure_of, free), catchers)
        for catcher, failure in zip(catchers, failures, strict=True):
            if failure:
                pool.shutdown(cancel_futures=True)
                raise SystemExit(f"{catcher} fails without a fault:\n{failure}")
            print(f"passes without a fault: {catcher}", flush=True)
        missed = 0
        verdicts = pool.map(partial(verdict_on, free), faults)
        for number, (fault, (why, seconds)) in enumerate(
            zip(faults, verdicts, strict=True), start=1
        ):
            missed += bool(why)
            verdict = f"MISSED, {why}" if why else f"caught by {fault.caught_by}"
            print(f"{number:3}/{len(faults)} {fault.name}: {verdict} ({seconds:.0f} s)", flush=True)
    print(f"{len(faults) - missed} of {len(faults)} faults caught")
    if not missed and not options.only:
        write_table(faults)
    return 1 if missed else 0


def table(faults: Iterable[Fault]) -> list[list[str]]:
    """Give the rows that the book shows: what, in which file, and what caught it, in words."""
    rows = []
    for fault in faults:
        path, _, test = fault.caught_by.partition("::")
        words, _, where = test.removeprefix("test_").partition("[")
        words = words.replace("_s_", "'s ").replace("_", " ") or path
        page = f" ({where.rstrip(']')})" if where else ""
        catcher = "nbval, run over the notebook" if path.endswith(".ipynb") else words + page
        rows.append([fault.name, fault.path, catcher])
    return rows


def write_table(faults: Iterable[Fault]) -> None:
    """Write the table that the book shows."""
    with TABLE.open("w", newline="", encoding="utf8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["Fault", "In", "To be caught by"])
        writer.writerows(table(faults))


if __name__ == "__main__":
    sys.exit(main())
