"""What Python and the page both know of a figure's state, and that they refuse the same."""

import json
import random

import pytest
import traitlets

import d2lmini.widgets
from d2lmini.widgets import Cost, FillIn, Stamping
from d2lmini.widgets._state import DECLARED, FIGURES, as_json
from tests.figures.test_figures import NAMES, node

pytestmark = pytest.mark.slow

CASES, MADE = 4000, 100
# what a state never holds where a number, an array or a word belongs
JUNK = [None, True, "", "2", 1.5, [], {}, [[]], [2], {"a": 1}]
NUMBERS = [0, 1, -3, 7, 2.5, 9999, -9999]
BAD_NUMBERS = [10_000, -9999.5, 1e300, 10**400, "1", None, True, [1]]


def test_the_figures_are_those_of_the_file():
    assert sorted(FIGURES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_has_the_declared_keys_types_and_defaults(name):
    figure = getattr(d2lmini.widgets, name)
    assert figure().state == {key: one["default"] for key, one in FIGURES[name].items()}
    assert figure.__annotations__.keys() | {"times"} >= FIGURES[name].keys()


def test_no_figure_changes_the_default_of_the_next():
    Stamping().X[0][0] = 7
    FillIn().answers["0,0"] = 7
    assert Stamping().X == [[0, 1], [2, 3]]
    assert FillIn().answers == {}


def test_values_may_be_given_in_order_as_far_as_a_figure_names_them():
    assert Stamping([[5]], [[6]]).state == Stamping(X=[[5]], K=[[6]]).state
    assert FillIn(3, 2).state == FillIn(level=2, seed=3).state
    with pytest.raises(TypeError, match="too many positional arguments"):
        Cost(8, 3)


def test_a_step_can_be_each_cell_of_the_largest_output():
    known = FIGURES["Stamping"]
    high = {key: known[key]["high"] for key in ("stride", "dilation", "output_padding")}
    shape, kernel = ((known[key]["side"],) * 2 for key in "XK")
    rows, columns = d2lmini.trans_conv_output_shape(shape, kernel, **high)
    assert known["step"]["high"] == rows * columns


def test_there_is_a_level_for_each_number():
    level = FIGURES["FillIn"]["level"]
    assert (level["low"], level["high"]) == (1, len(DECLARED["levels"]))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "x", True, None, 10_000])
def test_an_answer_that_is_not_a_number_is_refused(number):
    with pytest.raises(ValueError, match="answers must hold numbers of at most 9999"):
        FillIn(answers={"0,1": number})


def test_no_state_is_written_that_a_browser_cannot_read():
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"X": [[float("nan")]]})


def drawn_array(rng, declared):
    most = declared["side"] + 1 if rng.random() < 0.1 else min(5, declared["side"])
    rows, cols = rng.randint(1, most), rng.randint(1, most)
    A = [[rng.choice(NUMBERS) for _ in range(cols)] for _ in range(rows)]
    if rng.random() < 0.1:
        rng.choice(A)[0] = rng.choice(BAD_NUMBERS)
    if rng.random() < 0.1:
        A[rng.randrange(rows)] = rng.choice([None, [], [1], 3, "12", {"0": 1}])
    return A


def drawn_whole(rng, declared):
    low, high = declared["low"], declared["high"]
    return rng.choice([low - 1, low, low + 1, low + 2, rng.randint(low, high), high, high + 1])


def drawn_answers(rng, declared):
    places = ["0,0", "1,2", "9,9", *rng.choices(["0,10", "a", "0,٣", "-1,0"], k=rng.random() < 0.2)]
    return {place: rng.choice([*NUMBERS * 3, *BAD_NUMBERS]) for place in places}


def drawn_times(rng, declared):
    good = {"form": rng.choice(declared["choices"]), "seconds": rng.choice([1, 0.5, 1e-9])}
    bad = [{"form": "fft"}, {"seconds": 0}, {"seconds": -1}, {"seconds": "1"}, {"seconds": None}]
    return [good, {**good, **(rng.choice(bad) if rng.random() < 0.3 else {})}]


DRAWN = {
    "answers": drawn_answers,
    "array": drawn_array,
    "choice": lambda rng, declared: rng.choice([*declared["choices"], "never"]),
    "count": drawn_whole,
    "size": drawn_whole,
    "switch": lambda rng, declared: rng.random() < 0.5,
    "times": drawn_times,
}


def drawn_state(rng, name):
    keys = rng.sample(list(FIGURES[name]), rng.randint(1, min(3, len(FIGURES[name]))))
    state = {key: DRAWN[FIGURES[name][key]["kind"]](rng, FIGURES[name][key]) for key in keys}
    if rng.random() < 0.1:
        key = keys[0]
        # an empty dict of answers and an empty list of times are right
        state[key] = rng.choice([junk for junk in JUNK if junk != FIGURES[name][key]["default"]])
    return state


REFUSALS = (TypeError, ValueError, traitlets.TraitError)


def accepted(name, state):
    try:
        getattr(d2lmini.widgets, name)(**state)
    except REFUSALS:
        return False
    return True


class Taking:
    """One figure that is given state after state, as its making gives it the first.

    Making one costs a millisecond, most of it anywidget's.
    """

    def __init__(self, name):
        self.figure = getattr(d2lmini.widgets, name)()
        self.initial = dict(self.figure._trait_values)

    def accepts(self, state):
        try:
            with self.figure.hold_trait_notifications():
                for key, value in state.items():
                    setattr(self.figure, key, value)
            # every browser reads what is sent
            assert json.loads(as_json(self.figure.state), parse_constant=pytest.fail)
        except REFUSALS:
            return False
        finally:
            self.figure._trait_values.clear()
            self.figure._trait_values.update(self.initial)
        return True


@pytest.mark.parametrize("name", NAMES)
def test_python_and_the_page_accept_the_same_states_and_no_check_throws(name):
    rng = random.Random(name)
    states = [drawn_state(rng, name) for _ in range(CASES)]
    given = json.dumps([[name, state] for state in states], allow_nan=False)
    verdicts = json.loads(node("tests/figures/web/verdicts.mjs", stdin=given))
    taking = Taking(name)
    for number, (state, verdict) in enumerate(zip(states, verdicts, strict=True)):
        assert not verdict.startswith("threw"), state
        assert taking.accepts(state) == (verdict == ""), (state, verdict)
        if number < MADE:
            assert accepted(name, state) == (verdict == ""), (state, verdict)
    # neither verdict is rare
    assert CASES / 8 < verdicts.count("") < CASES * 7 / 8
