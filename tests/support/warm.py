"""Kernels forked from a process that has imported their framework: half of a notebook's time.

Each notebook still has a process of its own, which begins as the one before began.
"""

import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning import LocalProvisioner

from book._ext.frameworks import FRAMEWORKS
from book._ext.notebooks.kernels import kernel_settings
from book._ext.paths import ROOT

PRELOADED = ("ipykernel.kernelapp", "matplotlib.pyplot")
POLL_S = 0.02


def warm_manager(**traits: Any) -> KernelManager:
    """Return a kernel manager that forks where the kernel's folder is named after a framework."""
    manager = KernelManager(**kernel_settings(), **traits)
    if hasattr(os, "fork"):
        manager.provisioner = WarmProvisioner(
            kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
        )
    return manager


class WarmProvisioner(LocalProvisioner):
    """Start a kernel as a fork; where no framework's folder is, as ever."""

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        """Start the kernel of a command `python -m ipykernel_launcher ...`."""
        folder = Path(settings.get("cwd") or ".")
        module = next((f.module for f in FRAMEWORKS if f.tag == folder.name), None)
        if module is None:
            return await super().launch_kernel(cmd, **settings)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        environment = dict(settings.get("env") or os.environ)
        order = {"arguments": arguments, "folder": str(folder), "environment": environment}
        self.process = _Fork(_ask(module, order))
        self.pid = self.process.pid
        return self.connection_info


class _Fork:
    """A process that is no child of this one, with what a provisioner asks of a `Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(POLL_S)
        return 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def _parent(module: str) -> subprocess.Popen[str]:
    """Start the process that imports a framework and waits; it ends with this one."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.warm", module],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _ask(module: str, order: dict[str, Any]) -> int:
    parent = _parent(module)
    assert parent.stdin
    assert parent.stdout
    parent.stdin.write(json.dumps(order) + "\n")
    parent.stdin.flush()
    answer = parent.stdout.readline()
    if not answer:
        raise RuntimeError(f"the process that imports {module} has ended: status {parent.wait()}")
    return int(answer)


def main() -> None:
    """Import a framework, then fork a kernel for each line that comes in."""
    for name in (sys.argv[1], *PRELOADED):
        import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that no child stays when it has ended
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            _become_kernel(**json.loads(line))
        print(pid, flush=True)


def _become_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be the kernel that `python -m ipykernel_launcher` would be."""
    from ipykernel.kernelapp import launch_new_instance

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.remove(str(ROOT))  # where this module came from
    sys.argv[1:] = arguments
    launch_new_instance()
    os._exit(0)


if __name__ == "__main__":
    main()
