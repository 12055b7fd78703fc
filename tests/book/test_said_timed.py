"""What "Is multiplying by W efficient?" says of the stored times of the transposed convolution."""

import pytest

from d2lmini.times import transposed
from d2lmini.transposed import LAYER
from tests.support.says import says

FRAMEWORKS = ("pytorch", "mxnet")
FEW, MANY = (1, 4), 16


def rows(**wanted):
    """Return the stored rows of one thread, unless another is wanted."""
    wanted = {"threads": 1, **wanted}
    return [row for row in transposed()["rows"] if wanted.items() <= row.items()]


def forms(framework):
    """Return the forms that a framework has, of those that were measured."""
    return set(transposed()["forms"]) - ({"FFT"} if framework == "mxnet" else set())


def layer_of(row):
    return (*(row[key] for key in LAYER), row["batch"])


def times(by, **wanted):
    """Return the least times of each form by a number of the layer."""
    found = {}
    for row in rows(**wanted):
        found.setdefault(row["form"], {})[row[by]] = row["seconds"]["min"]
    return found


@pytest.mark.parametrize("framework", FRAMEWORKS)
@says(
    "matrix-efficiency",
    "Curves over input sizes from 8 to 512, one for each form. Every curve ends higher than it begins. From 8 to 32, that of dense W climbs most steeply. It ends there, above the others.",
)
@says(
    "matrix-efficiency",
    "With fewer channels, dense W is the slowest wherever the input is 32×32 or larger.",
)
@says(
    "matrix-efficiency",
    "Measured time of a transposed convolution with one channel, a kernel of 4, a stride of 2 and a padding of 1 over the size of its input",
)
def test_the_curves_over_the_size(framework):
    found = times("n", framework=framework, kernel=4, c_i=1)
    assert set(found) == forms(framework)
    assert {layer_of(r)[1:] for r in rows(kernel=4, c_i=1)} == {(4, 2, 1, 1, 1, 1)}
    assert {min(curve) for curve in found.values()} == {8}
    assert max(max(curve) for curve in found.values()) == 512
    growth = {}
    for form, curve in found.items():
        assert curve[max(curve)] > curve[8]
        growth[form] = curve[32] / curve[8]
    assert max(growth, key=growth.get) == "dense W"
    assert max(found["dense W"]) == 32
    larger = [row for row in rows(framework=framework, form="dense W") if row["n"] >= 32]
    assert {row["c_i"] for row in larger} == set(FEW)
    for row in larger:
        spent = {
            r["form"]: r["seconds"]["min"]
            for r in rows(framework=framework)
            if layer_of(r) == layer_of(row)
        }
        assert max(spent, key=spent.get) == "dense W"


@pytest.mark.parametrize("framework", FRAMEWORKS)
@says(
    "matrix-efficiency",
    "Curves over 1 to 128 channels, one for each form and one for the layer's least. The lowest, or nearly so, is the layer's least: with one channel the layer lies far above it, with 128 close to it. The curves of dense W and sparse W end early, at 4 and 16 channels, above all others there.",
)
@says(
    "matrix-efficiency",
    "with a kernel of 4 and a stride of 2 over the number of channels, as many out as in, and the least time that the roofline allows the layer.",
)
def test_the_curves_over_the_channels(framework):
    many = {"framework": framework, "n": 32, "kernel": 4, "stride": 2, "batch": 1}
    found = times("c_i", **many)
    least = {row["c_i"]: row["roofline"] for row in rows(form="layer", **many)}
    assert set(found) == forms(framework)
    assert all(row["c_i"] == row["c_o"] for row in transposed()["rows"])
    assert (min(least), max(least)) == (1, 128)
    above = {c: found["layer"][c] / least[c] for c in least}
    assert above[1] > 50 > 1.5 > above[128]
    for curve in found.values():
        assert all(curve[c] > 0.9 * least[c] for c in curve)
    for form, last in (("dense W", 4), ("sparse W", 16)):
        assert max(found[form]) == last
        others = [f for f, curve in found.items() if last in curve and f != form]
        assert all(found[f][last] < found[form][last] for f in others)


@says(
    "matrix-efficiency",
    "*Zero insertion* takes longer than the layer in every row with {} channels or more",
)
@says(
    "matrix-efficiency",
    "*Sparse W* takes more than twice as long as the layer in each row with {} channels or more that has it, and *dense W* is too large for all of them.",
)
@says(
    "matrix-efficiency",
    "*Product and col2im* has the layer's multiply-adds, and *polyphase* has hardly more where the stride divides the kernel.",
)
@says("matrix-efficiency", "Each is faster than the layer in some rows and slower in others")
def test_the_forms_beside_the_layer(*least):
    assert least in ((), (MANY,))
    assert sorted({row["c_i"] for row in rows()})[:3] == [*FEW, MANY]
    seen = {"product and col2im": set(), "polyphase": set()}
    for framework, layer in {(row["framework"], layer_of(row)) for row in rows()}:
        at = {r["form"]: r for r in rows(framework=framework) if layer_of(r) == layer}
        spent = {form: row["seconds"]["min"] for form, row in at.items()}
        work = {form: row["multiply-adds"] for form, row in at.items()}
        assert work["product and col2im"] == work["layer"]
        if layer[1] % layer[2] == 0 and layer[0] > 8:
            assert work["polyphase"] < 1.1 * work["layer"]
        for form, order in seen.items():
            order.add(spent[form] > spent["layer"])
        if layer[4] < MANY:
            continue
        assert "dense W" not in spent
        assert spent.get("zero insertion", 9) > spent["layer"]
        assert spent.get("sparse W", 9) > 2 * spent["layer"]
    assert seen == {"product and col2im": {True, False}, "polyphase": {True, False}}


@says(
    "matrix-efficiency",
    "With {} and {} channels the layer is far above the bound in every row of both frameworks, and the times alone do not say why. With {} or more, it stays within",
)
def test_the_layer_and_its_bound(one, four, many):
    assert (one, four, many) == (*FEW, MANY)
    above = {few: [] for few in (True, False)}
    for row in rows(form="layer"):
        above[row["c_i"] < MANY].append(row["seconds"]["min"] / row["roofline"])
    assert min(above[True]) > 10 > 5 > max(above[False])


@says("matrix-efficiency", "Sparse W is read once for all {} images, and gains most from a batch")
def test_a_batch(eight):
    for framework in FRAMEWORKS:
        one = {"framework": framework, "n": 32, "kernel": 4, "c_i": 16}
        alone, together = (times("n", batch=batch, **one) for batch in (1, eight))
        gain = {form: alone[form][32] / together[form][32] for form in together if form in alone}
        assert max(gain, key=gain.get) == "sparse W"
        assert len(gain) >= 6


@says(
    "matrix-efficiency",
    "Both frameworks give the layer to oneDNN's *deconvolution*, with different implementations, and MXNet's changes with the number of channels. Product and col2im, the products with W, and the FFT never come to oneDNN. No row ran Winograd's algorithm",
)
def test_what_ran():
    ran = {}
    for row in transposed()["rows"]:
        names = [name for name in row["oneDNN"] if not name.startswith("reorder")]
        assert not any("wino" in name for name in names)
        if row["form"] in ("product and col2im", "dense W", "sparse W", "FFT"):
            assert names == []
        if row["form"] == "layer":
            (name,) = names
            kind, implementation = name.split()
            assert kind == "deconvolution"
            many = row["c_i"] >= MANY
            ran.setdefault(row["framework"], {}).setdefault(many, set()).add(implementation)
    few, many = ran["mxnet"][False], ran["mxnet"][True]
    assert not few & many
    assert not (few | many) & (ran["pytorch"][False] | ran["pytorch"][True])


@says(
    "matrix-efficiency",
    "With {} channels or more, two threads were slower than one in {eval}`slower` of {eval}`len(group)` pairs of rows; with fewer, that is {<} frequent",
)
@says("matrix-efficiency", "A second thread pays where there is work to share.")
@says(
    "matrix-efficiency",
    'No form halves its time as a rule, and a gain of {eval}`f"{most:.1f}"`, the largest here, says that the row of one thread was slow.',
)
def test_a_second_thread(*many):
    assert many in ((), (64, 1))
    pairs = {}
    for row in transposed()["rows"]:
        key = row["framework"], row["form"], layer_of(row)
        pairs.setdefault(key, {})[row["threads"]] = row["seconds"]["min"]
    assert {frozenset(pair) for pair in pairs.values()} == {frozenset((1, 2))}
    share = {}
    for work in (False, True):
        group = [pair for (*_, layer), pair in pairs.items() if (layer[4] >= 64) == work]
        share[work] = sum(pair[2] > pair[1] for pair in group) / len(group)
    assert share[True] < 0.1 < share[False]
    gains = {}
    for (framework, form, _), pair in pairs.items():
        gains.setdefault((framework, form), []).append(pair[1] / pair[2])
    assert all(sorted(of)[len(of) // 2] < 2 for of in gains.values())
    assert max(map(max, gains.values())) > 2
