"""What a widget accepts, said in the words the page uses."""

from typing import Any

LARGEST = 9999
MAX_SIDE = 8


def nested(value: Any) -> list[list[float]]:
    """Return a two-dimensional array of any of the three libraries as nested lists.

    Parameters
    ----------
    value : array of shape (rows, columns)
        NumPy, PyTorch or MXNet array, or nested sequences.

    Returns
    -------
    list of list of int or float
        Whole numbers as int, so that they are written alike everywhere.

    Raises
    ------
    TypeError
        If it is no array of numbers.
    ValueError
        If it has not two dimensions.

    Examples
    --------
    >>> nested(((0.0, 1.5), (2, 3)))
    [[0, 1.5], [2, 3]]
    """
    if hasattr(value, "asnumpy"):
        value = value.asnumpy()
    elif hasattr(value, "detach"):
        value = value.detach().cpu()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected an array or nested lists, got {type(value).__name__}")
    if not value or not all(isinstance(row, list | tuple) for row in value):
        raise ValueError("expected an array of two dimensions, with rows and columns")
    return [[_plain(entry) for entry in row] for row in value]


def _plain(entry: Any) -> float:
    if hasattr(entry, "item"):
        entry = entry.item()
    if isinstance(entry, list | tuple):
        raise ValueError("expected an array of two dimensions, got more")
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        raise TypeError(f"expected numbers, got {type(entry).__name__}")
    return int(entry) if isinstance(entry, float) and entry.is_integer() else entry


def check_array(name: str, A: list[list[float]], side: int = MAX_SIDE) -> None:
    """Raise ValueError unless A is a matrix the widgets can draw."""
    cols = len(A[0]) if A else 0
    if any(len(row) != cols for row in A):
        raise ValueError(f"{name} must have rows of one length")
    if not (1 <= len(A) <= side and 1 <= cols <= side):
        raise ValueError(f"{name} must have from 1 to {side} rows and columns, got {len(A), cols}")
    # NaN fails the comparison as well
    if not all(abs(entry) <= LARGEST for row in A for entry in row):
        raise ValueError(f"{name} must hold numbers of at most {LARGEST} either way")


def check_whole(label: str, value: int, low: int, high: int) -> None:
    """Raise ValueError unless low <= value <= high."""
    if not low <= value <= high:
        raise ValueError(f"{label} must be from {low} to {high}, got {value}")


def _check_common(s: dict[str, Any]) -> None:
    check_array("X", s["X"])
    check_array("K", s["K"])
    check_whole("stride", s["stride"], 1, 4)
    check_whole("padding", s["padding"], 0, 8)
    check_whole("dilation", s["dilation"], 1, 4)


def trans_size(n: int, k: int, s: dict[str, Any]) -> int:
    """Return stride * (n - 1) - 2 * padding + dilation * (k - 1) + 1 + output_padding."""
    grown = s["stride"] * (n - 1) + s["dilation"] * (k - 1) + 1
    return int(grown - 2 * s["padding"] + s.get("output_padding", 0))


def conv_size(n: int, k: int, s: dict[str, Any]) -> int:
    """Return floor((n + 2 * padding - dilation * (k - 1) - 1) / stride) + 1."""
    return int((n + 2 * s["padding"] - s["dilation"] * (k - 1) - 1) // s["stride"] + 1)


def check_trans(s: dict[str, Any]) -> None:
    """Raise ValueError unless a transposed convolution with these parameters has an output."""
    _check_common(s)
    if not 0 <= s["output_padding"] < max(s["stride"], s["dilation"]):
        raise ValueError(
            "output padding must be smaller than stride or dilation, "
            f"and {s['output_padding']} is not for stride {s['stride']}, dilation {s['dilation']}"
        )
    size = tuple(trans_size(len(s["X"][0]) if i else len(s["X"]), k, s) for i, k in _sides(s["K"]))
    if min(size) < 1:
        raise ValueError(f"nothing of Y would be left: its shape would be {size}")


def check_conv(s: dict[str, Any]) -> None:
    """Raise ValueError unless a cross-correlation with these parameters has an output."""
    _check_common(s)
    size = tuple(conv_size(len(s["X"][0]) if i else len(s["X"]), k, s) for i, k in _sides(s["K"]))
    if min(size) < 1:
        raise ValueError(f"the kernel does not fit: the shape of Y would be {size}")


def _sides(K: list[list[float]]) -> list[tuple[int, int]]:
    return [(0, len(K)), (1, len(K[0]))]
