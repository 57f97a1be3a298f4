"""Pay pages: one's own, another person's, the list with findings, and who has looked at what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.conflict_of_interest import refuse_own
from accounts.models import Employee, User
from ladders.compensation.access_log import seen
from ladders.compensation.actions.salaries import protect_pay, remove_protection, remove_salary, set_salary
from ladders.compensation.domain.band_strip import strip
from ladders.compensation.domain.position import Basis, Range, Salaried
from ladders.compensation.doubts import salary_doubts
from ladders.compensation.models import AccessKind, PayAccess, PayPosition, PayProtection, Salary
from ladders.compensation.person_links import pages_beside
from ladders.compensation.queries.pay_list import (
    MANY,
    asked_for,
    first_of_all,
    number_by_sums,
    number_of,
    page_of,
    totals,
)
from ladders.compensation.queries.pay_positions import refresh, standing_of
from ladders.compensation.queries.readers import people_whose_pay, sees_others
from ladders.compensation.queries.structure import changes_of, corrections_of, unprotected
from ladders.core.access import requires
from ladders.core.equal_pay import Change, EqualPayEffect, NewPay, effect_of, sees_equal_pay
from ladders.core.form_actions import carry_out, refusals_on, tell_saved
from ladders.core.inputs import day_said
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.lists.page import ListPage, open_list, opens_at, page_queries
from ladders.core.lists.views import one_page, shows
from ladders.core.permissions import Permission
from ladders.core.replica import may_lag, read_primary
from ladders.core.statements import Statement
from ladders.frameworks.models import Framework

from ..band_strip import drawn
from ..forms_pay import PayFilter, ProtectionForm, RemovalForm, SalaryForm
from ..log_list import PAY_LOG, looks_asked
from ..pay_cells import look_rows, pay_rows, salary_rows
from ..pay_list import PAY, days_of
from ..second_person import looks_first, second_person

LOG = 50


def _looks(person: int) -> Any:
    return PayAccess.objects.filter(employee=person).values_list("at", "kind", "by__name", "by__email")


_log_of: Statement[Any] = Statement(
    lambda person: _looks(person)[:LOG],
    int,
)
_slug_of = Statement(lambda pk: Framework.objects.filter(pk=pk).values_list("slug", flat=True), int)
_salaries_of = Statement(lambda person: Salary.objects.filter(employee=person), int)
_protections_of = Statement(lambda person: PayProtection.objects.filter(employee=person), int)


@require_safe
def my_pay(request: HttpRequest) -> HttpResponseBase:
    """One's own pay, where it stands, and who has looked at it: at most 14 queries with session and user."""
    person = getattr(request.user, "employee", None)
    if person is None:
        return render(request, "compensation/pay/nobody.html")
    log = _log_of(person.pk)
    return render(
        request,
        "compensation/pay/mine.html",
        {
            **_pay_of(request, person),
            "log": log,
            "log_body": look_rows(log),
            "sees_others": sees_others(request.user),
        },
    )


@require_safe
def person_pay(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another person's pay: for whoever may see it, and never without a row in the log."""
    person = get_object_or_404(people_whose_pay(request.user), pk=pk)
    if person.user_id == request.user.pk:
        return redirect("my-pay")
    seen(by=request.user, employees=[person.pk], kind=AccessKind.PERSON)
    may_edit = Employee.objects.within(request.user, Permission.EDIT_PAY).filter(pk=person.pk).exists()
    context = _pay_of(request, person, may_edit=may_edit) | {
        "may_edit": may_edit,
        "elsewhere": pages_beside(request.user, person),
    }
    return render(request, "compensation/pay/person.html", context)


def _pay_of(request: HttpRequest, person: Employee, *, may_edit: bool = False) -> dict[str, Any]:
    today = timezone.localdate()
    day = day_said(request.GET.get("on", "")) or today
    at, salaries, changes = standing_of(day, person.pk), _salaries_of(person.pk), changes_of(person)
    return {
        "person": person,
        "today": today,
        "day": day,
        "at": at,
        "strip": _strip(at),
        "why_url": _why_url(at),
        "salaries": salaries,
        "protections": _protections_of(person.pk) if changes.protected else [],
        "salary_rows": salary_rows(salaries, edited=may_edit),
        "corrections": corrections_of(person) if changes.corrected else [],
        "unprotected": unprotected(person) if changes.unprotected else [],
    }


def _strip(at: PayPosition | None) -> SafeString:
    if at is None or at.minimum is None or at.midpoint is None or at.maximum is None:
        return SafeString("")
    own = at.annual if at.currency == at.zone_currency else None
    return drawn(strip(at.minimum, at.midpoint, at.maximum, own), at)


def _why_url(at: PayPosition | None) -> str:
    if at is None or at.framework_id is None or not at.level_key:
        return ""
    slug = _slug_of.one(at.framework_id)
    return reverse("why-band", args=[slug, at.level_key]) if slug else ""


def _plain(number: Decimal | None) -> str:
    """A number for a field, without the zeros at its end: 0.8."""
    return "" if number is None else f"{number.normalize():f}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY)
def salary_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Set somebody's salary from a date."""
    person = _editable(request, pk)
    latest = _latest(request, person)
    initial: dict[str, Any] = {"starts_on": timezone.localdate(), "currency": _currency_of(person, latest)}
    if latest:
        initial["basis"] = latest.basis
        initial |= {name: _plain(getattr(latest, name)) for name in ("fte", "full_time_hours")}
    sent = choice_of(request)
    form = SalaryForm(sent, initial=initial)
    looks = looks_first(sent)
    doubts: list[str] = []
    effect: EqualPayEffect | None = None
    if sent is not None and form.is_valid():
        if looks and request.method == "POST":
            return redirect(keep_choice(request))
        data = form.cleaned_data | {"basis": Basis(form.cleaned_data["basis"])}
        looked = (looks or not sent.get("sure")) and _sees(request, person)
        if looked:
            effect = _effect(request, person, **data)
            doubts = [*_doubts(person, **data), *(effect.flags if effect else ())]
        if request.method == "POST" and not doubts and not looks:
            with refusals_on(form):
                changed = set_salary(employee=person, by=request.user, **data)
                # An answer to a guess would tell what somebody is paid: only who sees it reads that it was that already.
                told = changed is not None or not (looked or _sees(request, person))
                tell_saved(request, _("The salary is set."), changed=told)
                forget_choices(request)
                return redirect("person-pay", person.pk)
    more: dict[str, Any] = {"effect": effect, "may_look": sees_equal_pay(request.user, person.legal_entity)}
    return _form_page(request, person, form, _("Set the salary"), doubts, **more)


def _latest(request: HttpRequest, person: Employee) -> Salary | None:
    """The salary that counts last, where the reader may see it."""
    return Salary.objects.visible_to(request.user).filter(employee=person).first()


def _currency_of(person: Employee, latest: Salary | None) -> str:
    """That of the salary, else that of the pay zone that the person is in; "" where that is in none."""
    if latest:
        return latest.currency
    at = standing_of(timezone.localdate(), person.pk)
    return at.zone_currency if at else ""


def _effect(request: HttpRequest, person: Employee, starts_on: dt.date, **pay: Any) -> EqualPayEffect | None:
    """What the salary does to equal pay, for whoever sees that; as if it held today."""
    salary = Salaried(**pay)
    change = Change(people={person.pk: NewPay(salary.annual, salary.currency)})
    return effect_of(request.user, change, person.country)


def _sees(request: HttpRequest, person: Employee) -> bool:
    """True for whoever may see this person's pay. What is said then tells of it, so it is in the log of who has looked."""
    if not people_whose_pay(request.user).filter(pk=person.pk).exists():
        return False
    seen(by=request.user, employees=[person.pk], kind=AccessKind.PERSON)
    return True


def _doubts(person: Employee, starts_on: dt.date, **pay: Any) -> list[str]:
    """What looks wrong about a salary, beside what the person has on that day and their band then."""
    before = Salary.objects.filter(employee=person, starts_on__lte=starts_on).first()
    at = standing_of(starts_on, person.pk)
    band = None
    if at and at.minimum is not None and at.midpoint is not None and at.maximum is not None:
        band = Range(at.minimum, at.midpoint, at.maximum, at.zone_currency)
    return salary_doubts(
        Salaried(**pay),
        starts_on,
        before=before.pay if before else None,
        band=band,
        left_on=person.left_on,
        protection=PayProtection.objects.on(starts_on).filter(employee=person).first(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY)
def salary_remove(request: HttpRequest, pk: int, salary: int) -> HttpResponseBase:
    """Take a wrong salary out, with a reason."""
    person = _editable(request, pk)
    row = get_object_or_404(Salary, pk=salary, employee=person)
    done = _("The salary is taken out. What it was stays in the history of the pay.")
    remove = partial(remove_salary, salary=row)
    return _removal(request, person, row, remove, heading=_("Take the salary out"), done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY)
def protection_remove(request: HttpRequest, pk: int, protection: int) -> HttpResponseBase:
    """Take a wrong protection out, with a reason."""
    person = _editable(request, pk)
    row = get_object_or_404(PayProtection, pk=protection, employee=person)
    done = _("The protection is taken out. What it was stays in the history of the pay.")
    remove = partial(remove_protection, protection=row)
    return _removal(request, person, row, remove, heading=_("Take the protection out"), done=done)


def _removal(
    request: HttpRequest,
    person: Employee,
    row: Salary | PayProtection,
    remove: Callable[..., object],
    *,
    heading: str,
    done: str,
) -> HttpResponseBase:
    """Ask for the reason, and take the row out with it."""
    form = RemovalForm(request.POST or None)
    if carry_out(form, lambda data: remove(reason=data["reason"], by=request.user)):
        messages.success(request, done)
        return redirect("person-pay", person.pk)
    return _form_page(request, person, form, heading, row=row, protects=isinstance(row, PayProtection))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PAY)
def protection_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Protect somebody's pay until a day."""
    person = _editable(request, pk)
    initial = {"starts_on": timezone.localdate(), "currency": _currency_of(person, _latest(request, person))}
    form = ProtectionForm(request.POST or None, initial=initial)
    if carry_out(
        form, lambda data: protect_pay(employee=person, by=request.user, why=request.POST.get("why", ""), **data)
    ):
        messages.success(request, _("The pay is protected."))
        return redirect("person-pay", person.pk)
    return _form_page(request, person, form, _("Protect the pay"), protects=True)


def _editable(request: HttpRequest, pk: int) -> Employee:
    """Somebody whose pay the reader may set. Raises DomainError for the reader: a form that is refused later helps nobody."""
    person = get_object_or_404(Employee.objects.within(request.user, Permission.EDIT_PAY), pk=pk)
    refuse_own(person, request.user, _("Nobody sets their own pay. Ask somebody else who looks after pay."))
    return person


def _form_page(
    request: HttpRequest,
    person: Employee,
    form: Any,
    title: str,
    doubts: list[str] | None = None,
    row: Any = None,
    protects: bool = False,
    **more: Any,
) -> HttpResponse:
    status = 422 if request.method == "POST" and (doubts or form.errors) else 200
    context = {"person": person, "form": form, "title": title, "doubts": doubts, "row": row} | more
    if protects:
        context |= second_person(request, "protection", person.pk)
    return render(request, "compensation/pay/form.html", context, status=status)


@may_lag
@require_safe
def pay_list(request: HttpRequest) -> HttpResponseBase:
    """Who stands where, today or on another day: findings first.

    11 queries at most with session and user, 40 for another day than today, whatever the number of people.
    """
    if not cast(User, request.user).holds(Permission.VIEW_PAY):
        read_primary()  # a setting and the lines of today say whose pay a manager sees
    if not sees_others(request.user):
        raise PermissionDenied
    page = open_list(request, PAY)
    if address := opens_at(request, page):
        return redirect(address)
    form = PayFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day, other = days_of(asked)
    if refresh():
        read_primary()
    order, after = page.order.names, request.GET.get("after", "")
    first = None if after or other else first_of_all(request.user, asked, order)
    sums = totals(request.user, other)
    found, number = first or (None, None)
    if number is None:
        number = number_by_sums(request.user, asked, order, sums)
    if number is None:
        number = number_of(asked_for(request.user, asked, day, order), other)
    if found is None:
        fitting = asked_for(request.user, asked, day, order, many=number > MANY and other is None)
        rows, following = page_of(request.user, fitting, order, after, other)
    else:
        rows, following = page_of(request.user, found, order, after, other)
    seen(by=request.user, employees=[row.pk for row in rows], kind=AccessKind.LIST)
    now = request.GET.copy()
    for name in ("after", "on"):
        now.pop(name, None)
    context = {
        "list": page,
        "form": form,
        "rows": rows,
        "body": pay_rows(rows, page, other),
        "number": number,
        "day": day,
        "other": other,
        "today": now.urlencode(),
        "totals": sums,
        **page_queries(request.GET, after, following),
        "narrowed": any(asked.get(name) for name in ("q", "framework", "zone", "department")),
        "show": asked.get("show", ""),
        "nobody": not rows and not people_whose_pay(request.user).exists(),
    }
    return render(request, "compensation/pay/list.html", context, status=200 if form.is_valid() else 422)


@require_safe
@requires(Permission.VIEW_PAY_LOG)
@shows(PAY_LOG)
def pay_log(request: HttpRequest, kept: ListPage) -> HttpResponseBase:
    """Who has looked at whose pay: 8 queries at most with session and user."""
    return render(
        request, "compensation/pay/log.html", one_page(request, kept, looks_asked(request.user, kept.kept), LOG)
    )
