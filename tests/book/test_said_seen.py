"""What captions say is to be seen: each figure's state and each plot, looked at as they say."""

import numpy
from scipy.signal import convolve2d

from d2lmini import conv_output_shape, corr2d, trans_conv, trans_conv_output_shape
from d2lmini.widgets import Cost
from d2lmini.widgets._state import DECLARED
from tests.support.drawn import figure, plots
from tests.support.prose import sentences
from tests.support.says import says

rng = numpy.random.default_rng(45)


def state(page, words):
    """Return the kind and the state of the figure whose caption has some words."""
    (cell,) = {s.cell for s in sentences(page) if s.kind == "caption" and words in s.text}
    name, found = figure(page, cell)
    return name, {n: numpy.array(v) if isinstance(v, list) else v for n, v in found.items()}


@says("alignment", "Kernel {}, stride {}, padding {}, output padding {}. The {}×{} input becomes")
def test_the_figure_of_the_shift(*numbers):
    drawn = state("alignment", "Kernel 3, stride 2")[1]
    k, n = len(drawn["K"]), len(drawn["X"])
    size = [drawn[name] for name in ("stride", "padding", "output_padding")]
    assert [k, *size, n, n] == list(numbers)


@says("basic-operation", "Transposed convolution of a {}×{} input with a {}×{} kernel.")
def test_the_figure_of_the_first_example(*numbers):
    name, drawn = state("basic-operation", "Transposed convolution of a")
    assert name == "Stamping"
    assert drawn["X"].shape + drawn["K"].shape == numbers


@says("checkerboards", "What {} layers make of a constant and of a ramp.")
def test_the_layers_of_the_figure(layers):
    assert state("checkerboards", "of a constant and of a ramp")[1]["layers"] == layers


@says("checkerboards", "and away from the border nothing is left of the pattern.")
@says("checkerboards", "{live}`Add layers <fig-stamp-counts?layers=3>` and see the ratio grow;")
@says(
    "padding-strides-channels",
    "How many stamps reach each element of the output, beside what becomes of a ramp.",
)
def test_the_figures_of_the_counts():
    assert state("padding-strides-channels", "How many stamps")[0] == "Overlap"
    ratios = []
    Y = numpy.ones((9, 9))
    for _ in range(3):
        Y = trans_conv(Y, numpy.ones((3, 3)), stride=2)
        inside = Y[len(Y) // 3 : -len(Y) // 3, len(Y) // 3 : -len(Y) // 3]
        ratios.append(inside.max() / inside.min())
    assert sorted(set(ratios)) == ratios
    even = trans_conv(numpy.ones((9, 9)), numpy.ones((4, 4)), stride=2)
    assert numpy.ptp(even[2:-2, 2:-2]) == 0
    assert numpy.ptp(even) > 0


@says(
    "checkerboards",
    "The pattern's share of the energy on a flat input, over the spread of the weights.",
)
@says("checkerboards", "Energy over frequency.")
@says("checkerboards", "Mid-grey is the mean of each whole output.")
def test_what_the_axes_of_the_checkerboards_are():
    found = list(plots("checkerboards").values())
    labels = [one.labels for one in found if one.labels]
    assert ["spread of the weights, σ", "share of the pattern"] in labels
    assert ["frequency (cycles per pixel)", "energy (dB)"] in labels
    (shown,) = (one for one in found if one.panels)
    means = {name: panel.mean() for name, panel in shown.panels.items()}
    flat = [mean for name, mean in means.items() if "flat" in name]  # the rest is alike
    assert numpy.allclose(flat, 0.5, atol=0.01)
    assert numpy.allclose(list(means.values()), 0.5, atol=0.05)


@says(
    "conventions",
    "What JAX computes when it is given the kernel {}, {}, {}, {}: the stamps of the kernel {}, {}, {}, {}.",
)
@says("conventions", "Flax shows the {<} {} rows and columns of it.")
def test_the_figure_of_the_turned_stamps(*numbers):
    drawn = state("conventions", "What JAX computes")[1]
    X, K = drawn["X"], drawn["K"]
    if len(numbers) == 8:
        given = numpy.reshape(numbers[:4], (2, 2))
        assert K.ravel().tolist() == list(numbers[4:])
        spread = numpy.pad(X, 1)  # zeros around it, and the kernel as it is
        assert (corr2d(spread, given) == trans_conv(X, K)).all()
        return
    first, kept = numbers
    cut = trans_conv_output_shape((2, 2), 2)[0] - 2  # as large as the input
    assert 3 - cut == kept
    assert first == -1


@says("cross-correlation", "A {}×{} input, a {}×{} kernel and the {} outputs.")
@says("cross-correlation", "{} pictures. A bright square; a dark line at its {<}")
@says(
    "cross-correlation",
    "and a bright one at its {<} side; a dark line at its top and a bright one at its bottom.",
)
def test_the_figures_of_the_edges(*numbers):
    if len(numbers) == 5:
        drawn = state("cross-correlation", "the four outputs")[1]
        X, K = drawn["X"], drawn["K"]
        made = conv_output_shape(X.shape, K.shape)
        assert X.shape + K.shape == numbers[:4]
        assert numpy.prod(made) == numbers[4]
        return
    (one,) = plots("cross-correlation").values()
    across, down = one.panels["vertical edges"].mean(2), one.panels["horizontal edges"].mean(2)
    dark, bright = (numpy.argwhere(across == f()).mean(0) for f in (across.min, across.max))
    upper, lower = (numpy.argwhere(down == f()).mean(0) for f in (down.min, down.max))
    assert upper[0] < lower[0]
    if len(numbers) == 2:
        assert numbers == (len(one.panels), numpy.sign(dark[1] - bright[1]))
    else:
        assert numbers == (numpy.sign(bright[1] - dark[1]),)


@says(
    "padding-strides-channels",
    "Windows on the padded input, and input sizes that share their output.",
)
@says(
    "padding-strides-channels",
    "Red frames are the cells that {not}window reaches; below, what comes back with the chosen output padding.",
)
def test_the_figure_of_the_windows(*no):
    name, drawn = state("padding-strides-channels", "Windows on the padded input")
    assert name == "Shapes"
    k, s, p, n = (drawn[one] for one in ("kernel", "stride", "padding", "n"))
    m = conv_output_shape((n, n), k, stride=s, padding=p)[0]
    alike = [i for i in range(9, 30) if conv_output_shape((i, i), k, stride=s, padding=p)[0] == m]
    assert len(alike) == s
    reached = set()
    for window in range(m):
        reached |= set(range(window * s, window * s + k))
    left = set(range(n + 2 * p)) - reached
    assert left
    assert no in ((), (True,))
    back = trans_conv_output_shape((m, m), k, stride=s, padding=p, output_padding=len(left))
    assert back == (n, n)


@says("segmentation", "The loss at the start of the training, averaged over {} steps.")
def test_the_steps_of_the_losses(steps):
    (one,) = (p for p in plots("segmentation").values() if "step" in p.labels)
    for curve in one.curves.values():
        assert numpy.allclose(numpy.diff(curve[:, 0]), steps, rtol=0.01)


@says(
    "shape-arithmetic",
    "Windows and sizes for a kernel of {} with dilation {}, stride {} and padding {}.",
)
def test_the_figure_of_the_dilated_windows(*numbers):
    drawn = state("shape-arithmetic", "Windows and sizes for")[1]
    assert [drawn[n] for n in ("kernel", "dilation", "stride", "padding")] == list(numbers)


@says("summary-exercises", "A small transposed convolution with stride {} to fill in.")
@says(
    "summary-exercises",
    "{live}`padding <fig-fill-in?level={}>` and {live}`dilation <fig-fill-in?level={}>`.",
)
def test_the_levels_to_fill_in(*numbers):
    levels = DECLARED["levels"]
    name, drawn = state("summary-exercises", "to fill in")
    assert name == "FillIn"
    if len(numbers) == 1:
        assert levels[drawn["level"] - 1]["stride"] == numbers[0]
        return
    for parameter, level in zip(("padding", "dilation"), numbers, strict=True):
        least = {"padding": 0, "dilation": 1}[parameter]
        with_it = [i for i, one in enumerate(levels, 1) if one.get(parameter, least) > least]
        assert with_it[0] == level > drawn["level"]


@says(
    "summary-exercises",
    "From the input to the output of the convolution and back, and a search for a kernel that brings the values back.",
)
@says(
    "summary-exercises",
    "Memory and multiply-adds of {} ways to compute the {<} convolution, on a logarithmic scale",
)
def test_the_figures_of_the_exercises(*numbers):
    name, drawn = state("summary-exercises", "From the input to the output")
    assert name == "RoundTrip"
    X, K = drawn["X"].astype(float), drawn["K"].astype(float)
    there = corr2d(X, K)
    assert trans_conv(there, K).shape == X.shape
    assert not numpy.allclose(convolve2d(there, K), X)
    if numbers:
        ways, same = numbers
        (cell,) = {
            s.cell for s in sentences("summary-exercises") if s.text.startswith("Memory and")
        }
        assert figure("summary-exercises", cell)[0] == "Cost"
        cost = Cost(64, kernel=3)
        assert len(cost.bytes) == ways
        assert same == 0
