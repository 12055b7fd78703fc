"""Which frameworks this run can test, and which it has to."""

import os
import platform
import warnings
from functools import cache
from importlib import import_module

from book._ext.frameworks import FRAMEWORKS, Framework

REQUIRED = "D2LMINI_TEST_BACKENDS"


def required() -> set[str]:
    """Give the tags of the frameworks whose absence is a failure."""
    return {tag for tag in os.environ.get(REQUIRED, "").split(",") if tag}


@cache
def why_missing(framework: Framework) -> str | None:
    """Say why a framework cannot be imported; None where it can.

    MXNet with NumPy 1.24 or newer raises AttributeError, not ImportError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # MXNet uses names that NumPy deprecated
            import_module(framework.module)
    except Exception as error:
        return (
            f"{framework.module} cannot be imported with Python {platform.python_version()} on "
            f"{platform.system()} {platform.machine()} ({type(error).__name__}: {error})"
        )
    return None


def check_required() -> None:
    """Raise where a required framework is missing or unknown."""
    known = {f.tag: f for f in FRAMEWORKS}
    for tag in sorted(required()):
        if tag not in known:
            raise ValueError(f"{REQUIRED}: expected {' or '.join(known)}, got {tag!r}")
        reason = why_missing(known[tag])
        if reason:
            raise ValueError(f"{REQUIRED} asks for {tag}, but {reason}")
