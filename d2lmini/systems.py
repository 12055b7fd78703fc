"""What `make test-systems` saw when it ran one layer in every system: one file, read here only."""

import json
import pathlib
from typing import Any

__all__ = ["FILE", "systems"]

FILE = pathlib.Path(__file__).parent / "data" / "systems.json"


def systems() -> dict[str, Any]:
    """Return what `make test-systems` saw.

    Returns
    -------
    dict
        ``"systems"`` has an entry for each key of `d2lmini.layouts.LAYOUTS`: the layer's name and
        version; ``"kernel"``, the shape for a kernel of height 2 and width 5 from 4 channels to 6;
        ``"stamp"``, whether it comes out as it is stored or turned; ``"trimmed"``, for what is
        said of the padding, rows of k, s and how much the output lacks at the beginning and at the
        end; ``"defaults"``; ``"start"``, the variance of a new kernel; and how many of the drawn
        cases were equal to `d2lmini.trans_conv`. ``"tab"`` is what a public page's JAX tab gives,
        ``"opsets"`` what ONNX Runtime cuts off in three versions. ``"date"``, ``"python"``,
        ``"seed"`` and the digests of program, cases and results say where it comes from.

    Examples
    --------
    >>> systems()["systems"]["Keras"]["kernel"]
    [2, 5, 6, 4]
    """
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data
