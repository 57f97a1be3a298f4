"""What the preview page shows of an upload: counts to filter by, a page of entries, texts laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.exchange.models import PreviewEntry, Upload, UploadState
from ladders.frameworks.domain.wordings import Segment, differences
from ladders.frameworks.enums import TRACK_KINDS

from ..merge.changes import ChangeKind, ChangeReason, Verdict
from .labels import EXPLAINED, FIELDS, value_of

PER_PAGE = 40
LOOK_FIRST = (
    Verdict.CONFLICT,
    Verdict.UPDATED,
    Verdict.CREATED,
    Verdict.DELETED,
    Verdict.LEFT,
    Verdict.KEPT,
    Verdict.MISSING,
)


@dataclass(frozen=True, slots=True)
class VerdictChip:
    """A verdict with its number of entries."""

    verdict: str
    name: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One entry, ready to show."""

    entry: PreviewEntry
    kind: str
    field: str
    mine: str
    theirs: str
    segments: tuple[Segment, ...]
    place: str
    why: str


@dataclass(frozen=True)
class Preview:
    """The list below an upload: which verdict is shown, its page of lines, and what to say above them."""

    chips: tuple[VerdictChip, ...]
    verdict: str
    explained: str
    page: Page[PreviewEntry]
    lines: tuple[PreviewLine, ...]
    many: bool  # several frameworks, so that each line names its own

    @property
    def listed(self) -> int:
        """How many are listed, where that is not all; else 0."""
        count = next(chip.count for chip in self.chips if chip.current)
        return self.page.paginator.count if self.page.paginator.count < count else 0

    @property
    def choosable(self) -> bool:
        """Whether a person can choose on this page."""
        return any(line.entry.choosable for line in self.lines)


def preview_of(upload: Upload, wanted: str, page: str) -> Preview | None:
    """The list, with the verdict `wanted` or the one most worth a look: 2 queries. None where there is none."""
    counts: dict[str, int] = upload.report.get("counts", {})
    if not any(counts.values()):
        return None
    first = next((verdict.value for verdict in LOOK_FIRST if counts.get(verdict.value)), Verdict.UNCHANGED.value)
    shown = wanted if counts.get(wanted) else first
    entries: QuerySet[PreviewEntry] = PreviewEntry.objects.filter(upload=upload, verdict=shown)
    found = Paginator(entries, PER_PAGE).get_page(page)
    chips = tuple(
        VerdictChip(verdict.value, verdict.label, counts[verdict.value], verdict.value == shown)
        for verdict in Verdict
        if counts.get(verdict.value)
    )
    many = len(upload.report.get("aims", ())) > 1
    return Preview(chips, shown, str(EXPLAINED[Verdict(shown)]), found, tuple(map(_line, found)), many)


def _line(entry: PreviewEntry) -> PreviewLine:
    mine, theirs = value_of(entry.field, entry.mine), value_of(entry.field, entry.theirs)
    overlaid = entry.verdict in (Verdict.UPDATED, Verdict.KEPT, Verdict.CONFLICT) and mine and theirs
    old, new = (theirs, mine) if entry.verdict == Verdict.KEPT else (mine, theirs)
    return PreviewLine(
        entry,
        "" if entry.kind == ChangeKind.ROW else ChangeKind(entry.kind).label,
        str(FIELDS.get(entry.field, "")),
        mine,
        theirs,
        differences(old, new) if overlaid else (),
        place_of(entry),
        entry.message or (ChangeReason(entry.why).label if entry.why else ""),
    )


def place_of(entry: PreviewEntry) -> str:
    """`matrix.xlsx · Levels · C4`, or with row and key where columns have no letters."""
    column, row = entry.column, entry.row
    if row is not None and column.isupper() and column.isalpha() and len(column) <= 3:
        cell = f"{column}{row}"
    else:
        parts = [_("row %(row)s") % {"row": row} if row is not None else "", column]
        cell = ", ".join(filter(None, parts))
    return " · ".join(filter(None, (entry.file, entry.sheet, cell)))


def named_tree(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The frameworks that were read, with the kinds of tracks in words; lowest level last."""
    names = dict(TRACK_KINDS)
    for framework in report.get("tree", ()):
        for track in framework["tracks"]:
            track["kind_name"] = names.get(track["kind"], "")
    return list(report.get("tree", ()))


def apply_label(upload: Upload) -> str:
    """What the button that writes says; empty where there is nothing to write."""
    counts = upload.report.get("counts", {})
    changes = counts.get(Verdict.CREATED, 0) + counts.get(Verdict.UPDATED, 0)
    open_ones = sum(counts.get(verdict, 0) for verdict in (Verdict.CONFLICT, Verdict.MISSING, Verdict.DELETED))
    aims = upload.report.get("aims", ())
    if upload.state != UploadState.READY or not aims or any(aim["clashes"] for aim in aims):
        return ""
    if not any(aim["slug"] for aim in aims):
        return ngettext("Make the draft", "Make %(count)s drafts", len(aims)) % {"count": len(aims)}
    if changes:
        return ngettext("Write %(count)s change into the draft", "Write %(count)s changes into the draft", changes) % {
            "count": f"{changes:,}"
        }
    return _("Write what is chosen into the draft") if open_ones else ""
