"""In JupyterLab and Notebook 7: traits are live both ways, and a reader's function passes."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS
from book._ext.paths import ROOT
from d2lmini.exercises import exercise
from tests.browser.widget_pages import numbers
from tests.support.available import why_missing

NAME = "trans_conv"
IMPORTS = {"pytorch": "import torch as np", "mxnet": "from mxnet import np, npx\nnpx.set_np()"}
CHECK = f"from d2lmini.exercises import check\ncheck({NAME!r}, {NAME})"
START_SECONDS = 90
# Both are extensions of one server; a notebook each, for what opens one twice shares its kernel.
PLACES = {"JupyterLab": "lab/tree/lab.ipynb", "Notebook 7": "notebooks/notebook.ipynb"}
SOURCES = [
    "from d2lmini.widgets import Cost, Stamping\nB = [[0, 1], [2, 3]]\nw = Stamping(B, B)\nw",
    "w.stride = 2\nw.X = [[1, 0], [0, 5]]",
    "print('seen', w.X, w.stride, w.Y[0])",
    "c = Cost(16)\nc",
    *(f"{IMPORTS[f.tag]}\n\n{exercise(NAME).solution}\n{CHECK}" for f in FRAMEWORKS),
]
FUNCTIONS = len(SOURCES) - len(FRAMEWORKS)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab on a free port over a notebook for each place; yield the address."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    for path in PLACES.values():
        nbformat.write(notebook, folder / path.rpartition("/")[2])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    private = {f"JUPYTER_{kind}_DIR": str(folder / f".{kind}") for kind in ("CONFIG", "RUNTIME")}
    private |= {"IPYTHONDIR": str(folder / ".ipython"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | private, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/api/status", server, folder / "lab.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address, server, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf8')[-2000:]}")


def run_cell(page, index):
    """Run a cell, again where JupyterLab was not ready and let the key press go by."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(index)
    prompt = cell.locator(".jp-InputPrompt")
    for _ in range(10):
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        for _ in range(20):
            if prompt.inner_text().strip("[]: \n"):
                return
            page.wait_for_timeout(250)
    pytest.fail(f"cell {index} did not run: its prompt is {prompt.inner_text()!r}")


@pytest.mark.parametrize("place", PLACES)
def test_traits_are_live_both_ways(lab, browser, place):
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(60_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(f"{message.type}: {message.text}"))
    page.goto(f"{lab}/{PLACES[place]}")
    page.locator(".jp-Notebook .jp-CodeCell").nth(len(SOURCES) - 1).wait_for()
    page.locator("[data-status=idle]").first.wait_for()
    run_cell(page, 0)
    page.locator(".d2l").wait_for()
    assert numbers(page, "Y") == [[0, 0, 1], [0, 4, 6], [4, 12, 9]]

    run_cell(page, 1)
    page.locator("[data-grid=Y] [aria-label='Y[3,3] = 15']").wait_for()
    assert numbers(page, "X") == [[1, 0], [0, 5]]

    page.locator("[data-grid=X]").get_by_label("X[0,1]", exact=True).fill("7")
    page.get_by_label("stride: one less").click()
    run_cell(page, 2)
    page.get_by_text("seen [[1, 7], [0, 5]] 1 [0.0, 1.0, 7.0]").wait_for()

    run_cell(page, 3)
    page.get_by_role("button", name="Measure on this machine").click()
    page.get_by_text("measured", exact=True).wait_for()
    page.locator(".d2l").get_by_label("time", exact=True).check()
    assert page.locator("[data-line=direct] circle").count() == 1

    for index, framework in enumerate(FRAMEWORKS, FUNCTIONS):
        if why_missing(framework):
            continue
        run_cell(page, index)
        cell = page.locator(".jp-Notebook .jp-CodeCell").nth(index)
        cell.get_by_text(f"{NAME}: right, in all").wait_for()
        cell.get_by_text("True", exact=True).wait_for()
    # JupyterLab's own complaints are not ours
    assert not [error for error in errors if "d2l" in error or "[anywidget]" in error]
