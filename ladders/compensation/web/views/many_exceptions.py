"""What is done with several band exceptions at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ladders.compensation.actions.deviations import follow_up, latest_end
from ladders.compensation.actions.many_exceptions import (
    ASKED,
    ENDED,
    RENEWED,
    end_exceptions,
    going_on,
    name_of,
    renew_exceptions,
)
from ladders.compensation.actions.second_person import needed
from ladders.core.access import may, requires
from ladders.core.batches import latest
from ladders.core.inputs import day_input
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.core.views.many import Many, do_many, list_query

from ..exception_list import exceptions_asked


class _DayForm(forms.Form):
    ends_on = forms.DateField(label=lazy("Last day"), widget=day_input())

    def set_days(self, first: dt.date, last: dt.date) -> None:
        """Between which days it lies; where there is none, the action says of which row."""
        if first <= last:
            days = {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
            self.fields["ends_on"].help_text = _("From %(first)s to %(last)s.") % days
            self.fields["ends_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}


class EndForm(_DayForm):
    """When they end, and why, for whoever confirms it."""

    why = forms.CharField(
        label=lazy("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("A second person confirms each of them, and reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needed():
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class RenewForm(_DayForm):
    """Until when they last, and one reason for all."""

    reason = forms.CharField(
        label=lazy("Why they are still needed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _end(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return end_exceptions(exceptions=rows, ends_on=data["ends_on"], why=data.get("why", ""), by=by)


def _renew(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
    return renew_exceptions(exceptions=rows, ends_on=data["ends_on"], reason=data["reason"], by=by)


def _holding(rows: Any) -> Any:
    today = timezone.localdate()
    return rows.approved().filter(starts_on__lte=today, ends_on__gte=today)


def _names(rows: list[Any]) -> list[str]:
    until = _("%(name)s, until %(day)s")
    return [until % {"name": name_of(row), "day": date_format(row.ends_on, "j F Y")} for row in rows]


def _days_to_end(form: EndForm, rows: list[Any]) -> None:
    form.set_days(timezone.localdate(), max(row.ends_on for row in rows))


def _days_to_renew(form: RenewForm, rows: list[Any]) -> None:
    """Days that fit all of them; 1 query."""
    renewed = set(going_on(rows))
    begins = [follow_up(row) for row in rows if row.pk not in renewed]
    if begins:
        form.set_days(max(begins), latest_end(min(begins)))


END = Many(
    label=lazy("End on a day"),
    asks=lambda n: ngettext("End 1 band exception?", "End %(n)s band exceptions?", n) % {"n": n},
    button=lambda n: ngettext("End 1 exception", "End %(n)s exceptions", n) % {"n": n},
    act=_end,
    form=EndForm,
    bound=_days_to_end,
    fits=_holding,
    unfit=lazy("Only an approved exception that holds today can end."),
    unchanged=lazy("Nothing was changed: all of them end by that day anyway."),
    about=lazy("Today at the earliest. Those that end by that day anyway stay as they are."),
    names=_names,
)
RENEW = Many(
    label=lazy("Propose for longer"),
    asks=lambda n: ngettext("Renew 1 band exception?", "Renew %(n)s band exceptions?", n) % {"n": n},
    button=lambda n: ngettext("Propose 1 renewal", "Propose %(n)s renewals", n) % {"n": n},
    act=_renew,
    form=RenewForm,
    bound=_days_to_renew,
    fits=lambda rows: rows.approved(),
    unfit=lazy("Only an approved exception can be renewed."),
    unchanged=lazy("Nothing was changed: a renewal of each of them is proposed or approved already."),
    about=lazy(
        "Each is proposed again from the day after its last, with the same figures, and counts once it is approved. Those that"
        " are renewed already stay as they are."
    ),
    names=_names,
)


def many_context(request: HttpRequest) -> dict[str, Any]:
    """What the list of exceptions shows for it: 1 query."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    many = _actions(request.user)
    batches = latest(request.user, ENDED, ASKED, RENEWED)
    return {"many": many, "many_url": f"{reverse('exceptions-several')}{query}", "batches": batches}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_BANDS)
def exceptions_several(request: HttpRequest) -> HttpResponseBase:
    """Ask once more with numbers, then do it."""
    rows = exceptions_asked(request.user, request.GET)
    back = reverse("exceptions") + list_query(request)
    return do_many(request, rows, _actions(request.user), back=back, crumb=("exceptions", _("Band exceptions")))


def _actions(user: Any) -> dict[str, Many]:
    ends = {"end": END} if may(user, Permission.APPROVE_BANDS) else {}
    return ends | ({"renew": RENEW} if may(user, Permission.EDIT_BANDS) else {})
