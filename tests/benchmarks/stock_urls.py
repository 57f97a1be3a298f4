"""The two addresses of `stock`: one that signs somebody new in, and the bare page."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import path

from .bare import bare


def sign_in(request: HttpRequest) -> HttpResponse:
    """Somebody new, whose browser gets a session."""
    login(request, User.objects.create_user(uuid4().hex))  # type: ignore[arg-type]  # Django's user
    return HttpResponse()


urlpatterns = [path("sign-in/", sign_in), path("bare/", bare)]
