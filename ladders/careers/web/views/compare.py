"""One level beside the reader's own: what carries over, what to grow, what it pays, how it goes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.careers.domain.available_moves import Gap, Move, available_moves, compared, move_to
from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.domain.published_index import PublishedIndex, PublishedLevel
from ladders.careers.models import LeadWish
from ladders.careers.move_terms import terms_of, try_url
from ladders.careers.plan_links import plan_link, walkers
from ladders.careers.queries.continuity import into_management
from ladders.careers.queries.my_position import Mine
from ladders.careers.queries.pay_comparison import pay_then
from ladders.careers.queries.timelines import seasons_of
from ladders.frameworks.domain.addresses import find_level, level_ref
from ladders.frameworks.pay_provider import pay_shown
from ladders.frameworks.queries.former_codes import former_level
from ladders.placements.queries import current_levels

from .base import entry, level_url, page, reader, route_url


@require_safe
def compare_page(request: HttpRequest, slug: str, ref: str) -> HttpResponseBase:
    """The move to one level: at most 29 queries with session, user, rights, terms and who would be asked, whatever there
    is; 3 more for a move into management."""
    at = reader(request)
    there = _place(at.atlas, slug, ref)
    if there is None:
        return redirect(_former_address(at.atlas, slug, ref))
    if at.here is None or at.here is there:
        return redirect(level_url(at.atlas, there))
    move = move_to(at.person, at.atlas, there)
    if move is None:
        return render(
            request, "careers/not_evaluated.html", page(at, there=there, level_url=level_url(at.atlas, there))
        )
    possible = any(
        each.there is there
        for each in available_moves(at.person, at.atlas, others=there.framework != at.here.framework)
    )
    question = pay_shown(request, there.framework)
    pay = question.load()
    gaps = list(compared(move, at.atlas, at.person.assessed))
    people = at.atlas.chart_of(there).people
    left = into_management(at.atlas, at.here, there, [at.employee.pk], at.day) if at.employee else None
    terms = None
    tried = bool(at.tried and at.tried.place is there)
    if at.employee and possible:
        may_return = at.right(there.key) is not None
        terms = terms_of(at.employee, there.key, at.day, sees=question.sees(there.rank), may_return=may_return)
    return render(
        request,
        "careers/compare.html",
        page(
            at,
            move=move,
            there=there,
            item=entry(at, move, pay),
            possible=possible,
            what=_what(move),
            sections=_sections(gaps, people),
            most=at.atlas.chart_of(there).most,
            assumed=any(gap.assumed for gap in gaps),
            terms=terms,
            tried=tried,
            try_url=try_url(there.key, tried=tried) if at.employee else "",
            right=at.right(there.key),
            pay=pay_then(at, there, pay, terms),
            left=left,
            wish=_wish(at) if left else None,
            seasons=seasons_of(at.employee, at.day) if at.employee else None,
            level_url=level_url(at.atlas, there),
            route_url=route_url(there),
            plan=plan_link(at.employee, there.key) if at.employee else None,
            walkers=walkers(at.employee, there.key, at.here.key, at.day) if at.employee else (),
        ),
    )


def _place(atlas: PublishedIndex, slug: str, ref: str) -> PublishedLevel | None:
    chart = atlas.by_slug.get(slug)
    level = find_level(chart.shape, ref) if chart else None
    return atlas.places[level.key] if level else None


def _former_address(atlas: PublishedIndex, slug: str, ref: str) -> str:
    """Where the level is that had this code before, or the one that took its place: up to 4 queries. Raises Http404."""
    before = former_level(slug, ref)
    now = current_levels({before[0]}).get(before[0]) if before else None
    place = atlas.places.get(now[0].key) if now else None
    if place is None:
        raise Http404(_("There is no such level."))
    chart = atlas.chart_of(place)
    return reverse("path-compare", args=[chart.slug, level_ref(chart.shape, place.level)])


def _sections(gaps: list[Gap], people: frozenset[object]) -> list[tuple[str, str, list[Gap]]]:
    """Craft, and apart from it what leading people asks: id, heading, lines."""
    craft = [gap for gap in gaps if gap.competency.key not in people]
    leading = [gap for gap in gaps if gap.competency.key in people]
    found = [("craft", _("What carries over, and what to grow"), craft)]
    return [*found, ("people", _("Leading people, seen apart from craft"), leading)] if leading else found


def _wish(at: Mine) -> LeadWish | None:
    """The answer that holds; it is the reader's own."""
    return LeadWish.objects.filter(employee=at.employee).first()


def _what(move: Move) -> str:
    """The move in one sentence."""
    match move.kind:
        case MoveKind.LATERAL:
            return _("A lateral move: same grade, same pay band.")
        case MoveKind.PROMOTION:
            return _("A promotion: from grade %(now)s to grade %(then)s.") % _grades(move)
        case MoveKind.DIAGONAL:
            return _("A diagonal move: another track, from grade %(now)s to grade %(then)s.") % _grades(move)
        case MoveKind.STEP_BACK:
            return _("A step back: from grade %(now)s to grade %(then)s, with its terms in writing.") % _grades(move)
        case _:
            return _("A return: you have a right to come back to this level.")


def _grades(move: Move) -> dict[str, str | None]:
    return {"now": move.here.level.grade, "then": move.there.level.grade}
