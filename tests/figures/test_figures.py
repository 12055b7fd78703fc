"""The figures without a browser: traits, forms of the output, the bundle, and their arithmetic."""

import gzip
import json
import random
import re
import subprocess

import numpy
import pytest
import torch

import d2lmini
import d2lmini.widgets
from book._ext.node import find_node
from book._ext.paths import ROOT
from d2lmini.widgets import Matrix, Stamping
from d2lmini.widgets._arrays import corr2d, kernel_matrix, trans_conv
from d2lmini.widgets._base import STATIC
from d2lmini.widgets._state import MIME
from d2lmini.widgets.sphinx import WidgetRenderer, widget_html
from tests.support.libraries import NAMES as BACKENDS
from tests.support.libraries import backend

SOURCE = ROOT / "d2lmini" / "widgets" / "web"
NAMES = d2lmini.widgets.__all__
BUNDLES = [
    "d2lmini-widgets.mjs",
    "d2lmini-widgets.js",
    "d2lmini-pictures.js",
    "d2lmini-sound.js",
    "d2lmini-sound.css",
    "d2lmini-code.js",
    "d2lmini-predict.js",
    "d2lmini-predict.css",
    "d2lmini-paper.js",
    "d2lmini-progress.js",
    "d2lmini-work.js",
]
MICROPYTHON = "d2lmini-micropython.js"  # which a page asks for at the first run only
MOST_BYTES = 40_000
CASES = 3000
B = [[0, 1], [2, 3]]


def node(*arguments, stdin=""):
    """Run the Node.js of requirements.txt and return what it prints."""
    done = subprocess.run(
        [find_node(), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def random_case(rng):
    stride, dilation = rng.randint(1, 4), rng.randint(1, 3)
    sides = [rng.randint(1, 6) for _ in range(4)]
    array = lambda h, w: [[rng.randint(-9, 9) for _ in range(w)] for _ in range(h)]  # noqa: E731
    op = rng.randrange(max(stride, dilation))
    smallest = min(
        stride * (n - 1) + dilation * (k - 1) + 1 + op
        for n, k in zip(sides[:2], sides[2:], strict=True)
    )
    padding = rng.randint(0, min(8, (smallest - 1) // 2))
    return {
        "X": array(*sides[:2]),
        "K": array(*sides[2:]),
        "stride": stride,
        "padding": padding,
        "output_padding": op,
        "dilation": dilation,
    }


@pytest.fixture(scope="module")
def compared():
    rng = random.Random(13_10)
    cases = [random_case(rng) for _ in range(CASES)]
    return cases, json.loads(node("tests/figures/web/evaluate.mjs", stdin=json.dumps(cases)))


def test_typescript_computes_what_the_package_computes(compared):
    for case, answer in zip(*compared, strict=True):
        Y = trans_conv(case["X"], case["K"], case)
        for way in ("Y", "viaZeros", "viaMatrix", "viaTerms"):
            # exact: sums of products of small integers
            assert numpy.array_equal(answer[way], Y), (way, case)
        back = corr2d(Y, case["K"], case)
        for way in ("back", "backByTaps"):
            assert numpy.array_equal(answer[way], back), (way, case)


def test_plain_results_are_those_of_the_public_operations():
    rng = random.Random(4)
    plain = {"stride": 1, "padding": 0, "output_padding": 0, "dilation": 1}
    for _ in range(100):
        case = random_case(rng)
        X, K = (numpy.array(case[name], float) for name in "XK")
        Y = d2lmini.trans_conv(X, K)
        assert numpy.array_equal(trans_conv(case["X"], case["K"], plain), Y)
        W = d2lmini.kernel2matrix(K, Y.shape)
        assert numpy.array_equal(kernel_matrix(case["K"], Y.shape, plain), W)
        assert numpy.array_equal(corr2d(Y.tolist(), case["K"], plain), d2lmini.corr2d(Y, K))


def test_typescript_computes_what_torch_computes(compared):
    for case, answer in zip(*compared, strict=True):
        X, K = (torch.tensor(case[name], dtype=torch.float64)[None, None] for name in "XK")
        parameters = {name: v for name, v in case.items() if name not in "XK"}
        Y = torch.nn.functional.conv_transpose2d(X, K, **parameters)[0, 0]
        assert Y.tolist() == answer["Y"], case
        del parameters["output_padding"]
        back = torch.nn.functional.conv2d(Y[None, None], K, **parameters)[0, 0]
        assert back.tolist() == answer["back"], case
        W = torch.tensor(answer["W"], dtype=torch.float64)
        assert torch.equal(W @ Y.flatten(), back.flatten()), case


def test_typescript_unit_tests_pass():
    files = sorted((ROOT / "tests" / "figures" / "web").glob("*.test.mjs"))
    written = sum(
        len(re.findall(r"^test\(", path.read_text("utf8"), re.MULTILINE)) for path in files
    )
    report = node("--test", "--test-reporter=tap", *map(str, files))
    assert written > 0
    assert re.findall(r"^# (?:tests|pass) (\d+)$", report, re.MULTILINE) == [str(written)] * 2


def test_bundles_are_those_of_the_sources(tmp_path):
    assert (ROOT / "node_modules" / "esbuild").exists(), "esbuild is missing: run `make bundle`"
    node(str(SOURCE / "build.mjs"), str(tmp_path))
    for name in (*BUNDLES, MICROPYTHON):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), (
            f"{name}: npm run bundle"
        )


def test_typescript_types_are_strictly_right():
    assert (ROOT / "node_modules" / "typescript").exists(), "tsc is missing: run `make bundle`"
    node("node_modules/typescript/bin/tsc", "-p", str(SOURCE))


ROOMS = {
    "math": [],
    "ui": ["math"],
    "frame": ["math", "ui"],
    "figures": ["frame", "math", "ui"],
    "exercises": ["ui"],
    "python": ["ui"],
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_figures_imports_only_those_below_it(room):
    files = [path for path in (SOURCE / room).rglob("*") if path.suffix in (".ts", ".tsx")]
    assert files
    for path in files:
        for name in re.findall(r'from "(\.[^"]*)"', path.read_text(encoding="utf-8")):
            target = (path.parent / name).resolve()
            assert target.exists(), (path, name)
            if target != SOURCE.parent / "states.json":
                assert target.relative_to(SOURCE).parts[0] in [room, *ROOMS[room]], (path, name)


@pytest.mark.parametrize("name", BUNDLES)
def test_bundle_is_small_and_asks_for_nothing(name):
    text = (STATIC / name).read_bytes()
    assert len(gzip.compress(text, 9)) <= MOST_BYTES
    for forbidden in (b"eval(", b"new Function", b"fetch(", b"XMLHttpRequest", b"import("):
        assert forbidden not in text
    # names of namespaces, which nobody asks for anything
    named = re.sub(rb"http://www\.w3\.org/[\w/]+", b"", text)
    assert b"http" not in named


# MXNet 1.9.1 asks NumPy and distutils for deprecated names as it is imported.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("kind", [*BACKENDS, "lists"])
def test_arrays_of_all_libraries_are_accepted(kind):
    make = list if kind == "lists" else backend(kind).array
    assert Stamping(make([[0.0, 1.5], [2.0, 3.0]]), make(B)).X == [[0, 1.5], [2, 3]]


@pytest.mark.parametrize(
    ("trait", "value", "message"),
    [
        ("padding", 5, r"padding \(5, 5\) leaves nothing of an output of shape \(3, 3\)"),
        ("output_padding", 1, "expected output_padding smaller than stride or dilation"),
        ("stride", 0, "stride must be from 1 to 4, got 0"),
        ("X", [[1, 2], [3]], "X must have rows of one length"),
        ("X", [[float("nan")]], "X must hold numbers of at most 9999"),
        ("K", [[12345]], "K must hold numbers of at most 9999"),
        ("K", numpy.zeros((9, 1)), "K must have from 1 to 8 rows and columns"),
        ("K", numpy.zeros(3), "two dimensions"),
    ],
)
def test_a_bad_value_is_refused_and_the_last_one_stays(trait, value, message):
    widget = Stamping(B, B)
    before = widget.state
    with pytest.raises(ValueError, match=message):
        setattr(widget, trait, value)
    assert widget.state == before


def test_a_pair_is_accepted_where_its_two_numbers_are_one():
    assert Stamping(B, B, stride=(2, 2)).stride == 2
    with pytest.raises(ValueError, match=r"stride is one number .* got \(2, 1\)"):
        Stamping(B, B, stride=(2, 1))


def test_matrix_is_that_of_the_operation_with_every_parameter():
    p = {"stride": 3, "padding": 1, "output_padding": 2, "dilation": 2}
    widget = Matrix([[1, 2], [3, 4]], B, **p)
    X, K = (numpy.array(A, float) for A in (widget.X, B))
    assert numpy.array_equal(widget.Y, d2lmini.trans_conv(X, K, **p))
    assert numpy.array_equal(numpy.transpose(widget.W) @ X.ravel(), numpy.ravel(widget.Y))
    with pytest.raises(ValueError, match="output padding must be smaller than the stride, 1"):
        Matrix(B, B, dilation=2, output_padding=1)


def test_what_is_not_an_array_is_a_type_error():
    with pytest.raises(TypeError, match="expected an array or nested lists, got str"):
        Stamping("01", B)


@pytest.mark.parametrize("name", NAMES)
def test_output_has_a_still_form_and_a_state_and_no_random_id(name):
    bundles = [getattr(d2lmini.widgets, name)()._repr_mimebundle_()[0] for _ in range(2)]
    assert bundles[0] == bundles[1]
    assert set(bundles[0]) == {"text/plain", "text/html", MIME}
    assert bundles[0][MIME]["name"] == name
    assert "<table" in bundles[0]["text/html"]
    assert "<script" not in bundles[0]["text/html"]
    assert json.loads(json.dumps(bundles[0][MIME])) == bundles[0][MIME]


def test_stamping_still_form_holds_every_number():
    html = Stamping(B, B)._repr_mimebundle_()[0]["text/html"]
    assert html.count("<table") == 1 + 1 + 4 + 1
    for number in (4, 6, 12, 9):
        assert f">{number}</td>" in html


@pytest.mark.parametrize("name", NAMES)
def test_renderer_puts_state_and_still_form_into_the_page(name):
    bundle = getattr(d2lmini.widgets, name)()._repr_mimebundle_()[0]
    data = type("Data", (), {"mime_type": MIME, "content": json.dumps(bundle[MIME])})
    (raw,) = WidgetRenderer.handle_mime(None, data, False)
    assert f'<div class="d2lmini-widget" data-widget="{name}">' in raw.astext()
    assert bundle["text/html"] in raw.astext()


def test_renderer_refuses_the_name_of_a_figure_that_does_not_exist():
    with pytest.raises(ValueError, match="no widget is called Nothing"):
        widget_html({"name": "Nothing", "state": {}})


def test_a_string_in_the_state_cannot_close_the_script():
    html = widget_html({"name": "Stamping", "state": {**Stamping().state, "reading": "</script>"}})
    assert html.count("</script>") == 1


def test_live_kernels_get_the_view_as_well(monkeypatch):
    monkeypatch.setattr("d2lmini.widgets._base.in_kernel", lambda: True)
    data, _ = Stamping()._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", MIME} <= set(data)


def test_committed_lock_file_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text("utf8")
    assert '"resolved"' not in lock
    assert "https://registry" not in lock
