"""Check a program that was written in a page, in the MicroPython that runs there."""

import io
import json
import sys
from typing import Any

from d2lmini.exercises import _arrays as small
from d2lmini.exercises._check import verdict

__all__ = ["run"]

FILE = "program.py"
# What a page shows of a reader's prints; a million lines would stop it.
MOST_LINES, MOST_SIGNS = 500, 20_000


class Prints:
    """What a program prints in a case, told as it comes, up to a limit."""

    def __init__(self, tell: Any) -> None:
        self.tell = tell
        self.begin()

    def begin(self) -> None:
        """Count from zero."""
        self.lines, self.signs = 0, 0

    def __call__(self, *values: Any, sep: str = " ", end: str = "\n", file: Any = None) -> None:
        if self.lines > MOST_LINES:
            return
        text = sep.join([str(value) for value in values]) + end
        self.lines += 1
        self.signs += len(text)
        if self.lines > MOST_LINES or self.signs > MOST_SIGNS:
            self.lines = MOST_LINES + 1
            text = "… more is not shown\n"
        self.tell("print", text)


def run(name: str, program: str, tell: Any) -> None:
    """Run a program and tell, piece by piece, what becomes of it.

    Parameters
    ----------
    name : str
        The exercise.
    program : str
        What the reader wrote.
    tell : callable
        Takes a kind and a text: "print" and what is printed, "case" and the number of the case
        that begins, "verdict" and the verdict as JSON.
    """
    tell("verdict", json.dumps(_verdict(name, program, tell)))


def _verdict(name: str, program: str, tell: Any) -> dict[str, Any]:
    exercise = __import__(f"d2lmini.exercises.{name}", None, None, ["EXERCISE"]).EXERCISE
    prints = Prints(tell)
    names = {"np": small, "print": prints}
    try:
        exec(compile(program, FILE, "exec"), names)
    except (Exception, SystemExit) as error:
        return {"status": "broken", "error": _said(error)}
    if not callable(names.get(exercise.function)):
        return {"status": "missing", "function": exercise.function}

    def call(index: int, function: Any, arguments: Any) -> Any:
        tell("case", str(index))
        prints.begin()
        try:
            return function(*arguments), None
        except (Exception, SystemExit) as error:
            return None, _said(error)

    found = verdict(exercise, names[exercise.function], small.array, call)
    return found | {"got": _finite(found["got"])} if "got" in found else found


def _finite(value: Any) -> Any:
    """Return a result with words for what JSON has no numbers for."""
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return str(value) if isinstance(value, float) and value - value != 0 else value


def _said(error: Any) -> Any:
    """Return an error's kind and message, and the last line of the program that it passed."""
    out = io.StringIO()
    sys.print_exception(error, out)  # type: ignore[attr-defined]  # MicroPython's
    lines = [row for row in out.getvalue().split("\n") if f'"{FILE}", line ' in row]
    number = lines[-1].split(", line ")[1].split(",")[0] if lines else ""
    message = str(error) or "no message"
    if isinstance(error, ImportError):
        message += "; np is there without an import"
    return {
        "kind": type(error).__name__,
        "message": message,
        "line": int(number) if number else None,
    }
