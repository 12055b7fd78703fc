"""An exercise whose lines lie there in a drawn order, with strays among them."""

from d2lmini.exercises._exercise import GRADES, Draw, Exercise

__all__ = ["Order", "order", "task"]

COMMENT = "    #"


class Order:
    """The lines of an exercise's solution, to be put in order and indented.

    Attributes
    ----------
    given : str
        The program's beginning, which stands already.
    lines : list of str
        The others in a drawn order, without their indentation, and strays among them.
    strays : list of (str, str)
        The lines that do not belong, each with the feedback meant for it.
    grade : str
        One less than that of writing the program.
    """

    def __init__(
        self, given: str, lines: list[str], strays: list[tuple[str, str]], grade: str
    ) -> None:
        self.given, self.lines, self.strays, self.grade = given, lines, strays, grade


def order(exercise: Exercise) -> Order:
    """Take an exercise's solution apart.

    Raises
    ------
    ValueError
        If the solution does not begin as the starter does, or no wrong program is a stray line.
    """
    given = exercise.starter[: exercise.starter.index(COMMENT)]
    if not exercise.solution.startswith(given):
        raise ValueError("the solution does not begin with the starter's lines")
    right = exercise.solution.splitlines()
    strays = []
    for wrong in exercise.wrong:
        if wrong.stray:
            pairs = zip(right, wrong.program.splitlines(), strict=True)
            (line,) = [b.strip() for a, b in pairs if a != b]
            strays.append((line, wrong.feedback))
    if not strays:
        raise ValueError("no wrong program of the exercise is a stray line")
    lines = [line.strip() for line in exercise.solution[len(given) :].splitlines()]
    grade = GRADES[max(0, GRADES.index(exercise.grade) - 1)]
    return Order(given, _drawn(lines + [line for line, _ in strays]), strays, grade)


def _drawn(lines: list[str]) -> list[str]:
    draw, left, drawn = Draw(len(lines)), list(lines), []
    while left:
        drawn.append(left.pop(draw.integer(0, len(left) - 1)))
    return drawn


def task(asked: Order) -> str:
    """Return what is to be done with the lines."""
    count = {1: "One", 2: "Two"}[len(asked.strays)]
    return (
        "The beginning is there. Put the other lines in order and indent them. "
        f"{count} of them {'does' if count == 'One' else 'do'} not belong."
    )
