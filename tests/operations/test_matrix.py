"""`kernel2matrix`, dense and sparse."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from hypothesis import given

from d2lmini import corr2d, kernel2matrix, trans_conv
from d2lmini._checks import memory_bytes
from tests.support.libraries import NAMES, backend, cases, restoring

libraries = pytest.mark.parametrize("name", NAMES)


def dense(matrix):
    """Return a NumPy array of any of the libraries' matrices."""
    if hasattr(matrix, "asnumpy"):
        return matrix.asnumpy()
    if hasattr(matrix, "toarray"):
        return matrix.toarray()
    return np.asarray(matrix.to_dense()) if hasattr(matrix, "to_dense") else matrix


@libraries
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
@given(case=cases(adjoint=False))
def test_multiplying_by_w_is_corr2d_and_by_its_transpose_trans_conv(name, sparse, case):
    lib = backend(name)
    x = case.X[0]
    W = dense(kernel2matrix(lib.array(case.K), x.shape, sparse=sparse, **case.parameters))
    Y = corr2d(case.X[:1], case.K, **case.parameters)
    np.testing.assert_array_equal(W @ x.reshape(-1), Y.reshape(-1))
    back = trans_conv(Y, case.K, output_padding=restoring(case), **case.parameters)
    np.testing.assert_array_equal(W.T @ Y.reshape(-1), back.reshape(-1))


@libraries
def test_the_sections_matrix(name):
    lib = backend(name)
    W = kernel2matrix(lib.array([[1.0, 2.0], [3.0, 4.0]]))
    row = [1, 2, 0, 3, 4]
    expected = [[0] * shift + row + [0] * (4 - shift) for shift in (0, 1, 3, 4)]
    np.testing.assert_array_equal(dense(W), expected)


@libraries
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int32", "int64"])
def test_kind_and_dtype_stay(name, dtype):
    lib = backend(name)
    K = lib.array([[1, 2], [3, 4]], dtype)
    W = kernel2matrix(K)
    assert type(W) is type(K)
    assert lib.dtype(W) == dtype


@libraries
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_sparse_matrix_keeps_the_dtype(name, dtype):
    lib = backend(name)
    W = kernel2matrix(lib.array([[1, 2], [3, 4]], dtype), sparse=True)
    assert lib.dtype(W) == dtype


def test_the_sparse_matrix_is_the_librarys_own():
    assert type(kernel2matrix(np.ones((2, 2)), sparse=True)).__name__ == "csr_array"
    assert kernel2matrix(torch.ones(2, 2), sparse=True).layout == torch.sparse_csr
    lib = backend("mxnet")
    assert type(kernel2matrix(lib.array(np.ones((2, 2))), sparse=True)).__name__ == "CSRNDArray"


def test_the_sparse_matrix_comes_without_pytorchs_warnings():
    code = "import torch, d2lmini; d2lmini.kernel2matrix(torch.ones(2, 2), sparse=True)"
    # PyTorch warns once in a process: it has to be a fresh one.
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_sparse_matrix_holds_only_what_is_not_zero():
    W = kernel2matrix(np.ones((3, 3)), (256, 256), sparse=True)
    assert W.shape == (254 * 254, 256 * 256)
    assert W.nnz == 254 * 254 * 9
    assert W.has_sorted_indices


def test_left_out_parameters_are_a_3x3_input_stride_1_no_padding_no_dilation_one_group():
    K = np.ones((1, 2, 2, 2))
    assert kernel2matrix(np.ones((2, 2))).shape == (4, 9)
    assert kernel2matrix(K, (2, 4, 5)).shape == (3 * 4, 2 * 4 * 5)


def test_a_dense_matrix_is_refused_only_where_it_does_not_fit(monkeypatch):
    entry = 8 + 8  # a float64 and the index of the element of K that it is
    monkeypatch.setattr("d2lmini._checks.ALWAYS_THERE", 4 * 9 * entry - 1)
    monkeypatch.setattr("d2lmini._checks.memory_bytes", lambda: 4 * 9 * entry)
    assert kernel2matrix(np.ones((2, 2))).shape == (4, 9)
    monkeypatch.setattr("d2lmini._checks.memory_bytes", lambda: 4 * 9 * entry - 1)
    with pytest.raises(ValueError, match=r"^a dense W of shape \(4, 9\) takes 0\.0 GB, more"):
        kernel2matrix(np.ones((2, 2)))
    assert kernel2matrix(np.ones((2, 2)), sparse=True).shape == (4, 9)
    monkeypatch.setattr("d2lmini._checks.ALWAYS_THERE", 4 * 9 * entry)
    assert kernel2matrix(np.ones((2, 2))).shape == (4, 9)  # so little is not asked for


@libraries
@pytest.mark.parametrize(("dtype", "item"), [("float16", 2), ("float32", 4), ("float64", 8)])
def test_a_dense_matrix_is_refused_with_the_size_of_its_dtype(name, dtype, item, monkeypatch):
    monkeypatch.setattr("d2lmini._checks.memory_bytes", lambda: 2**30)
    size = (363 - 2) ** 2 * 363**2 * item / 1e9  # of a 3x3 kernel on 363x363
    K = backend(name).array(np.ones((3, 3)), dtype)
    with pytest.raises(ValueError, match=f" takes {size:.1f} GB, more than this machine"):
        kernel2matrix(K, (363, 363))


def test_the_sparse_matrix_has_indices_of_32_bits_where_they_fit(monkeypatch):
    W = kernel2matrix(np.ones((2, 2)), (9, 9), sparse=True)
    assert (W.indices.dtype, W.indptr.dtype) == ("int32", "int32")
    W = kernel2matrix(torch.ones(2, 2), (9, 9), sparse=True)
    assert (W.col_indices().dtype, W.crow_indices().dtype) == (torch.int32, torch.int32)
    monkeypatch.setattr("d2lmini._matrix.INT32_MAX", 8 * 8 * 4)
    W = kernel2matrix(torch.ones(2, 2), (9, 9), sparse=True)
    assert W.col_indices().dtype == torch.int32  # 256 elements, in 64 rows and 81 columns
    monkeypatch.setattr("d2lmini._matrix.INT32_MAX", 8 * 8 * 4 - 1)
    W = kernel2matrix(torch.ones(2, 2), (9, 9), sparse=True)
    assert (W.col_indices().dtype, W.crow_indices().dtype) == (torch.int64, torch.int64)


@pytest.fixture
def limits(monkeypatch, tmp_path):
    """Set what the system tells: the memory, a process's limits, and groups' limits in files."""
    resource = pytest.importorskip("resource", reason="Windows has no limits of a process")
    unlimited = resource.RLIM_INFINITY

    def tell(*, memory=1000, space=unlimited, data=unlimited, group="max", held=True):
        answers = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": memory}
        kinds = {resource.RLIMIT_AS: space, resource.RLIMIT_DATA: data}
        monkeypatch.setattr(os, "sysconf", answers.get, raising=False)
        monkeypatch.setattr(resource, "getrlimit", lambda kind: (kinds[kind], unlimited))
        (tmp_path / "statm").write_text("30 20 10", "utf8")
        (tmp_path / "limit").write_text(f"{group}\n", "utf8")
        files = tmp_path / "none", tmp_path / "limit"
        monkeypatch.setattr("d2lmini._checks.CGROUPS", files)
        monkeypatch.setattr("d2lmini._checks.HELD", tmp_path / ("statm" if held else "none"))
        return memory_bytes()

    return tell


def test_the_memory_is_the_machines_or_what_its_limits_leave(limits):
    assert limits() == 4096 * 1000
    assert limits(group="5000") == 5000
    assert limits(space=4096 * 100) == limits(data=4096 * 100) == 4096 * (100 - 30)
    assert limits(data=4096 * 29) == 0
    assert limits(memory=1, space=4096 * 100, group="5000") == 4096
    assert limits(space=4096 * 100, held=False) == 4096 * 100


def test_where_the_system_does_not_tell_the_memory_is_16_gib(monkeypatch):
    monkeypatch.delattr(os, "sysconf", raising=False)
    assert memory_bytes() == 16 * 1024**3
