"""The lattice, a level and the competencies of a version, for every employee."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.core.shell import respond
from ladders.frameworks.domain.addresses import asked_by_group, find_level, neighbours
from ladders.frameworks.domain.lattice import ordered
from ladders.frameworks.domain.lattice_drawing import draw
from ladders.frameworks.domain.matrix import MatrixChoice, choose, overview, side_by_side
from ladders.frameworks.domain.shapes import LevelShape
from ladders.frameworks.enums import VersionState
from ladders.frameworks.labels import level_label
from ladders.frameworks.pay_provider import FrameworkPay, PayQuestion, pay_shown
from ladders.frameworks.queries.former_codes import former_level
from ladders.frameworks.queries.snapshot import fragment

from .versions import NotPublished, Reading, reading_or_404


@require_safe
def lattice_page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """The lattice of the published version, or of the version of that number: 4 queries with session and user."""
    try:
        reading = reading_or_404(request, slug, number)
    except NotPublished:
        return redirect("draft", slug)
    pay = _pay(request, reading)
    key = ("lattice", *reading.head.address, get_language(), pay.key)
    body = fragment(reading.version, key, lambda: _lattice_body(reading, pay.load()))
    return respond(request, "frameworks/reading/lattice.html", reading.head, body)


@require_safe
def level_page(request: HttpRequest, slug: str, ref: str, number: int | None = None) -> HttpResponseBase:
    """A level: what it is, how its grade came about, what it asks, what is around it. 4 queries with session and user.

    The code that a level had before leads to the level; that of a removed one, to the last version that has it.
    """
    reading = found(request, slug, number)
    level = find_level(reading.snapshot.shape, ref)
    if level is None:
        before = former_level(slug, ref) if number is None else None
        if before is None:
            raise Http404(_("This version has no such level."))
        its, last = before
        renamed = reading.snapshot.shape.level_by_key.get(its)
        return redirect(reading.level_url(renamed)) if renamed else redirect("version-level", slug, last, ref)
    pay = _pay(request, reading)
    key = ("level", level.key, *reading.head.address, get_language(), pay.key)
    body = fragment(reading.version, key, lambda: _level_body(reading, level, pay.load()))
    return respond(request, "frameworks/reading/level.html", (reading.head, level_label(level)), body)


@require_safe
def competencies_page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponseBase:
    """All competencies at a glance, or what the chosen levels ask side by side. 3 queries with session and user."""
    reading = found(request, slug, number)
    choice = choose(reading.snapshot.shape, request.GET.get("track", ""), request.GET.getlist("level"))
    levels = tuple(level.key for level in choice.shown)
    key = ("matrix", levels, choice.track, choice.picked, choice.left_out, *reading.head.address, get_language())
    body = fragment(reading.version, key, lambda: _matrix_body(reading, choice))
    return respond(request, "frameworks/reading/competencies.html", reading.head, body)


def found(request: HttpRequest, slug: str, number: int | None) -> Reading:
    """The version to read. Raises Http404 where there is none that the person may see."""
    try:
        return reading_or_404(request, slug, number)
    except NotPublished:
        raise Http404(_("This framework has no published version yet.")) from None


def _pay(request: HttpRequest, reading: Reading) -> PayQuestion:
    """What this reader may see of pay. A retired version shows none: today's bands are not what it paid."""
    if reading.version.state == VersionState.RETIRED:
        return PayQuestion()
    return pay_shown(request, reading.version.framework_id)


def _lattice_body(reading: Reading, pay: FrameworkPay) -> str:
    snapshot = reading.snapshot
    marks = {
        key: _("own band until %(day)s") % {"day": date_format(item.until, "M Y")}
        for key, item in pay.deviations.items()
    }
    view = draw(snapshot.shape, snapshot.plan.grades, reading.level_url, bands=pay.bands, marks=marks)
    return _html("_lattice_body", reading, view=view, pay=pay)


def _level_body(reading: Reading, level: LevelShape, pay: FrameworkPay) -> str:
    snapshot = reading.snapshot
    shape = snapshot.shape
    near = neighbours(shape, level)
    return _html(
        "_level_body",
        reading,
        level=level,
        track=shape.track_by_level[level.key],
        grade=snapshot.plan.grade(level.grade) if level.grade else None,
        evaluation=snapshot.evaluation(level),
        contributions=snapshot.contributions(level),
        groups=asked_by_group(shape, level.key),
        near=near,
        pay=pay,
        own_pay=pay.grades.get(level.grade or ""),
        deviation=pay.deviations.get(level.key),
        same_url=reading.side_by_side_url(level, *(item.level for item in near.same)),
        track_url=reading.side_by_side_url(*(item.level for item in near.below), level, *(i.level for i in near.above)),
    )


def _matrix_body(reading: Reading, choice: MatrixChoice) -> str:
    shape = reading.snapshot.shape
    picker = _html("_matrix_picker", reading, page=reading.head, choice=choice, tracks=ordered(shape.tracks))
    if choice.shown:
        return picker + _html("_side_by_side", reading, table=side_by_side(shape, choice.shown))
    return picker + _html("_overview", reading, table=overview(shape))


def _html(name: str, reading: Reading, **context: Any) -> str:
    """A body for all who see the same of pay: rendered without a request, so that nothing of a person can be in it."""
    return render_to_string(
        f"frameworks/reading/{name}.html",
        {"snapshot": reading.snapshot, "shape": reading.snapshot.shape, "links": reading, **context},
    )
