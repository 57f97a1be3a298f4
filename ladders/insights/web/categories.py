"""Categories of workers: who decided when that which grades are of equal value, and why."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import may, requires
from ladders.core.form_actions import carry_out
from ladders.core.permissions import Permission
from ladders.impact.models import Grade

from ..actions.pay_equity import decide_categories
from ..queries.categories import decisions, entities_in_reach
from ..queries.paid_people import category_decision
from ..queries.reach import reaches_entity
from .forms import CategoryForm
from .pay_data import criteria


@require_safe
@criteria
def categories(request: HttpRequest) -> HttpResponse:
    """What holds, and every decision with what it changed: 3 queries, for who decides 3 more."""
    read = decisions()
    deciders = may(request.user, Permission.EDIT_PAY_EQUITY)
    entities = entities_in_reach(request.user) if deciders else []
    sources = [name for name in ("", *entities) if reaches_entity(request.user, name)] if deciders else []
    newest = {
        each.row.legal_entity: each.row.pk for each in reversed(read) if each.row.decided_on <= timezone.localdate()
    }
    context = {"decisions": read, "sources": sources, "newest": set(newest.values())}
    return render(request, "insights/categories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_EQUITY)
def decide(request: HttpRequest) -> HttpResponseBase:
    """A new decision, beginning from the one that holds now. `?entity=` names the legal entity; without it, for the group."""
    entity = request.GET.get("entity", "")
    if not reaches_entity(request.user, entity):
        raise PermissionDenied
    today = timezone.localdate()
    now = category_decision(entity, today)
    named = dict(now.grades.values_list("grade_id", "name")) if now else {}
    grades = list(Grade.objects.filter(ranges__plan__state="active").order_by("rank"))
    form = CategoryForm(request.POST or None, initial={"decided_on": today}, grades=grades, named=named)
    if done := carry_out(form, lambda _data: decide_categories(legal_entity=entity, **form.content(), by=request.user)):
        kept = _("The decision is kept. Figures made from now on use it, where their snapshot is on %(day)s or later.")
        messages.success(request, kept % {"day": date_format(done.result.decided_on, "j F Y")})
        return redirect("pay-categories")
    context = {"form": form, "entity": entity, "now": now}
    return render(request, "insights/category_form.html", context, status=422 if form.errors else 200)
