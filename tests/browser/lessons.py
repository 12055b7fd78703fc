"""What a learner does with each widget, whatever hands there are.

A lesson drives its widget, compares the numbers that it shows with those of `d2lmini`, and yields
the names of the states that are worth a look: stepped, revealed, refused, hinted, wrong.
"""

import numpy

import d2lmini
from d2lmini.widgets import Cost, FillIn, Matrix, Overlap, RoundTrip, Shapes, Stamping
from tests.browser.widget_pages import numbers

B = [[0, 1], [2, 3]]
K = [[1, 2], [3, 4]]
ROWS = [{"form": "direct", "seconds": 0.25, "size": 64, "kernel": 3, "stride": 2, "channels": 1}]
UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "PiB": 2**50}
COUNTS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def explained(page):
    return page.locator(".explain").inner_text()


def cell(page, grid, label):
    """Return an entry by its name, whatever is said about it after a comma or an equals sign."""
    start = f"[data-grid='{grid}']"
    forms = (f"[aria-label='{label}']", f"[aria-label^='{label},']", f"[aria-label^='{label} =']")
    return page.locator(", ".join(f"{start} {form}" for form in forms))


def more(page, label):
    return page.get_by_label(f"{label}: one more", exact=True)


def stamped(X, K, count, stride):
    """Return the sum of the first stamps, the other elements of X set to zero."""
    X = numpy.array(X, float)
    first = numpy.arange(X.size).reshape(X.shape) < count
    return d2lmini.trans_conv(X * first, numpy.array(K, float), stride=stride).tolist()


def stamping(page, hands):
    hands.press(more(page, "stride"))
    hands.write(cell(page, "X", "X[1,0]"), "-4")
    X = [[0, 1], [-4, 3]]
    assert numbers(page, "X") == X
    assert numbers(page, "Y") == Stamping(X, B, stride=2).Y
    hands.press(page.get_by_label("to the start"))
    for count in (1, 2):
        hands.press(page.get_by_label("one step on"))
        assert numbers(page, "Y") == stamped(X, B, count, stride=2)
    yield "stepped"
    hands.slide(page.get_by_label("steps done"), 3)
    assert numbers(page, "Y") == stamped(X, B, 3, stride=2)
    hands.choose(page.get_by_label("Show every intermediate array"))
    assert page.locator(".part [role=img]").count() == 4
    yield "every array"
    hands.choose(page.get_by_label("zeros inserted", exact=True))
    Y = Stamping(X, B, stride=2).Y
    assert numbers(page, "Y") == Y
    Z, turned = (numpy.array(numbers(page, grid)) for grid in "ZF")
    assert d2lmini.corr2d(Z, turned).tolist() == Y
    hands.point(cell(page, "Y", "Y[3,1]"))
    assert explained(page) == (
        f"Y[3,1] = (−4)·3 + 0·2 + 0·1 + 0·0 = −{4 * 3}\n"
        f"Without the inserted zeros, Y[3,1] = X[1,0]·K[1,1]\n= (−4)·3 = −{4 * 3}"
    )
    yield "the other reading"
    hands.write(page.get_by_label("padding", exact=True), "9")
    assert "padding must be from 0 to 8. It stays 0." in page.locator(".bar").inner_text()
    assert numbers(page, "Y") == Y
    yield "refused"


def matrix(page, hands):
    parameters = {"stride": 2, "output_padding": 1, "dilation": 2}
    for name in parameters:
        hands.press(more(page, name.replace("_", " ")))
    X = [[27, 37], [57, 67]]
    widget = Matrix(X, K, **parameters)
    for way in range(3):
        hands.pick(page.get_by_label("Y by"), way)
        assert numbers(page, "Y") == widget.Y
    assert numbers(page, "W") == numpy.transpose(widget.W).tolist()
    assert page.locator("[data-agree]").inner_text().count("✓") == 2
    hands.point(cell(page, "Y", "Y[2,2]"))
    assert explained(page).endswith(f"= 4·27 + 3·37 + 2·57 + 1·67 = {widget.Y[2][2]:.0f}")
    assert page.locator("[data-grid=W] .cells .now").count() == 4
    yield "a cell followed"
    hands.choose(page.get_by_label("W: corr2d, forward"))
    X = numbers(page, "X")
    assert len(X) == 6
    forward = Matrix(X, K, stride=2, dilation=2, transposed=False)
    assert numbers(page, "Y") == forward.Y
    assert numbers(page, "W") == forward.W
    yield "forward"
    hands.write(cell(page, "K", "K[1,1]"), "x")
    assert (
        "“x” is not a number. It stays 4." in page.locator("[data-grid=K] .error").last.inner_text()
    )
    assert numbers(page, "Y") == forward.Y
    yield "refused"


def round_trip(page, hands):
    reveal = page.get_by_role("button", name="Reveal")
    assert reveal.get_attribute("title") == "Answer both questions first."
    assert reveal.get_attribute("aria-disabled") == "true"
    assert not page.locator("[data-grid=Z]").is_visible()
    yield "asked"
    shape, values = (page.get_by_role("group", name=f"{what} of X") for what in ("shape", "values"))
    hands.choose(shape.get_by_label("the same"))
    hands.choose(values.get_by_label("another"))
    hands.press(page.get_by_role("button", name="Reveal"))
    X = RoundTrip().X
    widget = RoundTrip(X, K)
    assert numbers(page, "Y") == widget.Y
    assert numbers(page, "Z") == widget.Z
    asked = page.locator(".asked")
    assert [text.split(maxsplit=1)[0] for text in asked.locator("b").all_inner_texts()] == [
        "Yes.",
        "No.",
    ]
    assert asked.locator("text=✓ as you said").count() == 2
    assert page.locator("[data-grid=D], [data-grid=G]").count() == 0
    yield "revealed"
    hands.press(cell(page, "Z", "Z[1,1]"))
    assert page.locator("[data-grid=Z] .wrong").count() == 1
    hands.press(page.get_by_role("button", name="That is all of them"))
    assert not (numpy.array(widget.Z) == X).any()
    assert "0 of 9 values are back; you found 0." in page.locator(".score").inner_text()
    assert numbers(page, "D") == (numpy.array(widget.Z) - X).tolist()
    yield "looked for"
    hands.press(page.get_by_role("button", name="average"))
    hands.write(cell(page, "X", "X[2,2]"), "40")
    X[2][2] = 40
    assert numbers(page, "Z") == RoundTrip(X, [[0.25, 0.25], [0.25, 0.25]]).Z
    hands.press(page.get_by_role("button", name="K = (−1)"))
    assert numbers(page, "Z") == X
    assert "here Z = X" in explained(page)
    yield "found"


def scaled(text):
    """Read "60.1 MiB" or "15.7 million"."""
    value, _, unit = text.partition(" ")
    return float(value) * {**UNITS, **COUNTS, "": 1}[unit]


def shown_cost(page):
    """Return bytes and multiply-adds of every form, as far as three digits tell them."""
    found = {}
    for form in page.locator("[data-form]").all():
        lines = form.inner_text().splitlines()[1:]
        words = [line.removeprefix("memory ").removeprefix("multiply-adds ") for line in lines]
        found[form.get_attribute("data-form")] = [scaled(w) for w in words if "measured" not in w]
    return found


def compare_cost(page, widget):
    o = (widget.n - widget.kernel) // widget.stride + 1
    nonzero = widget.c_o * o * o * widget.c_i * widget.kernel**2
    shown = shown_cost(page)
    for form, size in widget.bytes.items():
        work = widget.c_o * o * o * widget.c_i * widget.n**2 if form == "dense W" else nonzero
        # three digits are shown
        numpy.testing.assert_allclose(shown[form], [size, work], rtol=6e-3, err_msg=form)


def cost(page, hands):
    hands.slide(page.get_by_label("input size"), 6)
    hands.slide(page.get_by_label("kernel size"), 4)
    hands.slide(page.get_by_label("output channels"), 8)
    compare_cost(page, Cost(512, kernel=5, c_o=256))
    assert "W is 66064384 × 262144" in explained(page)
    assert f"W is {256 * 508**2} × {512**2}" in explained(page)
    yield "a real layer"
    assert "No form was measured" in page.locator("[data-where]").inner_text()
    hands.pick(page.get_by_label("Layers with measured times"), 1)
    compare_cost(page, Cost(64, kernel=3, stride=2))
    # the address carries the layer, not the table of times
    hands.press(page.get_by_role("button", name="Copy link to this state"))
    assert "times" not in page.locator("pre.code").inner_text()
    assert "measured 250 ms" in page.locator("[data-form=direct]").inner_text()
    yield "measured"


def overlap(page, hands):
    hands.press(more(page, "stacked layers"))
    widget = Overlap(2, kernel=3, stride=2, layers=2)
    assert numbers(page, "Y") == widget.Y
    assert explained(page) == f"Largest over smallest count: {widget.ratio:.0f}."
    hands.point(cell(page, "Y", "Y[4,4]"))
    assert f"Y[4,4] = 3·3 = {widget.Y[4][4]:.0f}" in explained(page)
    yield "a cell followed"
    hands.press(page.get_by_label("stacked layers: one less", exact=True))
    hands.press(cell(page, "K", "K[0,1]"))
    hands.press(cell(page, "K", "K[0,1]"))
    painted = Overlap(2, kernel=3, stride=2, weights={"0,1": 3})
    for grid in "KYR":
        assert numbers(page, grid) == getattr(painted, grid)
    assert "K[0,1] = 3." in explained(page)
    assert "together they are 4." in explained(page)  # 3 and the 1 two rows below
    yield "painted"
    hands.press(page.get_by_role("button", name="All ones"))
    hands.press(more(page, "stacked layers"))
    hands.write(page.get_by_label("kernel size", exact=True), "4")
    assert numbers(page, "Y") == Overlap(2, kernel=4, stride=2, layers=2).Y
    hands.press(more(page, "stride"))
    layers = more(page, "stacked layers")
    assert layers.get_attribute("aria-disabled") == "true"
    assert "Y would be 67 × 67" in layers.get_attribute("title")
    yield "at its end"


def shapes(page, hands):
    hands.write(page.get_by_label("input size", exact=True), "18")
    hands.press(more(page, "output padding"))
    hands.press(more(page, "output padding"))
    there, back = Shapes(18, output_padding=2).sizes
    assert f"18 → {there} → {back}. The input size is back." in explained(page)
    on = page.locator("tr.on").evaluate_all(
        """rows => rows.map(r => [r.dataset.size, r.querySelectorAll('.left').length,
            ...[...r.cells].slice(2).map(cell => cell.innerText)])"""
    )
    assert on == [
        [str(n), n - Shapes(n).sizes[1], str(there), f"{'✓ ' * (n == back)}{back}"]
        for n in (16, 17, 18)
    ]
    yield "collapsed"
    hands.press(more(page, "dilation"))
    there, back = Shapes(18, dilation=2, output_padding=2).sizes
    assert f"18 → {there} → {back}." in explained(page)
    hands.write(page.get_by_label("kernel size", exact=True), "16")
    assert "the kernel does not fit" in page.locator("[data-field='kernel size']").inner_text()
    yield "refused"


def fill_in(page, hands):
    hands.choose(page.get_by_label("2: stride 2", exact=True))
    widget = FillIn(seed=1, level=2)
    assert numbers(page, "X") == widget.X
    assert numbers(page, "K") == widget.K
    hands.write(cell(page, "Y", "Y[0,0]"), "99")
    assert page.locator(".wrong").count() == 1
    yield "wrong"
    hands.press(page.get_by_role("button", name="What is wrong?"))
    assert explained(page) == "Hint: Y[0,0] = X[0,0]·K[0,0]."
    yield "hinted"
    for i, row in enumerate(widget.Y):
        for j, value in enumerate(row):
            hands.write(cell(page, "Y", f"Y[{i},{j}]"), f"{value:.0f}")
    assert numbers(page, "Y") == widget.Y
    assert "16 of 16 cells right. All right" in page.locator(".d2l").inner_text()
    yield "all right"


# the widget a lesson opens with
LESSONS = {
    "Cost": (cost, lambda: Cost(64, times=ROWS)),
    "FillIn": (fill_in, FillIn),
    "Matrix": (matrix, Matrix),
    "Overlap": (overlap, lambda: Overlap(2)),
    "RoundTrip": (round_trip, RoundTrip),
    "Shapes": (shapes, Shapes),
    "Stamping": (stamping, lambda: Stamping(B, B)),
}
