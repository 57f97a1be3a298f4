"""What kind of file it is: by what is in it first, by its name second. A wrong kind gets a sentence here."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from ladders.core.sentences import gettext as _

from ..errors import ExchangeError
from ..sheets import Place

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CURE = _("Save it as an Excel workbook (.xlsx) or as CSV and try again.")
READABLE = _("Excel (.xlsx, .xls), OpenDocument (.ods), CSV, TSV, YAML, JSON or Markdown")

FOREIGN_STARTS = (
    (b"%PDF", _("a PDF")),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"\x7fELF", _("a program")),
    (b"MZ", _("a program")),
    (b"{\\rtf", _("a rich text document (RTF)")),
    (b"SQLite format 3", _("a database")),
)
FOREIGN_PARTS = (
    ("word/", "a Word document"),
    ("ppt/", _("a PowerPoint presentation")),
    ("visio/", _("a Visio drawing")),
    ("META-INF/MANIFEST.MF", _("a program (JAR)")),
    ("Index/Document.iwa", _("an Apple Numbers or Pages document")),
)
BY_SUFFIX = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".csv": "csv",
    ".txt": "csv",
}
BINARY_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}


class FileKind(StrEnum):
    """The kinds of file that are read."""

    WORKBOOK = "workbook"  # which one, and whether it is one, is for the reading process to find out
    CSV = "csv"
    TSV = "tsv"
    YAML = "yaml"
    JSON = "json"
    MARKDOWN = "markdown"


def kind_of(name: str, data: bytes) -> FileKind:
    """The kind of the file. Raises ExchangeError for what no reader reads."""
    place = Place(name)
    suffix = PurePath(name).suffix.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise ExchangeError(_("%(name)s is empty. Choose the file that holds the framework.") % {"name": name}, place)
    if data.startswith(OLE):
        return _ole(name, data)
    if data.startswith(b"PK"):
        return FileKind.WORKBOOK
    for start, what in FOREIGN_STARTS:
        if data.startswith(start) and not (start == b"MZ" and _printable(data)):
            raise ExchangeError(
                _("%(name)s is %(what)s and cannot be read. Take a file in %(readable)s.")
                % {"name": name, "what": what, "readable": READABLE},
                place,
            )
    if suffix in BINARY_SUFFIXES:
        return _dressed_up(name, data)
    if suffix in BY_SUFFIX:
        return FileKind(BY_SUFFIX[suffix])
    return _by_text(data)


def _ole(name: str, data: bytes) -> FileKind:
    """The container of old Excel files, and of encrypted new ones."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ExchangeError(
            _("%(name)s is protected with a password. Open it, remove the password, save it and try again.")
            % {"name": name},
            Place(name),
        )
    if "WordDocument".encode("utf-16-le") in data or "PowerPoint Document".encode("utf-16-le") in data:
        raise ExchangeError(
            _("%(name)s is an old Word or PowerPoint file and no workbook. %(cure)s") % {"name": name, "cure": CURE},
            Place(name),
        )
    return FileKind.WORKBOOK


def _dressed_up(name: str, data: bytes) -> FileKind:
    """A workbook's name on something else: systems export web pages and CSV under the name .xls."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"<div")):
        raise ExchangeError(
            _("%(name)s has the name of a workbook, but is a web page or XML. Open it in Excel and save it as .xlsx.")
            % {"name": name},
            Place(name),
        )
    if _printable(data):
        return FileKind.CSV
    raise ExchangeError(
        _(
            "%(name)s has the name of a workbook, but is none, or it is damaged. Open it in Excel or "
            "LibreOffice, save it as .xlsx and try again."
        )
        % {"name": name},
        Place(name),
    )


def _printable(data: bytes) -> bool:
    """Whether the beginning looks like text."""
    start = data[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in start)


def _by_text(data: bytes) -> FileKind:
    """A text without a telling name."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20]
    if start.startswith((b"{", b"[")):
        return FileKind.JSON
    return FileKind.MARKDOWN if start.startswith(b"---") else FileKind.CSV
