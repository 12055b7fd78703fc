"""What "Where it is used today" says of each network, from the numbers in its row."""

import contextlib
import io
import re
from functools import cache

import numpy

from d2lmini import trans_conv, trans_conv_output_shape
from experiments.chapter import names
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(33)


@cache
def chapter():
    with contextlib.redirect_stdout(io.StringIO()):
        return names("in-use", "pytorch")


def rows(name):
    """Return stride, cut and kernel size of the chapter's layers of a network."""
    layers = [one for one in chapter()["LAYERS"] if one[0].startswith(name)]
    assert layers, name
    return [(s, cut, len(draw())) for _, s, cut, draw in layers]


@says(
    "in-use",
    "| U-Net {cite:p}`ronneberger2015unet` | `milesial/Pytorch-UNet`, `unet/unet_parts.py` | kernel {}, stride {} |",
)
def test_the_row_of_u_net(k, s):
    assert rows("U-Net") == [(s, (0, 0), k)]


@says(
    "in-use",
    "| FCN-8s {cite:p}`long2015fully` | `shelhamer/fcn.berkeleyvision.org`, `voc-fcn8s/net.py` | kernel {}, stride {}, twice; kernel {}, stride {}; none learns (`lr_mult=0`); the image is cut out afterwards |",
)
def test_the_rows_of_fcn(k, s, last, stride):
    assert rows("FCN-8s") == [(s, (0, 0), k), (stride, (0, 0), last)]
    for name, _, _, draw in chapter()["LAYERS"]:
        if name.startswith("FCN"):
            assert (draw() == draw()).all()  # it does not learn
            middle = trans_conv(numpy.ones((1, 9)), draw()[None], stride=(1, len(draw()) // 2))
            assert numpy.allclose(middle[0, 16:-16], 1)


@says(
    "in-use",
    "| DCGAN {cite:p}`radford2015dcgan` | `pytorch/examples`, `dcgan/main.py` | kernel {}, stride {}, padding {} |",
)
@says(
    "in-use", "`nn.ConvTranspose2d(…, 4, 2, 1)`: kernel {}, {term}`stride` {}, {term}`padding` {}."
)
def test_the_row_of_dcgan_and_its_example(k, s, p):
    assert rows("DCGAN") == [(s, (p, p), k)]
    assert trans_conv_output_shape((5, 7), k, stride=s, padding=p) == (10, 14)
    assert (k - s) / 2 - p == 0


@says("in-use", "The stride divides the kernel, so every place gets equally many")
def test_equally_many_stamps():
    counts = trans_conv(numpy.ones((9, 9), int), numpy.ones((4, 4), int), stride=2)
    assert (counts[4:-4, 4:-4] == 4).all()


@says(
    "in-use",
    "| ESPCN {cite:p}`shi2016realtime` | `pytorch/examples`, `super_resolution/model.py` | {}×{} convolution to $r^2$ channels, then `PixelShuffle(r)` |",
)
def test_the_row_of_espcn(m, wide):
    (r, cut, k), *_ = rows("ESPCN")
    assert m == wide
    assert (k, cut) == (m * r, (r * (m - 1) // 2,) * 2)


@says(
    "in-use",
    "| Segment Anything {cite:p}`kirillov2023segment` | `facebookresearch/segment-anything`, `segment_anything/modeling/mask_decoder.py` | kernel {}, stride {}, twice |",
)
def test_the_row_of_segment_anything(k, s):
    assert rows("Segment Anything") == [(s, (0, 0), k)]


@says(
    "in-use",
    "| Stable Diffusion's decoder {cite:p}`rombach2022latent` | `CompVis/stable-diffusion`, `ldm/modules/diffusionmodules/model.py` | pixels repeated {}×{}, then a {}×{} convolution |",
)
@says(
    "in-use",
    "Where a network resizes or shuffles pixels, the kernel is that of the transposed convolution which does the same",
)
def test_the_row_of_stable_diffusion(*sizes):
    if sizes:
        s, wide, m, high = sizes
        assert (s, m) == (wide, high)
        assert rows("Stable Diffusion") == [(s, (1, 1), s + m - 1)]
    x, w = rng.integers(-9, 10, 6), rng.integers(-9, 10, 3)
    resized = numpy.convolve(x.repeat(2), w, "same")
    K = numpy.convolve([1, 1], w)
    assert (trans_conv(x[None], K[None], stride=(1, 2), padding=(0, 1))[0] == resized).all()


@says(
    "in-use",
    "| StyleGAN2 {cite:p}`karras2019analyzing` | `NVlabs/stylegan3`, `training/networks_stylegan2.py` and `torch_utils/ops/conv2d_resample.py` | kernel {}, stride {}, then a fixed blur $({}, {}, {}, {})$ |",
)
def test_the_row_of_stylegan(k, s, *blur):
    ((stride, cut, size),) = rows("StyleGAN2")
    assert (stride, size) == (s, k + len(blur) - 1)
    assert cut == ((size - s) // 2,) * 2
    draw = next(one[3] for one in chapter()["LAYERS"] if one[0] == "StyleGAN2")
    for _ in range(5):
        rest = numpy.polydiv(draw(), list(blur))[1]
        assert abs(rest).max() < 1e-9


@says(
    "in-use",
    "| HiFi-GAN {cite:p}`kong2020hifigan` | `jik876/hifi-gan`, `models.py` and `config_v1b.json` | kernels {}, {}, {}, {} with strides {}, {}, {}, {} and padding $(k - s) / 2$, in one dimension |",
)
def test_the_rows_of_hifigan(*numbers):
    layers = list(zip(numbers[:4], numbers[4:], strict=True))
    assert layers[0] == layers[1]
    assert layers[2] == layers[3]
    assert rows("HiFi-GAN") == [(s, ((k - s) // 2,) * 2, k) for k, s in layers[1:3]]
    assert numpy.prod(numbers[4:]) == 256


@says(
    "in-use",
    "`encodec/modules/conv.py`, `seanet.py`, `encodec/model.py` | kernel $2s$ with strides {}, {}, {}, {}, in one dimension; $s$ cut off, for {} kHz all at the end |",
)
@says(
    "in-use",
    "EnCodec for {} kHz has an odd remainder to cut, and takes one more from the beginning.",
)
@says(
    "in-use",
    "For {} kHz it must not look ahead: all is cut at the end, and the middle of each stamp comes half a stride later.",
)
def test_the_rows_of_encodec(*numbers):
    if len(numbers) == 5:
        assert numbers[:4] == (8, 5, 4, 2)
    causal = numbers[-1] != 48
    (layer,) = rows(f"EnCodec, {numbers[-1]} kHz")
    s, (start, end), k = layer
    assert k == 2 * s
    assert start + end == s
    assert s in (8, 5, 4, 2)
    if causal:
        assert (start, end) == (0, s)
        assert (k - s) / 2 - start == s / 2
    else:
        assert start == end + 1


@says(
    "in-use",
    "The strides divide the kernels: the checkerboard of {doc}`counts <checkerboards>` is gone from these networks.",
)
@says(
    "in-use",
    'they are equal in {eval}`sum(one["flat"] for one in found.values())` rows: where the kernel is fixed, where pixels are repeated first, and where a fixed blur follows.',
)
@says("in-use", "The numbers of stamps are equal in")
def test_what_all_rows_have_and_what_few_have():
    flat = set()
    for name, s, cut, draw in chapter()["LAYERS"]:
        one = chapter()["facts"](s, cut, draw)
        assert one["kernel"] % s == 0
        assert one["stamps"] == [one["kernel"] // s]
        flat |= {name.split(",")[0]} if one["flat"] else set()
    assert flat == {"FCN-8s", "Stable Diffusion", "StyleGAN2"}


@says("in-use", "Somebody wants {} output samples for each input of a HiFi-GAN instead of {}.")
@says(
    "in-use",
    "The strides become {}, {}, {}, {}; the kernels stay {}, {}, {}, {}, and the code's padding is $(k - s) / 2$, rounded down.",
)
@says(
    "in-use",
    "{} places in ten get two stamps, and four get {}: with equal weights, a tone.",
)
def test_another_rate(*numbers):
    if len(numbers) == 8:
        assert numpy.prod(numbers[:4]) == 400
        assert numbers[:2] == (10, 10)
        assert numbers[2:4] == (2, 2)
        assert numbers[4:] == (16, 16, 4, 4)
        return
    if numbers[0] == 400 or numbers[1] == 256:
        assert numbers == (10 * 10 * 2 * 2, 8 * 8 * 2 * 2)
        return
    counts = trans_conv(numpy.ones((1, 9), int), numpy.ones((1, 16), int), stride=(1, 10))[0, 20:70]
    share = [int((counts[:10] == n).sum()) for n in (2, 1)]
    assert share[0] == numbers[0]
    assert numbers[1] == 1
    assert share[1] == 4


@says(
    "in-use",
    "On a flat input, one of two neighbours has the sum of the even weights and the other that of the odd ones, so they always add up to the sum of all three.",
)
@says("in-use", "And $({}, {}, {}, {})$ is $({}, {})$ three times over.")
def test_a_blur_makes_the_sums_equal(*numbers):
    if numbers:
        product = [1]
        for _ in range(3):
            product = numpy.convolve(product, numbers[4:]).tolist()
        assert product == list(numbers[:4])
    for _ in range(5):
        w = rng.integers(-9, 10, 3)
        row = trans_conv(numpy.ones((1, 9), int), w[None], stride=(1, 2))[0, 4:-4]
        assert set((row[:-1] + row[1:]).tolist()) == {int(w.sum())}


def test_every_row_of_the_table_has_its_layer():
    stated = [
        s.text for s in sentences("in-use") if s.text.startswith("| ") and "{cite:p}" in s.text
    ]
    known = {re.split(r",", name)[0] for name, *_ in chapter()["LAYERS"]}
    named = {re.match(r"\| (.+?)(?:'s decoder)? \{cite", text)[1] for text in stated}
    assert named == known
    assert len(stated) == len(known)
