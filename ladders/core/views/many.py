"""Doing something to several rows of a list: selected there, confirmed with numbers, done at once, taken back at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ladders.core.form_actions import refusals_on

from ..batches import BATCH_KINDS
from ..kept_choices import LOOK
from ..models import Batch
from ..selection import MOST, Selection, mark_of

NAMED = 50  # of those it concerns, on the page that asks
ADDRESS = 2000  # characters of ids in an address: as many as every server and browser takes
CHOSEN = ("do", "rows", "all", LOOK)  # what the address of the page that asks holds besides the list's own query


class NothingToSay(forms.Form):
    """Where nothing has to be said beside whom it concerns."""


@dataclass(frozen=True, slots=True)
class Many:
    """Something that can be done to several rows. `label` is its button; `asks` the question, `button` the answer for so many.

    `form` is made of what was posted, or of None, and `bound` gives it what follows from the rows (the days there are); `fits`
    leaves those of which it can be true (`unfit` says what the others are); `act` does it, by the form's data (`unchanged` says
    why nothing came of it).
    """

    label: Promise | str
    asks: Callable[[int], str]
    button: Callable[[int], str]
    act: Callable[[list[Any], dict[str, Any], Any], Batch]
    form: Callable[..., forms.BaseForm] = NothingToSay
    bound: Callable[[Any, list[Any]], None] = lambda form, rows: None
    fits: Callable[[Any], Any] = lambda rows: rows
    unfit: Promise | str = ""
    unchanged: Promise | str = ""
    about: Promise | str = ""
    most: int = MOST
    names: Callable[[list[Any]], list[str]] = lambda rows: [str(row) for row in rows]


def list_query(request: HttpRequest) -> str:
    """What the list was narrowed to, with its "?": the query without what was chosen on it; "" for none."""
    query = request.GET.copy()
    for name in CHOSEN:
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


def do_many(
    request: HttpRequest, rows: Any, actions: Mapping[str, Many], *, back: str, crumb: tuple[str, Any]
) -> HttpResponseBase:
    """The page that asks, or what was confirmed done and the way `back` to the list. `rows`: what this user may do it to.

    What was chosen is led to an address of its own, so that a browser can go back to the page that asks.
    """
    posted = request.method == "POST"
    selection = Selection.of(request.POST if posted else request.GET)
    action = actions.get(selection.what)
    if action is None and not posted:
        return redirect(back)
    if action is None:
        messages.warning(request, _("Choose what to do with the selected rows."))
        return redirect(back)
    selected = selection.within(rows)
    found = list(action.fits(selected)[: action.most + 1])
    if len(found) > action.most:
        said = _("At most %(n)s can be done at once. Narrow the list, and do the rest afterwards.")
        messages.warning(request, said % {"n": f"{action.most:,}"})
        return redirect(back)
    if not found:
        unfit = str(action.unfit) if selection.everything or selection.ids else ""  # of nothing at all, none is unfit
        messages.warning(request, unfit or _("Select at least one row that you may change."))
        return redirect(back)
    seen, confirmed = mark_of(each.pk for each in found), request.POST.get("step") == "confirm"
    if posted and not confirmed and (address := _address_of(request, selection)):
        return redirect(address)
    form = action.form(request.POST if confirmed else None)
    action.bound(form, found)
    if confirmed and form.is_valid() and request.POST.get("seen", "") == seen:
        with refusals_on(form):
            batch = action.act(found, form.cleaned_data, request.user)
            if batch.count:
                messages.success(request, BATCH_KINDS[batch.kind].words(batch.count))
            else:
                messages.info(request, str(action.unchanged) or _("It was so already. Nothing was changed."))
            return redirect(f"{back}#batch-{batch.pk}")
    left_out = (selected.count() if selection.everything else len(selection.ids)) - len(found)
    context = {
        "form": form,
        "title": action.asks(len(found)),
        "button": action.button(len(found)),
        "about": action.about,
        "unfit": action.unfit,
        "left_out": left_out,
        "what": selection.what,
        "seen": seen,
        "ids": ",".join(str(each.pk) for each in found),
        "names": action.names(found[:NAMED]),
        "more": len(found) - NAMED,
        "changed": confirmed and request.POST.get("seen", "") != seen,
        "back": back,
        "crumb": crumb,
    }
    return render(request, "core/many.html", context, status=422 if confirmed and form.errors else 200)


def _address_of(request: HttpRequest, selection: Selection) -> str:
    """The page that asks about this selection; "" where its rows are too many for an address."""
    query = QueryDict(list_query(request).removeprefix("?"), mutable=True)
    query["do"] = selection.what
    if selection.everything:
        query["all"] = "1"
    else:
        query["rows"] = ",".join(str(each) for each in sorted(selection.ids))
    return f"{request.path}?{query.urlencode(safe=',')}" if len(query.get("rows", "")) <= ADDRESS else ""
