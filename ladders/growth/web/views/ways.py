"""People who walked that way: agreeing to be asked, asking, answering."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Employee
from ladders.careers.web.views.access import own
from ladders.core.form_actions import carry_out

from ...actions import ways as actions
from ...models import WalkedWay, WayQuestion
from ...queries.ways import moves_made
from ..forms import QuestionForm


@require_safe
@own
def my_ways(request: HttpRequest, me: Employee) -> HttpResponseBase:
    """Moves that one made, about which one may be asked or not; questions and answers: at most 8 queries."""
    agreed = set(WalkedWay.objects.filter(employee=me).values_list("level_key", flat=True))
    rows = list(WayQuestion.objects.visible_to(request.user).select_related("by", "asked"))
    context = {
        "moves": [(move, move.level_key in agreed) for move in moves_made(me)],
        "to_me": [row for row in rows if row.asked_id == me.pk],
        "mine": [row for row in rows if row.by_id == me.pk],
    }
    return render(request, "growth/ways.html", context)


@require_POST
@own
def way_open(request: HttpRequest, me: Employee, level: UUID) -> HttpResponseBase:
    """Agree to be asked about one's move to that level, or take that back."""
    if not any(move.level_key == level for move in moves_made(me)):
        raise Http404
    if request.POST.get("asked") == "no":
        actions.ask_no_more(level=level, by=request.user)
        messages.success(request, _("Nobody finds you there any more."))
    else:
        actions.may_be_asked(level=level, by=request.user)
        messages.success(request, _("Whoever looks at this level finds your name now, and can ask you."))
    return redirect("growth-ways")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def way_ask(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Ask somebody who agreed to be asked."""
    rows = WalkedWay.objects.visible_to(request.user).exclude(employee=me).select_related("employee")
    way = get_object_or_404(rows, pk=pk)
    form = QuestionForm(request.POST or None)
    if carry_out(form, lambda data: actions.ask(way=way, text=data["text"], by=request.user)):
        messages.success(request, _("Asked. %(name)s is told that something waits.") % {"name": way.employee})
        return redirect("growth-ways")
    return render(request, "growth/way_ask.html", {"form": form, "way": way}, status=422 if form.errors else 200)


@require_POST
@own
def way_answer(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Answer what one was asked."""
    question = get_object_or_404(WayQuestion.objects.visible_to(request.user).filter(asked=me), pk=pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        actions.answer(question=question, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Answered. Only the two of you read it."))
    else:
        messages.error(request, _("Write something first, of at most 4,000 characters."))
    return redirect("growth-ways")


@require_POST
@own
def way_remove(request: HttpRequest, me: Employee, pk: int) -> HttpResponseBase:
    """Take a question away, for both. A second click leads back, and so does what is somebody else's."""
    question = WayQuestion.objects.visible_to(request.user).filter(pk=pk).first()
    if question is not None:
        actions.remove_question(question=question, by=request.user)
    messages.success(request, _("Removed, for both of you."))
    return redirect("growth-ways")
