"""What captions and alternative texts say of lines, bars and pictures, computed from the drawing."""

import numpy

from tests.support.drawn import plots
from tests.support.says import says


def plot(page, *names):
    """Return the plot of a page that has these names."""
    (found,) = (one for one in plots(page).values() if set(names) == set(one.panels or one.curves))
    return found


def brightness(page, *names):
    """Return the pictures of a plot in grey."""
    return [plot(page, *names).panels[name].mean(2) for name in names]


def share_of_grid(picture, period):
    """Return how much of a picture's variance repeats with a period."""
    phases = numpy.array(
        [[picture[a::period, b::period].mean() for b in range(period)] for a in range(period)]
    )
    return phases.var() / picture.var() if picture.var() else 0


GENERATORS = [
    f"{way}, {kind}" for kind in ("flat", "random") for way in ("kernel 3", "kernel 4", "resize")
]


@says("checkerboards", "Kernels of {} and {} leave a grid with periods of {}, {} and {} pixels.")
@says(
    "checkerboards",
    "Kernel {} and kernel {} show a regular grid, for a flat and for a random input.",
)
@says("checkerboards", "Resize is flat for a flat input, and shows soft spots without a grid")
@says("checkerboards", "After resizing there is none.")
def test_the_grids_of_the_generators(first, second, *periods):
    assert [f"kernel {first}", f"kernel {second}"] == [g.partition(",")[0] for g in GENERATORS[:2]]
    pictures = dict(zip(GENERATORS, brightness("checkerboards", *GENERATORS), strict=True))
    for kind in ("flat", "random"):
        for way in (first, second):
            picture = pictures[f"kernel {way}, {kind}"]
            assert share_of_grid(picture, 8) > 0.5
            shares = [share_of_grid(picture, period) for period in periods or (2, 4, 8)]
            assert all(b > a + 0.05 for a, b in zip([0, *shares], shares, strict=False))
            assert abs(share_of_grid(picture, 16) - share_of_grid(picture, 8)) < 0.3
    assert pictures["resize, flat"].var() == 0
    assert share_of_grid(pictures["resize, random"], 8) < 0.1 < pictures["resize, random"].std()
    assert not periods or list(periods) == [2, 4, 8]


@says("checkerboards", "stand out at the multiples of {}/{}; resizing leaves dips there.")
@says(
    "checkerboards",
    "Kernel 3 and kernel 4 have the same peaks, at one eighth, one quarter, three eighths and one half.",
)
@says("checkerboards", "Resize falls towards one half, with dips at these places.")
def test_the_peaks_of_the_spectra(one, eighth):
    curves = plot("checkerboards", "kernel 3", "kernel 4", "resize").curves
    assert "energy (dB)" in plot("checkerboards", *curves).labels
    for name, curve in curves.items():
        at = {round(x, 4): y for x, y in curve}
        for multiple in range(1, 5):
            x = multiple * one / eighth
            near = [y for other, y in at.items() if 0.04 < abs(other - x) < 0.07]
            higher = (
                min(abs(x - other) for other in at) < 0.002
                and at[min(at, key=lambda v: abs(v - x))]
            )
            assert (higher > max(near)) if name != "resize" else (higher < min(near))
    resize = curves["resize"][:, 1]
    assert resize[-1] == resize.min() < resize[0] - 20


@says("checkerboards", "Two curves over the spread of the weights, kernel {} {<} kernel {}.")
def test_the_share_of_kernel_three_is_above(first, order, second):
    curves = plot("checkerboards", "kernel 3", "kernel 4").curves
    difference = curves[f"kernel {first}"][:, 1] - curves[f"kernel {second}"][:, 1]
    assert (numpy.sign(difference) == order).all()


@says(
    "cross-correlation",
    "a dark line at its left and a bright one at its right side; a dark line at its top and a bright one at its bottom",
)
@says(
    "cross-correlation",
    "A bright square, and its differences along the rows and along the columns, from −1 (black) to 1 (white).",
)
@says(
    "cross-correlation",
    "Only the edges at right angles to the direction of the difference are left.",
)
def test_the_edges_of_the_square():
    square, upright, level = brightness(
        "cross-correlation", "image", "vertical edges", "horizontal edges"
    )
    inside = numpy.argwhere(square == square.max())
    (top, left), (bottom, right) = inside.min(0), inside.max(0)
    assert len(inside) == (bottom - top + 1) * (right - left + 1) < square.size
    for picture, turned in ((upright, False), (level, True)):
        dark, bright = (numpy.argwhere(picture == v) for v in (picture.min(), picture.max()))
        along, across = (1, 0) if turned else (0, 1)
        sides = (top, bottom) if turned else (left, right)
        assert {int(n) for n in dark[:, across]} <= {sides[0] - 1, sides[0]}
        assert {int(n) for n in bright[:, across]} <= {sides[1], sides[1] + 1}
        for line in (dark, bright):
            assert sorted(line[:, along]) == sorted(set(inside[:, along].tolist()))
        assert numpy.isclose(numpy.median(picture), 0.5, atol=0.01)


@says(
    "segmentation",
    "Three curves that fall over the first steps of the training, one for each decoder.",
)
@says("segmentation", "Bilinear and learned start together.")
def test_the_losses_fall():
    curves = plot("segmentation", "nearest", "bilinear", "learned").curves
    starts = {name: curve[0, 1] for name, curve in curves.items()}
    assert abs(starts["bilinear"] - starts["learned"]) < 0.02
    for curve in curves.values():
        assert curve[-1, 1] < 0.6 * curve[0, 1]


@says(
    "segmentation", "For each of the {} classes {} bars: nearest {<}, bilinear higher, learned {<}."
)
@says("segmentation", "The ground is large and easy")
def test_the_order_of_the_bars(classes, bars, nearest, learned):
    (one,) = (p for p in plots("segmentation").values() if p.values)
    heights = numpy.array(one.values).reshape(bars, -1)
    assert heights.shape == (3, classes)
    assert list(one.legend.values()) == ["nearest", "bilinear", "learned"]
    assert (numpy.sign(numpy.diff(heights, axis=0)) == learned).all()
    assert nearest == -learned
    assert (heights.argmax(1) == one.names.index("ground")).all()


@says("segmentation", "The nearest masks are made of square blocks")
@says(
    "segmentation",
    "bilinear merges what lies close together; over the three images, learned comes closest to the outlines",
)
@says("segmentation", "the learned ones are, over all three, closest to the truth")
@says("segmentation", "For three images the true mask beside three predicted ones.")
def test_the_masks_of_the_decoders():
    names = [
        f"{way} {i}" for i in range(3) for way in ("classes", "nearest", "bilinear", "learned")
    ]
    masks = dict(zip(names, brightness("segmentation", *names), strict=True))
    right = {
        way: sum((masks[f"{way} {i}"] == masks[f"classes {i}"]).sum() for i in range(3))
        for way in ("nearest", "bilinear", "learned")
    }
    assert right["nearest"] < right["bilinear"] < right["learned"]
    for i in range(3):
        nearest = masks[f"nearest {i}"]
        blocks = nearest.reshape(12, 4, 12, 4)
        assert (blocks == blocks[:, :1, :, :1]).all()


@says(
    "shape-arithmetic",
    "climbs in steps from {} to {}, the size without output padding in steps of {} from {} to {}, and the size with output padding is a straight line through the {<} point of each step",
)
@says("shape-arithmetic", "Without output padding, {} sizes in a row come back as one.")
def test_the_steps_of_the_sizes(*numbers):
    curves = plot(
        "shape-arithmetic", "with output padding", "without", "after the convolution"
    ).curves
    sizes = {name: curve.round().astype(int) for name, curve in curves.items()}
    after, without, back = (
        sizes[n][:, 1] for n in ("after the convolution", "without", "with output padding")
    )
    x = sizes["without"][:, 0]
    assert (back == x).all()
    lengths = [int((without == value).sum()) for value in sorted(set(without))[:-1]]
    if len(numbers) == 1:
        assert set(lengths) == set(numbers)
        return
    low, high, step, start, end, first = numbers
    assert (after.min(), after.max(), without.min(), without.max()) == (low, high, start, end)
    assert set(numpy.diff(sorted(set(without)))) == {step}
    touched = [x[without == value] for value in sorted(set(without))]
    assert all(
        (group[0] if first == -1 else group[-1]) == value
        for group, value in zip(touched, sorted(set(without)), strict=True)
    )
    assert first in (-1, 1)


@says(
    "upsampling-images",
    "Six gray pictures of the same shapes: large, small with coarse pixels, nearest with the same coarse pixels, bilinear blurred, bicubic and learned sharper.",
)
@says(
    "upsampling-images",
    "The learned kernel draws edges more sharply than the bilinear one, and without the blocks.",
)
def test_the_enlargements():
    names = ("large", "small", "nearest", "bilinear", "bicubic", "learned")
    large, small, nearest, bilinear, bicubic, learned = brightness("upsampling-images", *names)
    assert (nearest == small.repeat(2, 0).repeat(2, 1)).all()
    assert large.shape == bilinear.shape == tuple(2 * n for n in small.shape)

    def slope(picture):
        return numpy.abs(numpy.diff(picture, axis=1)).max()

    def sharpness(picture):
        return (numpy.diff(picture, axis=0) ** 2).mean() + (numpy.diff(picture, axis=1) ** 2).mean()

    assert sharpness(bilinear) < min(sharpness(bicubic), sharpness(learned)) < sharpness(large)
    assert slope(bilinear) < slope(learned)
    assert (learned[::2] != learned[1::2]).any()


@says("upsampling-images", "Around the middle (red) the learned kernel is negative (blue)")
@says("upsampling-images", "Two kernels of {} by {}.")
@says("upsampling-images", "Bilinear is positive in the middle and zero around.")
@says(
    "upsampling-images", "Learned has {<} values in the middle and negative ones on all {} sides."
)
def test_the_two_kernels(*numbers):
    panels = plot("upsampling-images", "bilinear", "learned").panels
    warm = {name: panel[:, :, 0] - panel[:, :, 2] for name, panel in panels.items()}
    middle = (slice(2, 4), slice(2, 4))
    sides = [((0, 1), (2, 4)), ((5, 6), (2, 4)), ((2, 4), (0, 1)), ((2, 4), (5, 6))]
    strips = [(slice(*rows), slice(*columns)) for rows, columns in sides]
    strips += [(slice(1, 2), slice(2, 4)), (slice(4, 5), slice(2, 4))]
    assert (warm["bilinear"][middle] > 0.2).all()
    assert numpy.abs(warm["bilinear"][0]).max() < 0.05
    cold = [side for side in strips if warm["learned"][side].min() < -0.05]
    if len(numbers) == 2 and numbers[0] in (-1, 0, 1):
        order, count = numbers
        # A larger value is a darker red: less of all colours.
        darker = panels["bilinear"][middle].sum() - panels["learned"][middle].sum()
        assert numpy.sign(darker) == order
        assert count == 4 <= len(cold)
    elif numbers:
        assert panels["learned"].shape[:2] == numbers
    assert len(cold) >= 4


@says(
    "why-upsample",
    "The full one has a smooth edge; the coarse one has few, large pixels; the repeated one has the {<} steps at the edge.",
)
@says(
    "why-upsample",
    "The class of every pixel, the class of one pixel in each {}×{} block, and that coarse map with each number repeated {}×{} times.",
)
@says("why-upsample", "Three class maps of a sky, a road below and a round tree.")
@says("why-upsample", "The tree's edge has become steps.")
@says("why-upsample", "The coarse class map has the class at one pixel of every {}×{} block.")
def test_the_class_maps(*numbers):
    full, coarse, repeated = brightness("why-upsample", "full", "coarse", "repeated")
    down, right = (4, 4) if len(numbers) < 2 else numbers[:2]
    down, right = (numbers[-2:]) if len(numbers) == 4 and numbers[:2] == (4, 4) else (down, right)
    assert full.shape == (down * len(coarse), right * coarse.shape[1])
    assert (repeated == coarse.repeat(down, 0).repeat(right, 1)).all()
    assert any((full[a::4, b::4] == coarse).all() for a in range(4) for b in range(4))
    sky, road, tree = full[0, 0], full[-1, 0], full[16, 24]
    assert len({sky, road, tree}) == len(numpy.unique(full)) == 3
    if len(numbers) == 1:
        assert numbers == (0,)
