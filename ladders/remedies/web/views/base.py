"""What the views of this room share: the case in the address, and the page of one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.form_actions import carry_out
from ladders.core.permissions import Permission

from ...actions.case_lock import CLOSED
from ...models import RemedyCase
from ...queries.cases import case_with_parts


def case_of(request: HttpRequest, pk: int, permission: Permission = Permission.VIEW_PAY_EQUITY) -> RemedyCase:
    """The case in the address. 403 without the verb, 404 where the role reaches not everybody of its entity."""
    require(request.user, permission)
    case = case_with_parts(request.user, pk, permission)
    if case is None:
        raise Http404
    return case


def form_page(
    request: HttpRequest,
    case: RemedyCase,
    form: Any,
    act: Callable[[Mapping[str, Any]], object],
    *,
    title: str,
    lede: str = "",
    button: str,
    done: str,
    quote: Any = None,
    closed: bool = False,
    why_not: str = "",
) -> HttpResponseBase:
    """A page with one form: `act` gets what was written; what it refuses stands above the form.

    `closed`: it is for closed cases, not for those that are worked on. In the other state, or with `why_not`, the page says why
    nothing is done here, without the form.
    """
    if case.closed is not closed:
        why_not = _("This case is open: it is being worked on.") if closed else str(CLOSED)
    if why_not and request.method != "POST":
        return render(request, "remedies/form.html", {"case": case, "title": title, "lede": why_not, "quote": quote})
    if carry_out(form, act):
        messages.success(request, done)
        return redirect("remedy-case", case.pk)
    context = {"case": case, "form": form, "title": title, "lede": lede, "button": button, "quote": quote}
    return render(request, "remedies/form.html", context, status=422 if form.is_bound and form.errors else 200)
