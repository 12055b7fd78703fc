"""Amounts in passing: steps, draws, sizes of files and of networks, and a kernel made of others."""

import re

import numpy

from book._ext.paths import BOOK
from d2lmini import trans_conv, trans_conv_output_shape
from d2lmini.trained import trained
from tests.support.says import says

rng = numpy.random.default_rng(53)


def page(name):
    """Return the text of a page in one line."""
    return " ".join((BOOK / f"{name}.md").read_text("utf8").split())


@says("checkerboards", "`make experiments` takes {} steps in each framework, with")
def test_the_steps_of_the_generators(steps):
    assert trained("checkerboards")["steps"] == steps
    assert f"steps={steps})" in page("checkerboards")


@says("checkerboards", "averaged over the rows and over {} draws of the weights.")
def test_the_draws_of_the_weights(draws):
    assert f"def energies(way, draws={draws}):" in page("checkerboards")


@says("checkerboards", "As the spread grows, both approach $\\tfrac{3}{4}$: {} independent sums")
def test_what_independent_sums_keep(sums):
    S = rng.normal(size=(40000, sums))
    share = 1 - (S.mean(1) ** 2).mean() / (S**2).mean()
    assert abs(share - 3 / 4) < 0.02


@says(
    "checkerboards", "With a {}×{} convolution after it, both together make one {}×{} kernel: the"
)
@says("checkerboards", "the sum of four copies of the turned {}×{} kernel, shifted by a row")
def test_resizing_and_a_convolution_are_one_kernel(*sizes):
    k = sizes[:2]
    whole = trans_conv(numpy.ones((2, 2)), rng.normal(size=k))
    assert whole.shape == (4, 4)
    assert sizes[2:] in ((), whole.shape)


@says("matrix-efficiency", "W for {}×{} takes {eval}")
def test_the_input_of_the_largest_w(rows, columns):
    assert f"4 * {rows - 2}**2 * {columns}**2 / 1e9" in page("matrix-efficiency")


@says("matrix-efficiency", "with a {}×{} kernel and one channel, both axes logarithmic.")
def test_the_kernel_that_is_measured(rows, columns):
    assert rows == columns == 128 - 126 + 1


@says("glossary", "From {} to {}; IoU for short.")
def test_the_range_of_the_iou(low, high):
    masks = [numpy.arange(4) < n for n in range(1, 5)]
    values = [(M & P).sum() / (M | P).sum() for M in masks for P in (*masks, ~M)]
    assert (min(values), max(values)) == (low, high)


@says("glossary", "How close an image is to another: ${} \\log_{{}}$ of the square")
@says(
    "upsampling-images", "${} \\log_{{}} ({} / \\text{MSE})$ in decibels for pixels from {} to {},"
)
def test_a_tenth_of_the_error_is_ten_decibels(factor, base, *rest):
    psnr = [factor * numpy.log(1 / mse) / numpy.log(base) for mse in (0.1, 0.01)]
    assert numpy.allclose(psnr, [10, 20])
    assert rest in ((), (1, 0, 1))


@says("upsampling-images", "and halves it by averaging each block of {}×{} pixels.")
def test_the_blocks_that_are_averaged(rows, columns):
    assert rows == columns == 2
    assert re.search(
        rf"reshape\([^)]*, {rows}, [^)]*, {columns}\)|\b{rows}\b", page("upsampling-images")
    )


@says("upsampling-images", "The four sub-kernels still have sums of nearly {}, because")
def test_sub_kernels_that_keep_what_is_flat(value):
    Y = trans_conv(numpy.ones((4, 4)), numpy.full((4, 4), value / 4), stride=2)[2:-2, 2:-2]
    assert numpy.allclose(Y, 1)


@says("upsampling-images", "Bicubic's kernel has {} weights in a row.")
@says("upsampling-images", "to the bilinear kernel of 4, and … dB to the bicubic one of {}.")
def test_the_weights_of_the_bicubic_kernel(k):
    assert k == 2 * 4  # two pixels on each side, a stride of 2
    assert trans_conv_output_shape((5,), (k,), stride=2, padding=3) == (10,)


@says("upsampling-images", "dB to the bilinear kernel of {}, and")
def test_the_weights_of_the_bilinear_kernel(k):
    assert trans_conv_output_shape((5,), (k,), stride=2, padding=1) == (10,)


@says(
    "upsampling-images",
    "Each of the four sub-kernels is a problem of its own, with a stride of {}.",
)
def test_four_sub_kernels(s):
    K = numpy.ones((4, 4))
    assert len([K[a::s, b::s] for a in range(s) for b in range(s)]) == 4


@says("segmentation", "A level of the encoder gives scores with a {}×{} convolution.")
@says("segmentation", "Call the weights of the {}×{} convolution $A_{i,c}$")
def test_scores_of_single_pixels(rows, columns):
    K = numpy.ones((rows, columns))
    assert trans_conv(numpy.ones((3, 5)), K).shape == (3, 5)


@says("segmentation", "The fixed bilinear kernel with $s = {}$ enlarges the coarsest")
@says("segmentation", "a learned transposed convolution with $k = s = {}$ doubles the features")
def test_a_level_is_twice_as_large(s):
    assert trans_conv_output_shape((6, 9), s, stride=s) == (12, 18)


@says("segmentation", "its IoU is the share of right pixels, ${} / {} \\approx {}$.")
def test_the_share_of_the_ground(right, all_pixels, share):
    assert f"'about {{{right} / {all_pixels} / 4:.2f}}'" in page("segmentation")
    assert share == round(right / all_pixels, 2)


@says("segmentation", "With a kernel of {} and a quarter of the weights it can still draw")
def test_a_quarter_of_the_weights(k):
    assert 4 * k * k == 16 * 16


@says(
    "padding-strides-channels",
    "$\\lfloor ({} + {} - {}) / {} \\rfloor + {} = {}$, and the way back",
)
def test_the_way_there(n, added, k, s, one, m):
    assert (n, added, k, s) == (18, 2 * 2, 5, 3)
    assert (n + added - k) // s + one == m == 6


@says("padding-strides-channels", "the kernel of {}, each stamp is two strides long in both")
def test_a_stamp_of_two_strides(k):
    assert k == 2 * 2


@says("why-upsample", "each number times a {}×{} kernel of ones, put down in steps of {}.")
def test_repeating_is_a_kernel_of_ones(rows, columns, s):
    X = rng.normal(size=(2, 3))
    Y = trans_conv(X, numpy.ones((rows, columns)), stride=s)
    assert numpy.array_equal(Y, X.repeat(4, 0).repeat(4, 1))


@says("shape-arithmetic", "In {numref}`fig-dilated` the kernel has {} elements and dilation {}.")
def test_the_kernel_of_the_figure(k, d):
    assert (k, d) == (3, 2)
    assert re.search(rf"dilation={d}\b", page("shape-arithmetic"))


@says(
    "conventions",
    "where the kernel as it stands gives $0 \\cdot {} + {} \\cdot {} + {} \\cdot {} + {} \\cdot 0 = {}$.",
)
def test_what_the_kernel_as_it_stands_gives(d, a, c, b, one, again, value):
    X = numpy.arange(4)
    assert [d, c, one, 0] == X[::-1].tolist()
    assert [0, a, b, again] == X.tolist()
    assert value == X @ X[::-1]
