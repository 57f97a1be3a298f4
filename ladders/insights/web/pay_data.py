"""Pages of what pay equity was told: what was paid by year and entity, and what each kind of pay counts as."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ladders.core.access import may, requires
from ladders.core.form_actions import refusals_on, tell_saved
from ladders.core.permissions import Permission

from ..actions.pay_equity import say_kind
from ..domain.paid_kinds import Treatment
from ..models import PaidKind, UnknownSexWord
from ..models.paid_amounts import TREATMENTS
from ..queries.changes import changes_of
from ..queries.pay_data import FEWEST, kinds_of_year, people_of_kinds, sexes_recorded, years_paid_to
from ..queries.reach import reaches_entity
from .forms import KindForm


def criteria(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a page of methods and decisions: for whoever sees the criteria of grades, or reports on equal pay."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (may(request.user, Permission.VIEW_PLAN) or may(request.user, Permission.VIEW_PAY_EQUITY)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def overview(request: HttpRequest) -> HttpResponse:
    """Years, employers, kinds, and recorded sexes, of the people in reach: 5 queries. Sums for whoever may see pay, too."""
    years = years_paid_to(request.user)
    wanted = request.GET.get("year", "")
    known = list(dict.fromkeys(row.year for row in years))
    year = int(wanted) if wanted.isdecimal() and int(wanted) in known else (known[0] if known else None)
    kinds = kinds_of_year(request.user, year) if year is not None else {}
    words = dict(TREATMENTS)
    entities = [
        {
            "row": row,
            "sums": reaches_entity(request.user, row.legal_entity, Permission.VIEW_PAY),
            "kinds": [(kind, words[kind.treatment]) for kind in kinds.get(row.legal_entity, ())],
        }
        for row in years
        if row.year == year
    ]
    sexes = sexes_recorded(request.user)
    context = {
        "years": known,
        "year": year,
        "entities": entities,
        "fewest": FEWEST,
        "sexes": [(sex.label, people) for sex, people in sexes.counts],
        "nothing": sexes.nothing,
        "words": list(UnknownSexWord.objects.all())
        if reaches_entity(request.user, "", Permission.VIEW_PAY_EQUITY)
        else [],
    }
    return render(request, "insights/pay_data.html", context)


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def kinds(request: HttpRequest) -> HttpResponse:
    """What each kind counts as, by whom, and how many people of which years it touches: 2 queries."""
    people = people_of_kinds(request.user)
    rows = [(kind, people.get(kind.pk, [])) for kind in PaidKind.objects.select_related("by")]
    return render(request, "insights/kinds.html", {"rows": rows})


FIELDS = {"treatment": gettext_lazy("Counts as"), "rule": gettext_lazy("Rule")}


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    """One kind, with its history and how many people of which years it touches: 4 queries."""
    row = get_object_or_404(PaidKind, pk=pk)
    return _kind_page(request, row, KindForm(initial={"treatment": row.treatment, "rule": row.rule}))


@require_POST
@requires(Permission.EDIT_PAY_EQUITY)
def kind_say(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say anew what a kind counts as; for whoever reports on everybody."""
    if not reaches_entity(request.user, ""):
        raise PermissionDenied
    row = get_object_or_404(PaidKind, pk=pk)
    form = KindForm(request.POST)
    if form.is_valid():
        treatment = Treatment(form.cleaned_data["treatment"])
        with refusals_on(form):
            before = row.treatment, row.rule
            now = say_kind(name=row.name, treatment=treatment, rule=form.cleaned_data["rule"], by=request.user)
            said = _("“%(kind)s” counts so from now on. Published reports keep what they counted.") % {"kind": row}
            tell_saved(request, said, changed=(now.treatment, now.rule) != before)
            return redirect("pay-kinds")
    return _kind_page(request, row, form)


def _kind_page(request: HttpRequest, row: PaidKind, form: KindForm) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "may_say": reaches_entity(request.user, ""),
        "people": people_of_kinds(request.user, row.pk).get(row.pk, []),
        "changes": changes_of(row, FIELDS),
    }
    return render(request, "insights/kind.html", context, status=422 if form.errors else 200)
