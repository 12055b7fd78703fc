"""The drawn figures hold the operation's numbers."""

import re

import numpy as np
import pytest

from d2lmini.figures import draw_stamps
from tests import specification
from tests.backends import NAMES, backend


def tables(html):
    """Read the tables of a figure: caption and rows of numbers."""
    found = []
    for table in re.findall(r"<table.*?</table>", html):
        caption = re.search(r"<caption[^>]*>(.*?)</caption>", table)[1]
        rows = re.findall(r"<tr>(.*?)</tr>", table)
        cells = [[float(v) for v in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]
        found.append((caption, np.array(cells)))
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_every_stamp_and_the_sum_are_the_operations(name, stride):
    lib = backend(name)
    X, K = np.arange(6.0).reshape(2, 3), np.array([[1.0, -2.0], [0.5, 3.0]])
    figure = draw_stamps(lib.array(X), lib.array(K), stride=stride)
    (_, drawn_x), (_, drawn_k), *stamps, (_, Y) = tables(figure._repr_html_())
    np.testing.assert_array_equal(drawn_x, X)
    np.testing.assert_array_equal(drawn_k, K)
    assert [caption for caption, _ in stamps] == [
        f"X[{i}, {j}] · K" for i in range(2) for j in range(3)
    ]
    for number, (_, stamp) in enumerate(stamps):
        alone = np.where(np.arange(6).reshape(2, 3) == number, X, 0)
        expected = specification.trans_conv(
            alone[None, None], K[None, None], (stride, stride), (0, 0), (0, 0), (1, 1), 1
        )
        np.testing.assert_array_equal(stamp, expected[0, 0])
    np.testing.assert_array_equal(Y, sum(stamp for _, stamp in stamps))


def test_the_text_form_has_the_same_numbers():
    text = repr(draw_stamps(np.array([[2.0]]), np.array([[0.0, 1.0]]), stride=2))
    assert text.splitlines()[-1] == "their sum Y = [[0, 2]]"
