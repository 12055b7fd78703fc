"""What `make bench` calls in a case of the operations, and what it makes of the times."""

import math
import random
from itertools import count

import numpy as np
import pytest
import torch

from bench import operations
from bench.frameworks import PyTorch
from bench.operations import WITH_LOOP, time_operations

WITH, WITHOUT = WITH_LOOP[0], "4 groups"
SMALL = {
    WITH: ((1, 1, 4, 5), (1, 1, 3, 2), {}),
    WITHOUT: ((2, 4, 5, 3), (4, 3, 3, 2), {"stride": 2, "padding": 1, "groups": 2}),
}
ROUNDS = 7


class Calm(PyTorch):
    """PyTorch, with threads and gradients as they are."""

    def __post_init__(self):
        pass


@pytest.fixture
def timed(monkeypatch):
    """Return a function that times small layers: what was called, with which times, and what came.

    The times are drawn.
    """
    chance, called = random.Random(17), []

    def in_turn(calls, *, seconds, rounds):
        assert seconds > 0
        assert rounds == {"loop": ROUNDS}
        least = {name: chance.uniform(0.001, 0.9) for name in calls}
        called.append(({name: call() for name, call in calls.items()}, least))
        return {name: {"min": t, "median": 2 * t, "calls": 5} for name, t in least.items()}

    def run(threads=1, device="cpu"):
        monkeypatch.setitem(operations.KINDS, "pytorch", lambda _, n: Calm(device, n))
        return called, time_operations("pytorch", "cpu", threads)

    monkeypatch.setattr(operations, "in_turn", in_turn)
    monkeypatch.setattr(operations, "CASES", SMALL)
    monkeypatch.setitem(operations.LOOPS, "pytorch", ROUNDS)
    return run


def test_what_is_timed_in_a_case_gives_the_same(timed):
    called, found = timed()
    assert torch.is_grad_enabled()  # as it was
    assert [row["operation"] for row in found] == ["trans_conv", "corr2d"]
    sizes = {"trans_conv": [(6, 6), (2, 6, 9, 4)], "corr2d": [(2, 4), (2, 6, 3, 2)]}
    expected = [size for row in found for size in sizes[row["operation"]]]
    for (results, _), size in zip(called, expected, strict=True):
        ours = results["d2lmini"].numpy().squeeze()
        assert ours.shape == tuple(n for n in size if n > 1)
        for name in results:
            np.testing.assert_allclose(results[name].numpy().squeeze(), ours, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("threads", "device"), [(1, "cpu"), (2, "cpu"), (1, "gpu")])
def test_the_loop_is_timed_in_its_cases_on_one_thread_of_a_cpu(timed, monkeypatch, threads, device):
    monkeypatch.setattr(Calm, "array", lambda _, values: torch.tensor(values.astype("float32")))
    monkeypatch.setattr(Calm, "wait", lambda _, result: result)
    called, _ = timed(threads, device)
    loops = [WITH] if (threads, device) == (1, "cpu") else []
    has_loop = ["loop" in results for results, _ in called]
    assert has_loop == [name in loops for name in SMALL] * 2


def test_ratios_are_of_the_least_times_and_their_mean_is_geometric(timed):
    called, found = timed()
    least, number = [times for _, times in called], count()
    for row in found:
        ratios = []
        for case in row["cases"]:
            times = least[next(number)]
            ratios.append(times["d2lmini"] / times["layer"])
            assert case["to layer"] == pytest.approx(ratios[-1], rel=6e-3)
            if "loop" in times:
                more = times["loop"] / times["d2lmini"]
                assert case["loop to d2lmini"] == pytest.approx(more, rel=6e-3)
        assert row["geometric mean"] == pytest.approx(math.sqrt(math.prod(ratios)), rel=1e-2)
        assert row["largest"] == pytest.approx(max(ratios), rel=6e-3)
        assert (row["framework"], row["device"], row["threads"]) == ("pytorch", "cpu", 1)
