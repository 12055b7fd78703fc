"""What "Where the picture lands" says, computed from the numbers in its sentences."""

import itertools

import numpy

from d2lmini import trans_conv, trans_conv_output_shape
from tests.support.says import says

SETTINGS = list(itertools.product(range(1, 7), range(1, 5), range(4), range(1, 4), range(4)))


def covers(pixel, k, s, p, d=1):
    """Return the first and the last place that the stamp of an element covers."""
    n = pixel + 9
    row = numpy.zeros((1, n))
    row[0, pixel] = 1
    Y = trans_conv(row, numpy.ones((1, k)), stride=(1, s), padding=(0, p), dilation=(1, d))
    places = numpy.flatnonzero(Y)
    return int(places[0]), int(places[-1])


def middle(pixel, k, s, p, d=1):
    """Return the middle of a stamp, where a pixel is a square."""
    first, last = covers(pixel, k, s, p, d)
    return (first + last + 1) / 2


def exact(k, s, p, d, o):
    """Return whether a layer multiplies every size by its stride."""
    if o >= s:
        return False
    size = {"stride": (s, 1), "padding": (p, 0), "output_padding": (o, 0), "dilation": (d, 1)}
    return all(trans_conv_output_shape((n, 30), (k, 1), **size)[0] == s * n for n in (8, 9, 13))


@says(
    "alignment",
    "Enlarged by {}, the centre of a pixel belongs at {} its place: that of pixel {} at … "
    "the border between the pixels {} and {} of the output.",
)
def test_the_centre_of_an_enlarged_pixel_is_a_border(factor, times, pixel, left, right):
    assert times == factor
    assert (pixel + 0.5) * factor == right == left + 1


@says(
    "alignment",
    "With a {term}`stride` of {}, a kernel of {} and a {term}`padding` of {}, the {term}`stamp` of "
    "pixel {} begins at place … and covers the places {}, {} and {}. Its middle is the centre of "
    "pixel {}, at {}: {} a pixel too far to the left. With a kernel of {} and the same padding, it "
    "covers {} to {}, and its middle is at {}, where it belongs.",
)
def test_a_stamp_covers_these_places(s, k, p, pixel, a, b, c, centre, at, half, even, f, t, there):
    assert covers(pixel, k, s, p) == (a, c)
    assert (a + 1, b + 1) == (b, c)
    assert middle(pixel, k, s, p) == at == centre + 0.5 == s * (pixel + 0.5) - half
    assert covers(pixel, even, s, p) == (f, t)
    assert middle(pixel, even, s, p) == there == s * (pixel + 0.5)


@says("alignment", "Some of the most common settings do, by {} a pixel, and no shape ever shows it")
def test_a_common_setting_moves_the_picture_by_half_a_pixel(half):
    moved = middle(3, 3, 2, 1) - 2 * 3.5
    assert moved == -half
    assert exact(3, 2, 1, 1, 1)
    assert exact(4, 2, 1, 1, 0)


@says("alignment", "A layer that makes an input of $n$ exactly $s$ times as large has")
@says(
    "alignment", "It leaves the picture in place exactly when it needs no {term}`output padding`."
)
@says("alignment", "The shift of a layer is half a pixel of *its* output.")
def test_a_layer_that_multiplies_the_size_moves_the_picture_by_half_its_output_padding():
    seen = set()
    for k, s, p, d, o in SETTINGS:
        if not exact(k, s, p, d, o) or d * (k - 1) - p < p:
            continue
        assert d * (k - 1) + 1 == s + 2 * p - o
        moved = middle(4, k, s, p, d) - s * 4.5
        assert moved == -o / 2
        assert (moved == 0) == (o == 0)
        seen.add(o)
    assert {0, 1} <= seen


@says("alignment", "the picture is no longer in the middle")
def test_output_padding_gives_rows_back_at_the_end():
    X, K = numpy.array([[0.0, 5, 0]]), numpy.ones((1, 3))
    without, with_it = (
        trans_conv(X, K, stride=(1, 2), padding=(0, 1), output_padding=(0, o))[0] for o in (0, 1)
    )
    assert with_it.tolist() == [*without, 0]
    assert without.tolist() == without[::-1].tolist()
    assert with_it.tolist() != with_it[::-1].tolist()


@says(
    "alignment",
    "The middle of a stamp is where the picture lands if the kernel is the same from both sides.",
)
def test_a_kernel_that_is_the_same_from_both_sides_lands_in_the_middle():
    rng = numpy.random.default_rng(5)
    for k in range(1, 6):
        half = rng.integers(1, 9, k).astype(float)
        for K, same in ((half + half[::-1], True), (numpy.arange(1.0, k + 1), k == 1)):
            X = numpy.zeros((1, 9))
            X[0, 4] = 1
            Y = trans_conv(X, K[None], stride=(1, 2))[0]
            mass = (Y * (numpy.arange(len(Y)) + 0.5)).sum() / Y.sum()
            assert (abs(mass - middle(4, k, 2, 0)) < 1e-9) == same


@says("alignment", "The {}×{} input becomes {}×{}, exactly {} as large.")
def test_the_size_in_the_caption_of_the_shift(n, m, n_o, m_o, times):
    size = trans_conv_output_shape((n, m), 3, stride=2, padding=1, output_padding=1)
    assert size == (n_o, m_o) == (times * n, times * m)


@says("alignment", "The picture is a bar that is the same from both sides")
@says(
    "alignment",
    "The second row reads the same from both ends. The first does not: seen from the right, the "
    "bar is one place further on than seen from the left, so it is half a place off the middle.",
)
def test_the_bar_is_off_the_middle_by_half_a_place_with_output_padding():
    bar = numpy.zeros((1, 8))
    bar[0, 3:5] = 8
    assert (bar == bar[:, ::-1]).all()
    rows = [
        trans_conv(
            bar, numpy.array([K], float), stride=(1, 2), padding=(0, 1), output_padding=(0, o)
        )[0]
        for K, o in (([1, 2, 1], 1), ([1, 3, 3, 1], 0))
    ]
    assert (rows[1] == rows[1][::-1]).all()
    assert (rows[0][:-1] == rows[0][::-1][1:]).all()
    places = numpy.arange(16) + 0.5
    assert (rows[0] * places).sum() / rows[0].sum() == 8 - 0.5


@says("alignment", "which approaches half a pixel of the *input*")
def test_many_layers_move_the_picture_by_half_a_pixel_of_the_input():
    moved = [(2**layers - 1) / 2 / 2**layers for layers in range(1, 30)]
    assert moved == sorted(moved)
    assert abs(moved[-1] - 0.5) < 1e-8


@says(
    "alignment",
    "the output covers the same range as the input, so $u + \\frac12 = s (i + \\frac12)$",
)
@says("alignment", "each step between centres is divided into $s$ equal ones")
def test_both_ways_to_line_up_agree_with_an_interpolation():
    for s, n in itertools.product((2, 3, 4), (2, 5)):
        corners = numpy.linspace(0, n - 1, s * (n - 1) + 1)
        assert numpy.allclose(numpy.diff(corners), 1 / s)
        edges = numpy.array([-0.5, s * n - 0.5])
        assert numpy.allclose((edges + 0.5) / s - 0.5, [-0.5, n - 0.5])


@says("alignment", "the picture then lands half a pixel *after* its place")
@says(
    "alignment",
    "two sides cannot share it equally, and somebody has to say which side gives the one more",
)
@says(
    "alignment",
    "The layers of PyTorch and MXNet always take it from the beginning, for padding is the same "
    "on both sides",
)
def test_an_odd_remainder_moves_the_picture_half_a_pixel_either_way():
    row = numpy.zeros((1, 9))
    row[0, 4] = 1
    for k, s in ((3, 2), (5, 2), (4, 3), (2, 1)):
        full = trans_conv(row, numpy.ones((1, k)), stride=(1, s))[0]
        cut = len(full) - 9 * s
        assert cut == k - s
        assert cut % 2 == 1
        for front, moved in ((cut // 2 + 1, -0.5), (cut // 2, 0.5)):
            Y = full[front : front + 9 * s]
            assert (Y * (numpy.arange(9 * s) + 0.5)).sum() / k - s * 4.5 == moved
        p, o = cut // 2 + 1, 1
        if o < s:  # the layers' own way
            options = dict(stride=(1, s), padding=(0, p), output_padding=(0, o))
            assert (
                trans_conv(row, numpy.ones((1, k)), **options)[0].tolist()
                == full[p:][: 9 * s].tolist()
            )


@says("alignment", "For {}, $p = 3$ and $o = 1$, {} a pixel off.")
def test_the_kernel_of_the_exercise_is_half_a_pixel_off(k, half):
    assert middle(4, k, 2, 3) - 2 * 4.5 == -half
    assert exact(k, 2, 3, 1, 1)
