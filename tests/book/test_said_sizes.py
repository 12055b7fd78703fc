"""What "Shape arithmetic" and the pages on sizes say, computed from the numbers in the sentences."""

import itertools

import numpy

from d2lmini import conv_output_shape, output_padding_for, trans_conv, trans_conv_output_shape
from tests.support.says import says

SETTINGS = [
    dict(stride=s, padding=p, dilation=d)
    for s, p, d in itertools.product(range(1, 5), range(3), (1, 2))
]

TENT = numpy.array([[1, 3, 3, 1]]) / 4


def sizes_of(m, k, **setting):
    """Return the input sizes that a convolution turns into a size."""
    found = []
    for n in range(1, 60):
        try:
            found += [n] if conv_output_shape((n, n), k, **setting) == (m, m) else []
        except ValueError:
            continue
    return found


def starts(count, k, s, d=1):
    """Return where the stamps of so many elements start, and which places they cover."""
    row = trans_conv(numpy.ones((1, count)), numpy.ones((1, k)), stride=(1, s), dilation=(1, d))
    return [t * s for t in range(count)], row.shape[1]


@says(
    "shape-arithmetic",
    "With the {term}`padding`, there are $7 + 2 \\cdot 1 = 9$ places, numbered {} to {}. A window covers {} of them and starts at {}, {}, {} or {}; the next start, {}, would leave the window hanging over the end. {} windows, so",
)
def test_the_windows_of_the_example(first, last, k, a, b, c, d, over, windows):
    places = range(7 + 2 * 1)
    assert (places[0], places[-1]) == (first, last)
    fitting = [t for t in range(0, 99, 2) if t + k - 1 <= last]
    assert fitting == [a, b, c, d]
    assert over == d + 2
    assert over + k - 1 > last
    assert conv_output_shape((7, 7), k, stride=2, padding=1) == (windows, windows)


@says(
    "shape-arithmetic",
    "Now spread the kernel with $d = {}$: its {} elements lie at {}, {} and {}, so that a window covers … with gaps. It can start at {}, {} or {}.",
)
def test_the_windows_of_the_spread_kernel(d, k, a, b, c, *begin):
    assert [d * i for i in range(k)] == [a, b, c]
    assert begin == tuple(t for t in range(0, 99, 2) if t + c <= 8)
    assert conv_output_shape((7, 7), k, stride=2, padding=1, dilation=d) == (len(begin),) * 2


@says(
    "shape-arithmetic",
    "The way back, with $d = {}$: {} {term}`stamps <stamp>` of {} places start at {}, {}, {} and {} and reach from {} to {}, which is … With $d = {}$, {} stamps of {} places start at {}, {} and {}: $2 \\cdot 2 + 5 = 9$ places again, and {} after the crop.",
)
def test_the_stamps_of_the_example(
    d, count, span, a, b, c, e, low, high, d2, count2, span2, f, g, h, left
):
    begin, covered = starts(count, 3, 2, d)
    assert (begin, covered, span) == ([a, b, c, e], high - low + 1, d * 2 + 1)
    begin, covered = starts(count2, 3, 2, d2)
    assert (begin, covered, span2) == ([f, g, h], 9, d2 * 2 + 1)
    assert trans_conv_output_shape((count2, 9), 3, stride=2, padding=1, dilation=d2)[0] == left


@says("shape-arithmetic", "All that follows depends on $k$ and $d$ only through $e$.")
@says(
    "shape-arithmetic",
    "The last one starts at place $(n - 1) s$ and ends $e - 1$ places further on, so all of them together cover $(n - 1) s + e$ places.",
)
def test_sizes_depend_on_the_span_alone():
    for (k, d), (other, dilation) in (((5, 1), (3, 2)), ((7, 1), (4, 2)), ((7, 1), (3, 3))):
        assert d * (k - 1) == dilation * (other - 1)
        for s, p in itertools.product(range(1, 5), range(3)):
            size = {"stride": s, "padding": p}
            assert conv_output_shape((9, 12), k, dilation=d, **size) == conv_output_shape(
                (9, 12), other, dilation=dilation, **size
            )
            assert (
                starts(5, k, s, d)[1] == starts(5, other, s, dilation)[1] == 4 * s + d * (k - 1) + 1
            )


@says("shape-arithmetic", "Whatever it is, $m$ is the same; so the $s$ input sizes")
@says("shape-arithmetic", "are consecutive and all give $m$.")
@says("shape-arithmetic", "The way back, {eq}`eq-trans` with $o = 0$, gives the smallest of them.")
@says(
    "shape-arithmetic",
    "Since $r < s$, an output padding below the stride is enough for every convolution.",
)
@says("shape-arithmetic", "It restores the size in every setting above")
@says(
    "questions",
    "$s$ input sizes of a convolution have one output size, and the way back has to be told which one is meant",
)
@says("glossary", "to tell apart the input sizes that a convolution makes equal")
@says("padding-strides-channels", "so nothing in a 6×6 array can tell them apart")
def test_as_many_sizes_as_the_stride_have_one_output_size():
    for setting, k in itertools.product(SETTINGS, (1, 2, 3)):
        s = setting["stride"]
        for m in (6, 9):
            found = sizes_of(m, k, **setting)
            assert found == list(range(found[0], found[0] + s))
            assert trans_conv_output_shape((m, m), k, **setting) == (found[0],) * 2
            for r, n in enumerate(found):
                assert output_padding_for((n, n), k, **setting) == (r, r)
                assert r < s


@says(
    "padding-strides-channels",
    "all become {} in the convolution, so nothing in a {}×{} array can tell them apart",
)
def test_three_sizes_that_become_one(size, high, wide):
    assert sizes_of(size, 5, stride=3, padding=2) == [16, 17, 18]
    assert (high, wide) == (size, size)


@says(
    "shape-arithmetic",
    "To double the size, with what {doc}`Where the picture lands <alignment>` says of each setting in the last column: | kernel $k$ | stride $s$ | padding $p$ | output padding $o$ | the sum $s + 2p - o$ | the picture moves by $-o / 2$ | | {} | {} | {} | {} | {} | … | {} | {} | {} | {} | {} | … | {} | {} | {} | {} | {} | … | {} | {} | {} | {} | {} | … | {} | {} | {} | {} | {} |",
)
def test_the_layers_of_the_table_double_the_size(*cells):
    for k, s, p, o, total in numpy.reshape(cells, (5, 5)).tolist():
        size = trans_conv_output_shape((5, 7), k, stride=s, padding=p, output_padding=o)
        assert size == (10, 14)
        assert s + 2 * p - o == total == k


@says(
    "shape-arithmetic",
    "With stride {}, the same condition reads $e = 1 + 2p - o$: an odd span and $p = (e - 1) / 2$ keep the size.",
)
def test_an_odd_span_and_half_of_it_keep_the_size(s):
    for k, d in itertools.product(range(1, 6), (1, 2, 3)):
        e = d * (k - 1) + 1
        if e % 2:
            assert trans_conv_output_shape(
                (9, 11), k, stride=s, padding=(e - 1) // 2, dilation=d
            ) == (9, 11)


@says(
    "shape-arithmetic",
    "So $k$ is odd exactly where $o$ is even. An even $k$ needs $o = 1$ and $p = (k - 2) / 2$.",
)
@says("shape-arithmetic", "That makes {} layers with an even kernel and {} with an odd one")
def test_the_layers_that_multiply_the_size_by_three(even, odd):
    found = [
        (k, p, o)
        for k, p, o in itertools.product(range(1, 7), range(6), range(3))
        if p < k
        and k == 3 + 2 * p - o
        and trans_conv_output_shape((9, 11), k, stride=3, padding=p, output_padding=o) == (27, 33)
    ]
    assert all((k % 2 == 1) == (o % 2 == 0) for k, _, o in found)
    assert all((p, o) == ((k - 2) / 2, 1) for k, p, o in found if k % 2 == 0)
    assert (sum(k % 2 == 0 for k, _, _ in found), sum(k % 2 for k, _, _ in found)) == (even, odd)


@says(
    "shape-arithmetic",
    "An encoder halves an image of {}×{} pixels {} times, … A decoder of {} transposed convolutions with the same $k$, $s$ and $p$ has to bring every size back.",
)
@says(
    "summary-exercises",
    "give $g(f(\\mathsf{X}))$ the shape of $\\mathsf{X}$ where the stride divides $n + 2p - k$ in both directions; otherwise, {term}`output padding` restores it",
)
@says(
    "summary-exercises",
    "- A convolution layer $f$ and a transposed convolution layer $g$ with the same kernel size, padding and {term}`stride`",
)
@says(
    "padding-strides-channels",
    "and the result to a transposed convolution layer $g$ with the same kernel size, padding and stride",
)
def test_a_decoder_brings_every_size_back(high, wide, times, layers):
    assert times == layers
    assert (high, wide) == (45, 100)  # what the cell below computes
    for size in ((high, wide), (37, 64)):
        here = [size]
        for _ in range(layers):
            here.append(conv_output_shape(here[-1], 3, stride=2, padding=1))
        for target, small in itertools.pairwise(here):
            o = output_padding_for(target, 3, stride=2, padding=1)
            plain = trans_conv_output_shape(small, 3, stride=2, padding=1)
            assert (
                trans_conv_output_shape(small, 3, stride=2, padding=1, output_padding=o) == target
            )
            divides = all((n + 2 - 3) % 2 == 0 for n in target)
            assert (plain == target) == divides


@says("questions", "With $k = 3$ and $s = 2$, one row is too many for {} the size.")
def test_one_row_too_many(times):
    for n in (4, 9):
        assert trans_conv_output_shape((n, n), 3, stride=2) == (times * n + 1,) * 2


@says(
    "upsampling-images",
    "Seen from an old pixel, it adds $1/4$, $3/4$, $3/4$ and $1/4$ of itself to {} new ones, and the next old pixel does the same {} places further on. That is a {term}`transposed convolution` with {term}`stride` {}. Its kernel is $(1, 3, 3, 1) / 4$",
)
def test_an_old_pixel_adds_to_four_new_ones(new, further, s):
    one = trans_conv(numpy.array([[0.0, 1, 0, 0]]), TENT, stride=(1, s))[0]
    assert numpy.count_nonzero(one) == new
    assert numpy.flatnonzero(one)[0] == further


@says(
    "upsampling-images",
    "A {term}`padding` of {} takes off the first and the last: {}, {}, {}, {}, {}, {}. At the right border, there is a {} where {} would be right, since the last pixel has no neighbour. If its neighbour were another {}, it would add the missing {}.",
)
@says(
    "upsampling-images",
    "weights are $3/4$ and $1/4$. Between 0 and 4 that gives … between 4 and 8 it gives",
)
@says(
    "upsampling-images",
    "*Bilinear* interpolation mixes the two nearest old pixels by their distance: at a distance of $1/4$ from one and $3/4$ from the other, the",
)
@says(
    "upsampling-images",
    "Every pixel becomes two, and their centres lie a quarter of a pixel to the left and to the right of the old centre.",
)
def test_the_row_of_three_pixels_enlarged(p, *numbers):
    *row, there, right, neighbour, missing = numbers
    Y = trans_conv(numpy.array([[0.0, 4, 8]]), TENT, stride=(1, 2), padding=(0, p))[0]
    assert Y.tolist() == row
    assert row[-1] == there
    longer = trans_conv(numpy.array([[0.0, 4, 8, neighbour]]), TENT, stride=(1, 2), padding=(0, p))[
        0
    ]
    assert longer[5] == right == there + missing
    centres = (numpy.arange(6) + 0.5) / 2 - 0.5
    assert numpy.allclose(numpy.abs(centres - numpy.repeat(numpy.arange(3), 2)), 0.25)
    assert Y[1:5].tolist() == numpy.interp(centres, numpy.arange(3), [0, 4, 8])[1:5].tolist()
