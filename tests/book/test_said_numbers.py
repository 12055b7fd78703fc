"""Numbers and words of the later chapters, each computed from the sentence it stands in."""

import itertools
import re

import numpy

from book._ext.paths import BOOK
from d2lmini import conv_output_shape, trans_conv
from tests.support.libraries import module
from tests.support.pages import code_of
from tests.support.says import says

rng = numpy.random.default_rng(8)
LINE = numpy.array([[1, 3, 3, 1]]) / 4


@says(
    "segmentation",
    "with {term}`stride` {} and {term}`padding` {} and the one-dimensional kernel $\\tfrac14 ({}, {}, {}, {})$ doubles a row of numbers",
)
@says(
    "segmentation",
    "Take the row $({}, {})$. The {} stamps nothing. The {} stamps $({}, {}, {}, {})$, {} places from the left",
)
@says(
    "segmentation",
    "Between {} and {} the output goes through {} and {}: a quarter and {} quarters of the way.",
)
@says("segmentation", "(At the right end it stays at {}: what lies outside counts as {}.")
def test_the_row_that_is_enlarged(*numbers):
    X = numpy.array([[0.0, 4]])
    Y = trans_conv(X, LINE, stride=(1, 2), padding=(0, 1))
    assert Y.tolist() == [[0, 1, 3, 3]]
    if len(numbers) == 6:
        stride, padding, *kernel = numbers
        assert (kernel == 4 * LINE).all()
        for n in (2, 5):
            row = rng.normal(size=(1, n))
            assert trans_conv(row, LINE, stride=(1, stride), padding=(0, padding)).shape[1] == 2 * n
    elif len(numbers) == 9:
        first, last, nothing, some, *stamp, places = numbers
        assert [first, last] == [nothing, some] == X[0].tolist()
        assert (trans_conv(X, LINE, stride=(1, 2))[0, places:] == stamp).all()
        assert (numpy.array(stamp) == some * LINE[0]).all()
        assert nothing * LINE.sum() == 0
    elif len(numbers) == 5:
        low, high, one, other, quarters = numbers
        assert [low, one, other] == Y[0, :3].tolist()
        assert high == X.max()
        assert (other - low) / (high - low) == quarters / 4
    else:
        end, outside = numbers
        assert Y[0, -1] == end
        wider = trans_conv(numpy.array([[0.0, 4, outside]]), LINE, stride=(1, 2), padding=(0, 1))
        assert wider[0, 3] == end


@says("segmentation", "{} pixels are in both and {} in at least {}: the IoU is $2 / 4 = 0.5$.")
@says(
    "segmentation",
    "It is {} only where the masks agree, and a class that is missed altogether gets {}",
)
def test_the_masks_that_are_counted(*numbers):
    M, P = numpy.array([[0, 0, 1], [0, 1, 1]]), numpy.array([[0, 1, 1], [0, 1, 0]])
    both, either = int((M & P).sum()), int((M | P).sum())
    if len(numbers) == 3:
        assert numbers == (both, either, 1)
        assert both / either == 0.5
        return
    agree, missed = numbers
    for masks in itertools.product((0, 1), repeat=4):
        other = numpy.array(masks)
        truth = numpy.array([1, 0, 0, 1])
        iou = (truth & other).sum() / (truth | other).sum()
        assert (iou == agree) == (truth == other).all()
        if not other.any():
            assert iou == missed


@says("segmentation", "The network below halves the image {} times: {}, {}, {}, {}.")
@says(
    "segmentation",
    "So its stride is {}, and one of its {}×{} feature vectors stands for a block of {}×{} pixels.",
)
def test_the_sizes_on_the_way(*numbers):
    sizes = [48]
    while len(sizes) < 4:
        sizes.append(conv_output_shape((sizes[-1],) * 2, 3, padding=1, stride=2)[0])
    if numbers[0] == 3:
        assert list(numbers[1:]) == sizes
        return
    stride, high, wide, tall, broad = numbers
    assert stride == 48 // sizes[-1] == tall == broad
    assert high == wide == sizes[-1]


@says("segmentation", "The other {} classes have nothing in $P \\cap M$, so their IoU is {}")
@says("segmentation", "So {} % of right pixels can mean that nothing was found")
def test_a_network_that_says_ground(*numbers):
    truth = rng.integers(0, 4, 400)
    said = numpy.zeros(400, int)
    scores = [
        ((truth == c) & (said == c)).sum() / ((truth == c) | (said == c)).sum() for c in range(4)
    ]
    if len(numbers) == 2:
        assert (len(scores[1:]), max(scores[1:])) == numbers
    else:
        assert round(100 * 228804 / 294912) == numbers[0]
        assert (truth == said).mean() == scores[0]


@says(
    "shape-arithmetic", "The kernel spans {} places. Padded, the input has {} rows and {} columns."
)
def test_the_predicted_sizes(span, rows, columns):
    text = (BOOK / "shape-arithmetic.md").read_text("utf8")
    asked = re.search(
        r"kernel of (\d), a stride of (\d), a padding of (\d) and a dilation of (\d) for an input of (\d+) rows and\s+(\d+) columns",
        text,
    )
    k, s, p, d, n, m = (int(number) for number in asked.groups())
    spread = trans_conv(numpy.ones((1, 1)), numpy.ones((1, k)), dilation=d)
    assert spread.shape[1] == span
    assert numpy.pad(numpy.ones((n, m)), p).shape == (rows, columns)
    assert conv_output_shape((n, m), k, stride=s, padding=p, dilation=d) == (
        (rows - span) // s + 1, (columns - span) // s + 1,
    )  # fmt: skip


@says(
    "shape-arithmetic",
    "We try every setting with sizes up to {}, kernels up to {}, {term}`strides <stride>` up to {}, padding up to {} and dilation up to {}",
)
def test_the_settings_that_are_tried(*largest):
    code = code_of("shape-arithmetic", "We try every setting")
    line = re.search(r"SETTINGS = list\((product\(.*\))\)", code)[1]
    tried = list(eval(line, {"product": itertools.product, "range": range}))
    assert tuple(max(values) for values in zip(*tried, strict=True)) == largest


@says(
    "three-forms",
    "for every kernel size up to {}, stride up to {}, padding up to {} and output padding below the stride … with {} rows and {} columns:",
)
def test_the_settings_of_the_three_forms(k, s, p, rows, columns):
    code = code_of("three-forms", "Compared with stamps")
    loop = re.search(r"in itertools\.(product\(range\(1.*\)):", code)[1]
    tried = list(eval(loop, {"product": itertools.product, "range": range}))
    assert tuple(max(values) for values in zip(*tried, strict=True)) == (k, s, p)
    assert f"numbers({rows}, {columns}, rng)" in code


@says("three-forms", "The second sum runs over the {<} terms with $a = k - 1 - (u - v)$.")
def test_the_two_sums_have_the_same_terms(same):
    k, n = 4, 6
    for u in range(n + k - 1):
        first = {(v, u - v) for v in range(-9, 20) if 0 <= u - v < k}
        second = {(u - (k - 1) + a, k - 1 - a) for a in range(k)}
        assert first == second
    assert same == 0


@says(
    "shape-arithmetic",
    "from $c_i = 4$ {term}`channels <channel>` to $c_o = 6$ in {} {term}`groups`: `(c_i, c_o / groups, k_h, k_w)`, the {<} for all three",
)
@says(
    "shape-arithmetic", "{} groups are {} layers side by side, each with {} of the input channels"
)
def test_the_kernel_of_groups(groups, *more):
    K = rng.normal(size=(4, 6 // groups, 2, 5))
    X = rng.normal(size=(1, 4, 3, 3))
    Y = trans_conv(X, K, groups=groups)
    assert Y.shape[1] == 6
    parts = [trans_conv(X[:, i : i + 2], K[i : i + 2]) for i in (0, 2)]
    assert numpy.allclose(Y, numpy.concatenate(parts, axis=1))
    assert more in ((0,), (len(parts), 2 / 4))


@says(
    "shape-arithmetic",
    "PyTorch accepts {<} than the stride *or* {<} than the dilation, whichever is {<}",
)
def test_the_output_padding_that_pytorch_accepts(first, second, whichever):
    torch = module("pytorch")
    assert (first, second, whichever) == (-1, -1, 1)
    for s, d, o in itertools.product((1, 2, 3), (1, 2, 3), range(4)):
        layer = torch.nn.ConvTranspose2d(1, 1, 2, stride=s, dilation=d, output_padding=o)
        try:
            layer(torch.zeros(1, 1, 3, 3))
            accepted = True
        except RuntimeError:
            accepted = False
        assert accepted == (o < max(s, d))


@says("upsampling-images", "The stamps of {} and {} share {} places.")
def test_the_places_that_stamps_share(first, second, places):
    row, line = numpy.array([[0.0, 4, 8]]), numpy.array([[1.0, 3, 3, 1]])
    stamps = [trans_conv(row * (row == v), line, stride=(1, 2)) != 0 for v in (first, second)]
    assert (stamps[0] & stamps[1]).sum() == places
    assert {first, second} <= set(row.ravel())


@says(
    "upsampling-images",
    "Repeating puts a copy of the edge around the input and takes $s$ {<} off each side",
)
def test_repeating_the_edge(more):
    for s in (2, 4):
        tent = 1 - abs(numpy.arange(2 * s) - (2 * s - 1) / 2) / s
        X = rng.normal(size=(3, 5))
        K = numpy.outer(tent, tent)
        plain = trans_conv(X, K, stride=s, padding=s // 2)
        edged = trans_conv(numpy.pad(X, 1, mode="edge"), K, stride=s, padding=s // 2 + more * s)
        assert edged.shape == plain.shape
        assert numpy.allclose(edged[s:-s, s:-s], plain[s:-s, s:-s])


@says(
    "upsampling-images",
    "So output pixel {} takes $2/5$ of pixel {}, and output pixel {} only $1/5$ of pixel {}.",
)
@says("upsampling-images", "With one kernel and a stride of {}, these {} weights would be the {<}")
def test_the_weights_with_aligned_corners(*numbers):
    places = numpy.linspace(0, 2, 6)
    assert numpy.allclose(places, [0, 2 / 5, 4 / 5, 6 / 5, 8 / 5, 2])
    weights = numpy.maximum(0, 1 - abs(places[:, None] - numpy.arange(3)))
    if len(numbers) == 4:
        first, one, second, two = numbers
        assert numpy.isclose(weights[first, one], 2 / 5)
        assert numpy.isclose(weights[second, two], 1 / 5)
        assert (one, two) == (1, 2)
        return
    stride, count, same = numbers
    assert (count, same) == (2, 0)
    kernel = numpy.array([[1.0, 2, 3, 4]])
    row = numpy.array(
        [trans_conv(one[None], kernel, stride=(1, stride))[0] for one in numpy.eye(3)]
    )
    assert row[1, 1 + 2] == row[2, 3 + 2]


@says("upsampling-images", 'An error {} as large is {eval}`f"{20 * numpy.log10(2):.0f}"` dB {<}.')
def test_half_the_error(half, better):
    change = 10 * numpy.log10(1 / half**2)
    assert round(change) == 6 == round(20 * numpy.log10(2))
    assert numpy.sign(change) == better


@says("upsampling-images", "The output is linear in the {} weights.")
def test_the_weights_that_are_learned(weights):
    assert f"{int(weights**0.5)}, {int(weights**0.5)}" in (BOOK / "upsampling-images.md").read_text(
        "utf8"
    )
    X, K, L = (rng.normal(size=shape) for shape in ((3, 4), (6, 6), (6, 6)))
    assert K.size == weights
    assert numpy.allclose(trans_conv(X, 2 * K + L), 2 * trans_conv(X, K) + trans_conv(X, L))
