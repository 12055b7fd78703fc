"""What importing the helper brings along, and the examples in its docstrings."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import d2lmini

PUBLIC = [getattr(d2lmini, name) for name in d2lmini.__all__]


def test_importing_the_helper_imports_no_framework():
    code = "import sys, d2lmini; print(sorted({'torch', 'mxnet', 'scipy'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("absent", ["torch", "mxnet"])
def test_the_helper_works_without_a_framework_and_never_imports_it(absent):
    code = f"""if True:
        import sys
        import numpy, d2lmini
        d2lmini.trans_conv(numpy.ones((2, 2)), numpy.ones((2, 2)))
        d2lmini.kernel2matrix(numpy.ones((2, 2)))
        print({absent!r} in sys.modules)"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_the_public_names_are_sorted_and_have_an_example():
    assert d2lmini.__all__ == sorted(d2lmini.__all__)
    for function in PUBLIC:
        assert ">>> " in function.__doc__, f"{function.__name__} has no example"
        assert function.__module__.startswith("d2lmini.")


MODULES = [m.name for m in pkgutil.iter_modules(d2lmini.__path__, "d2lmini.") if not m.ispkg]


@pytest.mark.parametrize("module", MODULES)
def test_every_example_runs(module):
    result = doctest.testmod(importlib.import_module(module))
    assert result.failed == 0
