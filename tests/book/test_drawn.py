"""Figures and plots are read from the stored outputs, and what is said of them is compared."""

import pytest

from tests.support.drawn import figure, plots, said_of_figure, said_of_plot
from tests.support.leads import stems
from tests.support.prose import pages, sentences

FEWEST = 15  # plots of lines and of pictures, in all chapters


@pytest.mark.parametrize("page", [page for page in pages() if plots(page)])
def test_a_plot_is_read_whole_and_its_labels_share_words_with_what_is_said(page):
    for cell, one in plots(page).items():
        assert one.panels or one.curves or one.values, (page, cell)
        said = " ".join(s.text for s in sentences(page) if s.cell == cell)
        assert not one.labels or stems(" ".join(one.labels)) & stems(said), (page, one.labels)
        for name in one.curves:
            assert one.curves[name].shape[1] == 2
            assert name in one.legend.values() or len(one.curves) == 1


def test_there_are_plots():
    assert sum(len(plots(page)) for page in pages()) >= FEWEST


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Kernel 2, stride 2 and padding 0.", True),
        ("Kernel 2, stride 3.", False),
        ("A 2×2 input becomes 4×4.", True),
        ("A 2×3 input", False),
        ("The four intermediate arrays", True),
        ("The five intermediate arrays", False),
        ("the kernel 0, 1, 2, 3", True),
        ("the kernel 0, 1, 3, 2", False),
    ],
)
def test_a_caption_is_compared_with_the_state(text, right):
    state = {"X": [[0, 1], [2, 3]], "K": [[0, 1], [2, 3]], "stride": 2, "padding": 0, "dilation": 1}
    told = [so for _, so in said_of_figure(text, "Stamping", state)]
    assert told
    assert all(told) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Six curves over input sizes from 8 to 512.", True),
        ("Five curves.", False),
        ("Six curves over input sizes from 8 to 256.", False),
        ("both axes logarithmic", True),
    ],
)
def test_an_alternative_text_is_compared_with_the_curves(text, right):
    one = next(p for p in plots("matrix-efficiency").values() if "dense W" in p.curves)
    told = [so for _, so in said_of_plot(text, one)]
    assert told
    assert all(told) == right


def test_a_cell_without_a_figure_says_nothing():
    assert figure("glossary", "none") == ("", {})
    assert list(said_of_figure("stride 2", "", {})) == []
