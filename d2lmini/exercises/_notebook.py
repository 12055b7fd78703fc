"""Check a function that was written in a notebook, with the reader's own library."""

import contextlib
import importlib
import io
import sys
import traceback
from collections.abc import Callable
from difflib import get_close_matches
from types import ModuleType
from typing import Any

import numpy as np

from d2lmini.exercises._check import FAILED, PASSED, verdict
from d2lmini.exercises._exercise import Exercise
from d2lmini.exercises._report import report

__all__ = ["NAMES", "check", "exercise"]

# In the order in which they build on each other.
NAMES = (
    "corr2d",
    "trans_conv",
    "trans_conv_gather",
    "trans_conv_zeros",
    "kernel2matrix",
    "trans_conv_matrix",
    "output_size",
    "output_padding",
    "overlap_counts",
    "bilinear_kernel",
    "gradient_of_kernel",
    "polyphase",
    "dilated",
)


def exercise(name: str) -> Exercise:
    """Return an exercise by its name.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest, or all.
    """
    if name not in NAMES:
        near = get_close_matches(name, NAMES, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}"
        raise ValueError(f"no exercise is called {name}; {hint}")
    found: Exercise = importlib.import_module(f"d2lmini.exercises.{name}").EXERCISE
    return found


def check(name: str, function: Callable[..., Any]) -> bool:
    """Try a function on an exercise's cases and print whether it is right, or what is wrong.

    Its arrays are of the library whose module it computes with: PyTorch or MXNet where its code
    names one, otherwise NumPy.

    Parameters
    ----------
    name : str
        The exercise, one of `NAMES`.
    function : callable
        What was written.

    Returns
    -------
    bool
        Whether it is right.

    Raises
    ------
    ValueError
        If no exercise has that name.

    Examples
    --------
    >>> check("corr2d", lambda X, K: None)
    corr2d: not attempted yet: the function returns nothing.
    False
    """
    printed: dict[int, str] = {}

    def call(index: int, function: Callable[..., Any], arguments: list[Any]) -> tuple[Any, Any]:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            try:
                value = _settled(function(*arguments))
            except (Exception, SystemExit) as error:
                return None, _said(error, function)
            finally:
                printed[index] = out.getvalue()
        return value, None

    found = verdict(exercise(name), function, _maker(function), call)
    if found["status"] == FAILED:
        found["printed"] = printed[found["case"]]
    print(f"{name}: {report(found)}")
    return bool(found["status"] == PASSED)


def _settled(value: Any) -> Any:
    """Return a value that is computed: MXNet raises some errors only when it is asked for it."""
    return value.asnumpy() if hasattr(value, "asnumpy") else value


def _said(error: BaseException, function: Callable[..., Any]) -> dict[str, Any]:
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if code and f.filename == code.co_filename]
    first, *_ = str(error).splitlines() or [""]
    return {"kind": type(error).__name__, "message": first, "line": lines[-1] if lines else None}


def _maker(function: Callable[..., Any]) -> Callable[[Any], Any]:
    """Return what makes arrays of the library that a function's code names, or its file."""
    code = getattr(function, "__code__", None)
    known = getattr(function, "__globals__", {})
    named = [known.get(name) for name in getattr(code, "co_names", ())]
    for one in [*named, *known.values()]:
        library = one.__name__.partition(".")[0] if isinstance(one, ModuleType) else ""
        if library == "torch":
            return lambda values: sys.modules["torch"].tensor(values)
        if library == "mxnet":
            return lambda values: sys.modules["mxnet"].np.array(values)
        if library == "numpy" and one in named:
            break
    return np.array
