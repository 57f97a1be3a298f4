"""What an upload would do, kept as rows: to be listed in pages, and to keep a person's choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ..models import PreviewEntry, Upload
from ..tables.sheets import LeftOut, Place
from ..uploads.translation import in_words
from .apply import Planned
from .merge.changes import ChangeEntry, ChangeKind, Verdict

LISTED = 5_000  # entries of one verdict that are listed; the counts are of all
SHOWN = 1_500  # characters of a text in the list
BATCH = 2_000


def write_preview(upload: Upload, planned: Sequence[Planned], left_out: Sequence[LeftOut]) -> dict[str, int]:
    """Replace the upload's entries; answers how many there are of each verdict. Choices of before are kept."""
    chosen = set(PreviewEntry.objects.filter(upload=upload, chosen=True).values_list("framework", "part"))
    PreviewEntry.objects.filter(upload=upload).delete()
    counts: Counter[str] = Counter({verdict.value: 0 for verdict in Verdict})
    rows = (
        _row(upload, position, name, entry, (name, entry.part) in chosen)
        for position, (name, entry) in enumerate(_listed(_all(planned, left_out), counts))
    )
    while batch := list(islice(rows, BATCH)):
        PreviewEntry.objects.bulk_create(batch)
    return dict(counts)


def chosen_parts(upload: Upload) -> dict[str, frozenset[str]]:
    """What a person takes from the file although the draft has something else, by framework."""
    found: dict[str, set[str]] = {}
    entries = PreviewEntry.objects.filter(upload=upload, choosable=True, chosen=True)
    for framework, part in entries.values_list("framework", "part"):
        found.setdefault(framework, set()).add(part)
    return {framework: frozenset(parts) for framework, parts in found.items()}


def _all(planned: Iterable[Planned], left_out: Iterable[LeftOut]) -> Iterator[tuple[str, ChangeEntry]]:
    for item in planned:
        for entry in item.comparison.plan.entries:
            yield item.name, entry
    for left in left_out:
        yield "", ChangeEntry(Verdict.LEFT, ChangeKind.ROW, "", place=left.place, message=in_words(left.message))


def _listed(entries: Iterable[tuple[str, ChangeEntry]], counts: Counter[str]) -> Iterator[tuple[str, ChangeEntry]]:
    for name, entry in entries:
        counts[entry.verdict.value] += 1
        if counts[entry.verdict.value] <= LISTED or entry.choosable:
            yield name, entry


def _row(upload: Upload, position: int, framework: str, entry: ChangeEntry, chosen: bool) -> PreviewEntry:
    place = entry.place or Place("")
    return PreviewEntry(
        upload=upload,
        position=position,
        verdict=entry.verdict.value,
        kind=entry.kind.value,
        framework=framework,
        name=entry.name[:300],
        part=entry.part,
        field=entry.field,
        mine=entry.mine[:SHOWN],
        theirs=entry.theirs[:SHOWN],
        file=place.file[:255],
        sheet=place.sheet[:255],
        row=place.row,
        column=place.column[:40],
        why=entry.why.value if entry.why else "",
        message=entry.message,
        choosable=entry.choosable,
        chosen=chosen and entry.choosable,
    )
