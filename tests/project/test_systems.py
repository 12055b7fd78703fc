"""What `make test-systems` stored is whole, of the present program, and true where it runs."""

import json
import re
from importlib import import_module

import numpy as np
import pytest

from book._ext.paths import ROOT
from d2lmini import trans_conv
from d2lmini.layouts import LAYOUTS, kernel_shape
from d2lmini.systems import FILE, systems
from tests.project.test_requirements import requirements
from tests.support.libraries import backend
from tools.systems.__main__ import HERE, differences, digest, file_text, fold, seal, unequal
from tools.systems.cases import NUMBER, SEED, draw, expected
from tools.systems.facts import execute, start, trimmed
from tools.systems.system import RefusedError, Setting, System
from tools.systems.worker import MODULES, report

STORED = systems()
PINNED = requirements((ROOT / "requirements-systems.txt").read_text("utf8"))
BOOK = requirements((ROOT / "requirements.txt").read_text("utf8"))
PACKAGES = {"PyTorch": "torch", "MXNet": "mxnet", "ONNX": "onnxruntime", "Keras": "keras"}
B = np.array([[0.0, 1.0], [2.0, 3.0]])


def test_the_file_is_of_the_present_program():
    assert STORED["program"] == digest(), "run `make test-systems`"
    assert STORED["seed"] == SEED


def test_nobody_edited_what_was_seen():
    assert STORED["digest"] == seal(STORED)
    other = json.loads(json.dumps(STORED))
    other["systems"]["JAX"]["trimmed"]["SAME"][0][3] += 1
    assert seal(other) != STORED["digest"]


def test_the_cases_are_those_that_are_drawn_now():
    assert STORED["cases"] == fold([])["cases"]


def test_the_file_is_as_the_program_writes_it_and_names_no_machine():
    text = FILE.read_text("utf8")
    assert text == file_text(STORED)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", STORED["date"])
    assert not re.search(r"/(home|root|tmp|Users)\b|[A-Z]:\\", text)


def test_every_system_ran_and_every_case_is_equal():
    assert STORED["systems"].keys() == LAYOUTS.keys()
    assert unequal(STORED) == []
    assert {found["cases"] for found in STORED["systems"].values()} == {NUMBER}


def test_every_version_is_the_pinned_one():
    pins = {r.name: r for r in [*BOOK, *PINNED]}
    for name, found in STORED["systems"].items():
        package = PACKAGES.get(name, name.partition(" ")[0].lower())
        assert pins[package].specifier.contains(found["version"]), name


def test_what_is_installed_beside_is_pinned_exactly_and_as_the_book_pins_it():
    both = {r.name: str(r.specifier) for r in BOOK if r.marker is None}
    for requirement in PINNED:
        assert [s.operator for s in requirement.specifier] == ["=="]
        pinned = str(requirement.specifier)
        assert both.get(requirement.name, pinned) == pinned


def test_shapes_and_stamps_are_those_that_the_layouts_state():
    for name, found in STORED["systems"].items():
        assert tuple(found["kernel"]) == kernel_shape(name, 4, 6, (2, 5))
        assert found["stamp"] == ("turned" if LAYOUTS[name].turned else "as stored")
        # without turning, only what is the same turned comes out right
        assert ("equal unturned" in found) == LAYOUTS[name].turned
        assert found.get("equal unturned", 0) < NUMBER / 3


@pytest.mark.slow
@pytest.mark.parametrize("module", HERE)
def test_what_runs_here_gives_what_is_stored(module):
    tag = module.removeprefix("in_")
    backend(tag)  # skips, or fails, where it is missing
    found = report(module, draw())["systems"]
    assert found
    for name, facts in found.items():
        assert differences(STORED["systems"][name], json.loads(json.dumps(facts))) == []


def test_the_public_page_s_results_are_unturned_and_cropped():
    tab, unturned = STORED["tab"], trans_conv(B, B[::-1, ::-1].copy())
    assert tab["with padding VALID"] == unturned.tolist()
    assert tab["as written"] == unturned[:2, :2].tolist() == [[0, 3], [6, 14]]
    assert tab["padding 1"] == unturned[1:-1, 1:-1].tolist() == [[14]]
    assert tab["stride 2"] == trans_conv(B, B[::-1, ::-1].copy(), stride=2).tolist()
    assert tab["with both"] == trans_conv(B, B).tolist()
    assert tab["with transpose_kernel"] == trans_conv(B, B)[:2, :2].tolist()
    assert tab["round trip"] == [16, -(-16 // 3), -(-16 // 3) * 3]


def test_the_cases_have_every_parameter_and_are_neither_square_nor_symmetric():
    cases, again = draw(), draw()
    assert cases == again
    assert len(cases) == NUMBER
    kernels = [np.array(case["K"]) for case in cases]
    assert sum(K.shape[2] != K.shape[3] for K in kernels) > NUMBER / 2
    assert sum(not np.array_equal(K, np.flip(K, (2, 3))) for K in kernels) > NUMBER / 2
    settings = [case["setting"] for case in cases]
    for name, none in {
        **dict.fromkeys(("padding", "output_padding"), (0, 0)),
        **dict.fromkeys(("stride", "dilation"), (1, 1)),
        "groups": 1,
    }.items():
        assert sum(setting[name] != none for setting in settings) >= NUMBER / 5, name
    assert all(min(expected(case).shape) > 0 for case in cases)


class Wrong(System):
    """PyTorch's operation, with one of the faults that a layout can have."""

    def __init__(self, name, fault):
        self.name, self.fault = name, fault

    def run(self, X, K, setting):
        options = {n: v for n, v in vars(setting).items() if n != "groups"}
        if self.fault == "refuses":
            raise RefusedError("no")
        return trans_conv(X, K[:, :, ::-1, :].copy(), groups=setting.groups, **options)

    def otherwise(self, X, K, setting):
        return trans_conv(X, K, **vars(setting))

    def new_kernel(self, c_i, c_o, kernel):
        return np.random.default_rng(0).normal(0, (c_i + c_o) ** -0.5, (c_i, c_o, *kernel))


def test_a_system_that_computes_something_else_is_found_and_named():
    cases = draw(number=12)
    found = execute(Wrong("PyTorch", "turns the rows"), cases)
    assert found["equal"] + len(found["wrong"]) == 12
    assert len(found["wrong"]) > 6
    data = {"systems": {"PyTorch": found}}
    assert unequal(data) == [f"PyTorch: {len(found['wrong'])} of 12 cases differ from d2lmini"]


def test_what_a_layer_refuses_is_counted_and_computed_otherwise():
    found = execute(Wrong("PyTorch", "refuses"), draw(number=5))
    assert (found["equal"], found["refused"]) == (5, {"no": 5})


def test_a_start_of_no_known_formula_is_not_given_one():
    with pytest.raises(ValueError, match="not enough values to unpack"):
        start(Wrong("PyTorch", ""))


def test_what_is_trimmed_is_counted_on_both_sides():
    whole = np.arange(1.0, 50).reshape(7, 7)
    assert trimmed(whole, whole[1:-2, 1:-2]) == (1, 2)
    assert trimmed(whole, np.pad(whole, ((0, 2), (0, 2)))) == (0, -2)


def test_what_differs_between_two_runs_is_named_but_not_the_date():
    other = json.loads(json.dumps(STORED))
    other["date"], other["python"] = "2001-01-01", "4.0"
    assert differences(STORED, other) == []
    other["systems"]["Keras"]["stamp"] = "turned"
    assert differences(STORED, other) == [
        "systems Keras stamp: it was 'as stored', now it is 'turned'"
    ]


def test_reports_are_folded_into_one_file():
    parts = [{"systems": {"a": 1}, "tab": 2}, {"systems": {"b": 3}}]
    data = fold(parts)
    assert (data["systems"], data["tab"], data["program"]) == ({"a": 1, "b": 3}, 2, digest())


def test_every_system_s_module_is_there():
    files = {path.stem for path in (ROOT / "tools" / "systems").glob("in_*.py")}
    assert files == set(MODULES) > set(HERE)
    assert import_module("tools.systems.system").Setting() == Setting()
