"""Signing in through the company's own provider."""

from __future__ import annotations

import logging
from typing import cast

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from ladders.core.access import open_to_all

from ..openid import CompanyAdapter

logger = logging.getLogger(__name__)
# allauth lets an address choose what is asked of the provider, even where it shall lead back to.
NOT_FROM_ADDRESSES = ("auth_params", "scope")


@open_to_all
def company_sign_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the provider; where it does not answer, say so."""
    query = request.GET.copy()
    for name in NOT_FROM_ADDRESSES:
        query.pop(name, None)
    request.GET = query  # type: ignore[assignment]
    return _asked(request, OAuth2LoginView, provider_id)


@open_to_all
def company_callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from the provider."""
    return _asked(request, OAuth2CallbackView, provider_id)


def _asked(request: HttpRequest, view: type, provider_id: str) -> HttpResponseBase:
    try:
        answer = view.adapter_view(CompanyAdapter(request, provider_id))(request)  # type: ignore[attr-defined]
        return cast(HttpResponseBase, answer)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except OSError:  # what `requests` raises when nobody answers, or answers with an error
        logger.exception("The provider %s did not answer", provider_id)
        return render(request, "socialaccount/authentication_error.html", status=503)
