"""How wide a text will be, and where to break it: an estimate, because no font is at hand where an SVG is made. Pure."""

from __future__ import annotations

import unicodedata

# Widths in em of a common sans-serif (Helvetica and its kin), by groups of letters. `WIDER` allows for the widest font
# that may stand in for it (DejaVu Sans, Verdana), so that text never leaves its card.
_WIDTHS = {
    **dict.fromkeys("ijl|'’‘.,:;!", 0.28),
    **dict.fromkeys("ftrI()[]{}/\\-–‐‑` \u00a0", 0.36),
    **dict.fromkeys('ckszxvyJ"“”*', 0.52),
    **dict.fromkeys("ABEKPSVXY&", 0.70),
    **dict.fromkeys("CDGHNOQRUwT+=<>~→", 0.76),
    **dict.fromkeys("mMW@%—…", 1.0),
}
_OTHER = 0.58
WIDER = 1.12
BOLD = 1.12


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of `text` in pixels at `size` pixels, estimated wide."""
    em = sum(_width(sign) for sign in text)
    return em * size * WIDER * (BOLD if bold else 1.0)


def _width(sign: str) -> float:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign.isascii() and sign.isupper():
        return 0.76
    return _OTHER if ord(sign) < 0x2000 else 0.9


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The lines of `text` at most `room` pixels wide; nothing is left out.

    Breaks between words; a word wider than a whole line is broken inside, at a hyphen or slash where there is one.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        candidate = f"{line} {word}" if line else word
        if width(candidate, size, bold=bold) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room, size, bold)
        lines += full
    return (*lines, line) if line else tuple(lines)


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word as pieces that fit, the last one open for what follows. At least one sign each, however little room."""
    pieces: list[str] = []
    rest = word
    while width(rest, size, bold=bold) > room and len(rest) > 1:
        fits = 1
        while fits < len(rest) and width(rest[: fits + 1], size, bold=bold) <= room:
            fits += 1
        after = max((rest.rfind(sign, 0, fits) + 1 for sign in "-/‐–"), default=0)
        cut = after if 0 < after < len(rest) else fits
        while cut < len(rest) - 1 and unicodedata.combining(rest[cut]):
            cut += 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return [*pieces, rest]
