"""Tests are called the same in each process, or several processes could not share them out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_tests_have_the_same_names_and_the_same_order_in_each_process() -> None:
    """Sets are walked in an order that differs from process to process, so neither a name nor a list comes from one."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider", "-n0"]
    collecting = [
        subprocess.Popen(
            command,
            cwd=Path(__file__).parent.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = ([line for line in process.communicate()[0].splitlines() if "::" in line] for process in collecting)
    assert len(first) > 1000
    assert first == second
