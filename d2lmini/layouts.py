"""The kernel of a transposed convolution in the layouts of PyTorch, MXNet, ONNX, JAX, Flax, Keras.

Two things differ: the order of the axes, and whether the numbers stand as the stamp has them or
turned by 180 degrees. Groups exist in three of the systems; in the others, the kernel of a layer
with groups is one that is zero between the groups.
"""

from typing import Any, NamedTuple, TypeVar, cast

from d2lmini._checks import check_groups, integers
from d2lmini._libraries import Library, library_of

__all__ = ["LAYOUTS", "Layout", "convert_kernel", "kernel_shape"]

Array = TypeVar("Array")
AXES = ("c_i", "c_o", "k_h", "k_w")


class Layout(NamedTuple):
    """How a system stores the kernel of a transposed convolution."""

    axes: tuple[str, str, str, str]
    turned: bool
    groups: bool

    def named(self, groups: int = 1) -> str:
        """Return the shape in symbols."""
        divided = self.groups and groups != 1
        return f"({', '.join(self.axes)})".replace("c_o", "c_o / groups" if divided else "c_o")


_CHANNELS_FIRST = Layout(("c_i", "c_o", "k_h", "k_w"), turned=False, groups=True)
_AS_CONVOLUTION = Layout(("k_h", "k_w", "c_i", "c_o"), turned=True, groups=False)
_AS_TRANSPOSED = Layout(("k_h", "k_w", "c_o", "c_i"), turned=False, groups=False)

# "transposed": of JAX and Flax with transpose_kernel=True.
LAYOUTS: dict[str, Layout] = {
    "PyTorch": _CHANNELS_FIRST,
    "MXNet": _CHANNELS_FIRST,
    "ONNX": _CHANNELS_FIRST,
    "JAX": _AS_CONVOLUTION,
    "JAX transposed": _AS_TRANSPOSED,
    "Flax": _AS_CONVOLUTION,
    "Flax transposed": _AS_TRANSPOSED,
    "Keras": _AS_TRANSPOSED,
}


def kernel_shape(
    system: str, c_i: int, c_o: int, kernel: tuple[int, int], *, groups: int = 1
) -> tuple[int, ...]:
    """Return the shape in which a system stores the kernel of a transposed convolution.

    Parameters
    ----------
    system : str
        A key of `LAYOUTS`.
    c_i, c_o : int
        Channels of the layer's input and output.
    kernel : pair of int
        Height and width of the kernel.
    groups : int
        Number of groups that the channels are divided into.

    Returns
    -------
    tuple of int
        In the order of the system's axes. A system without groups has the whole of c_o.

    Raises
    ------
    ValueError
        If the system is unknown, or the channels do not divide into the groups.

    Examples
    --------
    >>> kernel_shape("PyTorch", 4, 6, (2, 5), groups=2)
    (4, 3, 2, 5)
    >>> kernel_shape("Keras", 4, 6, (2, 5))
    (2, 5, 6, 4)
    """
    layout = _layout("system", system)
    groups = check_groups(groups, 4)
    _check_divide(groups, *integers("channels", (c_i, c_o), 1))
    sizes = {
        "c_i": c_i,
        "c_o": c_o // groups if layout.groups else c_o,
        "k_h": kernel[0],
        "k_w": kernel[1],
    }
    return tuple(sizes[axis] for axis in layout.axes)


def convert_kernel(
    K: Array,
    source: str,
    target: str,
    *,
    groups: int = 1,
    channels: tuple[int, int] | None = None,
) -> Array:
    """Return the kernel of a transposed convolution as another system stores it.

    See the chapter *One kernel, five conventions*.

    Parameters
    ----------
    K : array of 4 axes
        The kernel, of NumPy, PyTorch or MXNet (`mxnet.np`), in the layout of `source`.
    source, target : str
        Keys of `LAYOUTS`: "PyTorch", "MXNet", "ONNX", "JAX", "JAX transposed", "Flax",
        "Flax transposed" or "Keras".
    groups : int
        Number of groups of the layer. Where the target has none, K is filled up with zeros; where
        the source has none, what stands between the groups has to be zero, and is left out.
    channels : pair of int, optional
        c_i and c_o of the layer. A shape alone does not tell the two apart where they are equal;
        where they differ, K is checked against them.

    Returns
    -------
    array
        Library, dtype and device are those of K. Differentiable in K.

    Raises
    ------
    TypeError
        If K is not a dense array of numbers.
    ValueError
        If a system is unknown, K does not have the source's axes, the channels are others or do
        not divide into the groups, or something between the groups is not zero.

    Examples
    --------
    >>> import numpy as np
    >>> K = np.arange(8).reshape(2, 1, 2, 2)  # PyTorch: 2 channels to 1
    >>> convert_kernel(K, "PyTorch", "Flax")[:, :, 0, 0]  # of the first channel, turned
    array([[3, 2],
           [1, 0]])
    """
    have, want = _layout("source", source), _layout("target", target)
    library = library_of("K", K)
    array, groups = cast(Any, K), check_groups(groups, 4)
    _check_shape(tuple(array.shape), source, groups, channels)
    array = library.permute(array, *(have.axes.index(axis) for axis in AXES))
    if have.turned != want.turned:
        array = library.module.flip(array, (2, 3))
    if have.groups != want.groups and groups > 1:
        array = (_apart if have.groups else _together)(library, array, groups)
    result: Array = library.in_order(
        library.permute(array, *(AXES.index(axis) for axis in want.axes))
    )
    return result


def _layout(name: str, system: Any) -> Layout:
    if not isinstance(system, str) or system not in LAYOUTS:
        raise ValueError(f"expected {name} as one of {', '.join(LAYOUTS)}, got {system!r}")
    return LAYOUTS[system]


def _check_divide(groups: int, c_i: int, c_o: int) -> None:
    if c_i % groups or c_o % groups:
        raise ValueError(
            f"expected channels that divide into {groups} groups, got c_i = {c_i} and c_o = {c_o}"
        )


def _check_shape(shape: tuple[int, ...], source: str, groups: int, channels: object) -> None:
    """Check a kernel's shape against the layout that it is said to have."""
    layout = LAYOUTS[source]
    wanted = f"expected K of shape {layout.named(groups)}, as {source} has it"
    if len(shape) != 4 or 0 in shape:
        raise ValueError(f"{wanted}, got shape {shape}")
    size = dict(zip(layout.axes, shape, strict=True))
    c_i, c_o = size["c_i"], size["c_o"] * (groups if layout.groups else 1)
    _check_divide(groups, c_i, c_o)
    if channels is None:
        return
    if not isinstance(channels, tuple | list) or len(channels) != 2:
        raise TypeError(f"expected channels as a pair (c_i, c_o), got {channels!r}")
    given = channels[0], channels[1]
    integers("channels", given, 1)
    if given == (c_i, c_o):
        return
    _check_divide(groups, *given)
    kernel = size["k_h"], size["k_w"]
    expected = kernel_shape(source, *given, kernel, groups=groups)
    others = [name for name in LAYOUTS if _fits(shape, name, groups, given)]
    hint = f"; that would fit {', '.join(others)}" if others else ""
    raise ValueError(
        f"{wanted}, with c_i = {given[0]} and c_o = {given[1]}, so {expected} for a kernel of "
        f"{kernel[0]} by {kernel[1]}, got shape {shape}{hint}"
    )


def _fits(shape: tuple[int, ...], system: str, groups: int, channels: tuple[int, int]) -> bool:
    size = dict(zip(LAYOUTS[system].axes, shape, strict=True))
    expected = kernel_shape(system, *channels, (size["k_h"], size["k_w"]), groups=groups)
    return shape == expected


def _apart(library: Library, K: Any, groups: int) -> Any:
    """Make of (c_i, c_o / groups, h, w) the kernel (c_i, c_o, h, w) with zeros between groups."""
    join, step = library.module.concatenate, K.shape[0] // groups
    parts = [K[g * step : (g + 1) * step] for g in range(groups)]
    zeros = library.module.zeros_like(parts[0])
    return join(
        [join([parts[i] if i == j else zeros for j in range(groups)], 1) for i in range(groups)]
    )


def _together(library: Library, K: Any, groups: int) -> Any:
    """Make of (c_i, c_o, h, w) the kernel (c_i, c_o / groups, h, w), if no weight is lost."""
    rows, columns = K.shape[0] // groups, K.shape[1] // groups
    parts = [K[g * rows : (g + 1) * rows, g * columns : (g + 1) * columns] for g in range(groups)]
    if int((K != 0).sum()) != sum(int((part != 0).sum()) for part in parts):
        raise ValueError(
            f"expected K with nothing but zeros between its {groups} groups, got other numbers "
            "there: keep it one kernel, with groups=1"
        )
    return library.module.concatenate(parts)
