"""What the chapter on conventions says of the systems, read from what they were seen to do."""

import itertools

import numpy

from d2lmini import trans_conv, trans_conv_output_shape
from d2lmini.layouts import convert_kernel
from d2lmini.systems import systems
from tests.support.says import says
from tools.systems.cases import draw
from tools.systems.facts import CHANNELS

SEEN = systems()
SYSTEMS = SEEN["systems"]
SAME = {
    ("Keras", "same"), ("JAX", "SAME"), ("ONNX", "SAME_UPPER"), ("ONNX", "SAME_LOWER")
}  # fmt: skip
rng = numpy.random.default_rng(46)


def trimmed(system, word):
    """Return what a word cuts off at the beginning and the end, by kernel and stride."""
    return {(k, s): (a, b) for k, s, a, b in SYSTEMS[system]["trimmed"][word]}


@says(
    "conventions",
    "What a word cuts off, at the beginning and at the end, from the $(n - 1) s + k$ rows",
)
@says("conventions", "rows that all stamps together reach; a minus means that zeros are added:")
@says(
    "conventions", 'Where $k \\ge s$, all {} kinds of "same" leave $n s$ rows: $k - s$ have to go.'
)
def test_what_the_words_leave(*kinds):
    assert kinds in ((), (len(SAME),))
    for system, word in SAME:
        for (k, s), (a, b) in trimmed(system, word).items():
            if k >= s:
                assert a + b == k - s
                assert trans_conv_output_shape((5, 6), k, stride=s)[0] - a - b == 5 * s


@says(
    "conventions",
    "If that is an odd number, `SAME_LOWER` takes the {} {<} from the beginning, the others from the end.",
)
def test_where_the_odd_row_is_taken(one, more):
    for system, word in SAME:
        for (k, s), (a, b) in trimmed(system, word).items():
            if k > s and (k - s) % 2:
                assert a - b == (one * more if word == "SAME_LOWER" else -one * more)


@says("conventions", "PyTorch with an output padding takes it from the beginning, too.")
@says(
    "conventions", "The shapes agree, and every value stands {doc}`{} place earlier <alignment>`."
)
def test_one_place_earlier(places):
    V, W = rng.integers(-9, 10, (3, 5)), rng.integers(-9, 10, (3, 3))
    before, after = trimmed("Keras", "same")[3, 2]
    assert (before, after) == (0, 1)
    same = trans_conv(V, W, stride=2)[:-after, :-after]
    torch_like = trans_conv(V, W, stride=2, padding=1, output_padding=1)
    assert torch_like.shape == same.shape
    assert (torch_like[:-places, :-places] == same[places:, places:]).all()


@says("conventions", "ONNX's specification has {not}always meant the same.")
@says(
    "conventions",
    "an odd row is taken from the beginning for `SAME_UPPER` in version {} of the operator",
)
@says("conventions", "and from the end since version {}; ONNX Runtime, asked for each version")
def test_versions_of_the_specification(number):
    import onnx

    end = {}
    for version in (1, 11):
        doc = onnx.defs.get_schema("ConvTranspose", version).doc
        (rule,) = [line.split("(")[1] for line in doc.splitlines() if "If (" in line]
        end[version] = rule.startswith("auto_pads == SAME_UPPER")
    assert end == {1: False, 11: True}
    assert {tuple(cuts["SAME_UPPER"]) for cuts in SEEN["opsets"].values()} == {(0, 1)}
    assert number is True or number in end


@says(
    "conventions",
    "Flax pads `SAME` where nothing is said, and neither JAX nor Flax turns the kernel.",
)
@says("conventions", "Where nothing is said, Flax pads `SAME`.")
@says("conventions", "It does {not}turn the kernel.")
def test_the_traps(*denied):
    assert SYSTEMS["Flax"]["defaults"]["padding"] == "'SAME'"
    for system in ("JAX", "Flax"):
        assert SYSTEMS[system]["defaults"]["transpose_kernel"] == "False"
        assert SYSTEMS[system]["stamp"] == "turned"  # as a kernel that is not turned comes out
    assert all(one is True for one in denied)


@says("conventions", "The layers of the others have none.")
@says(
    "conventions",
    "There the kernel is stored whole, with zeros between the groups, at the price of that many more products.",
)
@says("conventions", "PyTorch, MXNet and ONNX have groups, with `c_o / groups` in place of `c_o`.")
def test_who_has_groups():
    having = {n for n, one in SYSTEMS.items() if {"groups", "group"} & set(one["defaults"])}
    assert having == {"PyTorch", "MXNet", "ONNX"}
    K = rng.normal(size=(4, 3, 2, 5))
    for target in ("JAX", "Flax", "Keras"):
        whole = convert_kernel(K, "PyTorch", target, groups=2, channels=(4, 6))
        assert whole.size == 2 * K.size
        assert numpy.count_nonzero(whole) == K.size


@says("conventions", "Keras takes no numbers at all.")
@says("conventions", "Keras' layer refuses a stride together with a dilation")
def test_what_keras_takes():
    assert set(SYSTEMS["Keras"]["trimmed"]) == {"", "valid", "same"}
    (reason,) = SYSTEMS["Keras"]["refused"]
    assert "strides" in reason
    assert "dilation" in reason


@says(
    "conventions",
    '"Transposed" is with `transpose_kernel=True`; Flax\'s older `linen.ConvTranspose` gave the same',
)
@says(
    "conventions",
    "With `transpose_kernel=True`, they take the {<} view: channels exchanged and the kernel turned.",
)
def test_the_other_view(*first):
    for system in ("JAX", "Flax"):
        plain, turned = SYSTEMS[system], SYSTEMS[f"{system} transposed"]
        assert turned["defaults"]["transpose_kernel"] == "False"  # so it has to be said
        assert turned["kernel"] == [*plain["kernel"][:2], *plain["kernel"][:1:-1]]
        assert (plain["stamp"], turned["stamp"]) == ("turned", "as stored")
    assert all(one == -1 for one in first)


@says(
    "conventions",
    "Their variance was measured on {} shapes of a kernel, and {} expression fits all {}:",
)
@says("conventions", "None divides by the stride.")
@says("conventions", "So does Flax, but {not}with `transpose_kernel=True`.")
@says("conventions", "The layers also differ in the random numbers they start with.")
def test_how_the_layers_start(*numbers):
    starts = {n: one["start"] for n, one in SYSTEMS.items() if one["start"]}
    assert len(set(starts.values())) > 3
    for expression in starts.values():  # no stride is needed to say it
        assert eval(expression, {}, {"c_i": 4, "c_o": 6, "k_h": 2, "k_w": 5}) > 0
    from_outputs = {name for name, one in starts.items() if "c_o" in one and "c_i" not in one}
    assert from_outputs == {"PyTorch", "Flax transposed"}
    if len(numbers) == 3:
        shapes, one, all_of_them = numbers
        assert shapes == all_of_them == len(CHANNELS)
        assert one == 1
    else:
        assert all(one is True for one in numbers)


@says(
    "conventions",
    "an output whose variance is {eval}`f\"{1 / decoder['PyTorch']:.0f}\"` times {<} than that of their input.",
)
def test_the_variance_of_the_decoder(smaller):
    expression = SYSTEMS["PyTorch"]["start"]
    gains = []
    for c in (64, 32, 16, 8):
        v = eval(expression, {}, {"c_i": c, "c_o": c // 2, "k_h": 4, "k_w": 4})
        gains.append(v * c * 16 / 4)
    assert numpy.sign(numpy.prod(gains) - 1) == smaller


@says("conventions", "A shape cannot tell everything.")
@says("conventions", "and a kernel that should have been turned always fits.")
@says(
    "conventions",
    "Where $c_i = c_o$, exchanged channels fit; where a kernel is square, so do exchanged height and width",
)
@says("conventions", "copying without turning gave the right values in")
def test_what_a_shape_does_not_tell():
    for c_i, c_o, k_h, k_w in itertools.product((2, 3), (2, 3), (1, 2), (1, 2)):
        K = numpy.zeros((k_h, k_w, c_i, c_o))
        assert (K.transpose(0, 1, 3, 2).shape == K.shape) == (c_i == c_o)
        assert (K.transpose(1, 0, 2, 3).shape == K.shape) == (k_h == k_w)
        assert K[::-1, ::-1].shape == K.shape
    assert 0 < SYSTEMS["Flax"]["equal unturned"] < SYSTEMS["Flax"]["cases"]


@says("conventions", "With {}, `SAME` cuts off {} row on each side: `padding={}`.")
@says("conventions", "With {}, it cuts off {} row at the end and none at the beginning.")
@says(
    "conventions",
    "PyTorch cannot say that: its padding is the {<} on both sides, and output padding {not}adds.",
)
@says("conventions", "Compute without padding and cut the {<} row and column off.")
def test_the_layer_that_gives_the_same(*numbers):
    cut = trimmed("Flax", "")
    if len(numbers) == 3:
        k, rows, p = numbers
        assert cut[k, 2] == (rows, rows) == (p, p)
    elif numbers == (0, True) or numbers[0] == 0:
        same, only = numbers
        torch_cuts = {(p, p - o) for p, o in itertools.product(range(4), (0, 1))}
        assert (0, 1) not in torch_cuts
        assert (same, only) == (0, True)
    elif len(numbers) == 2:
        k, rows = numbers
        assert cut[k, 2] == (0, rows)
    else:
        assert numbers == (1,)
        assert cut[3, 2] == (0, 1)  # the last one


@says("conventions", "draws layers by a seed, and runs every one in every system")
@says("conventions", "no case alike along both axes.")
def test_the_drawn_cases():
    cases = draw()
    for case in cases:
        pairs = [numpy.shape(case["X"])[2:], numpy.shape(case["K"])[2:]]
        names = ("stride", "padding", "output_padding", "dilation")
        pairs += [case["setting"][name] for name in names]
        assert any(a != b for a, b in pairs)
    assert {one["cases"] for one in SYSTEMS.values()} == {len(cases)}
