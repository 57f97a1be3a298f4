"""My team: the people who report to me today, on the lattice and as a list, and a page for each of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Employee
from ladders.careers.domain.available_moves import available_moves, compared
from ladders.careers.domain.published_index import Chart
from ladders.careers.models import Evidence, LeadWish
from ladders.careers.queries.my_position import of
from ladders.careers.queries.sharing import Thing, shared_with, things_shown
from ladders.careers.queries.teams import NEW, Member, Team, TeamLevel, new_in_team, standings, team
from ladders.careers.queries.timelines import seasons_of
from ladders.careers.words import grade, kind, possible
from ladders.compensation.queries.readers import people_whose_pay
from ladders.frameworks.domain.lattice_drawing import LatticeView, draw
from ladders.placements.queries import no_level_of
from ladders.reporting.queries.lines import reports_to

from .access import own
from .base import level_url

NAMES = 8  # that a card shows; the list shows all
NOTES = 3  # pieces of evidence that a member's page shows; all stand on the page of what they share


@require_safe
def team_page(request: HttpRequest) -> HttpResponse:
    """The reader's team; for somebody to whom nobody reports, a page that says so. Queries: see `teams.team`."""
    found = team(request.user, timezone.localdate())
    new = request.GET.get("show") == NEW and bool(found.members)
    if new:
        found = _new_of(request, found)
    charts = found.charts
    asked = request.GET.get("framework", "")
    chosen = next((chart for chart in charts if chart.slug == asked), next(iter(charts), None))
    listed = request.GET.get("view") == "list" or chosen is None or new
    context: dict[str, Any] = {
        "team": found,
        "charts": charts,
        "chosen": chosen,
        "listed": listed,
        "new": new,
        "view": None if listed or chosen is None else _picture(found, chosen),
    }
    return render(request, "careers/team.html", context)


def _new_of(request: HttpRequest, found: Team) -> Team:
    """Those of the team who are new in it: 1 query."""
    rows = new_in_team(request.user.employee, timezone.localdate())  # type: ignore[union-attr]
    since = dict(rows.values_list("employee", "starts_on"))
    return Team(tuple(member for member in found.members if member.person.pk in since), found.atlas)


def _picture(found: Team, chart: Chart) -> LatticeView:
    holders = found.on(chart)
    return draw(
        chart.shape,
        chart.grades,
        lambda level: level_url(found.atlas, found.atlas.places[level.key]),
        marks={key: _("%(n)s of the team") % {"n": len(people)} for key, people in holders.items()},
        looks={key: "team-held" if key in holders else "team-free" for key in chart.shape.level_by_key},
        notes={key: (_names(people),) for key, people in holders.items()},
        open_track=_open(chart, holders),
    )


def _names(people: list[tuple[Member, TeamLevel]]) -> str:
    names = [_named(member, each) for member, each in people]
    more = len(names) - NAMES
    if more > 0:
        names[NAMES:] = [ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}]
    return ", ".join(names)


def _named(member: Member, level: TeamLevel) -> str:
    if level.primary:
        return member.person.name
    text = _("%(name)s (%(share)s %%, to try)") if level.tried_until else _("%(name)s (%(share)s %%)")
    return text % {"name": member.person, "share": level.share}


def _open(chart: Chart, holders: dict[UUID, list[tuple[Member, TeamLevel]]]) -> UUID | None:
    """The track that most of the team are on: a phone shows it first."""
    counts: dict[UUID, int] = {}
    for key, people in holders.items():
        track = chart.shape.track_by_level[key].key
        counts[track] = counts.get(track, 0) + len(people)
    return max(counts, key=lambda key: counts[key], default=None)


@require_safe
@own
def team_member(request: HttpRequest, me: Employee, pk: int) -> HttpResponse:
    """Somebody who reports to the reader today: their level, and what they share. For anybody else there is no such page."""
    today = timezone.localdate()
    person = get_object_or_404(reports_to(me, today), pk=pk)
    things = things_shown(request.user, person, today)
    at = of(person, today, gaps=Thing.MOVES in things)
    held = standings(at.atlas, [person.pk], today).get(person.pk, [])
    context = {
        "person": person,
        "things": things - {Thing.ASSESSMENT},
        "held": held,
        "on_purpose": not held and no_level_of(person.pk, today) is not None,
        "at": at,
        "seasons": seasons_of(person, today) if Thing.SEASONS in things else None,
        "notes": list(Evidence.objects.filter(employee=person).kept()[: NOTES + 1])
        if Thing.EVIDENCE in things
        else None,
        "some": NOTES,
        "wish": LeadWish.objects.filter(employee=person).first() if Thing.WISH in things else None,
        "sees_pay": people_whose_pay(request.user).filter(pk=person.pk).exists(),
    }
    if Thing.MOVES in things:
        context |= _moves(person)
    return render(request, "careers/team_member.html", context)


@require_safe
def shared_moves(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's possible moves and gaps, for whoever they share them with; else there is no such page."""
    today = timezone.localdate()
    person = get_object_or_404(Employee.objects.working_on(today), pk=pk)
    if person.user_id == request.user.pk or not shared_with(request.user, person, Thing.MOVES, today):
        raise Http404
    return render(request, "careers/shared_moves.html", {"person": person} | _moves(person))


def _moves(person: Employee) -> dict[str, Any]:
    """What is possible for them and what each move asks, without pay: 1 query, and those for rights and proficiencies."""
    at = of(person, timezone.localdate())
    rows = [
        {
            "move": move,
            "url": level_url(at.atlas, move.there),
            "kind": kind(move.kind),
            "grade": grade(move.here.level.grade, move.there.level.grade, move.change),
            "gaps": [gap for gap in compared(move, at.atlas, at.person.assessed) if gap.steps],
        }
        for move in available_moves(at.person, at.atlas)
    ]
    return {"moves": rows, "possible": possible(len(rows)), "assessed": bool(at.person.assessed)}


@require_safe
def talk(request: HttpRequest) -> HttpResponse:
    """How to talk about stepping back, for both sides; everybody may read both."""
    return render(request, "careers/talk.html")
