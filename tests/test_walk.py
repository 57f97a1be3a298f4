"""The walk itself: it knows all of its ways, and a way that breaks is loud and hides no other."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from typing import Any

import pytest

from tests.walk import __main__ as command
from tests.walk import ways
from tests.walk.people import Walk


def test_every_module_is_a_way_that_is_walked() -> None:
    modules = {name for _, name, _ in pkgutil.iter_modules(ways.__path__)}
    assert {way.__module__.rpartition(".")[2] for way in ways.WAYS.values()} == modules


def test_a_way_that_nobody_knows_is_refused_with_those_there_are() -> None:
    ran = subprocess.run([sys.executable, "-m", "tests.walk", "--ways", "moonwalk"], capture_output=True, text=True)
    assert ran.returncode == 2
    assert "There is no way called moonwalk. There are: delegation, promotion," in ran.stderr


def test_a_broken_way_is_named_and_the_next_one_is_walked(capsys: pytest.CaptureFixture[str]) -> None:
    class NoBrowser:
        contexts: tuple[()] = ()

    def breaks(walk: Walk) -> str:
        raise AssertionError("Somebody expected something else.")

    browser: Any = NoBrowser()
    assert command._walk_all(browser, "http://nowhere", {"one": breaks, "two": lambda walk: "Seen."}) == ["one"]
    said = capsys.readouterr().out
    assert "FAIL  one: AssertionError at test_walk.py" not in said  # the place in the walk's own files is named
    assert "Somebody expected something else." in said
    assert "ok    two: Seen." in said
