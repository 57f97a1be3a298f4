"""Pages of reason files: the list with the form, one file to be read and printed, and its check."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Employee
from ladders.compensation.access_log import seen
from ladders.compensation.models import AccessKind
from ladders.compensation.queries.readers import people_whose_pay
from ladders.core.access import may, requires
from ladders.core.errors import DomainError
from ladders.core.form_actions import carry_out
from ladders.core.lists.page import open_list, opens_at
from ladders.core.lists.views import one_page
from ladders.core.permissions import Permission

from ..actions.files import check, make_for_category, make_for_person
from ..domain.parts import PARTS
from ..models import ReasonFile
from .file_list import FILES, files_asked
from .forms import ReasonFileForm
from .presentation import compared_days, decision_lines, move_lines, people_shown

PAGE = 50
TITLES = {
    "about": lazy("About whom"),
    "criteria": lazy("Criteria and versions"),
    "evaluations": lazy("Evaluations"),
    "decisions": lazy("Decisions, pay and bands"),
    "comparators": lazy("People compared"),
    "moves": lazy("Moves"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_PAY_EQUITY)
def file_list(request: HttpRequest) -> HttpResponseBase:
    """Files that were made, and the form for another: 8 queries with session and user, however many files."""
    listed = open_list(request, FILES)
    if request.method != "POST" and (opening := opens_at(request, listed)):
        return redirect(opening)
    asked = {name: request.GET.get(name, "")[:200] for name in ("person", "category", "legal_entity")}
    form = ReasonFileForm(request.POST or None, by=request.user, initial=asked)  # type: ignore[arg-type]
    if done := carry_out(form, lambda _data: _made(request, form)):
        messages.success(request, _("The file is made, and kept as it is."))
        return redirect("reason-file", done.result.pk)
    context = one_page(request, listed, files_asked(request.user, listed.kept), PAGE) | {"form": form}
    return render(request, "reason_files/list.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: ReasonFileForm) -> ReasonFile:
    person: Employee | None = form.cleaned_data["person"]
    if person is None:
        return make_for_category(
            category=form.cleaned_data["category"].strip(),
            legal_entity=form.cleaned_data["legal_entity"],
            by=request.user,
        )
    reached = Employee.objects.within(request.user, Permission.VIEW_PAY_EQUITY).filter(pk=person.pk)
    if not reached.exists():
        raise DomainError(_("This person is out of your reach."))
    return make_for_person(person=person, by=request.user)


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def file_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One file, to be read and printed: at most 12 queries. Whose pay is shown hears of it in the log of their pay."""
    row = _file(request, pk)
    content = row.parts
    if not content:
        return render(request, "reason_files/unreadable.html", {"file": row})
    whose = people_whose_pay(request.user).filter(pk__in=row.people)
    names = dict(whose.values_list("pk", "name")) if may(request.user, Permission.VIEW_PAY) else {}
    own = {row.employee_id} & names.keys() if row.employee_id is not None else set[int]()
    shown = own | people_shown(content["comparators"], names)
    seen(by=request.user, employees=sorted(shown), kind=AccessKind.PERSON)
    context = {
        "file": row,
        "about": content["about"],
        "criteria": content["criteria"],
        "evaluations": content["evaluations"],
        "decisions": decision_lines(content["decisions"], paid=bool(own)),
        "compared": compared_days(content["comparators"], names, paid=bool(own)),
        "moves": move_lines(content["moves"]),
        "paid": bool(own),
        "marks": [(TITLES[name], row.digests[name]) for name in PARTS],
        "check": check(row),
    }
    return render(request, "reason_files/file.html", context)


@require_safe
@requires(Permission.VIEW_PAY_EQUITY)
def check_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Is the file as it was made, does a printed mark belong to it, and what is stored otherwise today?"""
    row = _file(request, pk)
    try:
        found = check(row, sources=True)
    except DomainError:
        return render(request, "reason_files/unreadable.html", {"file": row})
    mark = "".join(request.GET.get("mark", "").split()).lower()[:64]
    context = {"file": row, "check": found, "mark": mark, "same": mark == row.digest, "titles": TITLES}
    return render(
        request,
        "reason_files/check.html",
        context | {"lines": [(TITLES[name], name in found.changed, name in found.sources) for name in PARTS]},
    )


def _file(request: HttpRequest, pk: uuid.UUID) -> ReasonFile:
    rows = ReasonFile.objects.visible_to(request.user).select_related("employee", "made_by")
    return get_object_or_404(rows, pk=pk)
