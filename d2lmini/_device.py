"""The device a chapter computes on."""

import sys
from typing import Any

from d2lmini._checks import is_integer
from d2lmini._libraries import LIBRARIES

__all__ = ["try_gpu"]

# "pytorch" and "mxnet", and what is imported for them; NumPy knows no GPU.
MODULES = {lib.name.lower(): lib.module_name for lib in LIBRARIES if lib.name != "NumPy"}


def try_gpu(i: int = 0, framework: str | None = None) -> Any:
    """Return the i-th GPU of a framework where there is one, else its CPU.

    Parameters
    ----------
    i : int
        Number of the GPU, from 0.
    framework : {"pytorch", "mxnet"}, optional
        Whose device; left out, the framework that has been imported.

    Returns
    -------
    torch.device or mxnet.Context

    Raises
    ------
    TypeError
        If `i` is not an integer.
    ValueError
        If `i` is negative, or the framework is unknown, not imported, or left out although both
        or none are imported.

    Examples
    --------
    >>> import torch
    >>> try_gpu(1_000_000, framework="pytorch")
    device(type='cpu')
    """
    if not is_integer(i):
        raise TypeError(f"expected the number of a GPU as an integer, got {i!r}")
    if i < 0:
        raise ValueError(f"expected the number of a GPU from 0, got {i}")
    i = int(i)  # MXNet takes none of NumPy's integers
    imported = [name for name, module in MODULES.items() if module in sys.modules]
    if framework is None:
        if len(imported) != 1:
            raise ValueError(
                f"expected one framework to be imported, got {' and '.join(imported) or 'none'}: "
                "name it, as in try_gpu(framework='pytorch')"
            )
        framework = imported[0]
    if framework not in MODULES:
        raise ValueError(f"expected framework 'pytorch' or 'mxnet', got {framework!r}")
    if framework not in imported:
        raise ValueError(f"{framework} is not imported: import {MODULES[framework]} first")
    library = sys.modules[MODULES[framework]]
    if framework == "pytorch":
        return (
            library.device("cuda", i) if i < library.cuda.device_count() else library.device("cpu")
        )
    return library.gpu(i) if i < library.context.num_gpus() else library.cpu()
