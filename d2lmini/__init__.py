"""Cross-correlation, transposed convolution and their matrix, for arrays of three libraries."""

from d2lmini._device import try_gpu
from d2lmini._operations import corr2d, kernel2matrix, trans_conv

__all__ = ["corr2d", "kernel2matrix", "trans_conv", "try_gpu"]
__version__ = "0.1.0"
