"""What a run found: a row for each fault, a rate for each kind, the table that the book shows."""

import json
import math
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from book._ext.paths import BUILD, ROOT
from tools.sabotage.fault import KINDS, Fault

__all__ = ["LOG", "RECORD", "TABLE", "Row", "header", "interval", "read", "table", "write"]

RECORD = ROOT / "tools" / "sabotage.jsonl"
TABLE = ROOT / "tools" / "sabotage.md"
LOG = BUILD / "sabotage.jsonl"
Z = 1.959964  # 95 % of a normal distribution lie within so many deviations
NAMES = {"python": "Python", "typescript": "The figures' code", "css": "Style sheets",
         "markdown": "Prose", "config": "Settings", "stored": "Outputs and data"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A fault and what came of it; `by` is empty where nothing noticed."""

    fault: Fault
    by: str
    seconds: float
    cpu: float
    reason: str = ""  # of a survivor, written by hand: why it is left

    def line(self) -> str:
        """Return the row as a line of the record."""
        values = asdict(self)
        return json.dumps(values.pop("fault") | values, ensure_ascii=False)

    @classmethod
    def read(cls, line: str) -> "Row":
        """Read a line of the record."""
        values = json.loads(line)
        own = {key: values.pop(key) for key in ("by", "seconds", "cpu", "reason")}
        return cls(Fault(**values), **own)


def header(seed: int, number: int) -> dict[str, Any]:
    """Say which draw it is, of which sources and when."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    commit = done.stdout.strip() or "unknown"
    return {"seed": seed, "number": number, "commit": commit, "date": f"{date.today()}"}


def read(path: Path) -> tuple[dict[str, Any], list[Row]]:
    """Read a record; of one that is missing, nothing."""
    if not path.exists():
        return {}, []
    first, *lines = path.read_text("utf8").splitlines()
    return json.loads(first), [Row.read(line) for line in lines]


def interval(noticed: int, number: int) -> tuple[float, float]:
    """Return where the rate lies with 95 % probability, after Wilson."""
    rate, spread = noticed / number, Z**2 / number
    middle = (rate + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(rate * (1 - rate) / number + spread / (4 * number))
    return max(0.0, middle - half), min(1.0, middle + half)


def table(head: dict[str, Any], rows: Iterable[Row]) -> str:
    """Return the table that the book shows: each kind's rate, and which draw it is."""
    rows = list(rows)
    caption = (
        f"Faults drawn by a machine on {head['date']} (seed {head['seed']}, sources of "
        f"{head['commit']}), and how many of them the tests noticed"
    )
    lines = ["<!-- Written by `make sabotage`. -->", f"```{{list-table}} {caption}"]
    lines += [":name: table-faults", ":class: faults", ":header-rows: 1", ""]
    lines += ["* - Kind", "  - Faults", "  - Noticed", "  - Rate", "  - 95 % interval"]
    for kind in KINDS:
        of_kind = [row for row in rows if row.fault.kind == kind]
        noticed = sum(bool(row.by) for row in of_kind)
        low, high = interval(noticed, len(of_kind)) if of_kind else (0, 1)
        share = f"{noticed / len(of_kind):.0%}" if of_kind else "–"
        lines += [f"* - {NAMES[kind]}", f"  - {len(of_kind)}", f"  - {noticed}", f"  - {share}"]
        lines += [f"  - {low:.0%} to {high:.0%}"]
    return "\n".join([*lines, "```", ""]).replace("%", " %").replace("  %", " %")


def write(head: dict[str, Any], rows: list[Row], record: Path = RECORD, page: Path = TABLE) -> None:
    """Write the record and the table; a reason given before for the same fault is kept."""
    reasons = {row.fault: row.reason for row in read(record)[1]}
    order = list(KINDS)
    rows = sorted(rows, key=lambda row: (order.index(row.fault.kind), row.fault.path))
    lines = [Row(r.fault, r.by, r.seconds, r.cpu, reasons.get(r.fault, "")).line() for r in rows]
    record.write_text("\n".join([json.dumps(head), *lines]) + "\n", "utf8")
    page.write_text(table(head, rows), "utf8")
