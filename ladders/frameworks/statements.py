"""The statement above a framework where nobody has written an own one: only what is true of these tracks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from .domain.figures import rank_of
from .domain.reach import only_through_management
from .domain.shapes import GradingMethod, LevelShape, TrackKind, TrackShape, VersionShape
from .library import template_statements


def statement_of(shape: VersionShape) -> str:
    """What readers read above the lattice: the owner's own words, else what the tracks themselves say.

    The text that a template began with counts as nobody's own as soon as the tracks no longer are what it says: four, and
    equally high.
    """
    own = shape.statement.strip()
    if not own or (own in template_statements() and not _as_in_templates(shape)):
        return derived_statement(shape)
    return own


def with_statement(shape: VersionShape) -> VersionShape:
    """The shape as readers find it: a draft whose statement is derived is compared by what it will say."""
    return replace(shape, statement=statement_of(shape))


def derived_statement(shape: VersionShape) -> str:
    """Sentences that hold for this version; empty for one without tracks beside a shared start."""
    return " ".join(_sentences(shape))


def _sentences(shape: VersionShape) -> Iterator[str]:
    tracks = shape.parallel_tracks
    others = [track for track in tracks if track.kind != TrackKind.MANAGEMENT]
    if not tracks:
        return
    if others and len(others) < len(tracks):
        yield _("Management is one path among others.") if _uneven(shape) else _("Management is one path among equals.")
    evaluated = all(level.method == GradingMethod.EVALUATED for level in shape.levels)
    if len(tracks) > 1:
        yield (
            _("Every track in this framework is evaluated on the same factors and paid by the same grades.")
            if evaluated
            else _("Every track in this framework is graded on one scale and paid by the same grades.")
        )
        yield from _heights(tracks)
    if others and not only_through_management(shape):
        yield _("Nobody needs to lead people in order to grow.")
    yield (
        _("Moving across, stepping back and returning are ordinary moves.")
        if len(tracks) > 1
        else _("Stepping back and returning are ordinary moves.")
    )


def _heights(tracks: Sequence[TrackShape]) -> Iterator[str]:
    """How far each track reaches, in one sentence where that is the same."""
    by_top: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for track in tracks:
        if (top := _top(track)) is not None and top.rank is not None:
            by_top.setdefault(top.rank, []).append(track.name)
            names[top.rank] = top.grade or str(top.rank)
    if len(by_top) == 1 and sum(map(len, by_top.values())) == len(tracks):
        yield _("Every track reaches grade %(grade)s.") % {"grade": next(iter(names.values()))}
        return
    for rank in sorted(by_top, reverse=True):
        said = {"tracks": get_text_list(by_top[rank], _("and")), "grade": names[rank]}
        yield _("Up to grade %(grade)s: %(tracks)s.") % said


def _top(track: TrackShape) -> LevelShape | None:
    return max((level for level in track.levels if level.rank is not None), key=rank_of, default=None)


def _uneven(shape: VersionShape) -> bool:
    """True where a track ends below another."""
    return len({rank_of(top) if (top := _top(track)) else 0 for track in shape.parallel_tracks}) > 1


def _as_in_templates(shape: VersionShape) -> bool:
    kinds = sorted(track.kind for track in shape.parallel_tracks)
    four = sorted(kind for kind in TrackKind if kind != TrackKind.SHARED)
    return kinds == four and not _uneven(shape) and not only_through_management(shape)
