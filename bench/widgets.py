"""Measure the time from an input to the drawn result, X of 8 by 8 and K of 5 by 5, in Chromium.

Writes bench/widgets.json: milliseconds from the input event to the updated page with style and
layout done, forced by reading the size of the result. Painting follows with the next frame.
"""

import json
import pathlib
import platform
import tempfile

from d2lmini.widgets import Stamping
from tests.browser.widget_pages import open_browser, open_page, write_page

HERE = pathlib.Path(__file__).parent
REPEATS = 300
MEASURE = """repeats => {
  const cell = document.querySelector('[data-grid=X] input');
  const result = document.querySelector('[data-grid=Y] .cells');
  const times = [];
  for (let i = 0; i < repeats; i++) {
    cell.value = String(i % 90 + 1);
    const start = performance.now();
    cell.dispatchEvent(new InputEvent('input', { bubbles: true }));
    result.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}"""


def measure(stride: int) -> dict[str, float]:
    """Return the median and the 95th percentile in milliseconds."""
    X = [[i * 8 + j for j in range(8)] for i in range(8)]
    K = [[i - j for j in range(5)] for i in range(5)]
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        address = write_page(pathlib.Path(folder), Stamping(X, K, stride=stride)).as_uri()
        page = open_page(browser, address)
        times = page.evaluate(MEASURE, REPEATS)
    median, high = times[REPEATS // 2], times[int(REPEATS * 0.95)]
    return {"stride": stride, "median_ms": round(median, 2), "p95_ms": round(high, 2)}


def main() -> None:
    """Measure, write the data file and print it."""
    data = {
        "what": "Stamping, X 8x8, K 5x5: input event to updated page with layout",
        "machine": f"{platform.system()} {platform.machine()}, Chromium",
        "repeats": REPEATS,
        "results": [measure(stride) for stride in (1, 2)],
    }
    text = json.dumps(data, indent=1) + "\n"
    (HERE / "widgets.json").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
