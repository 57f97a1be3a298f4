"""Pages about oneself: whoever is signed in as somebody who works here has them; others' do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render

from accounts.models import Employee

P = ParamSpec("P")
OwnView = Callable[Concatenate[HttpRequest, Employee, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def own(view: OwnView[P]) -> View[P]:
    """Give the view the person's own record; without one, a page that says what to do (404 for anything but reading)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person: Any = getattr(request.user, "employee", None)
        if person is None:
            if request.method not in ("GET", "HEAD"):
                raise Http404
            return render(request, "careers/nobody.html")
        return view(request, person, *args, **kwargs)

    return cast(View[P], checked)


def sent_again(request: HttpRequest, seen: int) -> QueryDict:
    """What somebody sent, to be shown again after a stale save, now on top of revision `seen`."""
    data = request.POST.copy()
    data["seen"] = str(seen)
    return data
