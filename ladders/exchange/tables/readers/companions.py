"""Files that need each other: roles in one document, the levels and competencies that they name by ids in others.

A file may hold lists of parts (`levels.json`), or be one part itself (`debugging.yaml`). Those that name each other become
one document, and `references` follows the ids in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ladders.exchange.round_trip.documents import is_ours

from ..entries import Entry
from ..errors import ExchangeError
from ..limits import MAX_DOCUMENT_BYTES
from ..sheets import fold
from .documents import values_of
from .kinds import FileKind, kind_of
from .outline import CONTAINERS, OutlinePart, key_of
from .reference_keys import IDS, LISTED, name_of, named_items, objects_in, references_of, text_of
from .text import decode

Id = tuple[OutlinePart, str]


@dataclass
class _Document:
    index: int
    stem: str
    root: Entry
    single: bool  # the file is one part, not lists of parts
    described: set[Id] = field(default_factory=set)
    wanted: set[Id] = field(default_factory=set)
    part: OutlinePart = OutlinePart.TRACK  # of a single one: what the others name it as


@dataclass(frozen=True, slots=True)
class Companions:
    """Files, by their places in what was given, and the document that they are together."""

    places: tuple[int, ...]
    root: Entry


def find_companions(files: Sequence[tuple[str, bytes]]) -> list[Companions]:
    """The JSON and YAML files that name each other's parts by ids; files that stand alone are in none."""
    documents = list(_documents(files))
    if len(documents) < 2:
        return []
    together = {each.index: {each.index} for each in documents}
    for one in documents:
        for part, text in one.wanted:
            others = [each for each in documents if each is not one and _describes(each, part, text)]
            if len(others) != 1:
                continue  # nobody describes it, or several do, each in its own way
            if others[0].single:
                others[0].part = part
            joined = together[one.index] | together[others[0].index]
            for index in joined:
                together[index] = joined
    groups = {min(group): group for group in together.values() if len(group) > 1}
    by_index = {each.index: each for each in documents}
    return [
        Companions(tuple(sorted(group)), _merged([by_index[index] for index in sorted(group)]))
        for _first, group in sorted(groups.items())
    ]


def _documents(files: Sequence[tuple[str, bytes]]) -> Iterator[_Document]:
    """Those that can be read; what is wrong with others is said where they are read by themselves."""
    kinds = [_kind(name, data) for name, data in files]
    named = [index for index, kind in enumerate(kinds) if kind in (FileKind.JSON, FileKind.YAML)]
    if len(named) < 2 or sum(len(files[index][1]) for index in named) > MAX_DOCUMENT_BYTES:
        return
    for index in named:
        name, data = files[index]
        kind, stem = kinds[index], PurePath(name).stem
        try:
            values = values_of(name, decode(name, data)[0], kind) if kind else []
        except ExchangeError:
            continue
        value: Any = values[0] if len(values) == 1 else None
        if isinstance(value, list) and CONTAINERS.get(key_of(stem)) in LISTED:
            value = Entry(1, {stem: value})
        if isinstance(value, Entry) and not is_ours(value):
            yield _document(index, stem, value)


def _kind(name: str, data: bytes) -> FileKind | None:
    try:
        return kind_of(name, data)
    except ExchangeError:
        return None


def _document(index: int, stem: str, root: Entry) -> _Document:
    parts = [(part, key, item) for key, part, item in named_items(root)]
    document = _Document(index, stem, root, single=not parts and bool(name_of(root) or text_of(root, "id")))
    for part, key, item in parts:
        document.described |= {(part, fold(text)) for text in (key, *(text_of(item, word) for word in IDS)) if text}
    for item in objects_in(root):
        for _key, part, texts in references_of(item):
            document.wanted |= {(part, fold(text)) for text in texts if text}
    document.wanted -= document.described
    if document.single and any(isinstance(inner, Entry) for inner in root.values()):
        document.part = OutlinePart.COMPETENCY  # `levels: {l1: text}`: what each level asks of it
    return document


def _describes(document: _Document, part: OutlinePart, text: str) -> bool:
    if not document.single:
        return (part, text) in document.described
    return text in {fold(each) for each in (document.stem, *(text_of(document.root, word) for word in IDS)) if each}


def _merged(documents: Sequence[_Document]) -> Entry:
    """One document with the lists of all."""
    root = Entry(1)
    for document in documents:
        if document.single:
            document.root.setdefault("id", document.stem)
            root.setdefault(LISTED[document.part], []).append(document.root)
            continue
        for key, value in document.root.items():
            part = CONTAINERS.get(key_of(key))
            if part in LISTED and isinstance(value, list | Entry):
                root.setdefault(LISTED[part], []).extend(_items(value))
            else:
                root.setdefault(key, value)
    return root


def _items(value: list[Any] | Entry) -> list[Any]:
    if isinstance(value, list):
        return value
    items = []
    for key, inner in value.items():
        line = value.lines.get(key, value.line)
        item = inner if isinstance(inner, Entry) else Entry(line, {"text": inner})
        item.setdefault("name", key)
        item.setdefault("id", key)
        items.append(item)
    return items
