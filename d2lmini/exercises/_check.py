"""Say of a program whether it is right, wrong and why, or not attempted."""

from typing import Any

from d2lmini.exercises import _arrays as small
from d2lmini.exercises._exercise import Draw, Exercise

__all__ = ["FAILED", "NOT_ATTEMPTED", "PASSED", "define", "plain", "verdict"]

PASSED, FAILED, NOT_ATTEMPTED = "passed", "failed", "not attempted"
ERROR = "error"
TOLERANCE = 1e-4  # of float32, which PyTorch and MXNet compute with


def verdict(exercise: Exercise, function: Any, make: Any, call: Any) -> dict[str, Any]:
    """Try a function on every case.

    Parameters
    ----------
    exercise : Exercise
        What was to be written.
    function : callable
        What was written.
    make : callable
        Makes an array of nested lists, of the library that the function computes with.
    call : callable
        ``call(index, function, arguments)`` returns what the function returned and no error, or
        nothing and what is to be said of the error; `index` is the case's number.

    Returns
    -------
    dict
        "status"; the number of "cases"; of a failure, the "case" with its "name", the "names" of
        what was "given", what was "expected" and "got" or the "error", and "feedback" where the
        mistake is a known one.
    """
    cases = exercise.cases(Draw())
    expected = _outcomes(define(exercise, exercise.solution, small), cases)
    got, errors, first = [], {}, None
    for index, case in enumerate(cases):
        arguments = [make(value) if isinstance(value, list) else value for value in case]
        value, error = call(index, function, arguments)
        if error is not None:
            errors[index] = error
        got.append(ERROR if error is not None else plain(value))
        if first is None and not same(got[index], expected[index]):
            first = index
        elif first is None and not same([plain(a) for a in arguments], case):
            said = "The function changes its input."
            return _failure(exercise, index, case, expected, got, None, said)
    if first is None:
        return {"status": PASSED, "cases": len(cases)}
    if all(value is None for value in got):
        return {"status": NOT_ATTEMPTED, "cases": len(cases)}
    feedback = _feedback(exercise, cases, got)
    return _failure(exercise, first, cases[first], expected, got, errors.get(first), feedback)


def _failure(
    exercise: Exercise,
    index: int,
    case: tuple[Any, ...],
    expected: list[Any],
    got: list[Any],
    error: Any,
    feedback: str,
) -> dict[str, Any]:
    return {
        "status": FAILED,
        "cases": len(expected),
        "case": index,
        "name": _name(exercise, case),
        "names": exercise.arguments(),
        "given": list(case),
        "expected": expected[index],
        "got": got[index],
        "error": error,
        "feedback": feedback,
    }


def _name(exercise: Exercise, case: tuple[Any, ...]) -> str:
    """Return what tells a case from others: the arrays' sizes, and numbers."""
    pairs = zip(exercise.arguments(), case)  # noqa: B905
    return ", ".join([f"{name} {_size(value)}" for name, value in pairs])


def _size(value: Any) -> str:
    if not isinstance(value, list):
        return f"= {value}"
    sizes = []
    while isinstance(value, list):
        sizes.append(str(len(value)))
        value = value[0]
    return " × ".join(sizes)


def _feedback(exercise: Exercise, cases: list[Any], got: list[Any]) -> str:
    """Return what is meant for the wrong program that gives the same in every case, if one does."""
    if all(outcome == ERROR for outcome in got):
        return ""  # the error says more
    for wrong in exercise.wrong:
        outcomes = _outcomes(define(exercise, wrong.program, small), cases)
        if all(same(a, b) for a, b in zip(got, outcomes)):  # noqa: B905
            return str(wrong.feedback)
    return ""


def _outcomes(function: Any, cases: list[Any]) -> list[Any]:
    outcomes = []
    for case in cases:
        arguments = [small.array(value) if isinstance(value, list) else value for value in case]
        try:
            outcomes.append(plain(function(*arguments)))
        except Exception:  # a wrong program's error is one of its outcomes
            outcomes.append(ERROR)
    return outcomes


def define(exercise: Exercise, program: str, np: Any) -> Any:
    """Run a program with a module of arrays as `np`; return the exercise's function."""
    names = {"np": np}
    exec(program, names)
    return names[exercise.function]


def plain(value: Any) -> Any:
    """Return a result as nested lists of numbers; of what is no result, what it is."""
    if hasattr(value, "asnumpy"):  # MXNet
        value = value.asnumpy()
    if hasattr(value, "detach"):  # PyTorch
        value = value.detach()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if value is None or isinstance(value, (int, float)):
        return value
    return f"a {type(value).__name__}"


def same(a: Any, b: Any) -> bool:
    """Return whether two results have one shape and the same numbers."""
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))  # noqa: B905
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= TOLERANCE * max(1, abs(b))
    return a is b or (isinstance(a, str) and a == b)
