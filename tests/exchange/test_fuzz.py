"""Damaged and hostile files through every importer, within bounds of time and memory. FUZZ_CASES says how many (300).

A case follows from its number alone: `FUZZ_FIRST=1234 FUZZ_CASES=1` tries one again.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest
import yaml

from ladders.exchange.bands.parse import read_bands
from ladders.exchange.frameworks_in.pipeline import read
from ladders.exchange.people.parse import read_people
from ladders.exchange.salaries.parse import read_salaries
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.sheets import Problem, Severity

from .samples import Rows, csv_bytes, ods_bytes, xls_bytes, xlsx_bytes
from .test_mutations import BOOKS, SOURCES
from .test_number_formats import number, ods

pytestmark = pytest.mark.slow
CASES: Final = int(os.environ.get("FUZZ_CASES", "300"))
FIRST: Final = int(os.environ.get("FUZZ_FIRST", "0"))
FOUND: Final = (4626,)  # went wrong once: 50,000 columns, each looked for among all others
SECONDS: Final = 20  # for one file; a reading process of its own is stopped after 15
MEMORY: Final = 512 * 1024  # kB by which all cases together may let this process grow
GROWN: Final = 200_000  # bytes to which a part of a file is repeated
Files = list[tuple[str, bytes]]


def framework_problems(files: Files) -> list[Problem]:
    return read(files).problems


IMPORTERS: Final[dict[str, Callable[[Files], list[Problem]]]] = {
    "framework": framework_problems,
    "people": lambda files: read_people(files).problems.listed,
    "salaries": lambda files: read_salaries(files).problems.listed,
    "bands": lambda files: read_bands(files).problems.listed,
}
PEOPLE: Rows = [
    ["number", "name", "email", "manager", "hired on", "level"],
    ["00017", "Lead, Ann", "ann@example.org", "", "13/04/2024", "IC3"],
    ["18", "Bo Lind", "bo@example.org", "Ann Lead (17)", "2024-05-31", "31.12.9999"],
]
SALARIES: Rows = [
    ["employee number", "amount", "currency", "basis", "from"],
    ["17", "62.670,50", "EUR", "month13", "13/04/2026"],
    ["18", "1.234,50", "CHF", "hour", "2026-01-01"],
]
BANDS: Rows = [
    ["pay zone", "grade", "minimum", "midpoint", "maximum"],
    ["DE-N", "EN-ENG-05", "71,000", "85,000", "99,000"],
    ["IE", "6", "84.000,00", "", "117.000,00"],
]
PIECES: Final = (
    b"[", b"{", b"(", b"<c>", b"<!DOCTYPE x [", b"&a;", b"*a", b"&a [*a, *a]", b'"', b"'", b"\0", b"\xff", b"\xed\xa0\x80", b"\t",
    b";", b"\n", b"\r", b"- ", b"? ", b": ", b"|", b"!!python/object:os.system ", b"9" * 400, b"1e999", b"-0", b"NaN", b"=1+1",
    b"\xe2\x80\xae", b"---\n", b"${", b"%s", b"31.12.9999", b"00000",
)  # fmt: skip


def sources() -> dict[str, bytes]:
    """Good files of each kind."""
    made = SOURCES | BOOKS
    for name, rows in (("people", PEOPLE), ("salaries", SALARIES), ("bands", BANDS)):
        head, *body = rows
        entries = [dict(zip(head, row, strict=True)) for row in body]
        made |= {
            f"{name}.csv": csv_bytes(rows),
            f"{name}.tsv": csv_bytes(rows, "\t"),
            f"{name}.json": json.dumps(entries).encode(),
            f"{name}.yaml": yaml.safe_dump(entries, allow_unicode=True).encode(),
            f"{name}.xlsx": xlsx_bytes({"S": rows}),
            f"{name}.ods": ods_bytes(rows),
            f"{name}.xls": xls_bytes([head, *([17, *row[1:]] for row in body)], code="00000"),
        }
    return made | {"padded.ods": ods(number("17", "c1") + number("5", "c2"))}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with some places overwritten, cut, repeated a few or very many times, or with what parsers stumble over."""
    for _change in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 4, 40, 400)))
        piece = chance.choice(PIECES) if chance.random() < 0.6 else chance.randbytes(chance.randint(1, 8))
        match chance.choice(("over", "drop", "add", "cut", "twice", "many", "piece", "piece")):
            case "over":
                data = data[:at] + piece + data[at + len(piece) :]
            case "drop":
                data = data[:at] + data[end:]
            case "add" | "piece":
                data = data[:at] + piece * chance.choice((1, 1, 2, 50, 5_000)) + data[at:]
            case "twice":
                data = data[:end] + data[at:]
            case "many":
                part = data[at:end] or piece
                data = data[:at] + part * min(GROWN // len(part), chance.choice((10, 1_000, GROWN))) + data[at:]
            case _:
                data = data[: max(at, 1)]
    return data


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what is done takes longer."""

    def stop(*_signal: object) -> None:
        raise TimeoutError(f"takes more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def tried(case: int, files: dict[str, bytes]) -> str:
    """What went wrong in this case; "" where nothing did."""
    chance = random.Random(case)  # the same files each time
    name, importer = chance.choice(sorted(files)), chance.choice(sorted(IMPORTERS))
    data = damaged(files[name], chance)
    about = f"case {case}: {importer}, {name}, {len(data)} bytes"
    try:
        with at_most(SECONDS):
            problems = IMPORTERS[importer]([(name, data)])
    except ExchangeError as error:
        problems = [error.problem]
    except Exception as error:  # whatever it is, it is told with its case
        return f"{about}: {type(error).__name__}: {error}"
    odd = [each.message for each in problems if not each.message.endswith((".", "”")) or "Traceback" in each.message]
    return f"{about}: {odd[0]}" if odd else ""


def test_every_importer_answers_within_bounds() -> None:
    files = sources()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    wrong = [told for case in (*FOUND, *range(FIRST, FIRST + CASES)) if (told := tried(case, files))]
    assert wrong == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
    assert time.monotonic() - begun < CASES * 2 + 2 * SECONDS


@pytest.mark.parametrize("importer", ["people", "salaries", "bands"])
def test_the_unchanged_files_are_read(importer: str) -> None:
    """What is damaged was good before: else nothing behind the first look would be tried."""
    files = {name: data for name, data in sources().items() if name.startswith(importer)}
    for item in files.items():
        assert [each.message for each in IMPORTERS[importer]([item]) if each.severity is Severity.ERROR] == [], item[0]
