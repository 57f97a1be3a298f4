"""The lattice as a standalone SVG file for slides: no font, style sheet or image from elsewhere. Pure and deterministic.

Everything is presentation attributes, so the file also shows under a policy that forbids styles. Its light palette is the
one of the pages; text is wrapped by estimate (`measure`), with room to spare for other fonts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from xml.sax.saxutils import escape

from ..labels import level_label
from .figures import Completion
from .lattice import GradeRow, Lattice
from .lattice_drawing import LINE, DrawnBand
from .measure import width, wrap
from .shapes import LevelShape

PAPER, INK, SOFT, HAIR, ACCENT, CARD = "#fbfaf7", "#1d2329", "#56606a", "#dcd8cf", "#0b6e69", "#ffffff"
SANS = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
SERIF = "Georgia, 'Times New Roman', serif"

WIDTH, MARGIN = 1600, 48
HEAD, GAP = 220, 16  # the column of grades; between columns
PAD, LEADING = 12, 1.38  # inside a card; line height in font sizes

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around the lattice; the caller passes them in the reader's language."""

    head: str = "Impact and pay"
    head_small: str = "grade · points"
    grade: str = "Grade %(code)s"
    points: str = "points"
    shared: str = "shared by all tracks"
    written: str = "%(written)s/%(expected)s written"
    waiting: str = "Without a grade yet: %(levels)s"
    empty: str = "No level has a grade yet."


def lattice_svg(
    lattice: Lattice,
    *,
    title: str,
    subtitle: str = "",
    bands: Mapping[int, DrawnBand] | None = None,
    completions: Mapping[UUID, Completion] | None = None,
    labels: Labels | None = None,
    language: str = "en",
) -> str:
    """The lattice as SVG, 1600 pixels wide and as high as it needs.

    `bands` are the pay bands by rank, `completions` the expectations written by level; both are shown where given.
    """
    return _Drawing(lattice, bands or {}, completions or {}, labels or Labels()).svg(title, subtitle, language)


class _Drawing:
    """Collects elements from the top down; `y` is where the next one begins."""

    def __init__(
        self,
        lattice: Lattice,
        bands: Mapping[int, DrawnBand],
        completions: Mapping[UUID, Completion],
        labels: Labels,
    ) -> None:
        self.lattice, self.bands, self.completions, self.labels = lattice, bands, completions, labels
        self.parts: list[str] = []
        self.y: float = MARGIN
        self.left = MARGIN + HEAD + GAP
        self.room = WIDTH - MARGIN - self.left
        count = max(len(lattice.columns), 1)
        self.column = (self.room - GAP * (count - 1)) / count

    def svg(self, title: str, subtitle: str, language: str) -> str:
        self._heading(title, subtitle)
        self._columns()
        for row in self.lattice.rows:
            self._row(row)
        if not self.lattice.rows:
            self._lines((self.labels.empty,), MARGIN, self.y + 34, 15, SOFT)
            self.y += 50
        if self.lattice.tray:
            codes = ", ".join(level.code or level.title for group in self.lattice.tray for level in group.levels)
            lines = wrap(self.labels.waiting % {"levels": codes}, WIDTH - 2 * MARGIN, 13)
            self.y = self._lines(lines, MARGIN, self.y + 26, 13, SOFT)
        height = round(self.y + MARGIN - 12)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="lattice-title lattice-desc" '
            f'xml:lang="{re.sub("[^A-Za-z0-9-]", "", language)}">\n'
            f'<title id="lattice-title">{_safe(title)}</title>\n'
            f'<desc id="lattice-desc">{_safe(self._description())}</desc>\n'
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n' + "\n".join(self.parts) + "\n</svg>\n"
        )

    def _heading(self, title: str, subtitle: str) -> None:
        self.y = self._lines(wrap(title, WIDTH - 2 * MARGIN, 34), MARGIN, self.y + 28, 34, INK, family=SERIF) - 24
        if subtitle.strip():
            self.y = self._lines(wrap(subtitle, 900, 16), MARGIN, self.y + 22, 16, SOFT)
        self.y += 18

    def _columns(self) -> None:
        heads: list[tuple[float, float, str, str]] = [(MARGIN, HEAD, self.labels.head, self.labels.head_small)]
        heads += [
            (self._x(place), self.column, track.name, track.tagline) for place, track in enumerate(self.lattice.columns)
        ]
        top, bottom = self.y + 18, self.y
        for x, room, name, small in heads:
            y = self._lines(wrap(name, room, 17, bold=True), x, top, 17, INK, family=SERIF, weight=600)
            y = self._lines(wrap(small, room, 13), x, y + 2, 13, SOFT)
            bottom = max(bottom, y)
        for x, room, _, _ in heads:
            self._rule(x, bottom - 6, room, INK, 2)
        self.y = bottom - 6

    def _x(self, place: int) -> float:
        return self.left + place * (self.column + GAP)

    def _row(self, row: GradeRow) -> None:
        top = self.y + 12
        bottom = max(top + 50, self._row_head(row, top))
        for level in row.shared:
            bottom = max(bottom, self._shared(level, top))
            top = bottom + 8 if row.parted or level is not row.shared[-1] else top
        cards = [(place, level, self._card_lines(level)) for place, cell in enumerate(row.cells) for level in cell]
        stacks = [[item for item in cards if item[0] == place] for place in range(len(row.cells))]
        # Cards that stand alone in their cell are as high as the row, so that a row reads as one line.
        single = max((_card_height(lines) for stack in stacks if len(stack) == 1 for _, _, lines in stack), default=0)
        for stack in stacks:
            y = top
            for place, level, lines in stack:
                height = max(single, _card_height(lines)) if len(stack) == 1 else _card_height(lines)
                self._card(level, lines, self._x(place), y, height)
                y += height + 8
            bottom = max(bottom, y - 8 if stack else bottom)
        self.y = bottom + 12
        across = [(self._x(place), self.column) for place in range(len(row.cells))]
        if not across or (row.shared and not row.parted):
            across = [(self.left, self.room)]
        for x, room in [(float(MARGIN), float(HEAD)), *across]:
            self._rule(x, self.y, room, HAIR, 1)

    def _row_head(self, row: GradeRow, top: float) -> float:
        name = self._grade(row)
        y = self._lines(wrap(name, HEAD, 18, bold=True), MARGIN, top + 16, 18, INK, family=SERIF, weight=600)
        points = _points(row)
        if points:
            y = self._lines((points,), MARGIN, y - 2, 13, SOFT)
        band = self.bands.get(row.rank)
        if band is not None:
            if band.bar is not None:
                scale = (HEAD - 12) / LINE
                self.parts.append(_rect(MARGIN, y - 8, HEAD - 12, 6, HAIR, radius=3))
                self.parts.append(
                    _rect(MARGIN + band.bar.x * scale, y - 8, max(band.bar.width * scale, 3), 6, ACCENT, radius=3)
                )
                y += 14
            y = self._lines(wrap(band.text, HEAD, 13), MARGIN, y, 13, INK)
        return y - 10

    def _grade(self, row: GradeRow) -> str:
        code = self.labels.grade % {"code": row.code}
        return code if row.title in ("", code) else f"{code} · {row.title}"

    def _card_lines(self, level: LevelShape) -> tuple[Sequence[str], Sequence[str], str]:
        """Title, summary and the mark in the corner, wrapped for a card."""
        room = max(self.column - 2 * PAD, 24)
        mark = self._mark(level)
        return wrap(level.title, room, 15, bold=True), wrap(level.summary, room, 13), mark

    def _mark(self, level: LevelShape) -> str:
        completion = self.completions.get(level.key)
        if completion is None:
            return ""
        figures = {"written": completion.written, "expected": completion.expected}
        return ("✓ %(written)s/%(expected)s" if completion.complete else self.labels.written) % figures

    def _card(
        self, level: LevelShape, lines: tuple[Sequence[str], Sequence[str], str], x: float, y: float, height: float
    ) -> None:
        title, summary, mark = lines
        self.parts.append(_rect(x, y, self.column, height, CARD, radius=7, stroke=HAIR))
        self._lines((level.code,), x + PAD, y + 24, 12, SOFT)
        if mark and width(mark, 12) + width(level.code, 12) + 2 * PAD + 8 <= self.column:
            self._lines((mark,), x + self.column - PAD, y + 24, 12, ACCENT, anchor="end")
        after = self._lines(title, x + PAD, y + 45, 15, INK, weight=600)
        self._lines(summary, x + PAD, after, 13, SOFT)

    def _shared(self, level: LevelShape, y: float) -> float:
        """A level of all tracks, drawn once across the columns; returns where it ends."""
        left_room = min(260.0, self.room / 2)
        small = " · ".join(part for part in (level.code, self.labels.shared) if part)
        title = wrap(level.title, left_room - PAD, 15, bold=True)
        summary = wrap(level.summary, self.room - left_room - 2 * PAD, 13)
        height = max(34 + len(title) * 15 * LEADING, 20 + len(summary) * 13 * LEADING) + PAD
        self.parts.append(_rect(self.left, y, self.room, height, CARD, radius=7, stroke=HAIR))
        self._lines((small,), self.left + PAD, y + 24, 12, SOFT)
        self._lines(title, self.left + PAD, y + 45, 15, INK, weight=600)
        middle = y + height / 2 - (len(summary) - 1) * 13 * LEADING / 2 + 5
        self._lines(summary, self.left + left_room + PAD, middle, 13, SOFT)
        mark = self._mark(level)
        if mark:
            self._lines((mark,), self.left + self.room - PAD, y + 24, 12, ACCENT, anchor="end")
        return y + height

    def _lines(
        self,
        lines: Sequence[str],
        x: float,
        y: float,
        size: int,
        fill: str,
        *,
        family: str = SANS,
        weight: int = 400,
        anchor: str = "start",
    ) -> float:
        """Draws lines with their first baseline at `y`; returns the baseline for what follows."""
        for line in lines:
            if line.strip():
                self.parts.append(
                    f'<text x="{_n(x)}" y="{_n(y)}" font-family="{family}" font-size="{size}" '
                    f'font-weight="{weight}" text-anchor="{anchor}" fill="{fill}">{_safe(line)}</text>'
                )
            y += size * LEADING
        return y

    def _rule(self, x: float, y: float, length: float, colour: str, thickness: int) -> None:
        self.parts.append(_rect(x, y, length, thickness, colour))

    def _description(self) -> str:
        """The lattice in words, row by row from the top, for those who do not see it."""
        rows = []
        for row in self.lattice.rows:
            named = [f"{self.labels.shared}: {_called(level)}" for level in row.shared]
            named += [
                f"{track.name}: {', '.join(_called(level) for level in cell)}"
                for track, cell in zip(self.lattice.columns, row.cells, strict=True)
                if cell
            ]
            points = f", {_points(row)} {self.labels.points}" if _points(row) else ""
            rows.append(f"{self._grade(row)}{points}. {'; '.join(named) or '–'}.")
        return " ".join(rows) or self.labels.empty


def _called(level: LevelShape) -> str:
    return level_label(level)


def _points(row: GradeRow) -> str:
    if row.grade is None:
        return ""
    if row.grade.points_to is None:
        return f"{row.grade.points_from} –"
    return f"{row.grade.points_from} – {row.grade.points_to}"


def _card_height(lines: tuple[Sequence[str], Sequence[str], str]) -> float:
    title, summary, _ = lines
    return 30 + len(title) * 15 * LEADING + len(summary) * 13 * LEADING + PAD


def _rect(x: float, y: float, wide: float, high: float, fill: str, *, radius: int = 0, stroke: str = "") -> str:
    extra = (f' rx="{radius}"' if radius else "") + (f' stroke="{stroke}"' if stroke else "")
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}"{extra}/>'


def _n(value: float) -> str:
    """A number without needless digits, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _safe(text: str) -> str:
    """Text for XML: escaped, without the control characters that XML cannot hold."""
    return escape(_ILLEGAL.sub("", text))
