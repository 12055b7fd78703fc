"""The command line of `make sabotage`."""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from queue import Queue

from book._ext.paths import ROOT
from tools.sabotage.catchers import steps_for
from tools.sabotage.copies import BaselineError, Copy
from tools.sabotage.fault import KINDS, Fault, draw
from tools.sabotage.record import LOG, Row, header, read, write


@contextmanager
def copies(number: int) -> Iterator[Queue[Copy]]:
    """Make copies with the book built in them; give those that nobody works in."""
    folder = Path(tempfile.mkdtemp(prefix="sabotage-"))
    free: Queue[Copy] = Queue()
    try:
        made = [Copy.make(folder / str(index)) for index in range(number)]
        with ThreadPoolExecutor(number) as pool:
            list(pool.map(Copy.build, made))
        for copy in made:
            free.put(copy)
        yield free
        for copy in made:
            copy.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def row_of(free: Queue[Copy], fault: Fault) -> Row:
    """Try a fault in a copy that nobody works in."""
    copy = free.get()
    try:
        start, copy.cpu = time.monotonic(), 0
        by = copy.verdict(fault, steps_for(fault))
        return Row(fault, by, round(time.monotonic() - start, 1), round(copy.cpu, 1))
    finally:
        free.put(copy)


def shown(row: Row) -> str:
    """Return what stands in the terminal for a fault: a survivor with its difference."""
    fault = row.fault
    what = f"{fault.kind}, {fault.operator} in {fault.path} ({row.seconds:.0f} s)"
    if row.by:
        return f"{what}: noticed by {row.by}"
    return f"{what}: SURVIVED\n{fault.difference((ROOT / fault.path).read_text('utf8'))}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="make sabotage", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=200, help="faults of all kinds together")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--workers", type=int, default=3, help="copies to work in side by side")
    parser.add_argument("--resume", action="store_true", help="go on where a run was interrupted")
    options = parser.parse_args(arguments)
    shares = [options.number // len(options.kinds)] * len(options.kinds)
    shares[: options.number % len(shares)] = [shares[0] + 1] * (options.number % len(shares))
    pairs = zip(options.kinds, shares, strict=True)
    drawn = [draw(kind, share, options.seed) for kind, share in pairs]
    # In turn, so that a run that is cut short has drawn from every kind.
    faults = [fault for several in zip_longest(*drawn) for fault in several if fault]
    head, rows = read(LOG) if options.resume else ({}, [])
    rows = [row for row in rows if row.fault in faults]
    head = {**header(options.seed, len(faults)), **head, "number": len(faults)}
    LOG.parent.mkdir(exist_ok=True)
    lines = (json.dumps(head), *(row.line() for row in rows))
    LOG.write_text("".join(f"{line}\n" for line in lines), "utf8")
    left = [fault for fault in faults if fault not in {row.fault for row in rows}]
    rows = run(left, rows, options.workers) if left else rows
    survivors = [row for row in rows if not row.by]
    print(*map(shown, survivors), sep="\n")
    print(f"{len(rows) - len(survivors)} of {len(rows)} faults noticed")
    if options.kinds == list(KINDS):
        write(head, rows)
    return 0


def run(faults: list[Fault], rows: list[Row], workers: int) -> list[Row]:
    """Try faults; each row is kept as it comes."""
    with copies(workers) as free, ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(row_of, free, fault) for fault in faults]
        for number, done in enumerate(as_completed(waiting), start=1):
            try:
                rows.append(done.result())
            except BaselineError as error:
                pool.shutdown(cancel_futures=True)
                raise SystemExit(f"make sabotage: {error}") from None
            with LOG.open("a", encoding="utf8") as file:
                file.write(rows[-1].line() + "\n")
            print(f"{number}/{len(faults)} {shown(rows[-1])}", flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
