"""Sentences of the chapters that train, and of those on sizes, which deny something."""

import itertools
import json
import re

import numpy

from book._ext.paths import ROOT
from d2lmini import kernel2matrix, trans_conv, trans_conv_output_shape
from d2lmini.trained import trained
from tests.support.libraries import module
from tests.support.pages import code_of, printed, source
from tests.support.says import says
from tools.sabotage.prose import prose_places

rng = numpy.random.default_rng(41)


def drawn():
    """Return what the chapter on segmentation draws, of fewer images."""
    code = code_of("segmentation", "So a single pixel does not reveal its class")
    found = {"numpy": numpy}
    exec(code[: code.index("\nimages, masks =")], found)
    return found["draw_many"]


def results(decoder, measure):
    """Return what a decoder reaches, by seed."""
    runs = trained("segmentation")["runs"]
    return numpy.array([r[measure] for r in runs if r["decoder"] == decoder])


@says("segmentation", "over several seeds, on images it has not seen.")
@says("segmentation", "Three images that the networks are not trained on")
@says(
    "segmentation",
    "A seed sets the starting values and the order of the batches; the images stay the same.",
)
@says("segmentation", "So a single pixel does not reveal its class; its neighbourhood does.")
def test_the_images_that_no_network_has_seen():
    code, draw_many = code_of("segmentation", "So a single pixel does not reveal"), drawn()
    seeds = re.findall(r"draw_many\(\d+, seed=(\d)\)", code)
    assert len(set(seeds)) == len(seeds) == 2
    (images, masks), (new, _) = (draw_many(30, seed=int(seed)) for seed in seeds)
    seen = {one.tobytes() for one in images}
    assert not any(one.tobytes() in seen for one in new)
    assert len(trained("segmentation")["seeds"]) > 1
    by_class = [images.transpose(1, 0, 2, 3)[:, masks == c] for c in range(4)]
    lows, highs = (
        numpy.array([f(one, axis=1) for one in by_class]) for f in (numpy.min, numpy.max)
    )
    assert (lows.max(axis=0) < highs.min(axis=0)).all()  # a pixel's colour may be of any class


@says(
    "segmentation",
    "The code below gives it `nan`, *not a number*, and a mean over the classes has to leave it out.",
)
@says("segmentation", "What has no gradient is plain NumPy, the same for both frameworks.")
@says("segmentation", "That is a ceiling that no training lifts.")
@says(
    "segmentation",
    "Here is only the beginning of a training, enough to see the loss fall; set `STEPS` to 500 to train in full.",
)
def test_what_the_code_leaves_out():
    text = source("segmentation")
    assert "numpy.full(len(both), numpy.nan)" in text
    assert numpy.isnan(numpy.mean([0.5, numpy.nan]))
    assert numpy.nanmean([0.5, numpy.nan]) == 0.5
    plain = re.findall(r"```\{code-cell\}\n(def linear.*?)```", text, re.DOTALL)[0]
    assert not re.search(r"torch|mxnet|npx?\b", plain)
    (steps,) = map(int, re.findall(r"^STEPS = (\d+)$", text, re.MULTILINE))
    assert steps < 500 == trained("segmentation")["steps"]
    blocks = rng.integers(0, 4, (5, 8, 8))
    answers = rng.integers(0, 4, (999, 5))
    right = [(blocks == one[:, None, None]).mean() for one in answers]
    own = numpy.array([numpy.bincount(one.ravel()).max() for one in blocks]).mean() / 64
    assert max(right) <= own


@says(
    "segmentation",
    "How much of a result is certain, and how much is luck? One training cannot say.",
)
@says("segmentation", "points: nothing that the spread does not hide.")
@says(
    "segmentation",
    "spent before the enlarging, the weights gain nothing that the spread does not hide.",
)
def test_what_the_spread_hides():
    for first, second in (("learned, k = 8", "learned"), ("bilinear", "wide")):
        one, other = results(first, "iou"), results(second, "iou")
        assert abs(one.mean() - other.mean()) < 2 * max(one.std(), other.std())
    assert results("learned", "iou").std() > 0


@says(
    "shape-arithmetic",
    "MXNet accepts only less than the stride, and refuses anything else when the layer is made.",
)
@says(
    "shape-arithmetic",
    "so it can only add, and only less than a stride: unlike `output_padding`, it does not look at the dilation.",
)
@says("shape-arithmetic", "MXNet's `target_shape` (of the operator; the layer has none)")
@says(
    "shape-arithmetic",
    "The evaluator of the same package pads to more than 8 and refuses to crop to less, so a file that names a smaller size works in one program and not in another.",
)
def test_what_pytorch_can_be_asked_for():
    told = printed("shape-arithmetic")
    assert re.search(r"ONNX 7 -> inferred .*7.* computed refused", told)
    assert re.search(r"ONNX 9 -> .*computed .*9", told)
    torch = module("pytorch")
    for s, d in ((1, 3), (2, 1)):
        layer = torch.nn.ConvTranspose2d(1, 1, 4, stride=s, dilation=d)
        X = torch.zeros(1, 1, 3, 3)
        full = layer(X).shape[-1]
        taken = set()
        for size in range(full - 3, full + 7):
            try:
                taken.add(layer(X, output_size=(size, size)).shape[-1])
            except ValueError:
                continue
        assert taken == {full + o for o in range(s)}
        added = torch.nn.ConvTranspose2d(
            1, 1, 4, stride=s, dilation=d, output_padding=max(s, d) - 1
        )
        assert added(X).shape[-1] == full + max(s, d) - 1


@says(
    "shape-arithmetic",
    "Which layers with $k \\le 6$ and no dilation make every size exactly three times as large?",
)
@says("shape-arithmetic", "So $k$ is odd exactly where $o$ is even.")
def test_the_layers_that_make_sizes_three_times_as_large():
    found = set()
    for k, p, o in itertools.product(range(1, 7), range(6), range(3)):
        if p < k and all(_size(n, k, p, o) == 3 * n for n in range(3, 9)):
            found.add((k, p, o))
    assert len(found) == 8
    assert all((k % 2 == 1) == (o % 2 == 0) for k, p, o in found)


def _size(n, k, p, o):
    try:
        return trans_conv_output_shape((n, n), k, stride=3, padding=p, output_padding=o)[0]
    except ValueError:
        return 0


@says(
    "summary-exercises",
    "the largest number of rows of which none is a sum of multiples of the others, is at most 4 for $\\mathbf{W}^\\top \\mathbf{W}$ and 9 for the identity",
)
@says(
    "summary-exercises",
    "Only $m^2 k^2$ entries are nonzero, and the direct form deals with just these, and stores no weights but the $k^2$ of the kernel.",
)
@says(
    "summary-exercises",
    "As a way to *understand* the operation, $\\mathbf{W}$ has no equal. As a way to compute it, the dense $\\mathbf{W}$ is for toy sizes only;",
)
def test_the_rank_and_the_entries_of_w():
    ranks = []
    for _ in range(20):
        W = kernel2matrix(rng.integers(-3, 4, (2, 2)).astype(float), (3, 3))
        ranks.append(numpy.linalg.matrix_rank(W.T @ W))
    assert max(ranks) == 4
    assert numpy.linalg.matrix_rank(numpy.eye(9)) == 9
    for n, k in ((6, 3), (9, 2)):
        W = kernel2matrix(rng.uniform(1, 2, (k, k)), (n, n))
        assert numpy.count_nonzero(W) == (n - k + 1) ** 2 * k**2
        assert len(numpy.unique(W[W != 0])) == k**2
        assert W.size / numpy.count_nonzero(W) > 3


@says(
    "testing",
    "- *Trained* ones, of the {} chapters that train kernels or networks from several seeds.",
)
def test_the_chapters_that_train(count):
    stored = sorted((ROOT / "d2lmini" / "data").glob("trained-*.json"))
    assert len(stored) == count
    for path in stored:
        page = path.stem.removeprefix("trained-")
        assert f'trained("{page}")' in source(page)
        assert len(trained(page)["seeds"]) > 1


@says(
    "testing",
    "They stand in a file that a program wrote, with the machine, the date and the versions; the tests read the file again, and not the clock.",
)
@says(
    "testing",
    "The code cells of the chapters are not drawn from: a change there has to be executed again",
)
def test_what_the_tests_do_not_do():
    times = json.loads((ROOT / "d2lmini" / "data" / "times.json").read_text("utf8"))
    for machine in times["machines"].values():
        assert machine["cpu"]
        assert machine["versions"]["torch"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", machine["date"])
    cell = "# Title\n\nSome 7.\n\n```{code-cell}\nx = 5 < 6\n```\n"
    assert {old for _, _, old, _ in prose_places("book/x.md", cell)} == {"7"}


@says(
    "testing",
    "So the operations of {doc}`the helper <api>` are compared with others that share no code with them",
)
def test_the_operations_have_oracles():
    text = "".join(p.read_text("utf8") for p in (ROOT / "tests" / "operations").glob("test_*.py"))
    text += (ROOT / "tests" / "support" / "specification.py").read_text("utf8")
    for oracle in ("scipy", "torch.nn|functional", "mxnet|npx", "hypothesis"):
        assert re.search(oracle, text), oracle
    loops = (ROOT / "tests" / "support" / "specification.py").read_text("utf8")
    assert not re.search(r"from d2lmini|import d2lmini", loops)


@says("three-forms", "where a term counts only if $0 \\le u - s j < k$.")
def test_the_terms_that_count():
    X, K, s = rng.normal(size=4), rng.normal(size=5), 2
    Y = trans_conv(X[None], K[None], stride=(1, s))[0]
    for u in range(len(Y)):
        terms = [X[j] * K[u - s * j] for j in range(4) if 0 <= u - s * j < 5]
        assert numpy.isclose(sum(terms), Y[u])


@says("upsampling-images", "There is no border to worry about.")
@says(
    "upsampling-images",
    "If the layer is trained afterwards, only the first can learn to mix classes.",
)
@says(
    "upsampling-images",
    "or one of shape `(5, 1, 4, 4)` with five *groups*, which has no room for the zeros.",
)
def test_repeating_and_groups():
    X = rng.normal(size=(3, 4))
    for s in (2, 3):
        assert (trans_conv(X, numpy.ones((s, s)), stride=s) == X.repeat(s, 0).repeat(s, 1)).all()
    scores = rng.normal(size=(1, 5, 4, 6))
    other = scores.copy()
    other[0, 1] += 1
    grouped, full = rng.normal(size=(5, 1, 4, 4)), rng.normal(size=(5, 5, 4, 4))
    size = {"stride": 2, "padding": 1}
    apart = [trans_conv(one, grouped, groups=5, **size)[0] for one in (scores, other)]
    mixed = [trans_conv(one, full, **size)[0] for one in (scores, other)]
    assert [bool((a == b).all()) for a, b in zip(*apart, strict=True)] == [
        True,
        False,
        True,
        True,
        True,
    ]
    assert not any(bool((a == b).all()) for a, b in zip(*mixed, strict=True))
    assert full.size == 5 * grouped.size


@says("why-upsample", "need not be ones, and need not be chosen by hand: they can be learned")
@says(
    "why-upsample",
    "(The layers are untrained and the image is empty; only the shapes mean something here.)",
)
def test_the_weights_of_the_first_layer():
    code, text = code_of("why-upsample", "only the shapes mean something"), source("why-upsample")
    assert len(re.findall(r"features = (?:torch|np)\.zeros\(", text)) == 2
    assert not re.search(r"backward|step\(", code)
    X, target = rng.normal(size=(6, 7)), rng.normal(size=(4, 4))
    Y = trans_conv(X, target, stride=4)
    found = numpy.zeros((4, 4))
    for i, j in numpy.ndindex(4, 4):
        found[i, j] = (Y[i::4, j::4] * X).sum() / (X * X).sum()
    assert numpy.allclose(found, target)
