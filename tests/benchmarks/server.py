"""The product served as in production, for as long as a measurement takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WORKERS = 1  # one process at its limit: the visitors have the other core, and the ratio is that of its work
PATIENCE = 60  # seconds


@contextmanager
def serve(environment: dict[str, str]) -> Iterator[int]:
    """Gunicorn with sync workers on a free port of 127.0.0.1; ended at the end, whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "sync"),
        *("--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "error", "ladders.wsgi"),
    ]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
