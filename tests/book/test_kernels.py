"""How kernels are reached: over sockets where there are any, each kernel over its own."""

import os

from jupyter_client.manager import KernelManager

from book._ext.notebooks.kernels import kernel_settings


def test_two_kernels_never_share_a_socket(monkeypatch):
    monkeypatch.setattr(os, "name", "posix")
    settings = [kernel_settings() for _ in range(2)]
    assert [s["transport"] for s in settings] == ["ipc", "ipc"]
    assert settings[0]["connection_file"] != settings[1]["connection_file"]


def test_a_kernel_reached_so_answers():
    manager = KernelManager(**kernel_settings())
    manager.start_kernel()
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive("1 + 1", timeout=60, output_hook=lambda _: None)
        assert reply["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


def test_windows_keeps_its_ports(monkeypatch):
    monkeypatch.setattr(os, "name", "nt")
    assert kernel_settings() == {}
