"""Which frameworks this run can test, and which it has to."""

import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from book._ext.frameworks import FRAMEWORKS, Framework, why_missing

REQUIRED = "D2LMINI_TEST_FRAMEWORKS"
GPU = "D2LMINI_TEST_GPU"
GPU_COUNTS: dict[str, Callable[[Any], int]] = {
    "pytorch": lambda torch: torch.cuda.device_count(),
    "mxnet": lambda mxnet: mxnet.context.num_gpus(),
}
# What to do where a framework sees no GPU.
GPU_CURES = {
    "pytorch": "install PyTorch's build for CUDA",
    "mxnet": "install mxnet-cu112 instead of mxnet; its CUDA 11.2 knows cards of compute "
    "capability 8.6 at most (Ampere and before)",
}


def required() -> set[str]:
    """Return the tags of the frameworks whose absence is a failure."""
    return {tag for tag in os.environ.get(REQUIRED, "").split(",") if tag}


def check_required() -> None:
    """Raise where a required framework is missing or unknown."""
    known = {f.tag: f for f in FRAMEWORKS}
    for tag in sorted(required()):
        if tag not in known:
            raise ValueError(f"{REQUIRED}: expected {' or '.join(known)}, got {tag!r}")
        reason = why_missing(known[tag])
        if reason:
            raise ValueError(f"{REQUIRED} asks for {tag}, but {reason}")


def gpu_required() -> bool:
    """Return whether the notebooks have to run on a GPU."""
    value = os.environ.get(GPU, "")
    if value not in ("", "required"):
        raise ValueError(f"{GPU}: expected 'required' or nothing, got {value!r}")
    return bool(value)


@cache
def why_no_gpu(framework: Framework) -> str | None:
    """Return why a framework has no GPU, in words; None where it has one."""
    if reason := why_missing(framework):
        return reason
    if not GPU_COUNTS[framework.tag](import_module(framework.module)):
        return f"{framework.label} sees no GPU: {GPU_CURES[framework.tag]}"
    return None


def check_gpu() -> None:
    """Raise where a GPU has to be used and none of the frameworks sees one."""
    reasons = [why_no_gpu(f) for f in FRAMEWORKS] if gpu_required() else [None]
    if all(reasons):
        raise ValueError(f"{GPU} asks for a GPU, but " + "; ".join(map(str, reasons)))
