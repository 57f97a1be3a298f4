"""What countries ask for, period by period, with the source of each number."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ladders.core.access import requires
from ladders.core.form_actions import carry_out, tell_saved
from ladders.core.permissions import Permission

from ..actions.pay_equity import RULE_FIELDS, save_rules
from ..models import DIRECTIVE, CountryRules
from ..queries.changes import changes_of
from ..queries.reach import reaches_entity
from .forms import CountryRulesForm, country_names
from .pay_data import criteria


@require_safe
@criteria
def country_rules(request: HttpRequest) -> HttpResponse:
    """Every country's periods, the Directive first: 1 query."""
    names = country_names()
    found: dict[str, list[CountryRules]] = {}
    for row in CountryRules.objects.order_by("country", "-starts_on"):
        found.setdefault(row.country, []).append(row)
    context = {
        "countries": sorted(
            ((code, _name(code, names), rows) for code, rows in found.items()),
            key=lambda each: (each[0] != "", each[1]),
        ),
        "today": timezone.localdate(),
        "may_edit": reaches_entity(request.user, ""),
    }
    return render(request, "insights/country_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_EQUITY)
def country_rules_new(request: HttpRequest) -> HttpResponseBase:
    """A new period, beginning from what the country, or the Directive, asks for now."""
    code = request.GET.get("country", DIRECTIVE)
    rows = CountryRules.objects.filter(country__in=[code, DIRECTIVE]).order_by("-country", "-starts_on")
    before = rows.first()
    numbers = (
        {name: getattr(before, name) for name in RULE_FIELDS if name not in ("starts_on", "ends_on")} if before else {}
    )
    return _form(request, CountryRules(**numbers | {"country": code, "source": ""}), _("New rules of a country"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY_EQUITY)
def country_rules_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One period: its days, numbers and source, and what they were before."""
    row = get_object_or_404(CountryRules, pk=pk)
    return _form(request, row, _name(row.country, country_names()))


def _form(request: HttpRequest, row: CountryRules, title: str) -> HttpResponseBase:
    if not reaches_entity(request.user, ""):
        raise PermissionDenied
    known = row.pk is not None
    chosen = known or "country" in request.GET
    form = CountryRulesForm(request.POST or None, instance=row, chosen=chosen)
    if done := carry_out(form, lambda _data: save_rules(rules=form.instance, by=request.user)):
        said = _("The rules are saved. Reports that are made from now on use them.")
        tell_saved(request, said, changed=done.result)
        return redirect("country-rules")
    labels = {name: form.fields[name].label for name in RULE_FIELDS}
    context = {"form": form, "title": title, "row": row if known else None}
    context["changes"] = changes_of(CountryRules.objects.get(pk=row.pk), labels) if known else []
    return render(request, "insights/country_rules_form.html", context, status=422 if form.errors else 200)


def _name(code: str, names: dict[str, str]) -> str:
    return names.get(code, code) if code else str(gettext_lazy("Directive (EU) 2023/970"))
