"""Access checks of views, in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .permissions import Permission

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def may(user: Any, permission: Permission, obj: object = None) -> bool:
    """True when the user holds the verb, on `obj` where the verb is about one."""
    return bool(user.has_perm(permission, obj))


def require(user: Any, permission: Permission, obj: object = None) -> None:
    """Raise PermissionDenied (a 403 page) unless the user holds the verb."""
    if not may(user, permission, obj):
        raise PermissionDenied


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Decorate a view that needs a verb without an object."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return cast(View[P], checked)

    return decorate


def open_to_all(view: View[P]) -> View[P]:
    """Mark a view that people reach without signing in. Everything else asks for a sign-in (see SignInRequiredMiddleware)."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view
