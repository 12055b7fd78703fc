"""What the chapters that train, and those on layers, say of sizes, weights and kernels."""

import ast
import itertools
import re
from pathlib import Path

import numpy

import d2lmini
from d2lmini import trans_conv
from d2lmini.trained import trained
from tests.support.drawn import plots
from tests.support.libraries import module
from tests.support.pages import printed, source
from tests.support.says import says

rng = numpy.random.default_rng(12)


@says("segmentation", "No decoder with one class for each block gets {<} pixels right:")
def test_no_class_for_a_block_beats_the_most_frequent(more):
    for _ in range(20):
        block = rng.integers(0, 4, 64)
        most = numpy.bincount(block, minlength=4).argmax()
        right = [(block == c).sum() for c in range(4)]
        assert max(numpy.sign(r - right[most]) for r in right) == 0
    assert more == 1


@says("segmentation", "set `STEPS` to {} to train in full")
@says(
    "segmentation",
    "Nearest and bilinear learn the $32 \\cdot 4 = 128$ numbers $A_{i,c}$ and no {<}.",
)
def test_the_numbers_that_are_learned(number):
    if number == 1:
        assert re.search(r"nearest +128 ", printed("segmentation"))
        assert re.search(r"bilinear +128 ", printed("segmentation"))
    else:
        assert trained("segmentation")["steps"] == number


@says(
    "segmentation", "images of {}×{} pixels that the chapter draws, {} classes, {<} than {} weights"
)
def test_everything_is_small(height, width, classes, fewer, weights):
    assert f"SIDE = {height}" in source("segmentation") or "SIDE, " in source("segmentation")
    assert height == width == plots_size()
    most = max(
        int(n)
        for n in re.findall(
            r"^[\w,= -]+? +(\d{3,}) +\d\d\.\d ", printed("segmentation"), re.MULTILINE
        )
    )
    assert numpy.sign(most - weights) == fewer
    assert most > weights / 2
    assert weights == 50_000
    names = {n for p in plots("segmentation").values() for n in p.names if p.values}
    assert len(names & {"ground", "disc", "square", "triangle"}) == classes


def plots_size():
    """Return the side of the drawn images."""
    (one,) = (p for p in plots("segmentation").values() if "image 0" in p.panels)
    return len(one.panels["image 0"])


@says(
    "shape-arithmetic",
    "so it can only add, and only {<} than a stride: unlike `output_padding`, it does {not}look at the dilation",
)
def test_the_sizes_that_pytorch_can_be_asked_for(less, denied):
    torch = module("pytorch")
    for s, d in itertools.product((1, 2, 3), (1, 2, 4)):
        layer = torch.nn.ConvTranspose2d(1, 1, 2, stride=s, dilation=d)
        X = torch.zeros(1, 1, 3, 3)
        least, given = layer(X).shape[2], []
        for more in range(-1, 6):
            try:
                given.append(layer(X, output_size=(least + more,) * 2).shape[2] - least)
            except (ValueError, RuntimeError):
                continue
        assert given == list(range(s))
        assert max(numpy.sign(one - s) for one in given) == less
    assert denied is True


@says(
    "shape-arithmetic",
    "PyTorch starts it with random numbers, MXNet with zeros, and the operators underneath, `F.conv_transpose2d` and `npx.deconvolution`, have none unless given one.",
)
def test_the_bias_at_the_start():
    torch = module("pytorch")
    drawn = torch.nn.ConvTranspose2d(2, 3, 2).bias
    assert len(set(drawn.tolist())) == 3
    Y = torch.nn.functional.conv_transpose2d(torch.zeros(1, 2, 3, 3), torch.ones(2, 3, 2, 2))
    assert not Y.any()


@says(
    "upsampling-images",
    "In the variant of most programs, its kernel for a stride of {} is the outer product of $({}, {}, {}, {}, {}, {}, {}, {}) / {}$ with itself.",
)
def test_the_bicubic_kernel(stride, *numbers):
    *taps, whole = numbers
    a = -0.75

    def weight(x):
        x = abs(x)
        if x <= 1:
            return (a + 2) * x**3 - (a + 3) * x**2 + 1
        return a * x**3 - 5 * a * x**2 + 8 * a * x - 4 * a

    places = (numpy.arange(8) - 3.5) / stride
    assert numpy.allclose([weight(x) * whole for x in places], taps)
    assert sum(taps) == stride * whole


@says(
    "upsampling-images", "It sees {} other pictures, two at a time, and learns to undo the halving"
)
@says(
    "upsampling-images",
    "We take the {<} layer, with a kernel of {} that starts as the bilinear one with a rim of zeros.",
)
@says("upsampling-images", "All {} kernels were made without looking at a picture.")
def test_the_kernel_that_learns(*numbers):
    text = source("upsampling-images")
    (one,) = (
        p for p in plots("upsampling-images").values() if set(p.panels) == {"bilinear", "learned"}
    )
    if len(numbers) == 2:
        same, k = numbers
        assert (same, k) == (0, len(one.panels["learned"]))
        tent = numpy.pad(numpy.outer([1.0, 3, 3, 1], [1, 3, 3, 1]), 1)
        size = {"stride": 2}
        X = rng.normal(size=(3, 4))
        assert numpy.allclose(
            trans_conv(X, tent, padding=2, **size),
            trans_conv(X, tent[1:-1, 1:-1], padding=1, **size),
        )
    elif numbers[0] == 8:
        assert re.search(rf"range\((?:1, 1 \+ )?{numbers[0]}\)|range\(1, {numbers[0] + 1}\)", text)
    else:
        made = text.partition("results = {")[2].partition("}")[0]
        assert len(re.findall(r'^ +"', made, re.MULTILINE)) == numbers[0]


@says("upsampling-images", "So {<} of the gain over bilinear is there without any learning")
@says("upsampling-images", "on this one picture, with {<} weights")
def test_most_of_the_gain(word):
    found = dict(re.findall(r"^(\w+) +(\d+\.\d) dB$", printed("upsampling-images"), re.MULTILINE))
    gain = {name: float(value) - float(found["bilinear"]) for name, value in found.items()}
    if word == 1:
        assert gain["bicubic"] > gain["learned"] / 2
    else:
        assert numpy.sign(6 * 6 - 8 * 8) == word


@says(
    "upsampling-images",
    "where the input and the output {term}`channel` are the {<} and zeros elsewhere; or one of shape `(5, 1, 4, 4)` with {} *groups*",
)
@says(
    "upsampling-images",
    r"The second has a fifth of the weights, $5 \cdot 1 \cdot 4 \cdot 4 = 80$ of $5 \cdot 5 \cdot 4 \cdot 4 = 400$.",
)
def test_channels_kept_apart_in_two_ways(same, groups):
    K = rng.normal(size=(4, 4))
    X = rng.normal(size=(1, 5, 3, 4))
    full = numpy.zeros((5, 5, 4, 4))
    full[range(5), range(5)] = K
    alone = numpy.stack([K[None]] * 5)
    Y = trans_conv(X, alone, stride=2, groups=groups)
    assert numpy.allclose(Y, trans_conv(X, full, stride=2))
    assert alone.size * 5 == full.size
    assert same == 0


@says("api", "It {not}imports a framework itself.")
def test_the_helper_imports_no_framework(denied):
    asked = [
        name
        for path in Path(d2lmini.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    assert asked
    assert denied == (not {"torch", "mxnet"} & {name.partition(".")[0] for name in asked})
