"""The progress bar: what a reader sees while it runs, and what a notebook keeps of it."""

import re

import nbformat
import pytest
from nbclient import NotebookClient

from d2lmini.progress import Bar, progress
from tests.project.test_nbval_layer import run_nbval

pytestmark = pytest.mark.slow

CELL = "from d2lmini.progress import progress\nprint(sum(progress(250)))"


@pytest.fixture
def shown(monkeypatch):
    """Collect the states of the bar instead of displaying them."""
    states = []

    class Handle:
        def update(self, bar):
            states.append(int(re.search(r'value="(\d+)"', bar._repr_html_())[1]))

    def display(bar, display_id):
        assert display_id is True
        handle = Handle()
        handle.update(bar)
        return handle

    monkeypatch.setattr("d2lmini.progress.display", display)
    return states


def test_it_counts_every_step_and_shows_each_per_cent_once(shown):
    assert list(progress(250)) == list(range(250))
    first, *steps, last = shown
    assert (first, last) == (250, 250)
    assert len(steps) == 100
    assert steps == sorted(set(steps))


def test_few_steps_are_shown_one_by_one(shown):
    assert list(progress(3)) == [0, 1, 2]
    assert shown == [3, 0, 1, 2, 3]


def test_a_plain_terminal_gets_one_bar(capsys):
    assert list(progress(3)) == [0, 1, 2]
    assert capsys.readouterr().out == f"[{'=' * 60}] 3/3\n"


@pytest.mark.parametrize(("done", "text"), [(0, " " * 60), (1, "=" * 20 + " " * 40)])
def test_without_html_a_bar_is_drawn_in_characters(done, text):
    assert repr(Bar(done, 3)) == f"[{text}] {done}/3"


def test_one_step_is_enough_and_none_is_refused():
    assert list(progress(1)) == [0]
    with pytest.raises(ValueError, match="expected at least one step, got 0"):
        next(progress(0))


def test_a_notebook_keeps_a_full_bar_and_nbval_finds_it_again(tmp_path):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(CELL, id="a")], metadata=kernel
    )
    NotebookClient(notebook, kernel_name="python3").execute()
    bar, total = notebook.cells[0].outputs
    assert 'value="250"' in bar["data"]["text/html"]
    assert "250 of 250 steps" in bar["data"]["text/html"]
    assert total["text"] == f"{sum(range(250))}\n"
    nbformat.write(notebook, tmp_path / "bar.ipynb")
    result = run_nbval(tmp_path / "bar.ipynb")
    assert result.returncode == 0, result.stdout
