"""What importing the helper brings along, and the examples in its docstrings."""

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys

import numpy
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


@pytest.mark.parametrize(
    ("module", "code", "said"),
    [
        ("anywidget", "import d2lmini.widgets", "the figures need anywidget: {}[widgets]"),
        ("matplotlib", "import d2lmini.plots", "the plots need matplotlib: {}[plots]"),
        ("IPython", "import d2lmini.progress", "the progress bar needs IPython: {}[widgets]"),
        ("scipy", "kernel2matrix(numpy.eye(2), sparse=True)", "a sparse W needs SciPy: {}[sparse]"),
    ],
)
def test_without_an_extra_the_message_says_what_installs_it(module, code, said, monkeypatch):
    for name in [n for n in sys.modules if n.startswith("d2lmini.") or n.startswith(module)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    if module == "scipy":
        monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    message = said.format('pip install "d2lmini') + '"'
    with pytest.raises(ImportError, match=f"^{re.escape(message)}$"):
        exec(code, {"kernel2matrix": d2lmini.kernel2matrix, "numpy": numpy})


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
