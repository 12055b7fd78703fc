"""What the exercises in code ask, tell and try.

    python -m tests.support.asked    renew the list, after an exercise was changed

The list has, for each exercise, a digest of each of its texts and of the cases that are drawn for
it. It stores what is: a letter more in a hint, or a case fewer, is told; whether an exercise is a
good one, its other tests say.
"""

import hashlib
import json

from book._ext.paths import ROOT
from d2lmini.exercises import NAMES, exercise
from d2lmini.exercises._exercise import Draw, Exercise

__all__ = ["LIST", "asked", "changed", "read"]

LIST = ROOT / "tests" / "exercises" / "asked.tsv"


def digest(value: object) -> str:
    """Return what tells a text, or a list of cases, from others."""
    return hashlib.sha256(json.dumps(value, default=vars).encode()).hexdigest()[:8]


def asked(one: Exercise) -> dict[str, str]:
    """Return the digest of each part of an exercise, by its name."""
    parts = vars(one).items()
    return {name: digest(part(Draw()) if callable(part) else part) for name, part in parts}


def read() -> dict[str, dict[str, str]]:
    """Return the stored digests, by exercise and part."""
    found: dict[str, dict[str, str]] = {}
    for line in LIST.read_text("utf8").splitlines():
        name, part, kept = line.split("\t")
        found.setdefault(name, {})[part] = kept
    return found


def changed(name: str, one: Exercise, kept: dict[str, dict[str, str]]) -> list[str]:
    """Return the parts of an exercise that are not as stored."""
    now, was = asked(one), kept.get(name, {})
    return sorted(part for part in now.keys() | was.keys() if now.get(part) != was.get(part))


def main() -> None:
    """Write the list anew and say what changed."""
    kept = read() if LIST.exists() else {}
    rows = []
    for name in NAMES:
        for part in changed(name, exercise(name), kept):
            print(f"{name}: {part}")
        rows += [f"{name}\t{part}\t{now}\n" for part, now in asked(exercise(name)).items()]
    LIST.write_text("".join(rows), encoding="utf8")


if __name__ == "__main__":
    main()
