"""A person's own account."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ladders.core.models import Job

from ..models import User
from ..queries import ways_to_sign_in
from ..roles import Role
from ..words import PURPOSES, allowed


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, how I sign in, what HR keeps about me: 4 queries with session and user."""
    user = cast(User, request.user)
    return render(
        request,
        "account/account.html",
        {
            "roles": [(role.label, PURPOSES[role], allowed(role)) for role in Role if role in user.roles],
            "ways": ways_to_sign_in(user),
            "employee": getattr(user, "employee", None),
            "has_jobs": Job.objects.visible_to(user).exists(),
            "company_accounts": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )
