"""Signing in through the company's own provider."""

from __future__ import annotations

import logging
from typing import cast

from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from ladders.core.access import open_to_all

logger = logging.getLogger(__name__)


@open_to_all
def company_sign_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Go to the provider; where it does not answer, say so."""
    try:
        return cast(HttpResponseBase, openid.login(request, provider_id))
    except OSError:  # what `requests` raises when nobody answers, or answers with an error
        logger.exception("The provider %s did not answer", provider_id)
        return render(request, "socialaccount/authentication_error.html", status=503)
