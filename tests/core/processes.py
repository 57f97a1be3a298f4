"""Real processes for the tests of the embedded database and the supervisor: start them, find them, wait for them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]

# A process with a database connection. It answers each line on its standard input with the server's start time, on a
# connection that is made anew where the old one broke.
CLIENT = """
import os, sys
from django.db import connection

def ask():
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time()::text")
        return cursor.fetchone()[0]

print(ask(), flush=True)
for line in sys.stdin:
    try:
        print(ask(), flush=True)
    except Exception:
        connection.close()
        print(ask(), flush=True)
"""


OF_TESTS = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY")  # not of what they start


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """What a process of Ladders with the embedded database in `data_dir` gets."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
    ours = {"DJANGO_SETTINGS_MODULE": "ladders.settings", "LADDERS_DATA_DIR": str(data_dir)}
    return inherited | ours | {"LADDERS_EMBEDDED_FAST": "1"} | more


def python(code: str, env: dict[str, str], **options: Any) -> subprocess.Popen[str]:
    """Start Python with `code`, its streams as pipes."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([sys.executable, "-c", code], env=env, cwd=PROJECT, text=True, **{**streams, **options})


def ask(client: subprocess.Popen[str]) -> str:
    """Have a `CLIENT` query; returns the start time of the server that answered."""
    assert client.stdin is not None
    client.stdin.write("\n")
    client.stdin.flush()
    return answer(client)


def answer(client: subprocess.Popen[str]) -> str:
    """The next line that a process prints, without its end."""
    assert client.stdout is not None
    assert client.stderr is not None
    line = client.stdout.readline()
    assert line, client.stderr.read()
    return line.strip()


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Close its standard input and wait for its end; returns what it printed and complained."""
    return process.communicate(timeout=60)


def processes_of(data_dir: Path) -> dict[int, str]:
    """Process id and command line of all that work in `data_dir`, name it, or were told to use it."""
    found = {}
    told = f"LADDERS_DATA_DIR={data_dir}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = os.readlink(entry / "cwd")
            variables = (entry / "environ").read_bytes().split(b"\0")
            ended = (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            continue
        if not ended and (str(data_dir) in command or folder.startswith(str(data_dir)) or told in variables):
            found[int(entry.name)] = command
    return found


def wait_for(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Whether `condition` comes true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
