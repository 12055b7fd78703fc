"""How the book's kernels are reached: over sockets of their own, not over ports.

A port that was free when it was chosen may be taken when the kernel binds it, which happens where
browsers and several kernels run side by side; the kernel then never answers.
"""

import os
import tempfile
import uuid

__all__ = ["kernel_settings"]


def kernel_settings() -> dict[str, str]:
    """Return the settings of a kernel manager for one kernel.

    Returns
    -------
    dict of str to str
        Traits of `jupyter_client.KernelManager`: its transport, and a connection file whose name
        the sockets take. Empty on Windows, which has only ports.
    """
    if os.name == "nt":
        return {}
    # Short, since a socket's path has at most 104 bytes.
    name = f"kernel-{uuid.uuid4().hex[:16]}.json"
    return {"transport": "ipc", "connection_file": os.path.join(tempfile.gettempdir(), name)}
