"""A version as Markdown: the whole framework as YAML at the head of the file, and below it as a page to read.

The head is what comes back in. The page carries a checksum, so that whoever edits it instead of the head is told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import yaml

from ladders.frameworks.domain.shapes import ExpectationShape, GradingMethod, LevelShape

from .documents import tree
from .source import ExportSource

MARK = "<!-- Made from the head of this file, which is what is read: edit there. Checksum"
MARKED = re.compile(rf"^{re.escape(MARK)} ([0-9a-f]{{16}}) -->$", re.MULTILINE)
BLANKS = re.compile(r"\n{3,}")
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~])")


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes texts of several lines as blocks, as a person would."""

    def ignore_aliases(self, data: Any) -> bool:
        """Equal texts stand twice."""
        return True


def _text(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Dumper.add_representer(str, _text)
Dumper.add_multi_representer(str, lambda dumper, text: _text(dumper, str(text)))  # choices and the like


def to_markdown(source: ExportSource) -> bytes:
    """Head and page."""
    head = yaml.dump(tree(source), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)
    page = BLANKS.sub("\n\n", "\n".join(_page(source))).strip()
    return f"---\n{head}---\n\n{MARK} {checksum(page)} -->\n\n{page}\n".encode()


def checksum(page: str) -> str:
    """Of the page's words: how editors break lines does not count."""
    return hashlib.sha256(" ".join(page.split()).encode()).hexdigest()[:16]


def page_was_edited(text: str) -> bool:
    """Whether the page below the head says something else than when it was written."""
    found = MARKED.search(text)
    return found is not None and checksum(text[found.end() :]) != found[1]


def _page(source: ExportSource) -> Iterator[str]:
    shape = source.shape
    yield from (f"# {_plain(shape.framework)}", "", shape.summary, "", shape.statement, "")
    for track in shape.tracks:
        yield f"## {_plain(track.name)}"
        yield from ("", track.purpose or track.tagline, "")
        for level in track.levels:
            yield from _level(source, level)


def _level(source: ExportSource, level: LevelShape) -> Iterator[str]:
    yield f"### {_plain(level.code)} {_plain(level.title)}"
    grade = f"Grade {_plain(level.grade)}." if level.grade else ""
    if level.method is GradingMethod.EVALUATED and level.points is not None:
        grade = f"{grade} Evaluated at {level.points} points.".strip()
    elif level.method is GradingMethod.SLOTTED:
        grade = f"{grade} Source: {_plain(level.source)}."
    yield from ("", _plain(level.summary), "", grade, "", level.scope, "")
    for item, text in source.asked(level.key):
        yield f"#### {_plain(item.name)}"
        yield from ("", *_expectation(source, text), "")


def _expectation(source: ExportSource, text: ExpectationShape) -> Iterator[str]:
    if text.proficiency is not None:
        name = source.step_names.get(text.proficiency, "")
        yield f"*{text.proficiency} {_plain(name)}*".replace(" *", "*") if name else f"*{text.proficiency}*"
        yield ""
    if text.builds_on:
        yield from ("As the level before, and:", "")
    yield text.descriptor
    if text.examples:
        yield from ("", "For example:", "", text.examples)
    if text.links:
        yield from ("", "Learning:", "", *(f"- {line}" for line in text.links.split("\n")))


def _plain(text: str) -> str:
    """A name in a heading: its signs are no Markdown."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))
