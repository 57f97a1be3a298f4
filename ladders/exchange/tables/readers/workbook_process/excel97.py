"""Numbers that a workbook of Excel 95 to 2003 (.xls) shows with leading zeros.

Such a file is a small file system; one stream in it holds records, each with a kind and a length: first those of the whole
workbook (formats, styles, sheets), then those of each sheet. Nothing is looked at beyond them where no format is of zeros.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from .number_formats import Shape, shape_of, shown

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGIN, SHEET, FORMAT, STYLE, LOCKED = 0x0809, 0x0085, 0x041E, 0x00E0, 0x002F
FORMULA, NUMBER, PACKED, SEVERAL_PACKED = 0x0006, 0x0203, 0x027E, 0x00BD
LAST_SECTOR: Final = 0xFFFFFFFA  # what is larger marks an end
LARGEST: Final = 10**15

Record = tuple[int, bytes, int]  # kind, data, where in the stream
Tell = Callable[..., bool]


def tell_padded(data: bytes, tell: Tell) -> None:
    """Tell of each cell that is shown with leading zeros: sheet, row, column index, and what it shows; until `tell` answers
    False. Ends early where the file is damaged or locked: the library that reads the workbook says so."""
    try:
        _tell(_stream(data), tell)
    except (struct.error, IndexError, ValueError):
        return


def _tell(stream: bytes, tell: Tell) -> None:
    formats: dict[int, Shape] = {}
    styles: list[int] = []
    sheets: dict[int, str] = {}
    wide, sheet, shapes, begun = False, "", dict[int, Shape](), 0
    for kind, data, place in _records(stream):
        if kind == BEGIN:
            begun += 1
            wide = (begun == 1 and data[:2] == b"\x00\x06") or (begun > 1 and wide)
            sheet = sheets.get(place, "")
            if begun == 2:
                shapes = {style: formats[code] for style, code in enumerate(styles) if code in formats}
                if not shapes:
                    return
        elif kind == LOCKED:
            return
        elif kind == FORMAT:
            code = struct.unpack_from("<H", data)[0]
            if shape := shape_of(_text(data[2:], wide, 2 if wide else 1)):
                formats[code] = shape
        elif kind == STYLE:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == SHEET:
            sheets[struct.unpack_from("<I", data)[0]] = _text(data[6:], wide, 1)
        elif sheet and shapes:
            for row, column, style, value in _numbers(kind, data):
                whole = style in shapes and 0 <= value < LARGEST and value == int(value)
                if whole and not tell(sheet, row + 1, column, shown(int(value), shapes[style])):
                    return


def _numbers(kind: int, data: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Row, column, style and value of the numbers in a record."""
    if kind == NUMBER or (kind == FORMULA and data[12:14] != b"\xff\xff"):  # else its result is no number
        yield struct.unpack_from("<HHHd", data)
    elif kind == PACKED:
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        yield row, column, style, _unpacked(packed)
    elif kind == SEVERAL_PACKED:
        row, first = struct.unpack_from("<HH", data)
        for index in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * index)
            yield row, first + index, style, _unpacked(packed)


def _unpacked(packed: int) -> float:
    """30 bits are a whole number or the upper part of a float; the two others say which, and whether it is a hundred times
    the value."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _text(data: bytes, wide: bool, size: int) -> str:
    """A text behind its length, of `size` bytes; since Excel 97 a byte between them says how its letters are kept."""
    length = int.from_bytes(data[:size], "little")
    if not wide:
        return data[size : size + length].decode("cp1252", "replace")
    letters = data[size + 1 :]
    return (
        letters[: 2 * length].decode("utf-16-le", "replace") if data[size] & 1 else letters[:length].decode("latin-1")
    )


def _small_sector(room: bytes, number: int) -> bytes:
    return room[64 * number : 64 * number + 64]


def _records(stream: bytes) -> Iterator[Record]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length], place
        place += 4 + length


def _stream(data: bytes) -> bytes:
    """The stream of records. Raises ValueError, IndexError or struct.error where there is none."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    tables, directory, smallest, small, _smalls, more = struct.unpack_from("<II4xIIII", data, 44)
    if sector not in (512, 4096):
        raise ValueError("no file system")

    def read(number: int) -> bytes:
        return data[sector * (number + 1) : sector * (number + 2)]

    table_sectors = [each for each in struct.unpack_from("<109I", data, 76) if each < LAST_SECTOR]
    seen: set[int] = set()
    while more < LAST_SECTOR and more not in seen:
        seen.add(more)
        *numbers, more_next = struct.unpack(f"<{sector // 4}I", read(more))
        table_sectors += [each for each in numbers if each < LAST_SECTOR]
        more = more_next
    following = [each for part in table_sectors[:tables] for each in struct.unpack(f"<{sector // 4}I", read(part))]

    def chain(first: int, next_of: list[int], part: Callable[[int], bytes]) -> bytes:
        found, left = [], len(next_of)
        while first < LAST_SECTOR and left:
            found.append(part(first))
            first, left = next_of[first], left - 1
        return b"".join(found)

    entries = chain(directory, following, read)
    root_first = struct.unpack_from("<I", entries, 116)[0]
    for start in range(0, len(entries), 128):
        entry = entries[start : start + 128]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name not in ("Workbook", "Book"):
            continue
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= smallest:
            return chain(first, following, read)[:length]
        room = chain(root_first, following, read)
        small_table = chain(small, following, read)
        small_next = list(struct.unpack(f"<{len(small_table) // 4}I", small_table))
        return chain(first, small_next, partial(_small_sector, room))[:length]
    raise ValueError("no workbook")
