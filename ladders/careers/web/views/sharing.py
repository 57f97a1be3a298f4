"""Who sees what about me; and what others share with me."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.actions import sharing as actions
from ladders.careers.models import Audience, Evidence, LeadWish, Share, Thing
from ladders.careers.queries.assessment_sheets import sheet_of
from ladders.careers.queries.reflections import reflection_of
from ladders.careers.queries.sharing import people_shown, things_shown
from ladders.careers.queries.timelines import seasons_of
from ladders.core.form_actions import refusals_on
from ladders.core.lists.page import page_queries
from ladders.reporting.queries.lines import manager_of

from ..forms import ShareForm
from .access import own


@require_http_methods(["GET", "HEAD", "POST"])
@own
def sharing(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Who sees what now, and sharing more. `?what=` and `?with=` fill the form in."""
    today = timezone.localdate()
    wanted = [value for value in request.GET.getlist("what") if value in Thing.values]
    audience = request.GET.get("with", "")
    initial = {"what": wanted, "audience": audience if audience in Audience.values else None}
    form = ShareForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            actions.share(
                employee=person,
                what=[Thing(value) for value in data["what"]],
                audience=Audience(data["audience"]),
                colleague=data["colleague"],
                until=data["until"],
                by=request.user,
            )
            messages.success(request, _("Shared. You can take it back at any time, and it is gone for them then."))
            return redirect("sharing")
    shares = list(Share.objects.visible_to(request.user).current(today).select_related("colleague"))
    context = {
        "form": form,
        "shares": [(thing, [share for share in shares if share.what == thing]) for thing in Thing],
        "any": bool(shares),
        "manager": manager_of(person, today),
    }
    return render(request, "careers/sharing.html", context, status=422 if form.errors else 200)


@require_POST
@own
def share_revoke(request: HttpRequest, person: Employee, pk: int) -> HttpResponseBase:
    """Take one share back. A second click leads back with the same sentence."""
    actions.revoke(employee=person, key=pk, by=request.user)
    messages.success(request, _("Taken back. They see nothing of it from now on."))
    return redirect("sharing")


@require_POST
@own
def share_revoke_all(request: HttpRequest, person: Employee) -> HttpResponseBase:
    """Take everything back."""
    actions.revoke_all(employee=person, by=request.user)
    messages.success(request, _("Everything is taken back."))
    return redirect("sharing")


@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    """People who share something with me, by name, a page at a time."""
    after = request.GET.get("after", "")
    page = people_shown(request.user, timezone.localdate(), after)
    context = {"people": page.people} | page_queries(request.GET, after, page.further)
    return render(request, "careers/shared_list.html", context)


@require_safe
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one person that I may see today; where that is nothing, there is no such page."""
    today = timezone.localdate()
    person = get_object_or_404(Employee.objects.select_related("user"), pk=pk)
    things = things_shown(request.user, person, today)
    if not things or person.user_id == request.user.pk:
        raise Http404
    context = {
        "person": person,
        "things": things,
        "seasons": seasons_of(person, today) if Thing.SEASONS in things else None,
        "notes": list(Evidence.objects.filter(employee=person).kept()[:200]) if Thing.EVIDENCE in things else None,
        "sheet": sheet_of(person, today) if Thing.ASSESSMENT in things else None,
        "wishes": list(LeadWish.objects.filter(employee=person)[:1]) if Thing.WISH in things else None,
        "energy": reflection_of(person) if Thing.ENERGY in things else None,
        "manages": manager_of(person, today) == getattr(request.user, "employee", None),
    }
    return render(request, "careers/shared.html", context)
