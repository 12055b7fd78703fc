"""The first cell of a notebook: it installs the helper where that is missing, as on Colab."""

from nbformat import NotebookNode, v4

from book._ext.address import Repository
from book._ext.frameworks import Framework

__all__ = ["INSTALL_ID", "install_cell", "without_install"]

INSTALL_ID = "install-helper"
SOURCE = """\
# Install the book's helper where it is missing, as on Colab; elsewhere this does nothing.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("d2lmini") is None:{check}
    helper = "d2lmini[{extras}] @ git+{url}"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", helper], check=True)"""
CHECK = """
    if {condition}:
        raise ImportError("{label} {limits}; this is Python " + sys.version.split()[0])"""


def install_cell(framework: Framework, place: Repository | None) -> list[NotebookNode]:
    """Return the cell in a list, which is empty where the book's address is not known."""
    if place is None:
        return []
    extras = f"{framework.module},onnx,plots,sparse,widgets"
    condition = "sys.version_info >= (3, 12) or sys.platform != 'linux'"
    check = CHECK.format(condition=condition, label=framework.label, limits=framework.limits)
    source = SOURCE.format(check=check if framework.limits else "", extras=extras, url=place.url)
    return [v4.new_code_cell(source, id=INSTALL_ID, metadata={"tags": ["hide-input"]})]


def without_install(notebook: NotebookNode) -> list[NotebookNode]:
    """Return a notebook's cells without that one, which is not part of the chapter."""
    return [cell for cell in notebook.cells if cell.id != INSTALL_ID]
