"""The product's addresses, and the bare page that it is measured against, found as its pages are."""

from __future__ import annotations

from django.urls import path

from ladders.core.routing import Routes
from ladders.urls import routes

from .bare import bare

urlpatterns = [Routes([*routes, path("bare/", bare)])]
handler404 = "ladders.core.views.pages.not_found"
