"""Documents with more in them than anybody writes are refused before anything is built of them."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.limits import MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_NODES
from ladders.exchange.tables.readers import nodes, read_file

MANY = {
    "values.json": b"[" + b"1," * (MAX_NODES + 1) + b"1]",
    "lists.json": b"[" + b"[]," * (MAX_NODES // 2 + 1) + b"[]]",
    "deep.json": b"[" * 100_000,
    "values.yaml": b"[" + b"a," * (MAX_NODES + 1) + b"a]",
    "lines.yaml": b"- a\n" * (MAX_NODES + 1),
    "front.md": b"---\n" + b"- a\n" * (MAX_NODES + 1) + b"---\n",
}


@pytest.mark.parametrize("name", MANY)
def test_too_many_values_are_refused_before_they_are_built(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_what: object, **_how: object) -> None:
        raise AssertionError("built")

    monkeypatch.setattr("yaml.compose_all", build)
    monkeypatch.setattr(nodes, "_LineDecoder", build)
    tracemalloc.start()
    with pytest.raises(ExchangeError, match=r"has more than 300,000 values\. Part the file\."):
        read_file(name, MANY[name])
    assert tracemalloc.get_traced_memory()[1] < 20 * len(MANY[name]) + (10 << 20)
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["long.json", "long.yaml", "long.md"])
def test_long_documents_are_refused_by_their_size(name: str) -> None:
    with pytest.raises(ExchangeError, match="more than 10 MB of text"):
        read_file(name, b"a" * (MAX_DOCUMENT_BYTES + 1))


def test_signs_inside_strings_count_for_nothing() -> None:
    told = "[" * (MAX_DEPTH + 1) + '{,\\"' * MAX_NODES
    assert nodes.read_json("a.json", json.dumps([told])) == [told]


def test_signs_of_a_text_are_found_in_one_pass() -> None:
    """Each sign is looked at once, also where strings never end; given back and tried again, this took minutes."""
    for text in ('\\"' * 200_000, '"' + "\\" * 400_001, '"a' * 200_001):
        with pytest.raises(ExchangeError):
            nodes.read_json("a.json", text)
