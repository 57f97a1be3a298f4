"""Letting days pass; it exists in the demo alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ladders.core.views.pages import back_from

STEPS = {"day": 1, "week": 7}


def demo_clock(request: HttpRequest) -> HttpResponseBase:
    """Press “Next day” or “Next week”. 404 outside the demo, whatever the verb."""
    if not settings.DEMO:
        raise Http404
    return _pass(request)


@require_POST
def _pass(request: HttpRequest) -> HttpResponseBase:
    from ..clock import pass_days

    today = pass_days(STEPS.get(request.POST.get("by", ""), 0))
    day = date_format(today, "l j F Y")
    messages.info(request, _("In the demo it is now %(day)s. What was due in between has happened.") % {"day": day})
    return redirect(back_from(request))
