"""The first cell of a notebook: where it is opened alone, it installs the helper or says how."""

from nbformat import NotebookNode, v4

import d2lmini
from book._ext.address import Repository
from book._ext.frameworks import Framework

__all__ = ["INSTALL_ID", "WHEEL", "install_cell", "without_install"]

INSTALL_ID = "install-helper"
WHEEL = f"d2lmini-{d2lmini.__version__}-py3-none-any.whl"
INSTALL = """\
# Install the book's helper where it is missing, as on Colab; elsewhere this does nothing.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("d2lmini") is None:{check}
    helper = "d2lmini[{extras}] @ git+{url}"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", helper], check=True)"""
SAY = """\
# Say what is missing where this notebook is opened alone; elsewhere this does nothing.
import importlib.util
import sys

if importlib.util.find_spec("d2lmini") is None:{check}
    raise ImportError(
        "this notebook needs the book's helper: download {wheel} from the page that "
        "offers this notebook, put it here and run: pip install './{wheel}[{extras}]'"
    )"""
CHECK = """
    if sys.version_info >= (3, 12) or sys.platform != "linux":
        raise ImportError("{label} {limits}; this is Python " + sys.version.split()[0])"""


def install_cell(framework: Framework, place: Repository | None) -> NotebookNode:
    """Return the cell: it installs from the book's repository, or, without one, says how."""
    source = (INSTALL if place else SAY).format(
        check=CHECK.format(**vars(framework)) if framework.limits else "",
        extras=f"{framework.module},onnx,plots,sparse,widgets",
        url=place.url if place else "",
        wheel=WHEEL,
    )
    return v4.new_code_cell(source, id=INSTALL_ID, metadata={"tags": ["hide-input"]})


def without_install(notebook: NotebookNode) -> list[NotebookNode]:
    """Return a notebook's cells without that one, which is not part of the chapter."""
    return [cell for cell in notebook.cells if cell.id != INSTALL_ID]
