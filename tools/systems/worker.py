"""Run the cases, from standard input, in the systems of one module; print what came of them."""

import argparse
import json
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any

from tools.systems.facts import execute, facts

__all__ = ["MODULES", "report"]

# Each in a process of its own; MXNet needs an older NumPy than JAX.
MODULES = ("in_pytorch", "in_mxnet", "in_onnx", "in_jax", "in_keras")
BESIDE = ("tab", "opsets")  # what a module has to tell beside its systems


def report(module: str, cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what each system of a module makes of the cases, and its facts."""
    found = import_module(f"tools.systems.{module}")
    systems = {
        system.name: {
            "version": version(system.package).partition("+")[0],
            **facts(system),
            **execute(system, cases),
        }
        for system in found.SYSTEMS
    }
    beside = {name: getattr(found, name)() for name in BESIDE if hasattr(found, name)}
    return {"systems": systems, **beside}


def main() -> None:
    """Read cases, write a report."""
    parser = argparse.ArgumentParser(prog="python -m tools.systems.worker")
    parser.add_argument("module", choices=MODULES)
    module = parser.parse_args().module
    print(json.dumps(report(module, json.load(sys.stdin))))


if __name__ == "__main__":
    main()
