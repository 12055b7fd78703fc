"""What the chapters say that MXNet 1.9.1 cannot do."""

import subprocess
import sys

import numpy as np

from tests.support.libraries import backend


def test_mxnet_cannot_compute_a_cropped_target_shape_on_a_cpu():
    backend("mxnet")  # skips, or fails, where MXNet is missing
    code = """
from mxnet import np, npx
npx.set_np()
X, K = np.ones((1, 1, 3, 3)), np.ones((1, 1, 4, 4))
Y = npx.deconvolution(X, K, kernel=(4, 4), stride=(2, 2), num_filter=1, target_shape=(7, 7))
assert Y.shape == (1, 1, 7, 7)
Y.asnumpy()
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "could not create a descriptor" in run.stderr


def test_mxnets_function_stops_at_an_argument_without_a_gradient():
    lib = backend("mxnet")
    from mxnet import autograd

    class Product(autograd.Function):
        def forward(self, X, K):
            self.save_for_backward(X, K)
            return X * K

        def backward(self, G):
            X, K = self.saved_tensors
            G = G.as_np_ndarray()
            return (G * K).as_nd_ndarray(), (G * X).as_nd_ndarray()

    def gradient_of_the_second(first_has_one):
        X, K = lib.array([2.0, 3.0]), lib.array([5.0, 7.0])
        K.attach_grad()
        if first_has_one:
            X.attach_grad()
        with autograd.record():
            L = Product()(X, K).sum()
        L.backward()
        return K.grad.asnumpy()

    np.testing.assert_array_equal(gradient_of_the_second(True), [2, 3])
    np.testing.assert_array_equal(gradient_of_the_second(False), [0, 0])
