"""What an exercise is: one program to write, and what is said of it.

All of this folder but `_notebook` runs in MicroPython too: no dataclass, nothing imported.
"""

from typing import Any

__all__ = ["GRADES", "Draw", "Exercise", "Wrong", "changed"]

GRADES = ("warm-up", "standard", "hard")


class Wrong:
    """A typical wrong program, and the feedback meant for it.

    Where it is `stray`, the line that makes it wrong lies among those to be put in order.
    """

    def __init__(self, program: str, feedback: str, stray: bool = False) -> None:
        self.program, self.feedback, self.stray = program, feedback, stray


class Exercise:
    """A function to write: `starter` becomes `solution`, checked on `cases`.

    Programs use `np`, which stands for NumPy, for a framework, or for the small module of arrays.
    `cases` draws the arguments of each call: edge cases first, then random ones. The `grade` is one
    of GRADES.
    """

    def __init__(
        self,
        *,
        title: str,
        grade: str,
        function: str,
        statement: str,
        starter: str,
        hint: str,
        solution: str,
        wrong: list[Any],
        cases: Any,
    ) -> None:
        self.title, self.grade, self.function, self.statement = title, grade, function, statement
        self.starter, self.hint, self.solution = starter, hint, solution
        self.wrong, self.cases = wrong, cases

    def arguments(self) -> list[str]:
        """Return the names of the function's arguments."""
        head = self.starter.split(f"def {self.function}(")[1].split(")")[0]
        return head.split(", ")


class Draw:
    """Random whole numbers, the same on every machine and in every Python."""

    def __init__(self, seed: int = 1) -> None:
        self.state = seed

    def integer(self, low: int, high: int) -> int:
        """Return a number from low to high, both included."""
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return low + (self.state >> 8) % (high - low + 1)

    def grid(self, rows: int, columns: int) -> list[Any]:
        """Return rows of numbers from -9 to 9, as floats."""
        return [[float(self.integer(-9, 9)) for _ in range(columns)] for _ in range(rows)]


def changed(program: str, *changes: tuple[str, str]) -> str:
    """Return a program with one text instead of another, for each change; each has to occur."""
    for old, new in changes:
        if program.count(old) != 1:
            raise ValueError(f"{old!r} occurs {program.count(old)} times in the program")
        program = program.replace(old, new)
    return program
