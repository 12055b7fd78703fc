"""Cross-correlation, transposed convolution and their matrix, for arrays of three libraries."""

from d2lmini._device import try_gpu
from d2lmini._matrix import kernel2matrix
from d2lmini._operations import corr2d, trans_conv
from d2lmini._shapes import conv_output_shape, output_padding_for, trans_conv_output_shape

__all__ = [
    "conv_output_shape",
    "corr2d",
    "kernel2matrix",
    "output_padding_for",
    "trans_conv",
    "trans_conv_output_shape",
    "try_gpu",
]
__version__ = "0.1.0"
