"""Run every system and compare: with d2lmini, and with what the same program saw before.

    python -m tools.systems .venv-systems/bin/python

Systems that `requirements-systems.txt` installs run in the Python that is named, the others here.
A file that another program or other versions wrote is written anew.
"""

import argparse
import datetime
import hashlib
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from book._ext.paths import ROOT
from d2lmini.systems import FILE
from tools.systems.cases import SEED, draw
from tools.systems.worker import MODULES

__all__ = [
    "HERE",
    "SOURCES",
    "differences",
    "digest",
    "file_text",
    "fold",
    "main",
    "seal",
    "unequal",
]

HERE = ("in_pytorch", "in_mxnet")  # the book's own environment has these two
SOURCES = ("d2lmini/layouts.py", "requirements-systems.txt", "tools/systems/*.py")
OF_THE_RUN = ("date", "python", "digest")  # what may differ between two runs of one program


def digest() -> str:
    """Return a digest of the program, its layouts and its pinned versions."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        found.update(path.relative_to(ROOT).as_posix().encode())
        found.update(path.read_text("utf8").encode())
    return found.hexdigest()[:16]


def ask(python: str, module: str, cases: str) -> dict[str, Any]:
    """Run the systems of one module in a process of its own."""
    print(f"{module.removeprefix('in_')} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [python, "-m", "tools.systems.worker", module],
        cwd=ROOT, input=cases, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{module.removeprefix('in_')} did not run: what it said stands above")
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def fold(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Put the reports of all modules together."""
    data: dict[str, Any] = {
        "program": digest(),
        "seed": SEED,
        "cases": hashlib.sha256(json.dumps(draw()).encode()).hexdigest()[:16],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "python": platform.python_version(),
        "systems": {},
    }
    for report in reports:
        data["systems"] |= report.pop("systems")
        data |= report
    return data | {"digest": seal(data)}


def seal(data: dict[str, Any]) -> str:
    """Return a digest of all that was seen, so that nobody edits it."""
    seen = {key: value for key, value in data.items() if key != "digest"}
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]


def unequal(data: dict[str, Any]) -> list[str]:
    """Name the systems in which a case comes out other than in d2lmini."""
    return [
        f"{name}: {len(found['wrong'])} of {found['cases']} cases differ from d2lmini"
        for name, found in data["systems"].items()
        if found["wrong"] or found["equal"] != found["cases"]
    ]


def differences(old: Any, new: Any, where: str = "") -> list[str]:
    """Name what differs between two files of one program."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in {**old, **new} if where or key not in OF_THE_RUN]
        pairs = [(old.get(key), new.get(key), f"{where} {key}".strip()) for key in keys]
        return [line for pair in pairs for line in differences(*pair)]
    return [] if old == new else [f"{where}: it was {old!r}, now it is {new!r}"]


def file_text(data: dict[str, Any]) -> str:
    """Return the file's text, with short lists on a line."""
    lines = [f" {json.dumps(k)}: {json.dumps(v)}" for k, v in data.items() if k != "systems"]
    rows = [
        f"  {json.dumps(name)}: {{\n"
        + ",\n".join(f"   {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
        + "\n  }"
        for name, found in data["systems"].items()
    ]
    lines.append(' "systems": {\n' + ",\n".join(rows) + "\n }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Run everything; write the file, or say what differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.systems")
    parser.add_argument("python", type=Path, help="the Python that has the other systems")
    python = str(parser.parse_args().python.absolute())
    cases = json.dumps(draw())
    data = fold([ask(sys.executable if m in HERE else python, m, cases) for m in MODULES])
    if wrong := unequal(data):
        raise SystemExit("\n".join(wrong))
    old = json.loads(FILE.read_text("utf8")) if FILE.exists() else {}
    if old.get("program") == data["program"]:
        if changed := differences(old, data):
            raise SystemExit("\n".join(changed))
        print(f"{len(data['systems'])} systems are as they were on {old['date']}")
    else:
        FILE.write_text(file_text(data), encoding="utf8")
        print(f"wrote {FILE.relative_to(ROOT)}: {len(data['systems'])} systems")


if __name__ == "__main__":
    main()
