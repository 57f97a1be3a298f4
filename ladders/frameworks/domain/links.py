"""Links to learn from, beside a competency or what a level asks of it. No Django.

They are kept as a text of one link a line, `[Title](https://address) note`, so that they go through files, merges and
history as every other text does. `read_links` also takes what people write: `Title: https://address`, an address alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ladders.core.sentences import gettext as _

LONGEST_TITLE: Final = 120
LONGEST_ADDRESS: Final = 500
LONGEST_NOTE: Final = 200
MOST: Final = 10
# What the database holds, line by line; PostgreSQL reads it, too.
LINE: Final = r"\[[^][\n]+\]\(https://[^\s()<>\"\\@]+\)( [^\n]+)?"
TEXT: Final = rf"^({LINE}(\n{LINE})*)?$"

# An address may hold brackets that are closed again: https://en.wikipedia.org/wiki/Python_(programming_language)
_WRITTEN: Final = re.compile(r"^\[([^][]+)\]\(\s*((?:[^\s()]|\([^\s()]*\))+)\s*\)\s*(.*)$")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?[^\s<>]+|www\.[^\s<>]+")
_LISTED: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_EDGES: Final = " \t:;,–—-|·"
_ESCAPED: Final = {"@": "%40", "(": "%28", ")": "%29"}  # what an address may hold, and `LINE` keeps for itself
_HOST: Final = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `note` says what it is good for, or how long it takes."""

    title: str
    address: str
    note: str = ""

    @property
    def line(self) -> str:
        """As it is kept."""
        return f"[{self.title}]({self.address}){f' {self.note}' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class RefusedLink:
    """A line that is no link which can be kept. `why`: address, scheme, person, long, many, none."""

    line: str
    why: str

    @property
    def sentence(self) -> str:
        """What is wrong, and the cure."""
        return {
            "scheme": _("“%(line)s”: only addresses that begin with https:// are kept. Write the address that does."),
            "address": _("“%(line)s” holds no address that can be kept. Copy it from the browser's address bar."),
            "person": _("“%(line)s” holds a sign-in name before the host. Copy the address without it."),
            "long": _("“%(line)s” is too long: 120 characters of title, 500 of address, 200 of note. Shorten it."),
            "many": _("“%(line)s” is one link too many: at most ten stand in one place. Keep the best."),
            "none": _("“%(line)s” names no address. Write a link a line: a title, then its https:// address."),
        }[self.why] % {"line": self.line}


def links_of(text: str) -> tuple[Link, ...]:
    """The links of a text as it is kept."""
    return read_links(text)[0] if text else ()


def text_of(links: tuple[Link, ...]) -> str:
    """As it is kept."""
    return "\n".join(link.line for link in links)


def read_links(text: str) -> tuple[tuple[Link, ...], tuple[RefusedLink, ...]]:
    """The links that a text names, each once, and the lines that were refused."""
    found: dict[str, Link] = {}
    refused: list[RefusedLink] = []
    for raw in text.splitlines():
        line = _LISTED.sub("", " ".join(raw.split()))
        if not line:
            continue
        link = _link(line)
        if isinstance(link, str):
            refused.append(RefusedLink(line[:80], link))
        elif len(found) >= MOST and link.address not in found:
            refused.append(RefusedLink(line[:80], "many"))
        else:
            found.setdefault(link.address, link)
    return tuple(found.values()), tuple(refused)


def _link(line: str) -> Link | str:
    """The link of a line, or why it is none."""
    written = _WRITTEN.match(line)
    if written:
        title, address, note = written.groups()
    else:
        seen = _ADDRESS.search(line)
        if seen is None:
            return "none"
        address = _without_end(seen[0])
        title = line[: seen.start()].strip(_EDGES + "(").strip()
        note = line[seen.start() + len(address) :].strip(_EDGES + "().")
    address = _escaped(address)
    if why := _unsafe(address):
        return why
    title = re.sub(r"[][]", "", title).strip() or (urlsplit(address).hostname or "")
    note = note.strip()
    if len(title) > LONGEST_TITLE or len(note) > LONGEST_NOTE:
        return "long"
    return Link(title, address, note)


def _without_end(address: str) -> str:
    """Without what ends the sentence that it stands in: a bracket is the sentence's where the address never opened it."""
    unopened = address.count(")") - address.count("(")
    while address and (address[-1] in ".,;" or (address[-1] == ")" and unopened > 0)):
        unopened -= address[-1] == ")"
        address = address[:-1]
    return address


def _escaped(address: str) -> str:
    """With @ and brackets behind the host as %40, %28 and %29, which mean the same there."""
    start = re.match(r"[^:/?#]+://[^/?#]*", address)
    end = start.end() if start else len(address)
    return address[:end] + "".join(_ESCAPED.get(each, each) for each in address[end:])


def _unsafe(address: str) -> str:
    """Why an address cannot be kept; empty where it can."""
    if len(address) > LONGEST_ADDRESS:
        return "long"
    if not address.lower().startswith("https://"):
        return "scheme"
    if re.search(r"[()\\\"\s<>]|[^\x21-\x7e]", address):
        return "address"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "address"
    if "@" in parts.netloc:
        return "person"
    if not _HOST.fullmatch(parts.hostname or "") or (port is not None and not 0 < port < 65536):
        return "address"
    return "" if address.startswith("https://") else "scheme"
