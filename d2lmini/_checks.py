"""What the operations accept, and the words in which they refuse the rest."""

import os
from collections.abc import Collection
from math import prod
from numbers import Integral
from pathlib import Path
from typing import Any

__all__ = [
    "Sizes",
    "check_channels",
    "check_groups",
    "check_memory",
    "check_output_padding",
    "check_rank",
    "integers",
    "is_integer",
    "per_axis_integers",
    "sizes",
]

Sizes = tuple[int, ...]  # one for each axis
SEVERAL = {1: "one in a tuple", 2: "a pair of integers", 3: "three integers"}
KERNELS = {1: "k", 2: "k_h, k_w", 3: "k_d, k_h, k_w"}
ALWAYS_THERE = 2**28  # bytes; asking for the memory there is takes longer than small arrays
HELD = Path("/proc/self/statm")  # Linux: first the pages that this process has mapped
CGROUPS = (  # of versions 2 and 1
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def per_axis_integers(name: str, value: Any, least: int, axes: int) -> Sizes:
    """Return an integer for each axis, of an integer or one for each, none below `least`."""
    wanted = f"{name} as an integer or {SEVERAL[axes]}"
    if isinstance(value, tuple | list) and len(value) != axes:
        raise ValueError(f"expected {wanted}, got {len(value)} values: {value!r}")
    values = tuple(value) if isinstance(value, tuple | list) else (value,) * axes
    if not all(map(is_integer, values)):
        raise TypeError(f"expected {wanted}, got {value!r}")
    if min(values) < least:
        raise ValueError(f"expected {name} of at least {least}, got {value!r}")
    return tuple(map(int, values))


def integers(name: str, values: tuple[Any, ...] | list[Any], least: int) -> tuple[int, ...]:
    """Check that every value is an integer, none below `least`."""
    if not all(map(is_integer, values)):
        raise TypeError(f"expected {name} as an integer, got {values!r}")
    if min(values) < least:
        raise ValueError(f"expected {name} of at least {least}, got {values!r}")
    return tuple(int(value) for value in values)


def sizes(name: str, value: object) -> Sizes:
    """Check the sizes of one, two or three axes."""
    if not isinstance(value, tuple | list) or len(value) not in SEVERAL:
        raise TypeError(f"expected {name} as one, two or three sizes, as (n_h, n_w), got {value!r}")
    return per_axis_integers(name, value, 1, len(value))


def check_groups(groups: Any, rank: int) -> int:
    """Check the number of groups."""
    if not is_integer(groups):
        raise TypeError(f"expected groups as an integer, got {groups!r}")
    number = int(groups)
    if number < 1:
        raise ValueError(f"expected groups of at least 1, got {number}")
    if rank in (1, 2) and number != 1:
        raise ValueError(f"expected groups=1 for arrays without channels, got {number}")
    return number


def check_output_padding(value: object, stride: Sizes, dilation: Sizes) -> Sizes:
    """Check the output padding by PyTorch's rule."""
    extra = per_axis_integers("output_padding", value, 0, len(stride))
    if any(o >= max(s, d) for o, s, d in zip(extra, stride, dilation, strict=True)):
        raise ValueError(
            f"expected output_padding smaller than stride or dilation, got {value!r} with "
            f"stride {stride} and dilation {dilation}"
        )
    return extra


def check_rank(name: str, array: Any, ranks: Collection[int]) -> None:
    """Check that an array has one of some numbers of axes, none of them empty but X's batch."""
    shape = tuple(array.shape)
    if len(shape) not in ranks:
        wanted = f"{min(ranks)} to {max(ranks)}" if len(ranks) > 1 else f"{min(ranks)}"
        raise ValueError(f"expected {name} of {wanted} axes, got shape {shape}")
    if 0 in (shape[1:] if name == "X" and len(shape) > 2 else shape):
        raise ValueError(f"expected {name} without an empty axis, got shape {shape}")


def check_channels(channels: int, kernel: Sizes, groups: int, *, adjoint: bool) -> None:
    """Check the channels of an input against a kernel with channels and its groups.

    A kernel of a cross-correlation has the shape (c_o, c_i / groups, ...), one of a transposed
    convolution (c_i, c_o / groups, ...).
    """
    sizes, cure = KERNELS[len(kernel) - 2], ""
    if len(kernel) == 3:
        cure = ": for arrays of three dimensions without channels pass X[None, None], K[None, None]"
    if channels % groups:
        raise ValueError(f"expected channels of X that divide into {groups} groups, got {channels}")
    if adjoint:
        if kernel[0] != channels:
            raise ValueError(
                f"expected K of shape (c_i, c_o / groups, {sizes}) with c_i = {channels}, got "
                f"shape {kernel}{cure}"
            )
    elif kernel[1] * groups != channels:
        raise ValueError(
            f"expected K of shape (c_o, c_i / groups, {sizes}) with c_i / groups = "
            f"{channels // groups}, got shape {kernel}{cure}"
        )
    elif kernel[0] % groups:
        raise ValueError(
            f"expected output channels that divide into {groups} groups, got K of shape {kernel}"
        )


def check_memory(
    what: str, shape: tuple[int, ...], item: int, *, beside: int = 0, cure: str = ""
) -> None:
    """Check that there is memory for an array, with some bytes beside each of its elements."""
    need = prod(shape) * (item + beside)
    if need > ALWAYS_THERE and need > memory_bytes():
        raise ValueError(
            f"{what} of shape {shape} takes {prod(shape) * item / 1e9:,.1f} GB, more than this "
            f"machine can hold{cure}"
        )


def memory_bytes() -> int:
    """Return the memory of the machine, or what its limits leave to this process."""
    if not hasattr(os, "sysconf"):
        return 16 * 2**30  # Windows does not tell without a further package
    import resource

    page = os.sysconf("SC_PAGE_SIZE")
    taken = int(HELD.read_text("utf8").split()[0]) * page if HELD.is_file() else 0
    limits = [page * os.sysconf("SC_PHYS_PAGES")]
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        soft, _ = resource.getrlimit(kind)
        limits += [max(soft - taken, 0)] if soft != resource.RLIM_INFINITY else []
    for file in CGROUPS:
        if file.is_file() and (text := file.read_text("utf8").strip()).isdigit():
            limits.append(int(text))
    return min(limits)


def is_integer(value: Any) -> bool:
    """Tell whether a value is an integer of Python or NumPy; a truth value is not."""
    kind = type(value)
    return kind is int or (kind is not bool and isinstance(value, Integral))  # the second is slow
