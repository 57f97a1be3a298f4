"""What is in a foreign file is looked at in a process that is limited and knows nothing; never where a page is made."""

from __future__ import annotations

import ast
import io
import os
import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ladders.exchange.people.parse import read_people
from ladders.exchange.tables import limits
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.readers import files, limited_process, read_files

EXCHANGE = Path("ladders/exchange")
TEXT = b"number,name,email\n1,Ada,ada@example.org\n"


def workbook() -> bytes:
    """A small one, with a number that stays a number."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["number", "share"])
    book.active.append(["1", 0.5])
    book.save(out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def small_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files here need next to none."""
    monkeypatch.setattr(limits, "READ_SECONDS_AT_LEAST", 3)


def test_what_is_read_there_is_what_would_be_read_here() -> None:
    several = [
        ("a.csv", TEXT),
        ("b.xlsx", workbook()),
        ("c.yaml", b"topics:\n- name: A\n  levels:\n  - name: B\n    text: C\n"),
        ("d.md", b"| Level | Skill |\n|---|---|\n| A | B |\n"),
        ("e.pdf", b"%PDF-1.7"),
    ]
    assert read_files(several) == files.read_files(several)


def test_it_knows_no_secret_and_no_settings() -> None:
    assert os.environ["SECRET_KEY"]
    seen = limited_process.describe()
    assert seen["settings"] is False
    assert set(seen["environment"]) <= {"PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "RUST_BACKTRACE", "LC_CTYPE"}


@pytest.mark.parametrize("what", ["time", "memory"])
def test_a_file_that_takes_too_much_ends_its_reading_alone(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever kind: a table as text, in as many cells as are read."""
    many = b"number,name,email\n" + b"1,Ada,ada@example.org\n" * 140_000
    if what == "time":
        monkeypatch.setattr(limits, "READ_SECONDS_AT_MOST", 0)
    else:
        monkeypatch.setattr(limits, "READ_MEMORY", 120 << 20)
    before = time.monotonic()
    with pytest.raises(ExchangeError, match="takes too much time or memory to read"):
        read_people([("many.csv", many)])
    assert time.monotonic() - before < 20
    monkeypatch.undo()
    assert read_files([("a.csv", TEXT)]).read == ["a.csv"]


def test_a_process_that_was_ended_is_started_anew() -> None:
    read_files([("a.csv", TEXT)])
    limited_process._running[0].end()
    assert read_files([("a.csv", TEXT)]).read == ["a.csv"]


class Evil:
    """What code that took over the reading process would send back."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/taken-over",)


def test_what_it_says_is_data_and_runs_nothing() -> None:
    with pytest.raises(pickle.UnpicklingError, match="system is no data"):
        limited_process._Unpickler(io.BytesIO(pickle.dumps(("read", Evil())))).load()
    name = b"cladders.exchange.tables.readers.limited_process\nsubprocess\n."
    with pytest.raises(pickle.UnpicklingError, match="no data"):
        limited_process._Unpickler(io.BytesIO(name)).load()


PARSERS = {"csv", "yaml", "zipfile", "python_calamine", "openpyxl", "xml", "markdown_it"}
READING = {"read_files", "read_file", "read_people", "read_salaries", "read_bands", "read_paid", "read"}


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of what a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (("." * node.level + (node.module or ""), each.name) for each in node.names)


def test_no_page_reads_a_file() -> None:
    """Pages hand files over; only jobs and commands read them, and only through the limited process."""
    pages = [*EXCHANGE.glob("**/web/*.py"), *EXCHANGE.glob("*/views.py"), *EXCHANGE.glob("*/forms.py")]
    pages += [*(EXCHANGE / "uploads").glob("*.py")]
    assert len(pages) > 15
    found = [
        (str(path), module, name)
        for path in pages
        if "frameworks_out" not in path.parts
        for module, name in imports(path)
        if module.split(".")[0] in PARSERS
        or "tables.readers" in module
        or (name in READING and ("parse" in module or "pipeline" in module))
    ]
    assert found == []
    direct = [
        (str(path), name)
        for path in EXCHANGE.glob("**/*.py")
        if "readers" not in path.parts
        for module, name in imports(path)
        if ".readers." in module and name in ("read_file", "read_files")
    ]
    assert direct == [], "around the limited process"
