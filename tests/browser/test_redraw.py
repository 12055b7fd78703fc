"""What times the figures' redraws works them, in every way that they have."""

import pytest

from d2lmini.widgets._base import STATIC
from tools.redraw import CHANGE, KINDS, NAME, ROUNDS, measure, opened, states

# what is pointed at there lights nothing up
UNLIT = [("FillIn", "point"), ("RoundTrip", "point")]
DRAWN = "() => document.querySelector('.d2l').innerHTML"


def ways(figure):
    """Return the kinds of change that a figure has controls for."""
    found = {"number"}
    if figure.startswith(("Cost", "Shapes")):
        return found
    return found | {"edit", "point"} | ({"step"} if figure.startswith("Stamping") else set())


@pytest.mark.parametrize("name", [name for name in states() if "," not in name])
def test_each_change_is_timed_and_changes_what_is_drawn(browser, name):
    figure = states()[name]
    for kind in KINDS:
        [times] = measure(browser, figure, kind, [STATIC / NAME], repeats=ROUNDS)
        assert len(times) == (ROUNDS if kind in ways(name) else 0), kind
        assert all(0 <= redrawn <= laid_out for redrawn, laid_out in times)
        if times:
            with opened(browser, figure, STATIC / NAME) as page:
                before = page.evaluate(DRAWN)
                page.evaluate(CHANGE, {"kind": kind, "repeats": 1, "seed": 1})
                assert (page.evaluate(DRAWN) == before) == ((name, kind) in UNLIT), kind
