"""The vacancy sheet of a level: what is paid, and by which criteria (Article 5 of Directive (EU) 2023/970)."""

from __future__ import annotations

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.compensation.domain.bands import band_in_force
from ladders.compensation.models import PayPolicy
from ladders.compensation.money import range_text
from ladders.compensation.queries.vacancies import vacancies_in
from ladders.core.access import requires
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.frameworks.domain.addresses import asked_by_group, find_level
from ladders.frameworks.domain.shapes import LevelShape
from ladders.frameworks.pay_provider import FrameworkPay, pay_shown
from ladders.frameworks.web.views.published_pages import found

from .structure import zone_or_404


@require_safe
def vacancy_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One published level in one zone, to print or to copy: 11 queries at most. Whoever may see the band sees the range."""
    reading = found(request, slug, None)
    snapshot = reading.snapshot
    level = find_level(snapshot.shape, ref)
    if level is None:
        raise Http404(_("This version has no such level."))
    pay = pay_shown(request, reading.version.framework_id).load()
    said = pay_range(pay, level)
    contributions, progression = snapshot.contributions(level), PayPolicy.current().progression
    factors = [line.contribution.factor.name for line in contributions if line.contribution.degree]
    context = {
        "page": reading.head,
        "shape": snapshot.shape,
        "level": level,
        "level_url": reading.level_url(level),
        "track": snapshot.shape.track_by_level[level.key],
        "contributions": contributions,
        "groups": asked_by_group(snapshot.shape, level.key),
        "pay": pay,
        "range": said,
        "excepted": level.key in pay.deviations,
        "copied": _copied(level, said, pay.zone, factors, progression),
        "progression": progression,
        "organisation": Organisation.current(),
        "today": timezone.localdate(),
    }
    return render(request, "compensation/pay/vacancy.html", context)


def _copied(level: LevelShape, said: str, zone: str, factors: list[str], progression: str) -> str:
    """The same in plain text, for an advertisement: the range and by what it is decided."""
    lines = [
        f"{level.title} ({level.code})",
        _("Pay: %(range)s for a full-time year (%(zone)s, grade %(grade)s)")
        % {"range": said, "zone": zone, "grade": level.grade},
        level.summary,
        level.scope.strip(),
        _("What its pay follows from: %(factors)s.") % {"factors": ", ".join(factors)} if factors else "",
        progression.strip(),
    ]
    return "\n\n".join(line for line in lines if line)


def pay_range(pay: FrameworkPay, level: LevelShape) -> str:
    """ "€54,000 – €66,000", with the supplement in it; empty where this reader sees no band, or there is none."""
    own, deviation = pay.grades.get(level.grade or ""), pay.deviations.get(level.key)
    rate = pay.supplement.rate if pay.supplement else Decimal(0)
    found = band_in_force(own.amounts if own else None, deviation.amounts if deviation else None, rate)
    return range_text(found, pay.currency)


@require_safe
@requires(Permission.VIEW_BANDS)
def vacancy_list(request: HttpRequest, code: str) -> HttpResponse:
    """All published levels with their range in a zone, each leading to its sheet: 7 queries with session and user."""
    zone, today = zone_or_404(request, code), timezone.localdate()
    context = {"zone": zone, "lines": vacancies_in(zone, today), "today": today}
    return render(request, "compensation/bands/vacancies.html", context)
