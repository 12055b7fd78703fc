"""A verdict in words, for a notebook and for a terminal."""

from typing import Any

from d2lmini.exercises._arrays import array
from d2lmini.exercises._check import NOT_ATTEMPTED, PASSED

__all__ = ["report"]


def report(verdict: dict[str, Any]) -> str:
    """Return a verdict as text: of a failure, what was given, expected and got."""
    if verdict["status"] == PASSED:
        return f"right, in all {verdict['cases']} cases."
    if verdict["status"] == NOT_ATTEMPTED:
        return "not attempted yet: the function returns nothing."
    lines = [f"wrong in case {verdict['case'] + 1} of {verdict['cases']}, {verdict['name']}."]
    if verdict["feedback"]:
        lines.append(verdict["feedback"])
    for name, value in zip(verdict["names"], verdict["given"]):  # noqa: B905
        lines.append(f"given {name}\n{shown(value)}")
    lines.append("expected\n" + shown(verdict["expected"]))
    error = verdict["error"]
    if error:
        place = f" in line {error['line']}" if error["line"] else ""
        lines.append(f"got {error['kind']}{place}: {error['message']}")
    else:
        lines.append("got\n" + shown(verdict["got"]))
    if verdict.get("printed"):
        lines.append("printed\n" + verdict["printed"].rstrip())
    return "\n".join(lines)


def shown(value: Any) -> str:
    """Return a result as text."""
    if not isinstance(value, list):
        return "nothing" if value is None else str(value)
    try:
        return str(array(value))
    except (TypeError, ValueError):  # rows of different lengths
        return str(value)
