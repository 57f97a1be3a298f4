"""A person's own account."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from ladders.core.models import Job

from ..models import User
from ..queries import ways_to_sign_in
from ..roles import Role
from ..words import NARROWED, PURPOSES, allowed


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, how I sign in, what HR keeps about me: 4 queries with session and user."""
    user = cast(User, request.user)
    return render(
        request,
        "account/account.html",
        {
            "roles": _roles(user),
            "ways": ways_to_sign_in(user),
            "employee": getattr(user, "employee", None),
            "has_jobs": Job.objects.visible_to(user).exists(),
            "company_accounts": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )


def _roles(user: User) -> list[tuple[str, Promise, str, list[Promise]]]:
    """Each role with what it is for, whom it reaches and what it allows: no query, one where a role is narrowed."""
    reaches = {grant.role: grant.counts_for for grant in user.grants.all()} if user.scoped_roles else {}
    said: list[tuple[str, Promise, str, list[Promise]]] = []
    for role in [each for each in Role if each in user.roles]:
        narrowed = role in user.scoped_roles
        purpose = NARROWED[role] if narrowed and role in NARROWED else PURPOSES[role]
        said.append((str(role.label), purpose, reaches.get(role, ""), allowed(role, narrowed)))
    return said
