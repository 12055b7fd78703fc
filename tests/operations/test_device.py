"""`try_gpu`: the device of the framework asked for."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from d2lmini import try_gpu
from tests.support.libraries import backend


def test_without_that_gpu_it_is_the_cpu():
    assert try_gpu(10_000, framework="pytorch") == torch.device("cpu")
    backend("mxnet")
    import mxnet

    assert try_gpu(10_000, framework="mxnet") == mxnet.cpu()


def test_a_number_of_numpys_is_a_number():
    assert try_gpu(np.int64(10_000), framework="pytorch") == torch.device("cpu")


def test_with_that_gpu_it_is_the_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert try_gpu(1, framework="pytorch") == torch.device("cuda", 1)
    assert try_gpu(2, framework="pytorch") == torch.device("cpu")
    backend("mxnet")
    import mxnet

    monkeypatch.setattr(mxnet.context, "num_gpus", lambda: 2)
    assert try_gpu(1, framework="mxnet") == mxnet.gpu(1)
    assert try_gpu(2, framework="mxnet") == mxnet.cpu()


@pytest.mark.parametrize(
    ("name", "code"),
    [("pytorch", "import torch as f"), ("mxnet", "import warnings; import mxnet as f")],
)
def test_left_out_it_is_the_framework_that_is_imported(name, code):
    backend(name)
    code = f"{code}; import d2lmini; print(type(d2lmini.try_gpu()).__module__.partition('.')[0])"
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == {"pytorch": "torch", "mxnet": "mxnet"}[name]


def test_without_a_framework_it_says_so():
    code = "import d2lmini; d2lmini.try_gpu()"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (
        "ValueError: expected one framework to be imported, got none: name it, as in "
        "try_gpu(framework='pytorch')"
    ) in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((-1,), ValueError, "^expected the number of a GPU from 0, got -1$"),
        ((True,), TypeError, "^expected the number of a GPU as an integer, got True$"),
        ((0.0,), TypeError, "^expected the number of a GPU as an integer, got 0.0$"),
        ((0, "jax"), ValueError, "^expected framework 'pytorch' or 'mxnet', got 'jax'$"),
    ],
)
def test_bad_input_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        try_gpu(*arguments)
