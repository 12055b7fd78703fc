"""Every matrix that a page writes out is one that its code has or prints, or adds up to."""

import ast
import re
from functools import cache

import nbformat
import numpy
import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path
from book._ext.paths import BOOK
from tests.support.prose import pages
from tests.support.says import sayings, says

MATRIX = re.compile(r"\\begin\{bmatrix\}((?:(?!\\end).)*)\\end\{bmatrix\}", re.DOTALL)
SUM = re.compile(rf"(?:{MATRIX.pattern}\s*(?:[-+=]|\\ne)\s*)+{MATRIX.pattern}", re.DOTALL)
SIGN = re.compile(r"\\end\{bmatrix\}\s*([-+])\s*\\begin")
ADDED = re.compile(
    r"\\begin\{array\}\{\w+\}((?:(?!\\end).)*\\hline(?:(?!\\end).)*)\\end", re.DOTALL
)
NUMBERS = re.compile(r"^[-\d.&\\\s]+$")
PRINTED = re.compile(r"\[\[.*?\]\]", re.DOTALL)
ROW = re.compile(r"\[([-\d., ]+)\]")
ANSWER = re.compile(r"^:(?:answer|check): (.+)", re.MULTILINE)
GIVEN = re.compile(r"^:(?:input|kernel): ([-\d. ;]+)$", re.MULTILINE)  # rows, and no size
DRAW = re.compile(r"^```\{draw\}.*?^```$", re.MULTILINE | re.DOTALL)  # of numbers to come
COUNT = 20


def matrix(tex):
    """Return the array that the inside of a matrix in TeX stands for."""
    rows = [row for row in tex.strip().split(r"\\") if row.strip()]
    return numpy.array([[float(number) for number in row.split("&")] for row in rows])


@cache
def written(page, source=None):
    """Return the matrices of numbers in a page's source, with their lines, code cells left out."""
    source = (BOOK / f"{page}.md").read_text("utf8") if source is None else source
    text = re.sub(r"^```\{code-cell\}.*?^```$", _blank, source, flags=re.MULTILINE | re.DOTALL)
    return [
        (text.count("\n", 0, found.start()) + 1, matrix(found[1]))
        for found in MATRIX.finditer(text)
        if NUMBERS.match(found[1])
    ], text


def _blank(found):
    return "\n" * found[0].count("\n")


@cache
def held(page):
    """Return the arrays that a page's code writes out, a prediction's too, or its cells print."""
    path = notebook_path(BOOK, FRAMEWORKS[0], page)
    asked = DRAW.sub("", (BOOK / f"{page}.md").read_text("utf8"))
    arrays = [array for code in ANSWER.findall(asked) for array in literals(code)]
    arrays += [matrix(rows.replace(";", r"\\").replace(" ", "&")) for rows in squeezed(asked)]
    for cell in nbformat.read(path, as_version=4).cells if path.exists() else []:
        if cell.cell_type != "code":
            continue
        arrays += list(literals(cell.source))
        for output in cell.outputs:
            arrays += list(printed(output.get("text") or output.data.get("text/plain", "")))
    return arrays


def squeezed(asked):
    """Return the rows that predictions are given, like 1 2;3 4."""
    return [re.sub(r" *; *", ";", rows.strip()) for rows in GIVEN.findall(asked)]


def literals(code):
    """Yield the arrays that code writes as lists, or as numbers in order in a shape."""
    for node in ast.walk(ast.parse(re.sub(r"(?m)^[%!].*$", "", code))):
        if isinstance(node, ast.List):
            try:
                array = numpy.array(ast.literal_eval(node), float)
            except (ValueError, TypeError):
                continue
            if array.size and 1 <= array.ndim <= 4:
                yield from planes(array)
    for number, shape in re.findall(r"arange\((\d+)(?:\.0)?\)\.reshape\(([\d, ]+)\)", code):
        yield from planes(numpy.arange(float(number)).reshape([int(n) for n in shape.split(",")]))


def planes(array):
    """Yield the arrays of two axes within one of more; of one axis, a row."""
    array = numpy.atleast_2d(array)
    yield from array.reshape(-1, *array.shape[-2:])


def printed(text):
    """Yield the arrays that a cell prints, and each array within one of more axes."""
    for found in PRINTED.findall(text):
        rows = [row for row in ROW.findall(re.sub(r"(?<=\d)\.(?!\d)", "", found)) if row.strip()]
        values = [[float(n) for n in re.split(r"[, ]+", row.strip(", "))] for row in rows]
        if values and len({len(row) for row in values}) == 1:
            yield numpy.array(values)


def known(array, arrays):
    """Return whether an array, turned or not, is one of some arrays, or one row of some."""
    for one in arrays:
        for form in (one, one[::-1, ::-1]):
            if numpy.array_equal(form, array):
                return True
            if min(array.shape) > 2 and numpy.array_equal(spread(form, array.shape), array):
                return True
        if len(array) == 1 and one.shape[1] == array.shape[1] and (one == array).all(1).any():
            return True
    return False


def spread(array, shape):
    """Return an array with a zero between its neighbours and as many around as a shape has."""
    around = (min(shape) - 2 * len(array) + 1) // 2
    inside = numpy.zeros([2 * n - 1 for n in array.shape])
    inside[::2, ::2] = array
    return numpy.pad(inside, around) if around >= 0 else inside


def tied(page, array):
    """Return whether a test is tied to words of the page that have a matrix."""
    said = [
        found[1] for one in sayings() if one.page == page for found in MATRIX.finditer(one.words)
    ]
    return any(numpy.array_equal(matrix(one), array) for one in said)


def linked(page):
    """Return the pages to which a page leads, and itself."""
    text = (BOOK / f"{page}.md").read_text("utf8")
    return {page, *re.findall(r"\{doc\}`[^<`]+<([\w-]+)>`", text)} & set(pages())


def sums(text):
    """Yield the terms and the value of each sum of matrices."""
    for found in SUM.finditer(text):
        terms, equal, value = found[0].rpartition("=")
        signs = [1, *(1 if sign == "+" else -1 for sign in SIGN.findall(terms))]
        values = [matrix(one) for one in MATRIX.findall(terms)]
        right = matrix(MATRIX.search(value)[1])
        if not equal or len(signs) != len(values):
            values, right = [right], right + 1  # nothing says that it is a sum
        yield [sign * one for sign, one in zip(signs, values, strict=False)], right


def astray(page, source=None):
    """Return the matrices of a page that nothing holds, prints or adds up to, and false sums."""
    matrices, text = written(page, source)
    arrays = [array for other in sorted(linked(page)) for array in held(other)]
    false = []
    for terms, value in sums(text):
        if not (sum(terms) == value).all():
            false.append(f"book/{page}.md: a sum that is not {value.tolist()}")
        arrays += terms if known(value, held(page)) else []
    return false + [
        f"book/{page}.md:{line}: {array.tolist()}"
        for line, array in matrices
        if not known(array, arrays) and not tied(page, array)
    ]


@pytest.mark.parametrize("page", pages())
def test_every_matrix_is_held_printed_or_added_up(page):
    assert astray(page) == [], "print it, or write it in a cell; nothing computes it"


def test_there_are_matrices_and_a_changed_number_is_found():
    found = [(page, array) for page in pages() for _, array in written(page)[0]]
    assert len(found) >= COUNT
    for page, array in found:
        for place in numpy.ndindex(array.shape):
            other = array.copy()
            other[place] += 7
            assert not known(other, held(page)), (page, other)
            assert not tied(page, other)


def column_sums(text):
    """Yield the rows above the line of each array that is added up, summed, and the row below."""
    for found in ADDED.finditer(text):
        above, _, below = found[1].partition(r"\hline")
        rows = [row for row in above.split(r"\\") if row.strip()]
        cells = [
            [re.sub(r"^[^:]*:|\s", "", cell) for cell in row.split("&")] for row in (*rows, below)
        ]
        assert len({len(row) for row in cells}) == 1
        *terms, value = [[int(cell or 0) for cell in row] for row in cells]
        yield numpy.sum(terms, axis=0).tolist(), value


def test_stamps_below_one_another_add_up():
    found = [one for page in pages() for one in column_sums(written(page)[1])]
    assert len(found) >= 3
    for total, value in found:
        assert total == value


def test_a_column_that_is_false_is_seen():
    text = "\\begin{array}{rr}\n4: & 1 & \\\\\n 8: & 2 & 3 \\\\ \\hline\n & %d & 3\n\\end{array}"
    ((total, value),) = column_sums(text % 3)
    assert total == value
    ((total, value),) = column_sums(text % 4)
    assert total != value


def test_a_sum_that_is_false_is_seen():
    one = r"\begin{bmatrix} 1 & %s \end{bmatrix}"
    for row, sign, equal in ((6, "+", "="), (5, "-", "="), (5, "+", r"\ne")):
        ((terms, value),) = sums(f"{one % 2} {sign} {one % 3} {equal}\n{one % row}")
        assert not (sum(terms) == value).all()


@says(
    "summary-exercises",
    "let every window be $\\begin{bmatrix} 1 & -1 \\\\ -1 & 1 \\end{bmatrix}$ or its negative",
)
def test_the_window_that_the_kernel_throws_away_gives_zero():
    K = next(array for _, array in written("matrix-transposition")[0] if array.shape == (2, 2))
    window = numpy.array([[1, -1], [-1, 1]])
    assert (K * window).sum() == 0


def test_printed_arrays_are_read():
    text = "tensor([[[[ 0.,  1.],\n          [-2.,  3.5]]]])"
    (array,) = printed(text)
    assert array.tolist() == [[0, 1], [-2, 3.5]]
