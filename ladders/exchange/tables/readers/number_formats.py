"""Numbers that a workbook shows with leading zeros: the cell holds 17 with the format 00000, and the person sees 00017.

The library that reads workbooks hands out values, not what is shown. Only formats of zeros are looked for, so workbooks
without one (nearly all) cost a look at the list of their formats.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

MOST_STYLES_BYTES: Final = 20 << 20
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(0)|([#?])|(.)', re.DOTALL)
_LITERAL: Final = frozenset("-+ /():")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d+)["']""")
_TYPE = re.compile(rb"""\bt=["'](\w+)["']""")
_WHOLE = re.compile(rb"<(?:\w+:)?v>(\d{1,15})(?:\.0+)?</")

Shape = tuple[str, ...]  # "0" for a digit, anything else as it is shown


def shape_of(code: str) -> Shape | None:
    """What a number format shows, where it is one of at least two zeros and nothing but literals beside; else None."""
    shape: list[str] = []
    for quoted, escaped, zero, optional, other in _TOKEN.findall(code.partition(";")[0]):
        if zero:
            shape.append("0")
        elif optional:
            if "0" in shape:
                return None
        elif quoted or escaped:
            # A letter or two belong to a number (P0452). Words, currencies and signs make it an amount or a share, and
            # those are read as the numbers they are.
            beside = [sign for sign in quoted or escaped if sign not in _LITERAL]
            if len(beside) > 2 or not all(map(str.isalpha, beside)):
                return None
            shape.extend("\0" + sign for sign in quoted or escaped)
        elif other:
            if other not in _LITERAL:
                return None
            shape.append("\0" + other)
    return tuple(shape) if shape.count("0") >= 2 else None


def shown(whole: int, shape: Shape) -> str:
    """A whole number as the format shows it: digits fill its zeros from the right; those that are more stand in front."""
    digits, out = list(str(whole)), []
    left = shape.count("0")
    for sign in reversed(shape):
        if sign == "0":
            left -= 1
            out.append(digits.pop() if digits else "0")
            if not left and digits:
                out.extend(reversed(digits))
                digits = []
        else:
            out.append(sign[1:])
    return "".join(reversed(out))


def padded_cells(data: bytes) -> dict[str, dict[tuple[int, str], str]]:
    """Part of the xlsx file → (row, column letters) → what is shown, for whole numbers with a format of zeros."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        shapes = _shapes(archive)
        if not shapes:
            return {}
        return {
            part: found
            for part in archive.namelist()
            if part.startswith("xl/worksheets/") and part.endswith(".xml")
            if (found := dict(_padded(archive, part, shapes)))
        }


def _shapes(archive: zipfile.ZipFile) -> dict[bytes, Shape]:
    """Number of the cell style → what it shows, of formats of zeros."""
    if "xl/styles.xml" not in archive.namelist() or archive.getinfo("xl/styles.xml").file_size > MOST_STYLES_BYTES:
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats = {
        item.get("numFmtId", ""): shape
        for item in root.iter()
        if item.tag.endswith("}numFmt") and (shape := shape_of(item.get("formatCode", "")))
    }
    styles = next((item for item in root if item.tag.endswith("}cellXfs")), None)
    if not formats or styles is None:
        return {}
    return {
        str(index).encode(): formats[style.get("numFmtId", "")]
        for index, style in enumerate(styles)
        if style.get("numFmtId", "") in formats
    }


def _padded(archive: zipfile.ZipFile, part: str, shapes: dict[bytes, Shape]) -> Iterator[tuple[tuple[int, str], str]]:
    from .package import chunks_of_cells

    for chunk in chunks_of_cells(archive, part):
        for attributes, inner in _CELL.findall(chunk):
            style, reference, kind = _STYLE.search(attributes), _REFERENCE.search(attributes), _TYPE.search(attributes)
            shape = shapes.get(style[1]) if style else None
            if shape is None or reference is None or (kind and kind[1] != b"n"):
                continue
            if whole := _WHOLE.search(inner):
                yield (int(reference[2]), reference[1].decode()), shown(int(whole[1]), shape)
